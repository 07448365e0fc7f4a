"""Cells of a CSV: what a spreadsheet would run as a formula becomes text, numbers stay numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.storage.csv_cells import safe_cell, safe_path


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =1", "\t=1", "\n=1", "\r=1", "＝1", "=", "-", "+1-1"],
)
def test_a_formula_gets_an_apostrophe(cell: str) -> None:
    """The rest of the cell stays readable."""
    assert safe_cell(cell) == "'" + cell.replace("\r", " ")


@pytest.mark.parametrize("cell", ["-3", "+3.5", " -.5", "1e-9", "-1E+4", "a=b", "", "Ada", "año"])
def test_numbers_and_words_stay(cell: str) -> None:
    """A negative number is not a formula."""
    assert safe_cell(cell) == cell


@pytest.mark.parametrize("cell", [3, -2.5, None, True])
def test_what_is_not_text_stays(cell: object) -> None:
    """Only text can be a formula."""
    assert safe_cell(cell) is cell


@given(st.text())
def test_twice_is_once(cell: str) -> None:
    """A cell that was made safe stays safe, and holds no bare carriage return."""
    safe = safe_cell(cell)
    assert safe_cell(safe) == safe
    assert isinstance(safe, str)
    assert "\r" not in safe


def test_a_path_leads_to_the_same_file() -> None:
    """A file's name may begin with an equals sign."""
    assert safe_path("=x.jpg") == "./=x.jpg"
    assert safe_path("-a/b.jpg") == "./-a/b.jpg"
    assert safe_path("photos/=x.jpg") == "photos/=x.jpg"
