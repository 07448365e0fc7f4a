"""Running a grid: shared searches once, the rest in parallel, every finished part kept.

Rows do not depend on the number of workers or on where they run: parts are merged in the order of
the grid's cells.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import pyarrow as pa

from simulator.files import sha256_of_file, write_bytes
from simulator.grid import Grid, SearchSpec
from simulator.sweep_file import (
    CARD,
    FORMAT,
    GRID,
    PARTS,
    RESULTS,
    SweepFileError,
    part_name,
    read_card,
    read_table,
    table_of,
    write_card,
    write_table,
)
from simulator.sweep_rows import Row, rows_of_draw
from simulator.sweep_search import Base, make_base

DRAWS_PER_PART = 8
PACKAGES = ("falsematch", "numpy", "pandas", "pyarrow", "scipy", "joblib")

Progress = Callable[[int, int], None]


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


@dataclass(frozen=True)
class Finished:
    """What a sweep came to."""

    folder: Path
    cells: int
    failed: int
    rows: int
    seconds: float
    resumed: int


def parts_of(grid: Grid, fingerprint: str) -> list[Part]:
    """The work, in the order of the cells."""
    parts = []
    for s, spec in enumerate(grid.searches):
        for start in range(0, len(grid.draws), DRAWS_PER_PART):
            draws = range(start, min(start + DRAWS_PER_PART, len(grid.draws)))
            first = (s * len(grid.draws) + start) * grid.cells_per_draw
            cells = len(draws) * grid.cells_per_draw
            parts.append(Part(spec, draws, first, cells, part_name(fingerprint, str(first))))
    return parts


def run_part(base: Base | str, grid: Grid, part: Part) -> list[Row]:
    """The rows of a part; runs in any process that has this package and the data sets."""
    rows: list[Row] = []
    for place, number in enumerate(part.draws):
        first = part.first + place * grid.cells_per_draw
        rows += rows_of_draw(base, grid, part.spec, grid.draws[number], first)
    return rows


def sweep(
    grid: Grid,
    folder: Path,
    *,
    workers: int | None = None,
    dask: str | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Finished:
    """Run a grid, or finish it where it was stopped.

    Args:
        grid: a grid that :func:`simulator.forecast.check` has passed.
        folder: where results, run card and parts go.
        workers: processes; all cores by default.
        dask: address of a Dask scheduler to run on instead.
        command: kept in the run card.
        progress: called with cells done and cells in all.

    Raises:
        FalseMatchError: the folder holds another run or cannot be written to; the cluster is not
            there or goes away. Finished parts are kept.
    """
    started = time.time()
    digests = _digests(grid)
    fingerprint = "\n".join([str(FORMAT), grid.digest, *map(str, sorted(digests.items()))])
    _claim(folder, grid)
    parts = parts_of(grid, fingerprint)
    kept = [part for part in parts if _usable(folder / PARTS / part.name)]
    done = resumed = sum(part.cells for part in kept)
    report = progress or (lambda _done, _total: None)
    report(done, grid.cells)
    if not (folder / CARD).is_file():
        waiting = [part for part in parts if part not in kept]
        for part, rows in _computed(grid, waiting, workers, dask):
            write_table(table_of(rows), folder / PARTS / part.name)
            done += part.cells
            report(done, grid.cells)
        _merge(folder, parts)
        card = _card(grid, folder, digests, started, command, workers, dask)
        write_card(folder, card)
        _clear(folder)
    else:
        card, resumed = read_card(folder), grid.cells
    return Finished(
        folder=folder,
        cells=grid.cells,
        failed=len(card["failures"]),
        rows=card["rows"],
        seconds=time.time() - started,
        resumed=resumed,
    )


def _digests(grid: Grid) -> dict[str, str]:
    from simulator.datasets.dataset import load_dataset

    names = {name for spec in grid.searches for name in (spec.probes, spec.gallery)}
    return {name: load_dataset(name).digest for name in sorted(names)}


def _claim(folder: Path, grid: Grid) -> None:
    """Write the grid into the folder, or find it there."""
    path = folder / GRID
    if (folder / CARD).is_file():
        read_card(folder)
    if path.is_file():
        if path.read_bytes() != grid.text.encode():
            raise SweepFileError(
                f"expected an empty folder or a run of this grid in {folder}, found a run of "
                "another. Choose another --out."
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SweepFileError(
            f"expected an empty or new folder at {folder}, found other files. Choose another --out."
        )
    write_bytes(path, grid.text.encode())


def _usable(path: Path) -> bool:
    """Whether a part was finished; one that cannot be read is computed again."""
    try:
        read_table(path)
    except SweepFileError:
        return False
    return True


def _computed(
    grid: Grid, parts: Sequence[Part], workers: int | None, dask: str | None
) -> Iterator[tuple[Part, list[Row]]]:
    if not parts:
        return
    specs = list(dict.fromkeys(part.spec for part in parts))
    count = workers or os.cpu_count() or 1
    if dask is not None:
        from simulator.cluster import on_cluster

        with on_cluster(dask) as call:
            bases = dict(zip(specs, call(make_base, [(s, grid) for s in specs]), strict=True))
            size = 32
            for start in range(0, len(parts), size):
                batch = parts[start : start + size]
                found = call(run_part, [(bases[p.spec], grid, p) for p in batch])
                yield from zip(batch, found, strict=True)
        return
    # The search itself uses every core, so searches run one after another.
    bases = {}
    if count == 1 or len(parts) == 1:
        for part in parts:
            if part.spec not in bases:
                bases = {part.spec: make_base(part.spec, grid)}
            yield part, run_part(bases[part.spec], grid, part)
        return
    bases = {spec: make_base(spec, grid) for spec in specs}
    jobs = (joblib.delayed(_numbered)(i, bases[p.spec], grid, p) for i, p in enumerate(parts))
    parallel = joblib.Parallel(n_jobs=min(count, len(parts)), return_as="generator_unordered")
    with contextlib.closing(parallel(jobs)) as results:
        for i, rows in results:
            yield parts[i], rows


def _numbered(i: int, base: Base | str, grid: Grid, part: Part) -> tuple[int, list[Row]]:
    return i, run_part(base, grid, part)


def _merge(folder: Path, parts: Sequence[Part]) -> None:
    tables = [read_table(folder / PARTS / part.name) for part in parts]
    write_table(pa.concat_tables(tables).combine_chunks(), folder / RESULTS)


def _clear(folder: Path) -> None:
    for path in (folder / PARTS).glob("*"):
        path.unlink()
    with contextlib.suppress(OSError):
        (folder / PARTS).rmdir()


def _card(
    grid: Grid,
    folder: Path,
    digests: dict[str, str],
    started: float,
    command: str,
    workers: int | None,
    dask: str | None,
) -> dict[str, Any]:
    frame: pd.DataFrame = read_table(folder / RESULTS).to_pandas()
    failed = frame[frame["failed"].notna()]
    return {
        "format": FORMAT,
        "question": grid.question,
        "command": command,
        "grid_sha256": grid.digest,
        "results_sha256": sha256_of_file(folder / RESULTS),
        "cells": grid.cells,
        "rows": len(frame),
        "failures": [{"cell": int(r.cell), "reason": r.failed} for r in failed.itertuples()],
        "datasets": digests,
        "seeds": sorted({draw.seed for draw in grid.draws}),
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
        },
        "machine": {
            "system": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        },
        "workers": "dask" if dask else workers or os.cpu_count(),
        "started": datetime.fromtimestamp(started, timezone.utc).isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 1),
    }
