"""Run any grid so that it can be resumed: save finished parts, merge them, write a run card.

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
from typing import Any, Generic, Protocol, TypeVar

import pandas as pd
import pyarrow as pa

from simulator.datasets.dataset import load_dataset
from simulator.storage.files import sha256_of_file, sweep_files, write_bytes
from simulator.storage.formats.toml_files import MOST_TOML
from simulator.storage.lock import locked
from simulator.storage.progress import Progress
from simulator.storage.reading import read_regular
from simulator.sweep.kinds import SEARCHES, Kind
from simulator.sweep.sweep_folder import (
    CARD,
    GRID,
    PARTS,
    RESULTS,
    SweepFileError,
    read_card,
    read_table,
    table_of,
    write_card,
    write_table,
)

PACKAGES = ("falsematch", "numpy", "pandas", "pyarrow", "scipy", "joblib", "scikit-learn")

Row = dict[str, Any]


class AnyPart(Protocol):
    """Some cells that are computed together.

    Attributes:
        cells: how many.
        name: the part's file.
    """

    @property
    def cells(self) -> int: ...  # noqa: D102

    @property
    def name(self) -> str: ...  # noqa: D102


P = TypeVar("P", bound=AnyPart)


@dataclass(frozen=True)
class Plan(Generic[P]):
    """A grid as work.

    Attributes:
        kind: the kind of sweep.
        question, text, digest: of the grid.
        cells: how many.
        seeds: of its draws.
        datasets: that it needs.
        parts: its parts in the order of the cells, named after a fingerprint of all that matters.
        computed: the rows of parts, in whatever order they are finished.
    """

    kind: Kind
    question: str
    text: str
    digest: str
    cells: int
    seeds: tuple[int, ...]
    datasets: tuple[str, ...]
    parts: Callable[[str], Sequence[P]]
    computed: Callable[[Sequence[P]], Iterator[tuple[P, list[Row]]]]


@dataclass(frozen=True)
class Finished:
    """The outcome of a sweep."""

    folder: Path
    cells: int
    failed: int
    rows: int
    seconds: float
    resumed: int


def run_plan(
    plan: Plan[P],
    folder: Path,
    *,
    workers: int | str | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Finished:
    """Run a plan, or finish it where it was stopped.

    Args:
        plan: the work.
        folder: where results, run card and parts go.
        workers: written into the run card; all cores by default.
        command: written into the run card.
        progress: called with cells done and cells in all.

    Raises:
        FalseMatchError: the folder holds another run or cannot be written to, or the work cannot
            be done. Finished parts stay saved.
    """
    with locked(folder):
        return _run(plan, folder, workers, command, progress or (lambda _done, _total: None))


def _run(
    plan: Plan[P],
    folder: Path,
    workers: int | str | None,
    command: str,
    report: Progress,
) -> Finished:
    started = time.time()
    digests = {name: load_dataset(name).digest for name in plan.datasets}
    fingerprint = "\n".join(
        [str(plan.kind.format), plan.digest, *map(str, sorted(digests.items()))]
    )
    _claim(folder, plan.text)
    parts = plan.parts(fingerprint)
    finished = [part for part in parts if _usable(folder / PARTS / part.name, plan.kind)]
    done = resumed = sum(part.cells for part in finished)
    report(done, plan.cells)
    if not (folder / CARD).is_file():
        waiting = [part for part in parts if part not in finished]
        for part, rows in plan.computed(waiting):
            write_table(table_of(rows, plan.kind), folder / PARTS / part.name)
            done += part.cells
            report(done, plan.cells)
        _merge(folder, [part.name for part in parts], plan.kind)
        card = _card(plan, folder, digests, started, command, workers)
        write_card(folder, card)
        _clear(folder)
    else:
        card, resumed = read_card(folder), plan.cells
    return Finished(
        folder=folder,
        cells=plan.cells,
        failed=len(card["failures"]),
        rows=card["rows"],
        seconds=time.time() - started,
        resumed=resumed,
    )


def _claim(folder: Path, text: str) -> None:
    """Write the grid into the folder, or find it there."""
    path = folder / GRID
    sweep_files(folder)
    sweep_files(folder / PARTS)
    if (folder / CARD).is_file():
        read_card(folder)
    if path.is_file():
        if _read(path) != text.encode():
            raise SweepFileError(
                f"expected an empty folder or a run of this grid in {folder}, found a run of "
                "another. Choose another --out."
            )
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SweepFileError(
            f"expected an empty or new folder at {folder}, found other files. Choose another --out."
        )
    write_bytes(path, text.encode())


def _read(path: Path) -> bytes:
    try:
        return read_regular(path, MOST_TOML)
    except OSError as error:
        raise SweepFileError(
            f"expected a grid in {path}, found none that can be read ({error.strerror}). Choose "
            "another --out."
        ) from error


def _usable(path: Path, kind: Kind) -> bool:
    """Tell whether a part was finished; one that cannot be read is computed again."""
    try:
        read_table(path, kind)
    except SweepFileError:
        return False
    return True


def _merge(folder: Path, names: Sequence[str], kind: Kind) -> None:
    tables = [read_table(folder / PARTS / name, kind) for name in names]
    write_table(pa.concat_tables(tables).combine_chunks(), folder / RESULTS)


def _clear(folder: Path) -> None:
    for path in (folder / PARTS).glob("*"):
        path.unlink()
    with contextlib.suppress(OSError):
        (folder / PARTS).rmdir()


def _card(
    plan: Plan[P],
    folder: Path,
    digests: dict[str, str],
    started: float,
    command: str,
    workers: int | str | None,
) -> dict[str, Any]:
    frame: pd.DataFrame = read_table(folder / RESULTS, plan.kind).to_pandas()
    failed = frame[frame["failed"].notna()]
    return {
        "format": plan.kind.format,
        **({} if plan.kind is SEARCHES else {"kind": plan.kind.name}),
        "measures": dict(plan.kind.measures),
        "question": plan.question,
        "command": command,
        "grid_sha256": plan.digest,
        "results_sha256": sha256_of_file(folder / RESULTS),
        "cells": plan.cells,
        "rows": len(frame),
        "failures": [{"cell": int(r.cell), "reason": r.failed} for r in failed.itertuples()],
        "datasets": digests,
        "seeds": sorted(set(plan.seeds)),
        "versions": {
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
        },
        "machine": {
            "system": platform.platform(),
            "processor": platform.machine(),
            "cores": os.cpu_count(),
        },
        "workers": workers or os.cpu_count(),
        "started": datetime.fromtimestamp(started, timezone.utc).isoformat(timespec="seconds"),
        "seconds": round(time.time() - started, 1),
    }
