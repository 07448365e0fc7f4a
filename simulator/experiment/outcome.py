"""The result of one search before any threshold: calculated once, then viewed in many ways."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.groups import Group, split_by
from simulator.experiment.copied_photos import copies_among
from simulator.experiment.experiment import Experiment
from simulator.experiment.kin import Kin
from simulator.search.confidence import (
    CALIBRATED_ON,
    CALIBRATION_FILE,
    Calibration,
    load_calibration,
)
from simulator.search.packs import Pack
from simulator.search.search import Search
from simulator.stats.people import count_people, numbered


@dataclass(frozen=True)
class SearchOutcome:
    """One search of all probes, before any threshold.

    :class:`simulator.experiment.result.Result` adds :meth:`at`, which applies one. Whatever
    describes a search without a threshold takes this class.

    Attributes:
        experiment: what was asked for.
        probes: the data set whose people were searched for.
        gallery: the data set that was searched.
        gallery_rows: which rows of the gallery's encodings took part.
        tally_group_names: (groups,) the names of the tally groups.
        mates_excluded: how many gallery photos show one of the probes.
        search: candidate lists, tallies, mate distances.
        pack: the search pack that it was read from, where the encodings are not bundled.
        kin: the relatives of those searched for; None where the gallery lists none of them.
    """

    experiment: Experiment
    probes: Dataset
    gallery: Dataset
    gallery_rows: NDArray[np.intp]
    tally_group_names: list[str]
    mates_excluded: int
    search: Search
    pack: Pack | None = None
    kin: Kin | None = None

    @property
    def gallery_keys(self) -> NDArray[np.str_]:
        """Return the keys of the gallery photos that took part, (n,)."""
        return self.gallery.encodings.keys[self.gallery_rows]

    @property
    def measured_to(self) -> float:
        """Return the loosest distance that was measured; infinite unless the lists were cut."""
        cut = self.pack.notes.get("measured_to") if self.pack else None
        return math.inf if cut is None else float(cut)

    @property
    def gallery_people(self) -> int | None:
        """Count the different people in those photos; None where they are not named."""
        if not self.gallery.card.identities:
            return None
        return int(self.gallery.identities.loc[self.gallery_keys.tolist()].nunique())

    @functools.cached_property
    def searched(self) -> pd.DataFrame:
        """Return the labels of the probes that were searched, in the search's order."""
        return self.probes.labels(self.probes.encodings.keys.tolist())

    @functools.cached_property
    def person(self) -> NDArray[np.intp]:
        """Number the people searched for, from 0: (p,) the person of each search."""
        return numbered(self.probes.identities.loc[self.probes.encodings.keys.tolist()].to_numpy())

    @property
    def identified(self) -> bool:
        """Return whether the photos searched with say whom they show.

        Where they do not, each counts as a person of its own, and nothing may be concluded from
        how many people were falsely matched.
        """
        return self.probes.card.identities

    @functools.cached_property
    def people(self) -> int:
        """Count the people searched for; fewer than the searches if some have several photos."""
        return count_people(self.person)

    @property
    def several_photos(self) -> bool:
        """Return whether somebody was searched for with several photos."""
        return self.people < len(self.person)

    @functools.cached_property
    def not_searched(self) -> pd.DataFrame:
        """Return the labels of the photos that were listed but have no encoding."""
        return self.probes.labels(self.keys_not_searched)

    @functools.cached_property
    def keys_not_searched(self) -> list[str]:
        """Return the photos that were listed but have no encoding."""
        enrolled = set(self.probes.encodings.keys.tolist())
        return [key for key in self.probes.manifest["key"] if key not in enrolled]

    @functools.cached_property
    def calibration(self) -> Calibration:
        """Load the calibration of this matcher: distance ↔ confidence.

        Raises:
            CalibrationError: none exists for it.
        """
        return calibration_of(self.experiment, self.probes)

    @functools.cached_property
    def copies(self) -> NDArray[np.bool_]:
        """Mark the candidates that are the very photo that was searched with: (p, c) of bool."""
        return copies_among(self.probes, self.gallery, self.gallery_rows, self.search.candidates)

    @functools.cached_property
    def nearest_without_copies(self) -> NDArray[np.float64]:
        """Return the distance of each probe's closest non-mate but copies of its photo, (p,)."""
        if not self.copies.any():
            return self.search.nearest
        others = np.where(self.copies, np.inf, self.search.distances)
        closest = np.where(np.isnan(others), np.inf, others).min(axis=1)
        return np.where(np.isinf(closest), np.nan, closest)

    def groups(self, column: str) -> list[Group]:
        """Return the probes' groups under a label column or an intersection ``a*b``."""
        return split_by(self.searched, column, self.probes.card)


def calibration_of(experiment: Experiment, probes: Dataset) -> Calibration:
    """Load the calibration of the matcher of an experiment, with which the probes were encoded.

    Raises:
        CalibrationError: none exists for it.
    """
    calibrated_on = load_dataset(CALIBRATED_ON)
    name = CALIBRATION_FILE.format(matcher=experiment.matcher)
    return load_calibration(
        calibrated_on.folder / name, probes.encodings.matcher, calibrated_on.checksums.get(name)
    )
