"""Check a grid before it runs: whether it fits the data, and what it will take."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.groups import split_by
from simulator.experiment.portraits import BOTH, EITHER, FIRST, datasets_of
from simulator.experiment.run import check_possible, draw_for
from simulator.faces.conditions import condition_named
from simulator.sweep.grid import Grid

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
        if spec.condition is not None:
            condition_named(spec.condition)
        probes, *_others, gallery = datasets_of(spec.experiment())
        if spec.portrait != FIRST or spec.without_kin:
            check_possible(spec.experiment())
        rows_per_draw = max(rows_per_draw, sum(_groups(probes, c) for c in grid.group_by))
        searches = 2 if spec.portrait in (EITHER, BOTH) else 1
        comparisons += searches * len(probes.manifest) * len(gallery.manifest)
    for gallery in {spec.gallery: load_dataset(spec.gallery) for spec in grid.searches}.values():
        # One seed tells whether a size or a mix can be drawn at all.
        seen = set()
        for one in grid.draws:
            shape = (one.gallery_size, one.mix, one.one_photo_per_person)
            if one.whole or shape in seen:
                continue
            seen.add(shape)
            if (gallery.folder / "encodings.npz").is_file():
                draw_for(one.within(grid.searches[0]), gallery)
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


def _groups(probes: Dataset, column: str) -> int:
    """Count the groups of a label column."""
    if not column:
        return 1
    return len(split_by(probes.labels(probes.manifest["key"].tolist()), column, probes.card))
