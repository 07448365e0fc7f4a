"""Run a grid of audits: one training after another; every finished part is saved."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib

from simulator.audit.audit import Audit
from simulator.audit.result import AuditResult, AuditTestView
from simulator.audit.run import run_audit
from simulator.errors import FalseMatchError, LabelError
from simulator.processes.orphans import ending_with_this_process
from simulator.storage.progress import Progress
from simulator.sweep.audits.grid import AuditGrid, has, percentage
from simulator.sweep.kinds import AUDITS
from simulator.sweep.resumable_run import Finished, Plan, Row, run_plan
from simulator.sweep.sweep_folder import part_name

TRAININGS_PER_PART = 4


@dataclass(frozen=True)
class AuditPart:
    """Work for one worker: some trainings.

    Attributes:
        trainings: the numbers of the trainings, from 0.
        cells: the number of cells.
        name: the name of its file.
    """

    trainings: range
    cells: int
    name: str


def audit_sweep(
    grid: AuditGrid,
    folder: Path,
    *,
    workers: int | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Finished:
    """Run a grid of audits, or finish it where it was stopped.

    Args:
        grid: a grid that :func:`simulator.sweep.audits.grid.check_audits` has passed.
        folder: where results, run card and parts go.
        workers: processes; all cores by default.
        command: written into the run card.
        progress: called with cells done and cells in all.

    Raises:
        FalseMatchError: the folder holds another run or cannot be written to. Finished parts stay
            saved.
    """
    names = {name for audit in grid.trainings for name in (audit.train, *audit.tests)}
    plan = Plan(
        kind=AUDITS,
        question=grid.question,
        text=grid.text,
        digest=grid.digest,
        cells=grid.cells,
        seeds=tuple(audit.seed for audit in grid.trainings),
        datasets=tuple(sorted(names)),
        parts=lambda fingerprint: parts_of(grid, fingerprint),
        computed=lambda parts: _computed(grid, parts, workers),
    )
    return run_plan(plan, folder, workers=workers, command=command, progress=progress)


def parts_of(grid: AuditGrid, fingerprint: str) -> list[AuditPart]:
    """Divide the grid into parts, in the order of its cells."""
    parts = []
    for start in range(0, len(grid.trainings), TRAININGS_PER_PART):
        trainings = range(start, min(start + TRAININGS_PER_PART, len(grid.trainings)))
        cells = len(trainings) * grid.cells_per_training
        parts.append(AuditPart(trainings, cells, part_name(fingerprint, AUDITS.name, str(start))))
    return parts


def _computed(
    grid: AuditGrid, parts: Sequence[AuditPart], workers: int | None
) -> Iterator[tuple[AuditPart, list[Row]]]:
    count = min(workers or os.cpu_count() or 1, len(parts))
    if count <= 1:
        for part in parts:
            yield part, rows_of_part(grid, part)
        return
    work = joblib.delayed(ending_with_this_process(_numbered))
    jobs = (work(i, grid, part) for i, part in enumerate(parts))
    parallel = joblib.Parallel(n_jobs=count, return_as="generator_unordered")
    with contextlib.closing(parallel(jobs)) as results:
        for i, rows in results:
            yield parts[i], rows


def _numbered(i: int, grid: AuditGrid, part: AuditPart) -> tuple[int, list[Row]]:
    return i, rows_of_part(grid, part)


def rows_of_part(grid: AuditGrid, part: AuditPart) -> list[Row]:
    """Compute a part's rows, in any process that has this package and the data sets."""
    rows: list[Row] = []
    for number in part.trainings:
        rows += rows_of_training(grid, grid.trainings[number], number * grid.cells_per_training)
    return rows


def rows_of_training(grid: AuditGrid, audit: Audit, first: int) -> list[Row]:
    """Compute every row of the cells that share one classifier.

    Returns:
        A row per cell, test and group; one with ``failed`` set to the reason where a cell cannot be
        done.
    """
    shared: Row = {
        "train": audit.train,
        "share_of_women": percentage(audit.share_of_women),
        "people": audit.people,
        "mix": None if audit.mix is None else json.dumps(dict(audit.mix), ensure_ascii=False),
        "seed": audit.seed,
    }
    result: AuditResult | None = None
    problem = ""
    try:
        result = run_audit(audit)
        women = int(result.drawn.woman.sum())
        shared |= {"trained_women": women, "trained_men": len(result.drawn) - women}
    except FalseMatchError as error:
        problem = str(error)
    rows: list[Row] = []
    for number, (abstain, column) in enumerate(grid.settings(), first):
        cell = shared | {"cell": number, "abstain": percentage(abstain), "group_by": column}
        reason = problem
        if result is not None:
            try:
                rows += [cell | row for row in _cell(result, abstain, column)]
            except FalseMatchError as error:
                reason = str(error)
        if reason:
            rows.append(cell | {"failed": reason})
    return rows


def _cell(result: AuditResult, abstain: float, column: str) -> list[Row]:
    views = [v for v in result.at(abstain=abstain).tests if has(set(v.test.labels.columns), column)]
    if not views:
        raise LabelError(
            f"expected a test that has {column!r}, found none. Choose another grouping."
        )
    return [row for view in views for row in _test(view, column)]


def _test(view: AuditTestView, column: str) -> list[Row]:
    everybody = view.errors
    shared: Row = {
        "test": view.test.name,
        "held_out": view.test.held_out,
        "all_trials": everybody.trials,
        "all_events": everybody.events,
        "all_low": everybody.low if everybody.trials else None,
        "all_high": everybody.high if everybody.trials else None,
    }
    rows = []
    for row in view.by(column).itertuples():
        known = row.answered > 0
        rows.append(
            shared
            | {
                "group": row.group,
                "label": row.label,
                "group_people": int(row.people),
                "refused": int(row.refused),
                "trials": int(row.answered),
                "events": int(row.errors),
                "rate": float(row.rate) if known else None,
                "low": float(row.low) if known else None,
                "high": float(row.high) if known else None,
            }
        )
    return rows
