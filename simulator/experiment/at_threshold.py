"""A search at one threshold: who is flagged, rates by group, the candidates."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.groups import split_by
from simulator.datasets.stand_ins import gallery_people, names_people
from simulator.errors import CalibrationError, LabelError
from simulator.experiment.outcome import SearchOutcome
from simulator.stats.by_group import by_group
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import Rate, false_matches, fpir, rate
from simulator.stats.people import count_people, rate_by_person
from simulator.stats.photo_interval import PhotoInterval


@dataclass(frozen=True)
class AtThreshold:
    """A search outcome at one threshold: who is flagged, and rates by group.

    :class:`simulator.experiment.view.View` adds the JSON object and the HTML for a notebook.
    Whatever describes a search at a threshold takes this class.

    Attributes:
        result: the search.
        distance: the threshold.
        chosen_by: how it was chosen: ``distance``, ``confidence``, ``false matches``, ``fpir``,
            ``fmr`` or ``the ACLU's count``.
        wanted: how many false matches were asked for, if that was how.
    """

    result: SearchOutcome
    distance: float
    chosen_by: str
    wanted: int | None = None

    @functools.cached_property
    def flagged(self) -> NDArray[np.bool_]:
        """Mark the searches that were falsely matched: (p,) of bool."""
        return false_matches(self.result.search.nearest, self.distance)

    @property
    def fpir(self) -> Rate:
        """Return the false positive identification rate of all searches."""
        return fpir(self.result.search.nearest, self.distance)

    @functools.cached_property
    def fpir_by_person(self) -> PhotoInterval | None:
        """Return the rate in which each person counts once; None with one photo of each person.

        Somebody with several photos counts with their average, and the interval is over people.
        """
        if not self.result.several_photos:
            return None
        return rate_by_person(self.flagged, self.result.person)

    @property
    def people_falsely_matched(self) -> int:
        """Count the people with at least one photo that was falsely matched."""
        return count_people(self.result.person, self.flagged)

    @property
    def confidence(self) -> float | None:
        """Return the calibrated confidence at the threshold; None where there is no calibration."""
        try:
            return float(self.result.calibration.confidence(self.distance))
        except CalibrationError:
            return None

    @property
    def fpir_without_copies(self) -> Rate | None:
        """Return the rate without copies of the photo that was searched with; None without any.

        They are one photo under two names, found by content
        (:mod:`simulator.experiment.copied_photos`).
        """
        if not self.result.copies.any():
            return None
        return fpir(self.result.nearest_without_copies, self.distance)

    @property
    def fpir_with_kin(self) -> Rate | None:
        """Return the rate with relatives searched; None where the gallery lists none."""
        kin = self.result.kin
        return None if kin is None else fpir(kin.nearest_with, self.distance)

    @property
    def fpir_without_kin(self) -> Rate | None:
        """Return the rate with relatives left out; None where the gallery lists none."""
        kin = self.result.kin
        return None if kin is None else fpir(kin.nearest_without, self.distance)

    def kin_pairs(self) -> pd.DataFrame:
        """List each person searched for with each relative in the gallery, the closest pair first.

        Returns:
            Columns probe, name, gallery_person, gallery_key, relation (what the person in the
            gallery is to the person searched for), distance, matched (at or under the threshold).
        """
        pairs = () if self.result.kin is None else self.result.kin.pairs
        mine = [pair.probe for pair in pairs]
        theirs = self.result.gallery_keys[[pair.gallery_row for pair in pairs]].tolist()
        distances = np.array([pair.distance for pair in pairs], np.float64)
        keys = self.result.probes.encodings.keys[mine]
        frame = pd.DataFrame(
            {
                "probe": keys,
                "name": self._names(keys),
                "gallery_person": gallery_people(self.result.gallery, theirs),
                "gallery_key": theirs,
                "relation": [pair.relation for pair in pairs],
                "distance": np.round(distances, 6),
                "matched": false_matches(distances, self.distance),
            }
        )
        return frame.iloc[np.lexsort((keys, distances))].reset_index(drop=True)

    def _names(self, keys: NDArray[np.str_]) -> NDArray[np.object_]:
        """Return what the people searched for are called."""
        manifest = self.result.probes.manifest.set_index("key")
        column = "name" if "name" in manifest.columns else "subject_id"
        return np.asarray(manifest.loc[keys.tolist(), column].to_numpy())

    def by(
        self, column: str, *, without_copies: bool = False, kin: bool | None = None
    ) -> pd.DataFrame:
        """Return the rates by group, a row per group, the largest first.

        Args:
            column: a label column of the probes or an intersection ``a*b``.
            without_copies: do not count copies of the photo that was searched with.
            kin: count with relatives or without them, where the gallery lists them; as searched by
                default.

        Returns:
            Columns group, label, searches, false_matches, fpir, low, high (Wilson, 95%),
            share_of_searches, share_of_false_matches, people, people_falsely_matched (with at least
            one photo), too_few. The shares of false matches are nan where nobody was flagged;
            ``too_few`` marks groups of so few people that their interval may be too narrow. A
            person with two categories counts in both groups. Where some people were searched for
            with several photos, the searches above are photos, and further columns count each
            person once, with an interval over people: fpir_by_person, low_by_person,
            high_by_person, effective_by_person (how many independent searches they are worth).
        """
        if not isinstance(column, str):
            raise LabelError(
                f"expected the name of a label column, found {column!r}. Choose one of those of "
                "the people searched for, such as 'gender'."
            )
        nearest = self.result.nearest_without_copies if without_copies else None
        if kin is not None and self.result.kin is not None:
            nearest = self.result.kin.nearest_with if kin else self.result.kin.nearest_without
        flagged = self.flagged if nearest is None else false_matches(nearest, self.distance)
        searches, events = len(flagged), int(flagged.sum())
        person = self.result.person

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            group_rate = rate(int(flagged[members].sum()), int(members.sum()))
            people = count_people(person, members)
            each: dict[str, float] = {}
            if self.result.several_photos:
                once = rate_by_person(flagged[members], person[members])
                each = {
                    "fpir_by_person": once.value,
                    "low_by_person": once.low,
                    "high_by_person": once.high,
                    "effective_by_person": once.effective,
                }
            return {
                "searches": group_rate.trials,
                "false_matches": group_rate.events,
                "fpir": group_rate.value,
                "low": group_rate.low,
                "high": group_rate.high,
                "share_of_searches": group_rate.trials / searches,
                "share_of_false_matches": group_rate.events / events if events else np.nan,
                "people": people,
                "people_falsely_matched": count_people(person, members & flagged),
                **each,
                "too_few": people < FEWEST_TRIALS_FOR_AN_INTERVAL,
            }

        return by_group(measure, self.result.groups(column))

    def not_searched(self, column: str) -> pd.DataFrame:
        """Count the people listed but not searched, by group: columns group, label, people.

        Somebody with several photos is there if none of them was searched with.
        """
        labels, identities = self.result.not_searched, self.result.probes.identities
        searched = set(identities.loc[self.result.probes.encodings.keys.tolist()])
        missing = self.result.keys_not_searched
        who = identities.loc[missing]
        absent = (~who.isin(searched) & ~who.duplicated()).to_numpy(dtype=bool)
        rows = labels[absent].reset_index(drop=True)
        groups = split_by(rows, column, self.result.probes.card) if len(rows) else []
        return pd.DataFrame(
            [(g.value, g.label, int(g.members.sum())) for g in groups],
            columns=["group", "label", "people"],
        )

    def candidates(self) -> pd.DataFrame:
        """List the false matches, closest first: each flagged probe with its nearest non-mate.

        Returns:
            Columns probe, probe_name, gallery_person (what a reader is shown, a name only where the
            gallery's card permits it), gallery_key, distance, confidence, matches (how many gallery
            photos lie at or under the threshold; the candidate list ends at 50); where the gallery
            lists relatives, relation too (what that person is to the probe, "" for no relative).
        """
        search = self.result.search
        rows = np.flatnonzero(self.flagged)
        keys = self.result.probes.encodings.keys[rows]
        nearest = search.nearest[rows]
        gallery_rows = search.candidates[rows, 0]
        gallery_keys = self.result.gallery_keys[gallery_rows]
        frame = pd.DataFrame(
            {
                "probe": keys,
                "probe_name": self._names(keys),
                "gallery_person": gallery_people(self.result.gallery, gallery_keys.tolist()),
                "gallery_key": gallery_keys,
                "distance": np.round(nearest, 6),
                "confidence": self._confidences(nearest),
                "matches": (search.distances[rows] <= self.distance).sum(axis=1),
            }
        )
        if self.result.kin is not None:
            relation_of = self.result.kin.relation_of
            pairs = zip(rows.tolist(), gallery_rows.tolist(), strict=True)
            frame["relation"] = [relation_of.get(pair, "") for pair in pairs]
        order = np.lexsort((keys, nearest))
        return frame.iloc[order].reset_index(drop=True)

    def published_candidates(self, *, keys: bool = False) -> pd.DataFrame:
        """List the false matches as JSON and CSV give them.

        Args:
            keys: also give the key of an unnamed person's photo in the gallery.

        Returns:
            The columns of :meth:`candidates`. Where the gallery's card does not permit names,
            gallery_person is called stand_in, and gallery_key is there only if it was asked for.
        """
        return self._published(self.candidates(), keys)

    def published_kin_pairs(self, *, keys: bool = False) -> pd.DataFrame:
        """List the relatives as CSV gives them: :meth:`kin_pairs`, named as the candidates are."""
        return self._published(self.kin_pairs(), keys)

    def _published(self, table: pd.DataFrame, keys: bool) -> pd.DataFrame:
        if names_people(self.result.gallery):
            return table
        table = table.rename(columns={"gallery_person": "stand_in"})
        return table if keys else table.drop(columns="gallery_key")

    def _confidences(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        try:
            return np.round(self.result.calibration.confidence(distances), 6)
        except CalibrationError:
            return np.full(len(distances), np.nan)

    def columns(self, group_by: tuple[str, ...] | None = None) -> list[str]:
        """Return the group columns to show: those given, the experiment's, or all."""
        chosen = group_by or self.result.experiment.group_by
        return list(chosen or self.result.probes.card.labels)
