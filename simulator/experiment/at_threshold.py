"""A search at one threshold: who is flagged, rates by group, the candidates."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.groups import split_by
from simulator.datasets.stand_ins import gallery_people, names_people
from simulator.errors import CalibrationError
from simulator.experiment.outcome import SearchOutcome
from simulator.stats.by_group import by_group
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import Rate, false_matches, fpir, rate


@dataclass(frozen=True)
class AtThreshold:
    """A search outcome at one threshold: who is flagged, and rates by group.

    :class:`simulator.experiment.view.View` adds the JSON object and the HTML for a notebook.
    Whatever describes a search at a threshold takes this class.

    Attributes:
        result: the search.
        distance: the threshold.
        chosen_by: how it was chosen: ``distance``, ``confidence``, ``false matches`` or
            ``the ACLU's count``.
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

    def by(self, column: str, *, without_copies: bool = False) -> pd.DataFrame:
        """Return the rates by group, a row per group, the largest first.

        Args:
            column: a label column of the probes or an intersection ``a*b``.
            without_copies: do not count copies of the photo that was searched with.

        Returns:
            Columns group, label, searches, false_matches, fpir, low, high (Wilson, 95%),
            share_of_searches, share_of_false_matches, too_few. The shares of false matches are nan
            where nobody was flagged; ``too_few`` marks groups whose interval may be too narrow. A
            person with two categories counts in both groups.
        """
        nearest = self.result.nearest_without_copies if without_copies else None
        flagged = self.flagged if nearest is None else false_matches(nearest, self.distance)
        searches, events = len(flagged), int(flagged.sum())

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            group_rate = rate(int(flagged[members].sum()), int(members.sum()))
            return {
                "searches": group_rate.trials,
                "false_matches": group_rate.events,
                "fpir": group_rate.value,
                "low": group_rate.low,
                "high": group_rate.high,
                "share_of_searches": group_rate.trials / searches,
                "share_of_false_matches": group_rate.events / events if events else np.nan,
                "too_few": group_rate.trials < FEWEST_TRIALS_FOR_AN_INTERVAL,
            }

        return by_group(measure, self.result.groups(column))

    def not_searched(self, column: str) -> pd.DataFrame:
        """Count those listed but not searched, by group: columns group, label, people."""
        labels = self.result.not_searched
        groups = split_by(labels, column, self.result.probes.card)
        return pd.DataFrame(
            [(g.value, g.label, int(g.members.sum())) for g in groups],
            columns=["group", "label", "people"],
        )

    def candidates(self) -> pd.DataFrame:
        """List the false matches, closest first: each flagged probe with its nearest non-mate.

        Returns:
            Columns probe, probe_name, gallery_person (what a reader is shown, a name only where the
            gallery's card permits it), gallery_key, distance, confidence, matches (how many gallery
            photos lie at or under the threshold; the candidate list ends at 50).
        """
        search = self.result.search
        rows = np.flatnonzero(self.flagged)
        keys = self.result.probes.encodings.keys[rows]
        nearest = search.nearest[rows]
        manifest = self.result.probes.manifest.set_index("key")
        column = "name" if "name" in manifest.columns else "subject_id"
        gallery_keys = self.result.gallery_keys[search.candidates[rows, 0]]
        frame = pd.DataFrame(
            {
                "probe": keys,
                "probe_name": manifest.loc[keys.tolist(), column].to_numpy(),
                "gallery_person": gallery_people(self.result.gallery, gallery_keys.tolist()),
                "gallery_key": gallery_keys,
                "distance": np.round(nearest, 6),
                "confidence": self._confidences(nearest),
                "matches": (search.distances[rows] <= self.distance).sum(axis=1),
            }
        )
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
        table = self.candidates()
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
