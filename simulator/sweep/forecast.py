"""Check a grid before it runs: whether it fits the data, and what it will take."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import split_by
from simulator.errors import ExperimentError, FalseMatchError
from simulator.experiment.outcome import calibration_of
from simulator.experiment.portraits import BOTH, EITHER, datasets_of
from simulator.experiment.run import check_possible, draw_for
from simulator.i18n.plurals import plural
from simulator.sweep.grid import Draw, Grid, SearchSpec
from simulator.sweep.rows import rows_of_draw
from simulator.sweep.shared_search import search_whole_gallery

SECONDS_PER_COMPARISON = 2.5e-7
"""The time of a search on all cores: generous, as `make bench` measures it on two slow cores."""
SECONDS_PER_DRAW = 0.02
SECONDS_PER_ROW = 4e-5
BYTES_PER_ROW = 30
START = 4.0
"""Loading data and starting workers."""


@dataclass(frozen=True)
class Forecast:
    """The time and space a grid will take.

    Attributes:
        cells: the number of combinations.
        searches: searches of a whole gallery, or classifiers trained.
        draws: galleries drawn from them.
        rows: about how many rows the results have.
        seconds: about how long it takes on two cores.
        megabytes: about how large the results are.
    """

    cells: int
    searches: int
    draws: int
    rows: int
    seconds: float
    megabytes: float


def check(grid: Grid) -> Forecast:
    """Check a grid against the data sets it names, without searching.

    Raises:
        FalseMatchError: a data set, label, condition, size or mix that does not exist; a portrait
            or a search without relatives that these data sets cannot give.
    """
    comparisons = rows_per_draw = 0
    for spec in grid.searches:
        _check_cells(grid, spec)
        probes, *_others, gallery = datasets_of(spec.experiment())
        rows_per_draw = max(rows_per_draw, sum(_groups(probes, c) for c in grid.group_by))
        searches = 2 if spec.portrait in (EITHER, BOTH) else 1
        comparisons += searches * len(probes.manifest) * len(gallery.manifest)
    cells_of_column = grid.cells_per_draw // len(grid.group_by)
    draws = len(grid.searches) * len(grid.draws)
    rows = draws * cells_of_column * rows_per_draw
    drawn = sum(not d.whole for d in grid.draws) * len(grid.searches)
    return Forecast(
        cells=grid.cells,
        searches=len(grid.searches),
        draws=drawn,
        rows=rows,
        seconds=START
        + comparisons * SECONDS_PER_COMPARISON
        + drawn * SECONDS_PER_DRAW
        + rows * SECONDS_PER_ROW,
        megabytes=0.02 + rows * BYTES_PER_ROW / 1e6,
    )


def _check_cells(grid: Grid, spec: SearchSpec) -> None:
    """Refuse what the data sets, labels, lists or calibration that are installed cannot give.

    Raises:
        ExperimentError: with the reason, and how many of the grid's cells it concerns.
    """
    experiment = spec.experiment()
    in_all = len(grid.searches) > 1
    with _named(spec, grid.cells // len(grid.searches) if in_all else 0, grid):
        probes, gallery = check_possible(experiment)
        for threshold in grid.thresholds:
            if threshold.kind == "confidence":
                calibration_of(experiment, probes).distance(threshold.value / 100)
            if threshold.kind == "false_matches" and threshold.value > len(probes.encodings):
                raise ExperimentError(
                    f"expected false_matches up to {len(probes.encodings):,}, the searches of "
                    f"{probes.name!r}, found {threshold.value:g}. Choose fewer."
                )
            if threshold.kind == "fpir" and threshold.value * len(probes.encodings) < 1:
                raise ExperimentError(
                    f"expected an FPIR of at least one of {len(probes.encodings):,} searches, "
                    f"found {threshold.value:g}. Choose a larger one."
                )
        for draw in _one_of_each_shape(grid):
            draw_for(draw.within(spec), gallery)
        if not gallery.encodings.vectors.size:
            _check_lists(grid, spec)


@contextlib.contextmanager
def _named(spec: SearchSpec, cells: int, grid: Grid) -> Iterator[None]:
    """Say which cells cannot be run, where others can."""
    try:
        yield
    except FalseMatchError as error:
        if not cells:
            raise
        told = ", ".join(
            f"{name} {getattr(spec, name)!r}"
            for name in ("probes", "gallery", "matcher", "condition", "portrait")
            if len({getattr(other, name) for other in grid.searches}) > 1
        )
        raise ExperimentError(
            f"{cells:,} of {plural(grid.cells, 'cell')} ({told}) cannot be run: {error}"
        ) from error


def _one_of_each_shape(grid: Grid) -> list[Draw]:
    """Return each size and mix once: one seed tells whether there are photos for it at all."""
    shapes: dict[tuple[Any, ...], Draw] = {}
    for one in grid.draws:
        if not one.whole:
            shapes.setdefault((one.gallery_size, one.mix, one.one_photo_per_person), one)
    return list(shapes.values())


def _check_lists(grid: Grid, spec: SearchSpec) -> None:
    """Try a finished search, which takes no time: its lists may not reach a loose threshold."""
    found = search_whole_gallery(spec, grid)
    tried = _one_of_each_shape(grid) or list(grid.draws[:1])
    for draw in tried:
        for row in rows_of_draw(found, grid, spec, draw, 0):
            if row.get("failed"):
                raise ExperimentError(str(row["failed"]))


def _groups(probes: Dataset, column: str) -> int:
    """Count the groups of a label column."""
    if not column:
        return 1
    return len(split_by(probes.labels(probes.manifest["key"].tolist()), column, probes.card))
