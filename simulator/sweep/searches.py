"""Run a grid of searches: shared searches once, the rest in parallel."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import joblib

from simulator.experiment.portraits import names_of
from simulator.processes.orphans import ending_with_this_process
from simulator.storage.paths import as_path
from simulator.storage.progress import Progress
from simulator.sweep.grid import Grid, SearchSpec
from simulator.sweep.kinds import SEARCHES
from simulator.sweep.resumable_run import Finished, Plan, run_plan
from simulator.sweep.rows import Row, rows_of_draw
from simulator.sweep.shared_search import SharedSearch, search_whole_gallery
from simulator.sweep.sweep_folder import part_name

DRAWS_PER_PART = 8


@dataclass(frozen=True)
class Part:
    """Work for one worker: some draws of one search.

    Attributes:
        spec: the search.
        draws: numbers of the draws, from 0.
        first: the first cell.
        cells: how many cells.
        name: its file.
    """

    spec: SearchSpec
    draws: range
    first: int
    cells: int
    name: str


def parts_of(grid: Grid, fingerprint: str) -> list[Part]:
    """Divide the grid into parts, in the order of its cells."""
    parts = []
    for s, spec in enumerate(grid.searches):
        for start in range(0, len(grid.draws), DRAWS_PER_PART):
            draws = range(start, min(start + DRAWS_PER_PART, len(grid.draws)))
            first = (s * len(grid.draws) + start) * grid.cells_per_draw
            cells = len(draws) * grid.cells_per_draw
            parts.append(Part(spec, draws, first, cells, part_name(fingerprint, str(first))))
    return parts


def run_part(shared_search: SharedSearch | str, grid: Grid, part: Part) -> list[Row]:
    """Compute a part's rows, in any process that has this package and the data sets."""
    rows: list[Row] = []
    for place, number in enumerate(part.draws):
        first = part.first + place * grid.cells_per_draw
        rows += rows_of_draw(shared_search, grid, part.spec, grid.draws[number], first)
    return rows


def sweep(
    grid: Grid,
    folder: str | os.PathLike[str],
    *,
    workers: int | None = None,
    dask: str | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Finished:
    """Run a grid, or finish it where it was stopped.

    Args:
        grid: a grid that :func:`simulator.sweep.forecast.check` has passed.
        folder: where results, run card and parts go.
        workers: processes; all cores by default.
        dask: address of a Dask scheduler to run on instead.
        command: written into the run card.
        progress: called with cells done and cells in all.

    Raises:
        FalseMatchError: the folder holds another run or cannot be written to; the cluster is not
            there or goes away. Finished parts stay saved.
    """
    plan = Plan(
        kind=SEARCHES,
        question=grid.question,
        text=grid.text,
        digest=grid.digest,
        cells=grid.cells,
        seeds=tuple(sorted({draw.seed for draw in grid.draws})),
        datasets=tuple(sorted({n for spec in grid.searches for n in names_of(spec.experiment())})),
        parts=lambda fingerprint: parts_of(grid, fingerprint),
        computed=lambda parts: _computed(grid, parts, workers, dask),
    )
    return run_plan(
        plan,
        as_path(folder, "a folder for the results"),
        workers="dask" if dask else workers,
        command=command,
        progress=progress,
    )


def _computed(
    grid: Grid, parts: Sequence[Part], workers: int | None, dask: str | None
) -> Iterator[tuple[Part, list[Row]]]:
    if not parts:
        return
    specs = list(dict.fromkeys(part.spec for part in parts))
    count = workers or os.cpu_count() or 1
    if dask is not None:
        from simulator.processes.dask_cluster import on_cluster

        with on_cluster(dask) as call:
            shared_searches = dict(
                zip(specs, call(search_whole_gallery, [(s, grid) for s in specs]), strict=True)
            )
            size = 32
            for start in range(0, len(parts), size):
                batch = parts[start : start + size]
                rows_of_parts = call(run_part, [(shared_searches[p.spec], grid, p) for p in batch])
                yield from zip(batch, rows_of_parts, strict=True)
        return
    # The search itself uses every core, so searches run one after another.
    shared_searches = {}
    if count == 1 or len(parts) == 1:
        for part in parts:
            if part.spec not in shared_searches:
                shared_searches = {part.spec: search_whole_gallery(part.spec, grid)}
            yield part, run_part(shared_searches[part.spec], grid, part)
        return
    shared_searches = {spec: search_whole_gallery(spec, grid) for spec in specs}
    work = joblib.delayed(ending_with_this_process(_numbered))
    jobs = (work(i, shared_searches[p.spec], grid, p) for i, p in enumerate(parts))
    parallel = joblib.Parallel(n_jobs=min(count, len(parts)), return_as="generator_unordered")
    with contextlib.closing(parallel(jobs)) as results:
        for i, rows in results:
            yield parts[i], rows


def _numbered(
    i: int, shared_search: SharedSearch | str, grid: Grid, part: Part
) -> tuple[int, list[Row]]:
    return i, run_part(shared_search, grid, part)
