"""Sections of a sweep's report: pictures, the table of numbers, failed cells."""

from __future__ import annotations

import pandas as pd
import pytest

from simulator.sweep.kinds import AUDITS, SEARCHES, Kind
from simulator.sweep.report_sections import TABLE_ROWS, failures, figures, numbers
from simulator.sweep.summary import NAMES, Summary


def summary(kind: Kind = SEARCHES, *, rows: int = 1, runs: int = 1) -> Summary:
    """Return a summary of equal rows: 3 events in 40 trials at one setting."""
    row = {
        "matcher": "a <b>",
        "group_by": "gender",
        "label": "Women & girls",
        "trials": 40,
        "events": 3.0,
        "rate": 0.075,
        "low": 0.026,
        "high": 0.199,
    }
    return Summary(pd.DataFrame([row] * rows), ["matcher"], runs, kind)


@pytest.mark.parametrize("kind", [SEARCHES, AUDITS], ids=lambda kind: kind.name)
def test_the_table_uses_the_fields_words(kind: Kind) -> None:
    """The table shows searches and false matches, or answers and errors; sorting is unrounded."""
    html = numbers(summary(kind), NAMES)
    for words in (kind.measures["events"], kind.measures["trials"]):
        assert f'data-words="{words}"' in html
    assert "<td>3</td><td>40</td>" in html
    assert '<td data-value="0.075">7.5%</td>' in html


def test_the_table_escapes_what_comes_from_data() -> None:
    """A label with an ampersand and a setting with a tag are escaped."""
    html = numbers(summary(), NAMES)
    assert "Women &amp; girls" in html
    assert "a &lt;b&gt;" in html
    assert "a <b>" not in html


def test_a_long_table_is_cut_and_says_so() -> None:
    """One row too many is left out, and the report says so."""
    html = numbers(summary(rows=TABLE_ROWS + 1), NAMES)
    assert html.count('data-value="0.075"') == TABLE_ROWS
    assert f"The first {TABLE_ROWS:,} of {TABLE_ROWS + 1:,} rows" in html


@pytest.mark.parametrize(
    ("count", "title"), [(1, "<h2>1 cell "), (2, "<h2>2 cells "), (60, "<h2>60 cells ")]
)
def test_failed_cells_are_counted(count: int, title: str) -> None:
    """The heading agrees with the count; at most fifty reasons, escaped."""
    failed = [{"cell": i, "reason": f"found <nothing> {i}"} for i in range(count)]
    html = failures({"failures": failed})
    assert html.startswith(title)
    assert html.count("found &lt;nothing&gt;") == min(count, 50)


def test_nothing_failed_and_nothing_drawn_is_no_section() -> None:
    """Without failures the section is empty and has no heading."""
    assert failures({"failures": []}) == ""
    assert figures([], summary(), "Rate") == ""


def test_the_lines_are_explained() -> None:
    """One run shows Wilson's interval; several show their number and their spread."""
    drawn = [("by gender", "<svg></svg>", "<ul></ul>")]
    assert "95% interval (Wilson)" in figures(drawn, summary(), "Rate")
    assert "mean of 7 runs" in figures(drawn, summary(runs=7), "Rate")
    assert "<h3>By gender</h3>" in figures(drawn, summary(), "Rate")


def test_a_reason_is_listed_once_with_its_cells() -> None:
    """Seven cells that failed alike are one line; the first five are numbered."""
    failed = [{"cell": n, "reason": "too <loose>"} for n in range(7)]
    html = failures({"failures": [*failed, {"cell": 9, "reason": "no such label"}]})
    assert html.count("<li>") == 2
    assert "7 cells (0, 1, 2, 3, 4 and 2 more): too &lt;loose&gt;" in html
    assert "Cell 9: no such label" in html
    assert "8 cells could not be computed" in html


def test_shares_stand_beside_the_rate() -> None:
    """Of the searches and of the false matches; not estimable without a false match."""
    made = summary()
    table = made.table.assign(share_of_trials=0.2, share_of_events=[float("nan")])
    html = numbers(Summary(table, made.varied, 1, SEARCHES), NAMES)
    assert "share of searches" in html
    assert "share of false matches" in html
    assert ">20.0%<" in html
    assert "not estimable" in html
