"""The table by group: what a narrow terminal leaves out, and in which order."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from simulator.experiment.terminal.group_table import GroupRows

ROWS = GroupRows(
    "By origin",
    [
        ("People of the far north", "12 of 99", "12.1% (7.1%–20.0%)", "49.7%", "92.3%"),
        ("South", "1 of 100", "1.0% (0.0%–5.4%)", "50.3%", "7.7%"),
    ],
    ["12.1%", "1.0%"],
)


@pytest.mark.parametrize(
    ("width", "shown", "left_out"),
    [
        (100, ["49.7%", "7.1%–20.0%", "12 of 99"], []),
        (56, ["7.1%–20.0%", "12 of 99"], ["49.7%"]),
        (36, ["12.1%", "12 of 99", "1.0%"], ["49.7%", "7.1%"]),
        (30, ["12.1%", "12 of 99"], ["49.7%", "7.1%"]),
    ],
)
def test_what_is_left_out(width: int, shown: list[str], left_out: list[str]) -> None:
    """First the shares, then the interval; never a part of a number."""
    file = io.StringIO()
    Console(file=file, width=width).print(ROWS)
    text = file.getvalue()
    assert all(part in text for part in shown)
    assert not any(part in text for part in left_out)
    assert all(word in text for word in ("People", "north", "South"))
    assert max(map(len, text.splitlines())) <= width
