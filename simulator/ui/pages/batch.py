"""Batch: build a grid by clicking, run it here or take it as TOML, open a finished run."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from simulator.errors import FalseMatchError
from simulator.experiment.choices import conditions, gallery_sets, matchers, probe_sets
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, marked, number
from simulator.i18n.set_names import condition_name, matcher_name, set_name
from simulator.search.named_mixes import TITLES
from simulator.storage.paths import typed_path
from simulator.sweep.forecast import check
from simulator.sweep.grid import ALL, parse_grid
from simulator.sweep.grid_text import grid_toml
from simulator.sweep.ready_made import ready_made, title_of
from simulator.sweep.sweep_folder import read_sweep
from simulator.ui import cached
from simulator.ui.batch_run import grid_of, offer_run, report_of, show_run
from simulator.ui.frame import error_text, explain_terms, shows_errors
from simulator.ui.page_language import choice
from simulator.ui.serving.local_browser import at_this_machine

OWN = marked("my own")
SIZES = ["500", "1000", "2000", "4000", "8000", ALL]
SIZES_FIRST = ["1000", "4000", ALL]
KINDS = {
    marked("confidence, %"): ("confidence", ["80", "95", "99", "99.9"], ["99", "99.9"]),
    marked("distance"): ("distance", ["0.4", "0.45", "0.5", "0.55", "0.6"], ["0.45", "0.5"]),
    marked("number of false matches"): ("false_matches", ["10", "28", "50", "100"], ["28"]),
}
"""Kind of threshold → its name in a grid, the values offered, and those chosen first."""


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_("Batch"), anchor=False)
    st.markdown(
        _(
            "Ask a question, choose what should vary, and run it here; or download the grid as a "
            "file and run it during a coffee break."
        )
    )
    st.header(_("Build a grid"), anchor=False)
    start = choice(
        st.selectbox, _("Start from"), [OWN, *ready_made()], key="batch-start", format_func=title_of
    )
    text = _built() if start == OWN else ready_made()[start].read_text("utf-8")
    _offer(text, "grid" if start == OWN else start)
    st.header(_("Open a finished run"), anchor=False)
    _finished()
    explain_terms("search", "threshold", "confidence", "gallery", "95% interval")


def _built() -> str:
    """Return the grid that was clicked together, as TOML."""
    question = st.text_input(
        _("Question"),
        _("How does gallery size change who is falsely matched?"),
        key="batch-question",
    )
    left, right = st.columns(2)
    with left:
        probes = _several(_("Probes"), probe_sets(), ["congress-115"], "probes", set_name)
        gallery = _several(_("Gallery"), _galleries(probes), ["lfw"], "gallery", set_name)
        pairs = [(one, other) for one in probes for other in gallery]
        offered = _in_all([matchers(*pair) for pair in pairs])
        matcher = _several(_("Matchers"), offered, ["dlib"], "matchers", matcher_name)
        offered = _in_all([conditions(*pair) for pair in pairs])
        condition = _several(_("Image conditions"), offered, [], "conditions", condition_name)
        mix = _several(_("Mix of the gallery"), list(TITLES), [], "mix", _mix_name)
    with right:
        sizes = _several(
            _("Gallery sizes (all: every photo)"), SIZES, SIZES_FIRST, "sizes", more=True
        )
        kind = choice(st.selectbox, _("Threshold given as"), list(KINDS), key="batch-kind")
        key, offered, first = KINDS[kind]
        thresholds = _several(_("Thresholds"), offered, first, key, more=True)
        labels = _in_all([list(cached.installed(one).card.labels) for one in probes])
        group_by = _several(_("Group by"), labels, labels[:1], "groups", column_name)
        repeat = st.number_input(_("Number of seeds"), 1, 1000, 10, key="batch-repeat")
    return grid_toml(
        question=question,
        probes=probes,
        gallery=gallery,
        matcher=matcher,
        condition=condition,
        gallery_size=sizes,
        mix=mix,
        group_by=group_by,
        repeat=int(repeat),
        **{key: thresholds},
    )


def _several(
    label: str,
    offered: list[str],
    first: list[str],
    key: str,
    words: Callable[[str], str] = str,
    *,
    more: bool = False,
) -> list[str]:
    """Show a field that takes several of the values offered, and with ``more`` others too."""
    chosen = choice(
        st.multiselect,
        label,
        offered,
        default=[name for name in first if name in offered],
        key=f"batch-{key}",
        placeholder=_("Choose"),
        format_func=words,
        accept_new_options=more,
    )
    return [str(one) for one in chosen]


def _mix_name(name: str) -> str:
    return _(TITLES[name])


def _galleries(probes: list[str]) -> list[str]:
    """List the galleries that all of these people can be searched in."""
    return _in_all([gallery_sets(one) for one in probes])


def _in_all(lists: list[list[str]]) -> list[str]:
    """Return what is in every list, in the order of the first."""
    return [one for one in lists[0] if all(one in other for other in lists)] if lists else []


def _offer(text: str, name: str) -> None:
    st.code(text, language=None, wrap_lines=True)
    try:
        grid = parse_grid(text, name)
        cost = check(grid)
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
    offer_run(grid, text, cost)


def _finished() -> None:
    if not at_this_machine():
        st.markdown(_("Only a person at the machine that serves this page can open its folders."))
        return
    where = _("Folder of the run, on the machine that serves this page")
    given = st.text_input(where, key="batch-run")
    if not given.strip():
        return
    try:
        folder = typed_path(given)
        card, frame = read_sweep(folder)
    except FalseMatchError as error:
        st.warning(error_text(error))
        return
    show_run(card, frame)
    if st.button(_("Make a report")):
        html = report_of(card, frame, grid_of(folder))
        st.download_button(_("Download the report"), html, "report.html", "text/html")
