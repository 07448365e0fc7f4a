"""Running a small grid on the Batch page, and showing a finished run."""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from simulator.datasets.origin import origin_notes
from simulator.i18n.language import DEFAULT, _, ngettext, number, speaking
from simulator.i18n.markdown import literal
from simulator.storage.progress import Progress
from simulator.sweep.by_person import several_photos
from simulator.sweep.compare import KEYS
from simulator.sweep.forecast import Forecast
from simulator.sweep.grid import Grid
from simulator.sweep.report import report_html
from simulator.sweep.searches import sweep
from simulator.sweep.summary import COLUMNS, NAMES, answer, in_percent, summarize
from simulator.sweep.sweep_folder import GRID, read_sweep
from simulator.ui import jobs
from simulator.ui.serving.local_browser import at_this_machine

MOST_CELLS = 2_000
MOST_SECONDS = 120.0
"""The largest grid that runs on the page; a larger one is for the command line, which resumes."""


@dataclass(frozen=True)
class Run:
    """A finished run, held in memory: its folder is gone.

    Attributes:
        card: its run card.
        frame: its rows.
        grid: its grid, as TOML.
        files: grid, results and run card, as a ZIP file.
    """

    card: dict[str, Any]
    frame: pd.DataFrame
    grid: str
    files: bytes


def offer_run(grid: Grid, text: str, cost: Forecast) -> None:
    """Offer to run a grid here; show its progress, which can be stopped, and then its results.

    Args:
        grid: as read from the text.
        text: the TOML.
        cost: its forecast.
    """
    if not at_this_machine():
        st.markdown(
            _(
                "Only a person at the machine that serves this page can run a grid on it. Download "
                "the grid and run it on your own machine."
            )
        )
        return
    if cost.cells > MOST_CELLS or cost.seconds > MOST_SECONDS:
        st.markdown(
            _(
                "This grid is too large for this page, which runs up to {cells} cells and "
                "{seconds} s. Run it with the command above, or choose less."
            ).format(cells=number(MOST_CELLS), seconds=number(MOST_SECONDS))
        )
        return
    key = f"sweep {hashlib.sha256(text.encode()).hexdigest()}"
    if st.button(_("Run it here"), key="batch-begin", type="primary"):
        jobs.restart(key)
        st.session_state["batch-asked"] = key
    if st.session_state.get("batch-asked") != key:
        return
    run = jobs.result_or_progress(
        key,
        _("Running the grid"),
        lambda progress: run_small(grid, progress),
        queue=jobs.AT_LEISURE,
    )
    if run is None:
        return
    show_run(run.card, run.frame)
    left, right, _rest = st.columns([1, 1, 2])
    with left:
        st.download_button(_("Download grid and results"), run.files, "run.zip", "application/zip")
    with right:
        # A report takes longer than a small run, so it is made for those who want it.
        if st.button(_("Make a report"), key="batch-report"):
            html = report_of(run.card, run.frame, run.grid)
            st.download_button(_("Download the report"), html, "report.html", "text/html")


def run_small(grid: Grid, progress: Progress) -> Run:
    """Run a grid in a temporary folder, which is removed again, whatever happens.

    Raises:
        FalseMatchError: it cannot be run.
    """
    folder = Path(tempfile.mkdtemp(prefix="falsematch-"))
    try:
        sweep(grid, folder / "run", workers=1, command="falsematch app", progress=progress)
        card, frame = read_sweep(folder / "run")
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
            for path in sorted((folder / "run").iterdir()):
                if path.is_file():
                    files.write(path, path.name)
        return Run(card, frame, grid_of(folder / "run"), packed.getvalue())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def grid_of(folder: Path) -> str:
    """Return the grid of a run's folder; nothing where it is missing."""
    grid = folder.joinpath(GRID)
    return grid.read_text("utf-8") if grid.is_file() else ""


def report_of(card: dict[str, Any], frame: pd.DataFrame, grid: str) -> str:
    """Return the report of a run, which is in English, as on the command line."""
    with speaking(DEFAULT):
        return report_html(card, frame, grid)


def show_run(card: dict[str, Any], frame: pd.DataFrame) -> None:
    """Show the answer of a run, what is to be known about it, and its table."""
    summary = summarize(frame)
    st.markdown(f"**{literal(str(card['question']))}** {literal(answer(frame, summary))}")
    for note in origin_notes(card["datasets"]):
        st.warning(literal(note))
    failed = card["failures"]
    if failed:
        st.warning(
            ngettext(
                "{count} cell could not be finished: {reason}",
                "{count} cells could not be finished; the first because: {reason}",
                len(failed),
            ).format(count=number(len(failed)), reason=literal(str(failed[0]["reason"])))
        )
    shown = [*summary.varied, KEYS[0], "label", "runs", "trials", "events"]
    if several_photos(frame):
        shown.append("people")
        st.caption(_("Rates count each person once; their intervals are over people."))
    table = in_percent(summary.table[[*shown, "rate", "low", "high"]])
    names = {name: _(text) for name, text in {**NAMES, **COLUMNS}.items()}
    st.dataframe(table.rename(columns=names), hide_index=True)
