"""A result at one threshold: who is flagged, rates by group, the object of ``run --json``."""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.card import Card
from simulator.datasets.groups import split_by
from simulator.errors import CalibrationError
from simulator.experiment.measures import measures
from simulator.stats.intervals import FEWEST_FOR_AN_INTERVAL
from simulator.stats.metrics import Rate, false_matches, fpir, rate
from simulator.stats.published import ACLU_2018

if TYPE_CHECKING:
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.result import Result


@dataclass(frozen=True)
class View:
    """A result at one threshold.

    Attributes:
        distance: the threshold.
        chosen_by: how it was chosen: ``distance``, ``confidence``, ``false matches`` or
            ``the ACLU's count``.
        wanted: how many false matches were asked for, if that was how.
    """

    result: Result
    distance: float
    chosen_by: str
    wanted: int | None = None

    @functools.cached_property
    def flagged(self) -> NDArray[np.bool_]:
        """(p,) which searches were falsely matched."""
        return false_matches(self.result.search.nearest, self.distance)

    @property
    def fpir(self) -> Rate:
        """False positive identification rate of all searches."""
        return fpir(self.result.search.nearest, self.distance)

    @property
    def confidence(self) -> float | None:
        """Calibrated confidence at the threshold, or None where there is no calibration."""
        try:
            return float(self.result.calibration.confidence(self.distance))
        except CalibrationError:
            return None

    def _repr_html_(self) -> str:
        """For notebooks."""
        from simulator.experiment.notebook import view_html

        return view_html(self)

    @property
    def fpir_without_copies(self) -> Rate | None:
        """The rate if copies of the photo that was searched with do not count; None without any.

        They are one photo under two names, found by content
        (:mod:`simulator.experiment.copied_photos`).
        """
        if not self.result.copies.any():
            return None
        return fpir(self.result.nearest_without_copies, self.distance)

    def by(self, column: str, *, without_copies: bool = False) -> pd.DataFrame:
        """Rates by group, a row per group, the largest first.

        Args:
            column: a label column of the probes or an intersection ``a*b``.
            without_copies: do not count copies of the photo that was searched with.

        Returns:
            Columns group, label, searches, false_matches, fpir, low, high (Wilson, 95%),
            share_of_searches, share_of_false_matches, too_few. The shares of false matches are nan
            where nobody was flagged; ``too_few`` marks groups whose interval may be too narrow. A
            person with two categories counts in both groups.
        """
        rows = []
        nearest = self.result.nearest_without_copies if without_copies else None
        flagged = self.flagged if nearest is None else false_matches(nearest, self.distance)
        total = rate(int(flagged.sum()), len(flagged))
        for group in self.result.groups(column):
            r = rate(int(flagged[group.members].sum()), int(group.members.sum()))
            rows.append(
                {
                    "group": group.value,
                    "label": group.label,
                    "searches": r.trials,
                    "false_matches": r.events,
                    "fpir": r.value,
                    "low": r.low,
                    "high": r.high,
                    "share_of_searches": r.trials / total.trials,
                    "share_of_false_matches": r.events / total.events if total.events else np.nan,
                    "too_few": r.trials < FEWEST_FOR_AN_INTERVAL,
                }
            )
        return pd.DataFrame(rows)

    def not_searched(self, column: str) -> pd.DataFrame:
        """People who were listed but not searched, by group: columns group, label, people."""
        labels = self.result.not_searched
        card: Card = self.result.probes.card
        groups = split_by(labels, column, card)
        return pd.DataFrame(
            [(g.value, g.label, int(g.members.sum())) for g in groups],
            columns=["group", "label", "people"],
        )

    def candidates(self) -> pd.DataFrame:
        """The false matches, closest first: each flagged probe with its nearest non-mate.

        Returns:
            Columns probe, probe_name, gallery_key, distance, confidence, matches (how many gallery
            photos lie at or under the threshold; the candidate list ends at 50).
        """
        found = self.result.search
        rows = np.flatnonzero(self.flagged)
        keys = self.result.probes.encodings.keys[rows]
        nearest = found.nearest[rows]
        manifest = self.result.probes.manifest.set_index("key")
        column = "name" if "name" in manifest.columns else "subject_id"
        frame = pd.DataFrame(
            {
                "probe": keys,
                "probe_name": manifest.loc[keys.tolist(), column].to_numpy(),
                "gallery_key": self.result.gallery_keys[found.candidates[rows, 0]],
                "distance": np.round(nearest, 6),
                "confidence": self._confidences(nearest),
                "matches": (found.distances[rows] <= self.distance).sum(axis=1),
            }
        )
        order = np.lexsort((keys, nearest))
        return frame.iloc[order].reset_index(drop=True)

    def _confidences(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        try:
            return np.round(self.result.calibration.confidence(distances), 6)
        except CalibrationError:
            return np.full(len(distances), np.nan)

    def to_dict(
        self, group_by: tuple[str, ...] | None = None, *, with_measures: bool = False
    ) -> dict[str, Any]:
        """The object that ``falsematch run --json`` prints; docs/methods.md lists its fields.

        Args:
            group_by: group columns; those of the experiment by default.
            with_measures: add the key ``measures`` (docs/measures.md), which takes a second or two.
        """
        result, total = self.result, self.fpir
        columns = self.columns(group_by)
        probes = result.probes
        return {
            "experiment": _described(result.experiment),
            "probes": {
                "dataset": probes.name,
                "listed": len(probes.manifest),
                "searched": total.trials,
                "failed_to_enrol": len(probes.encodings.failures),
            },
            "gallery": {
                "dataset": result.gallery.name,
                "photos": len(result.gallery_rows),
                "people": result.gallery_people,
                "mates_excluded": result.mates_excluded,
            },
            "matcher": {
                "name": probes.encodings.matcher.name,
                "version": probes.encodings.matcher.version,
            },
            "threshold": {
                "distance": self.distance,
                "confidence": _rounded(self.confidence),
                "chosen_by": self.chosen_by,
                "measured_to": result.measured_to if math.isfinite(result.measured_to) else None,
                **self._confidence_details(),
            },
            "false_matches": total.events,
            "fpir": {"rate": total.value, "low": total.low, "high": total.high},
            "groups": {column: records(self.by(column)) for column in columns},
            "not_searched": {column: records(self.not_searched(column)) for column in columns},
            "candidates": records(self.candidates()),
            "origin_unknown": {
                d.name: list(d.card.origin_unknown)
                for d in (probes, result.gallery)
                if d.card.origin_unknown
            },
            "without_copies": self._without_copies(columns),
            "published": ACLU_2018,
            "provenance": {
                "package": importlib.metadata.version("falsematch"),
                "datasets": {d.name: d.digest for d in (probes, result.gallery)},
                "seed": result.experiment.seed,
                "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            },
            **({"measures": self.measures(group_by)} if with_measures else {}),
        }

    def _without_copies(self, columns: list[str]) -> dict[str, Any] | None:
        found = self.fpir_without_copies
        if found is None:
            return None
        return {
            "false_matches": found.events,
            "fpir": {"rate": found.value, "low": found.low, "high": found.high},
            "groups": {c: records(self.by(c, without_copies=True)) for c in columns},
        }

    def measures(self, group_by: tuple[str, ...] | None = None) -> dict[str, Any]:
        """The measures of docs/measures.md as plain values; undefined ones are None.

        Args:
            group_by: group columns; those of the experiment by default.
        """
        return measures(self, self.columns(group_by))

    def columns(self, group_by: tuple[str, ...] | None = None) -> list[str]:
        """The group columns to show: those given, the experiment's, or all of the probes'."""
        chosen = group_by or self.result.experiment.group_by
        return list(chosen or self.result.probes.card.labels)

    def _confidence_details(self) -> dict[str, Any]:
        """The interval of the distance at this confidence, and whether it was extrapolated."""
        confidence = self.confidence
        if confidence is None:
            return {}
        calibration = self.result.calibration
        details: dict[str, Any] = {"extrapolated": calibration.extrapolated(self.distance)}
        if 0.5 <= confidence <= 0.9999:
            low, high = calibration.interval(confidence)
            details |= {"distance_low": round(low, 6), "distance_high": round(high, 6)}
        return details


def _described(experiment: Experiment) -> dict[str, Any]:
    return {
        "probes": experiment.probes,
        "gallery": experiment.gallery,
        "matcher": experiment.matcher,
        "gallery_size": experiment.gallery_size,
        "mix": dict(experiment.mix) if experiment.mix is not None else None,
        "seed": experiment.seed,
        "distance": experiment.distance,
        "confidence": experiment.confidence,
        "false_matches": experiment.false_matches,
        "group_by": list(experiment.group_by),
        "one_photo_per_person": experiment.one_photo_per_person,
        "condition": experiment.condition,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain JSON values; "not estimable" is null."""
    return [
        {str(k): None if isinstance(v, float) and np.isnan(v) else v for k, v in row.items()}
        for row in frame.astype(object).to_dict(orient="records")
    ]
