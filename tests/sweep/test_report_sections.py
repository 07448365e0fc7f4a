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
    failed = [{"cell": i, "reason": "found <nothing>"} for i in range(count)]
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
