"""A result at one threshold, as the object of ``run --json`` and as HTML."""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import math
from dataclasses import dataclass
from typing import Any

from simulator.datasets.dataset import KIN
from simulator.datasets.origin import not_compared_notes
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.experiment import Experiment
from simulator.experiment.measures import measures
from simulator.experiment.notebook import view_html
from simulator.experiment.portraits import datasets_of
from simulator.experiment.thresholds.rate_threshold import FPIR, rate_interval_of
from simulator.i18n.language import percent
from simulator.search.packs import Pack
from simulator.stats.metrics import Rate
from simulator.stats.published import ACLU_2018
from simulator.storage.json_values import json_number, json_rows


@dataclass(frozen=True, repr=False)
class View(AtThreshold):
    """A result at one threshold.

    Its fields are those of :class:`simulator.experiment.at_threshold.AtThreshold`.
    """

    def __repr__(self) -> str:
        """Return one line: the rate, and where the threshold is."""
        total = self.fpir
        return (
            f"<View: {total.events:,} of {total.trials:,} falsely matched = "
            f"{percent(total.value)} at distance {self.distance:g}; .by(label), .candidates()>"
        )

    def _repr_html_(self) -> str:
        """Return the HTML that a notebook shows."""
        return view_html(self)

    @functools.cached_property
    def date(self) -> str:
        """The time in UTC, the same each time this view is written."""
        return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")

    def to_dict(
        self,
        group_by: tuple[str, ...] | None = None,
        *,
        with_measures: bool = False,
        keys: bool = False,
    ) -> dict[str, Any]:
        """Return what ``falsematch run --json`` prints; docs/methods.md lists the fields.

        Args:
            group_by: group columns; those of the experiment by default.
            with_measures: add the key ``measures`` (docs/measures.md), which takes a second or two.
            keys: give the keys of unnamed people's photos in the gallery too.
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
                "people": result.people if result.identified else None,
                "failed_to_enrol": len(probes.encodings.failures),
                "left_out": probes.left_out,
            },
            "gallery": {
                "dataset": result.gallery.name,
                "photos": len(result.gallery_rows),
                "people": result.gallery_people,
                "mates_excluded": result.mates_excluded,
                "left_out": result.gallery.left_out,
            },
            "matcher": {
                "name": probes.encodings.matcher.name,
                "version": probes.encodings.matcher.version,
                **_scale_of(result.pack),
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
            **self._by_person(),
            "groups": {column: json_rows(self.by(column)) for column in columns},
            "not_searched": {column: json_rows(self.not_searched(column)) for column in columns},
            "candidates": json_rows(self.published_candidates(keys=keys)),
            "origin_unknown": {
                d.name: list(d.card.origin_unknown)
                for d in (probes, result.gallery)
                if d.card.origin_unknown
            },
            "not_compared": list(not_compared_notes((probes, result.gallery))),
            "without_copies": self._without_copies(columns),
            **self._kin(columns, keys),
            "published": ACLU_2018,
            "provenance": {
                "package": importlib.metadata.version("falsematch"),
                "datasets": {d.name: d.digest for d in datasets_of(result.experiment)},
                "seed": result.experiment.seed,
                "date": self.date,
            },
            **({"measures": self.measures(group_by)} if with_measures else {}),
        }

    def _by_person(self) -> dict[str, Any]:
        """Return the key ``by_person``; nothing where each person was searched with one photo."""
        once = self.fpir_by_person
        if once is None:
            return {}
        return {
            "by_person": {
                "people": self.result.people,
                "people_falsely_matched": self.people_falsely_matched,
                "rate": json_number(once.value),
                "low": json_number(once.low),
                "high": json_number(once.high),
            }
        }

    def _without_copies(self, columns: list[str]) -> dict[str, Any] | None:
        total = self.fpir_without_copies
        if total is None:
            return None
        return self._headline(total, columns, without_copies=True)

    def _kin(self, columns: list[str], keys: bool) -> dict[str, Any]:
        """Return the key ``kin``; nothing where the gallery lists no relatives."""
        with_kin, without = self.fpir_with_kin, self.fpir_without_kin
        if self.result.kin is None or with_kin is None or without is None:
            return {}
        pairs = self.published_kin_pairs(keys=keys)
        return {
            "kin": {
                "source": f"{KIN} of {self.result.gallery.name}, with a source for each pair",
                "listed": self.result.kin.listed,
                "left_out": self.result.experiment.without_kin,
                "matches": json_rows(pairs[pairs["matched"]].drop(columns="matched")),
                "with": self._headline(with_kin, columns, kin=True),
                "without": self._headline(without, columns, kin=False),
            }
        }

    def _headline(self, total: Rate, columns: list[str], **how: bool) -> dict[str, Any]:
        return {
            "false_matches": total.events,
            "fpir": {"rate": total.value, "low": total.low, "high": total.high},
            "groups": {column: json_rows(self.by(column, **how)) for column in columns},
        }

    def measures(self, group_by: tuple[str, ...] | None = None) -> dict[str, Any]:
        """Return the measures of docs/measures.md as plain values; undefined ones are None.

        Args:
            group_by: group columns; those of the experiment by default.
        """
        return measures(self, self.columns(group_by))

    def _confidence_details(self) -> dict[str, Any]:
        """Return the interval of the distance, what it counts, and whether it was extrapolated.

        Of a threshold that an FPIR set, it counts the people whose rate that is; otherwise the
        calibration at this confidence.
        """
        if self.chosen_by == FPIR:
            ends = rate_interval_of(self.result)
            if ends is not None:
                return self._extrapolated() | {
                    "distance_low": json_number(ends[0]),
                    "distance_high": json_number(ends[1]),
                    "distance_interval_of": "the people whose rate sets it",
                }
        confidence = self.confidence
        if confidence is None:
            return {}
        details = self._extrapolated()
        if 0.5 <= confidence <= 0.9999:
            low, high = self.result.calibration.interval(confidence)
            details |= {
                "distance_low": round(low, 6),
                "distance_high": round(high, 6),
                "distance_interval_of": "the calibration at this confidence",
            }
        return details

    def _extrapolated(self) -> dict[str, Any]:
        if self.confidence is None:
            return {}
        return {"extrapolated": self.result.calibration.extrapolated(self.distance)}


def _described(experiment: Experiment) -> dict[str, Any]:
    return {
        "probes": experiment.probes,
        "gallery": experiment.gallery,
        "matcher": experiment.matcher,
        "gallery_size": experiment.gallery_size,
        "mix": experiment.mix
        if experiment.mix is None or isinstance(experiment.mix, str)
        else dict(experiment.mix),
        "seed": experiment.seed,
        "distance": experiment.distance,
        "confidence": experiment.confidence,
        "false_matches": experiment.false_matches,
        "group_by": list(experiment.group_by),
        "one_photo_per_person": experiment.one_photo_per_person,
        "condition": experiment.condition,
        "portrait": experiment.portrait,
        "paintings": experiment.paintings,
        "without_kin": experiment.without_kin,
        "fpir": experiment.fpir,
        "fmr": experiment.fmr,
        "reference": experiment.reference,
        "same_gallery_as": experiment.same_gallery_as,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _scale_of(pack: Pack | None) -> dict[str, str]:
    """Return how another system's scores were turned into distances, where that is the case."""
    return {"scale": str(pack.notes["scale"])} if pack and "scale" in pack.notes else {}
