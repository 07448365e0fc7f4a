"""The result of one search, before any threshold: computed once, then looked at from many sides."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.groups import Group, split_by
from simulator.errors import ExperimentError, ThresholdError
from simulator.experiment.copied_photos import copies_among
from simulator.experiment.gallery_curve import gallery_size_curve
from simulator.experiment.view import View
from simulator.search.confidence import FILE, Calibration, load_calibration
from simulator.search.packs import Pack
from simulator.search.search import Search
from simulator.stats.threshold import check_distance, flagging

if TYPE_CHECKING:
    from simulator.experiment.experiment import Experiment

CALIBRATED_ON = "lfw"
ACLU_COUNT = 28


@dataclass(frozen=True)
class Result:
    """One search of all probes, before any threshold.

    Attributes:
        gallery_rows: which rows of the gallery's encodings took part.
        cell_labels: the gallery group of each tally cell.
        mates_excluded: gallery photos that show one of the probes.
        search: candidate lists, tallies, mate distances.
        pack: the search pack it was read from, where the encodings are not bundled.
    """

    experiment: Experiment
    probes: Dataset
    gallery: Dataset
    gallery_rows: NDArray[np.intp]
    cell_labels: list[str]
    mates_excluded: int
    search: Search
    pack: Pack | None = None

    @property
    def gallery_keys(self) -> NDArray[np.str_]:
        """(n,) keys of the gallery photos that took part."""
        return self.gallery.encodings.keys[self.gallery_rows]

    @property
    def measured_to(self) -> float:
        """The loosest distance that was measured; infinite unless the lists were cut."""
        cut = self.pack.notes.get("measured_to") if self.pack else None
        return math.inf if cut is None else float(cut)

    @property
    def gallery_people(self) -> int | None:
        """How many different people those photos show; None where nobody knows."""
        if not self.gallery.card.identities:
            return None
        return int(self.gallery.identities.loc[self.gallery_keys.tolist()].nunique())

    @functools.cached_property
    def searched(self) -> pd.DataFrame:
        """The labels of the probes that were searched, in the search's order."""
        return self.probes.labels(self.probes.encodings.keys.tolist())

    @functools.cached_property
    def not_searched(self) -> pd.DataFrame:
        """The labels of the people who were listed but have no encoding."""
        enrolled = set(self.probes.encodings.keys.tolist())
        return self.probes.labels([k for k in self.probes.manifest["key"] if k not in enrolled])

    @functools.cached_property
    def calibration(self) -> Calibration:
        """Distance ↔ confidence of this matcher.

        Raises:
            CalibrationError: none exists for it.
        """
        calibrated_on = load_dataset(CALIBRATED_ON)
        name = FILE.format(matcher=self.experiment.matcher)
        return load_calibration(
            calibrated_on.folder / name,
            self.probes.encodings.matcher,
            calibrated_on.checksums.get(name),
        )

    @functools.cached_property
    def copies(self) -> NDArray[np.bool_]:
        """(p, c) which candidates show the very photo that was searched with, by its content."""
        return copies_among(self)

    @functools.cached_property
    def nearest_without_copies(self) -> NDArray[np.float64]:
        """(p,) distance of each probe's closest non-mate that is no copy of its own photo."""
        if not self.copies.any():
            return self.search.nearest
        others = np.where(self.copies, np.inf, self.search.distances)
        closest = np.where(np.isnan(others), np.inf, others).min(axis=1)
        return np.where(np.isinf(closest), np.nan, closest)

    def groups(self, column: str) -> list[Group]:
        """The probes' groups under a label column or an intersection ``a*b``."""
        return split_by(self.searched, column, self.probes.card)

    def _repr_html_(self) -> str:
        """For notebooks."""
        from simulator.experiment.notebook import result_html

        return result_html(self)

    def at(
        self,
        *,
        distance: float | None = None,
        confidence: float | None = None,
        false_matches: int | None = None,
    ) -> View:
        """Apply a threshold; without one, the experiment's own, or 28 false matches.

        Args:
            distance: in the matcher's distance.
            confidence: calibrated, a fraction of 1.
            false_matches: find the threshold that flags so many searches.

        Raises:
            ThresholdError: the threshold does not exist.
            ExperimentError: more than one was given.
        """
        given = {"distance": distance, "confidence": confidence, "false_matches": false_matches}
        if not any(value is not None for value in given.values()):
            given = {name: getattr(self.experiment, name) for name in given}
        named = [name for name, value in given.items() if value is not None]
        if len(named) > 1:
            raise ExperimentError(
                f"expected one threshold, found {' and '.join(named)}. Give only one of them."
            )
        if given["distance"] is not None:
            return View(self, self._measured(check_distance(given["distance"])), "distance")
        if given["confidence"] is not None:
            distance = self.calibration.distance(given["confidence"])
            return View(self, self._measured(distance), "confidence")
        wanted = given["false_matches"]
        count = ACLU_COUNT if wanted is None else int(wanted)
        chosen_by = "the ACLU's count" if wanted is None else "false matches"
        # Rounding up to a plain number must not pass the cut of somebody else's lists.
        found = min(flagging(self.search.nearest, count), self.measured_to)
        return View(self, found, chosen_by, count)

    def _measured(self, distance: float) -> float:
        if distance > self.measured_to:
            raise ThresholdError(
                f"expected a distance up to {self.measured_to:g}, where these lists were cut, "
                f"found {distance:g}: looser thresholds are not measured. Choose a stricter one."
            )
        return distance

    def gallery_size_curve(
        self,
        sizes: Sequence[int] | None = None,
        *,
        by: str | None = None,
        mix: Mapping[str, float] | None = None,
        **threshold: Any,
    ) -> pd.DataFrame:
        """FPIR in galleries of other sizes and mixes, by the exact formula.

        Args:
            sizes: gallery sizes.
            by: a label column of the probes, for a curve per group.
            mix: proportions of gallery groups.
            threshold: ``distance``, ``confidence`` or ``false_matches``, as for :meth:`at`.

        Returns:
            The columns that :mod:`simulator.experiment.gallery_curve` describes.
        """
        return gallery_size_curve(self.at(**threshold), sizes, by=by, mix=mix)
