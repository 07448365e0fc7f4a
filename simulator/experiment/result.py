"""The result of one search: it applies any threshold, and answers for galleries of other sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from simulator.errors import ExperimentError
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.gallery_curve import gallery_size_curve
from simulator.experiment.notebook import result_html
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.thresholds.rate_threshold import RATE_KINDS, distance_at_rate
from simulator.experiment.view import View
from simulator.i18n.plurals import plural
from simulator.stats.published import ACLU_FALSE_MATCHES
from simulator.stats.threshold import check_distance, flagging, within_cut

OF_CONGRESS = "bioguide"
"""The identities of members of Congress, for whom the ACLU's count means something."""
ONE_IN_TWENTY = "one in twenty"


def searches_congress(view: AtThreshold) -> bool:
    """Return whether members of Congress are searched for, as in the ACLU's test."""
    return view.result.probes.card.identity_space == OF_CONGRESS


@dataclass(frozen=True, repr=False)
class Result(SearchOutcome):
    """One search of all probes, before any threshold; :meth:`at` applies one in microseconds.

    Its fields are those of :class:`simulator.experiment.outcome.SearchOutcome`.
    """

    def __repr__(self) -> str:
        """Return one line: what was searched in what, and how to go on."""
        searches = plural(len(self.search.nearest), "search", "searches")
        return (
            f"<Result: {searches} of {self.probes.name} in "
            f"{plural(len(self.gallery_rows), 'photo')} of {self.gallery.name} by "
            f"{self.experiment.matcher}; .at(distance=0.5) applies a threshold>"
        )

    def _repr_html_(self) -> str:
        """Return the HTML that a notebook shows."""
        return result_html(self)

    def at(
        self,
        *,
        distance: float | None = None,
        confidence: float | None = None,
        false_matches: int | None = None,
        fpir: float | None = None,
        fmr: float | None = None,
        reference: str | None = None,
    ) -> View:
        """Apply a threshold; without one, the experiment's own, or 28 false matches of Congress.

        For other people than members of Congress, one in twenty is flagged.

        Args:
            distance: in the matcher's distance.
            confidence: calibrated, a fraction of 1.
            false_matches: how many searches the threshold shall flag.
            fpir: the largest share of people that it may flag, a fraction of 1.
            fmr: the largest share of comparisons with the gallery that it may match.
            reference: ``COLUMN=GROUP`` whose ``fpir`` or ``fmr`` it is; everybody's by default.

        Raises:
            ThresholdError: the threshold does not exist; a rate is less than one person makes.
            ExperimentError: more than one was given, or there is no such group.
        """
        given: dict[str, Any] = {
            "distance": distance,
            "confidence": confidence,
            "false_matches": false_matches,
            "fpir": fpir,
            "fmr": fmr,
        }
        if not any(value is not None for value in given.values()):
            given = {name: getattr(self.experiment, name) for name in given}
            reference = reference or self.experiment.reference
        named = [name for name, value in given.items() if value is not None]
        if len(named) > 1:
            raise ExperimentError(
                f"expected one threshold, found {' and '.join(named)}. Give only one of them."
            )
        if given["distance"] is not None:
            return View(
                self, within_cut(check_distance(given["distance"]), self.measured_to), "distance"
            )
        if given["confidence"] is not None:
            distance = self.calibration.distance(given["confidence"])
            return View(self, within_cut(distance, self.measured_to), "confidence")
        for kind in RATE_KINDS:
            if given[kind] is not None:
                return View(self, distance_at_rate(self, kind, given[kind], reference), kind)
        count, chosen_by = given["false_matches"], "false matches"
        if count is None:
            count, chosen_by = self._by_default()
        # Rounding up to a plain number must not pass the cut of somebody else's lists.
        chosen = min(flagging(self.search.nearest, count), self.measured_to)
        return View(self, chosen, chosen_by, count)

    def _by_default(self) -> tuple[int, str]:
        """Return how many to flag where no threshold is given, and why."""
        if self.probes.card.identity_space == OF_CONGRESS:
            return ACLU_FALSE_MATCHES, "the ACLU's count"
        found = int((~np.isnan(self.search.nearest)).sum())
        return max(1, min(round(len(self.search.nearest) / 20), found)), ONE_IN_TWENTY

    def gallery_size_curve(
        self,
        sizes: Sequence[int] | None = None,
        *,
        by: str | None = None,
        mix: Mapping[str, float] | str | None = None,
        **threshold: Any,
    ) -> pd.DataFrame:
        """Return the FPIR in galleries of other sizes and mixes, by the exact formula.

        Args:
            sizes: gallery sizes.
            by: a label column of the probes, for a curve per group.
            mix: proportions of gallery groups, or the name of a mix such as ``us-adults``.
            threshold: ``distance``, ``confidence`` or ``false_matches``, as for :meth:`at`.

        Returns:
            The columns that :mod:`simulator.experiment.gallery_curve` describes.
        """
        return gallery_size_curve(self.at(**threshold), sizes, by=by, mix=mix)
