"""Searches that a sweep's cells share, one per pair of data sets, and galleries drawn from them.

A drawn gallery is not searched again. A probe's closest stranger is the first candidate of the
whole gallery's list that was drawn; only where none of the 50 was drawn, which happens in small
galleries, is the probe searched for in the drawn photos. Both give exactly what :func:`run` gives.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import split_by
from simulator.errors import CalibrationError, ExperimentError, FalseMatchError, ThresholdError
from simulator.experiment.kin import left_out, relatives_of
from simulator.experiment.portraits import (
    BOTH,
    EITHER,
    FIRST,
    FIRST_OF_TWO,
    SECOND_OF_TWO,
    combined_nearest,
    opened,
    probes_of,
)
from simulator.experiment.result import Result
from simulator.experiment.run import draw_for, run
from simulator.experiment.substitutes import pack_instead, under_condition
from simulator.search.search import search
from simulator.sweep.grid import Draw, Grid, SearchSpec, Threshold

LOOKED_UP = ("confidence", "fpir", "fmr")
"""Kinds of threshold whose distance is that of the search in the whole gallery."""


@dataclass(frozen=True)
class LabeledGroup:
    """A group of the probes.

    Attributes:
        value: in the data.
        label: the words for it.
        members: a mask over the searches.
        failed_to_enrol: people of the group who were not searched, as no face was found.
    """

    value: str
    label: str
    members: NDArray[np.bool_]
    failed_to_enrol: int


@dataclass(frozen=True)
class SharedSearch:
    """One search of the whole gallery, without vectors.

    Attributes:
        spec: what was searched in what.
        rows: (p, c) rows of the gallery's encodings, closest first; −1 where there are fewer.
        distances: (p, c) their distances; nan where there is none.
        photos: photos in the whole gallery.
        groups: label column → groups.
        problems: label column → why it cannot be used.
        distance_at: threshold of the kinds that are looked up → distance, or a sentence why there
            is none.
        digests: data set → its digest, so that another machine can tell its copy is the same.
        measured_to: the loosest distance that was measured.
        failed_to_enrol: probes whose photo has no usable face.
        person: (p,) the person of each search, numbered from 0 in the order of the searches.
        identified: whether the photos searched with say whom they show.
        other: the search with the other portrait of the same people, if ``either`` or ``both``
            count; then all of the above is of the first portrait.
        counts: which of the two must be falsely matched, ``either`` or ``both``.
    """

    spec: SearchSpec
    rows: NDArray[np.int64]
    distances: NDArray[np.float64]
    photos: int
    groups: dict[str, tuple[LabeledGroup, ...]]
    problems: dict[str, str]
    distance_at: dict[float, float | str]
    digests: dict[str, str]
    measured_to: float
    failed_to_enrol: int
    person: NDArray[np.intp]
    other: SharedSearch | None = None
    identified: bool = True
    counts: str = FIRST


def search_whole_gallery(spec: SearchSpec, grid: Grid) -> SharedSearch | str:
    """Search for everyone in the whole gallery; return a sentence if that cannot be done."""
    try:
        if spec.portrait in (EITHER, BOTH):
            first, second = (
                _base(run(part.experiment()), part, grid)
                for part in (
                    dataclasses.replace(spec, portrait=one) for one in (FIRST_OF_TWO, SECOND_OF_TWO)
                )
            )
            return dataclasses.replace(first, other=second, counts=spec.portrait)
        return _base(run(spec.experiment()), spec, grid)
    except FalseMatchError as error:
        return str(error)


def _base(result: Result, spec: SearchSpec, grid: Grid) -> SharedSearch:
    search = result.search
    rows = np.where(search.candidates < 0, -1, result.gallery_rows[search.candidates])
    groups = {column: _groups(result, column) for column in grid.group_by}
    looked_up = [t for t in grid.thresholds if t.kind in LOOKED_UP]
    return SharedSearch(
        spec=spec,
        rows=rows,
        distances=search.distances,
        photos=len(result.gallery_rows),
        groups={c: g for c, g in groups.items() if not isinstance(g, str)},
        problems={c: g for c, g in groups.items() if isinstance(g, str)},
        distance_at={t.value: _distance_at(result, t) for t in looked_up},
        digests={d.name: d.digest for d in (result.probes, result.gallery)},
        measured_to=result.measured_to,
        failed_to_enrol=len(result.probes.encodings.failures),
        person=result.person,
        identified=result.identified,
    )


def _groups(result: Result, column: str) -> tuple[LabeledGroup, ...] | str:
    if not column:
        everyone = np.ones(len(result.search.nearest), bool)
        in_all = len(result.probes.encodings.failures)
        return (LabeledGroup("", "everyone searched", everyone, in_all),)
    try:
        failed = _failed_by_group(result, column)
        return tuple(
            LabeledGroup(g.value, g.label, g.members, failed.get(g.value, 0))
            for g in result.groups(column)
        )
    except FalseMatchError as error:
        return str(error)


def _failed_by_group(result: Result, column: str) -> dict[str, int]:
    failures = set(result.probes.encodings.failures)
    keys = [key for key in result.probes.manifest["key"] if key in failures]
    if not keys:
        return {}
    groups = split_by(result.probes.labels(keys), column, result.probes.card)
    return {group.value: int(group.members.sum()) for group in groups}


def _distance_at(result: Result, threshold: Threshold) -> float | str:
    value = threshold.value / 100 if threshold.kind == "confidence" else threshold.value
    try:
        given: dict[str, Any] = {threshold.kind: value}
        return result.at(**given).distance
    except (ThresholdError, CalibrationError) as error:
        return str(error)


@dataclass(frozen=True)
class DrawnSearch:
    """A search in a drawn gallery.

    Attributes:
        nearest: (p,) distance of each probe's closest stranger; nan where none is known.
        photos: photos in the gallery.
        measured_to: up to this distance, whoever has no known stranger has none. Beyond, the lists
            of a finished search may leave somebody out.
    """

    nearest: NDArray[np.float64]
    photos: int
    measured_to: float

    def within(self, distance: float) -> float:
        """Return a threshold, if this search can answer it.

        Raises:
            ThresholdError: it is looser.
        """
        if distance > self.measured_to:
            raise ThresholdError(
                f"expected a distance up to {self.measured_to:.3f} in this gallery of "
                f"{self.photos:,} photos, found {distance:g}: a finished search lists each "
                "person's closest photos only, and none of somebody's was drawn. Choose a stricter "
                "threshold or a larger gallery."
            )
        return distance


def nearest_in(shared_search: SharedSearch, drawn: Draw) -> DrawnSearch:
    """Find each probe's closest stranger in a drawn gallery.

    Raises:
        FalseMatchError: such a gallery cannot be drawn.
    """
    if shared_search.other is not None:
        parts = dataclasses.replace(shared_search, other=None), shared_search.other
        first, second = (nearest_in(part, drawn) for part in parts)
        nearest = combined_nearest(shared_search.counts, first.nearest, second.nearest)
        return DrawnSearch(nearest, first.photos, min(first.measured_to, second.measured_to))
    if drawn.whole:
        return DrawnSearch(
            shared_search.distances[:, 0], shared_search.photos, shared_search.measured_to
        )
    people = _people(shared_search.spec)
    people.check_same(shared_search)
    rows = draw_for(drawn.within(shared_search.spec), people.gallery)
    taking_part = np.zeros(len(people.gallery.encodings), bool)
    taking_part[rows] = True
    listed = taking_part[shared_search.rows] & (shared_search.rows >= 0)
    place = listed.argmax(axis=1)
    nearest = np.where(
        listed.any(axis=1), shared_search.distances[np.arange(len(place)), place], np.nan
    )
    # A list that is shorter than its width already holds every stranger.
    complete = (shared_search.rows < 0).any(axis=1)
    missing = np.flatnonzero(~listed.any(axis=1) & ~complete)
    measured_to = shared_search.measured_to
    if len(missing) and people.finished:
        # Their closest strangers here lie no nearer than the last that is listed.
        last = float(shared_search.distances[missing, -1].min())
        measured_to = min(measured_to, float(np.nextafter(last, 0)))
    elif len(missing):
        nearest[missing] = people.search(missing, rows)
    if np.isnan(nearest).all():
        raise ExperimentError(
            f"expected strangers in the gallery, found only the probes' own people among its "
            f"{len(rows)} photos. Choose another gallery or a larger one."
        )
    return DrawnSearch(nearest, len(rows), measured_to)


@dataclass(frozen=True)
class _People:
    """Two data sets with encodings, and who is who in both, as numbers."""

    probes: Dataset
    gallery: Dataset
    mine: NDArray[np.intp]
    theirs: NDArray[np.intp]
    left_out: dict[int, NDArray[np.intp]]
    """Search → rows of the gallery's encodings that are left out of it: relatives."""
    finished: bool
    """Whether only a finished search is here, in whose lists alone anybody can be looked up."""

    def check_same(self, shared_search: SharedSearch) -> None:
        for dataset in (self.probes, self.gallery):
            if dataset.digest != shared_search.digests.get(dataset.name, dataset.digest):
                raise ExperimentError(
                    f"expected the same build of {dataset.name!r} on every machine, found another. "
                    "Copy the data set to the workers."
                )

    def search(self, missing: NDArray[np.intp], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        # The order of the rows does not matter, as only the distance is used.
        theirs = self.theirs[rows]
        own = [np.flatnonzero(theirs == self.mine[probe]) for probe in missing]
        nobody = np.empty(0, np.intp)
        kin = [np.flatnonzero(np.isin(rows, self.left_out.get(int(p), nobody))) for p in missing]
        return search(
            self.probes.encodings.vectors[missing],
            self.gallery.encodings.vectors[rows],
            mates=own,
            excluded=kin,
            candidates=1,
        ).nearest


@functools.lru_cache(maxsize=4)
def _people(spec: SearchSpec) -> _People:
    probes, gallery = probes_of(spec.experiment()), opened(spec.gallery, spec.experiment())
    pack = pack_instead(spec.experiment(), probes, gallery)
    if pack is not None:
        probes = probes.with_encodings(pack.probe_encodings())
        gallery = gallery.with_encodings(pack.gallery_encodings())
    elif spec.condition is not None:
        probes = under_condition(probes, spec.condition)
    names = [d.identities.loc[d.encodings.keys.tolist()].to_numpy() for d in (probes, gallery)]
    numbers = pd.factorize(np.concatenate(names))[0].astype(np.intp)
    split = len(names[0])
    kin: dict[int, NDArray[np.intp]] = {}
    if spec.without_kin:
        relatives = relatives_of(probes, gallery, gallery.encodings.keys)
        kin = {i: rows for i, rows in enumerate(left_out(relatives or ())) if len(rows)}
    return _People(probes, gallery, numbers[:split], numbers[split:], kin, pack is not None)
