"""Batch: build a grid by clicking, take it as TOML, open a finished run."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from simulator.datasets.dataset import dataset_names
from simulator.datasets.origin import origin_notes
from simulator.errors import FalseMatchError
from simulator.experiment.choices import conditions, matchers
from simulator.i18n.language import DEFAULT, _, marked, ngettext, number, speaking
from simulator.i18n.markdown import literal
from simulator.sweep.by_person import several_photos
from simulator.sweep.compare import KEYS
from simulator.sweep.forecast import check
from simulator.sweep.grid import parse_grid
from simulator.sweep.grid_text import grid_toml
from simulator.sweep.ready_made import ready_made
from simulator.sweep.report import report_html
from simulator.sweep.summary import COLUMNS, NAMES, answer, in_percent, summarize
from simulator.sweep.sweep_folder import GRID, read_sweep
from simulator.ui import cached
from simulator.ui.frame import error_text, explain_terms, shows_errors
from simulator.ui.local_browser import at_this_machine
from simulator.ui.page_language import choice

OWN = marked("my own")
KINDS = {
    marked("confidence, %"): ("confidence", "99, 99.9"),
    marked("distance"): ("distance", "0.45, 0.5"),
    marked("number of false matches"): ("false_matches", "28"),
}


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_("Batch"), anchor=False)
    st.markdown(
        _(
            "Ask a question, list what should vary, download the grid as a file, and run it "
            "during a coffee break."
        )
    )
    st.header(_("Build a grid"), anchor=False)
    start = choice(st.selectbox, _("Start from"), [OWN, *ready_made()], key="batch-start")
    text = _built() if start == OWN else ready_made()[start].read_text("utf-8")
    _offer(text, "grid" if start == OWN else start)
    st.header(_("Open a finished run"), anchor=False)
    _finished()
    explain_terms("search", "threshold", "confidence", "gallery", "95% interval")


def _built() -> str:
    question = st.text_input(
        _("Question"),
        _("How does gallery size change who is falsely matched?"),
        key="batch-question",
    )
    left, right = st.columns(2)
    names = dataset_names()
    with left:
        probes = st.selectbox(_("Probes"), names, names.index("congress-115"), key="batch-probes")
        gallery = st.selectbox(_("Gallery"), names, names.index("lfw"), key="batch-gallery")
        matcher = st.multiselect(
            _("Matchers"),
            matchers(probes, gallery),
            ["dlib"],
            key="batch-matchers",
            placeholder=_("Choose"),
        )
        condition = choice(
            st.multiselect,
            _("Image conditions"),
            conditions(probes, gallery),
            key="batch-conditions",
            placeholder=_("Choose"),
        )
    with right:
        sizes = st.text_input(
            _("Gallery sizes, separated by commas (all: every photo)"),
            "1000, 4000, all",
            key="batch-sizes",
        )
        kind = choice(st.selectbox, _("Threshold given as"), list(KINDS), key="batch-kind")
        key, example = KINDS[kind]
        thresholds = st.text_input(_("Thresholds"), example, key=f"batch-{key}")
        labels = list(cached.installed(probes).card.labels)
        group_by = st.multiselect(
            _("Group by"), labels, labels[:1], key="batch-groups", placeholder=_("Choose")
        )
        repeat = st.number_input(_("Number of seeds"), 1, 1000, 10, key="batch-repeat")
    return grid_toml(
        question=question,
        probes=probes,
        gallery=gallery,
        matcher=matcher,
        condition=condition,
        gallery_size=sizes,
        group_by=group_by,
        repeat=int(repeat),
        **{key: thresholds},
    )


def _offer(text: str, name: str) -> None:
    st.code(text, language=None, wrap_lines=True)
    try:
        cost = check(parse_grid(text, name))
    except FalseMatchError as error:
        st.warning(error_text(error))
        return
    st.markdown(
        _(
            "Cells: {cells}. Searches: {searches}. Galleries drawn: {draws}. About {seconds} s on "
            "two cores. Run it: {command}"
        ).format(
            cells=number(cost.cells),
            searches=number(cost.searches),
            draws=number(cost.draws),
            seconds=number(cost.seconds),
            command=f"`falsematch sweep {name}.toml --out {name}`",
        )
    )
    st.download_button(_("Download the grid"), text, f"{name}.toml", "application/toml")


def _finished() -> None:
    if not at_this_machine():
        st.markdown(_("Only a person at the machine that serves this page can open its folders."))
        return
    where = _("Folder of the run, on the machine that serves this page")
    given = st.text_input(where, key="batch-run")
    if not given.strip():
        return
    try:
        folder = Path(given.strip()).expanduser()
        card, frame = read_sweep(folder)
    except FalseMatchError as error:
        st.warning(error_text(error))
        return
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
    if st.button(_("Make a report")):
        grid = folder.joinpath(GRID)
        with speaking(DEFAULT):
            html = report_html(card, frame, grid.read_text("utf-8") if grid.is_file() else "")
        st.download_button(_("Download the report"), html, "report.html", "text/html")
