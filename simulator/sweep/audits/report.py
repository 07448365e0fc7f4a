"""A sweep of audits as one HTML file that opens offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from simulator.audit.charts import published_picture
from simulator.audit.report import critique_section, published_section
from simulator.charts.html_report import data, data_cards, document, frames, run_card
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.storage.escaping import html_text as escape
from simulator.storage.files import write_bytes
from simulator.sweep.audits.summary import NAMES, answer_of_audits, pictured, summarize_audits
from simulator.sweep.chart import panels
from simulator.sweep.kinds import AUDITS
from simulator.sweep.report_sections import failures, figures, numbers
from simulator.sweep.sweep_folder import grid_text, read_sweep

METHODS = (
    "Every seed draws another photo of each person, holds other people out and draws other people "
    "to train on: the spread between runs includes all three. People in a test are left out of "
    "training, under whatever name. An answer is wrong where it differs from the label; rates are "
    "wrong answers ÷ answers, "
    f"refused people are shown beside them. Pictures show groups of {FEWEST_PEOPLE_TO_COMPARE} "
    "people or more, the table shows all."
)


def write_audit_sweep_report(folder: Path, out: Path) -> None:
    """Write the report of a finished sweep of audits.

    Raises:
        FalseMatchError: the run is missing or broken, or the file cannot be written.
    """
    card, frame = read_sweep(folder, AUDITS)
    grid = grid_text(folder)
    write_bytes(out, audit_sweep_html(card, frame, grid).encode())


def audit_sweep_html(card: dict[str, Any], frame: pd.DataFrame, grid: str) -> str:
    """Return the report as HTML. Everything from data and grid is escaped."""
    summary = summarize_audits(frame)
    question = str(card["question"])
    title = "Rate of wrong answers"
    drawn = panels(pictured(summary), NAMES, "share_of_women", title)
    parts = [
        frames(["groups"]),
        f"<h1>{escape(question)}</h1>",
        f'<p class="answer">{escape(answer_of_audits(summary))}</p>',
        figures(drawn, summary, title),
        numbers(summary, NAMES),
        failures(card),
        published_section(),
        critique_section(),
        f"<h2>Methods</h2><p>{escape(METHODS)}</p>",
        data_cards(card["datasets"]),
        run_card(card, grid),
        data("published", published_picture().to_bytes()),
    ]
    return document(question, parts, {"published": "groups"})
