"""Grids of either kind, of searches or of audits: read one, check it, run it."""

from __future__ import annotations

import os

from simulator.errors import ExperimentError
from simulator.i18n.plurals import plural
from simulator.storage.formats.toml_files import read_text
from simulator.storage.paths import as_path
from simulator.storage.progress import Progress
from simulator.sweep.audits.grid import AuditGrid, check_audits, is_audit_grid, parse_audit_grid
from simulator.sweep.forecast import Forecast, check
from simulator.sweep.grid import Grid, parse_grid
from simulator.sweep.resumable_run import Finished

AnyGrid = Grid | AuditGrid


def load_grid(path: str | os.PathLike[str]) -> AnyGrid:
    """Read a grid; one with a table ``[audit]`` is a grid of audits.

    Raises:
        ExperimentError: it is missing, or makes no sense.
    """
    path = as_path(path, "a grid's file")
    text = read_text(path, ExperimentError, content="a grid")
    return parse_audit_grid(text, str(path)) if is_audit_grid(text) else parse_grid(text, str(path))


def forecast_grid(grid: AnyGrid) -> tuple[Forecast, str]:
    """Check a grid against the data; return what it will take, and its work in words.

    Raises:
        FalseMatchError: something that it names does not exist.
    """
    if isinstance(grid, AuditGrid):
        cost = check_audits(grid)
        trained = plural(cost.searches, "classifier")
        return cost, f"{trained} trained"
    cost = check(grid)
    searches = plural(cost.searches, "search", "searches")
    galleries = plural(cost.draws, "gallery", "galleries")
    return cost, f"{searches}, {galleries} drawn from them"


def run_grid(
    grid: AnyGrid,
    folder: str | os.PathLike[str],
    *,
    workers: int | None = None,
    dask: str | None = None,
    command: str = "",
    progress: Progress | None = None,
) -> Finished:
    """Run a grid, or finish it where it was stopped.

    Raises:
        FalseMatchError: for the reasons of :func:`simulator.sweep.searches.sweep`.
    """
    folder = as_path(folder, "a folder for the results")
    if not isinstance(grid, (AuditGrid, Grid)):
        raise ExperimentError(
            f"expected a grid, found {grid!r}. Read one with load_grid, or with parse_grid."
        )
    if not isinstance(grid, AuditGrid):
        from simulator.sweep.searches import sweep

        return sweep(grid, folder, workers=workers, dask=dask, command=command, progress=progress)
    if dask is not None:
        raise ExperimentError(
            "expected audits on this machine, found --dask: training takes a fraction of a second. "
            "Leave it out."
        )
    from simulator.sweep.audits.sweep import audit_sweep

    return audit_sweep(grid, folder, workers=workers, command=command, progress=progress)


def answer_of_run(folder: str | os.PathLike[str]) -> str:
    """Return the sentence that answers a finished run's question, as its report does.

    Raises:
        FalseMatchError: the run is missing or broken.
    """
    from simulator.sweep.kinds import AUDITS
    from simulator.sweep.sweep_folder import kind_of_run, read_sweep

    folder = as_path(folder, "a finished run's folder")
    kind = kind_of_run(folder)
    frame = read_sweep(folder, kind)[1]
    if kind is AUDITS:
        from simulator.sweep.audits.summary import answer_of_audits, summarize_audits

        return answer_of_audits(summarize_audits(frame))
    from simulator.sweep.summary import answer, summarize

    return answer(frame, summarize(frame))
