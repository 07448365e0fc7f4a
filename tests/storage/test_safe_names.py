"""A label never leaves its folder as a file's name."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from simulator.storage.safe_names import safe_name


@pytest.mark.parametrize("name", ["by-gender", "london-held-out-by-race-by-gender", "a.b_c"])
def test_a_plain_name_stays(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize("text", ["by-/../../ESCAPED", "..", "", "CON", "nul.csv", ".x", "a" * 999])
def test_others_are_made_plain(text: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}", safe_name(text))
    assert safe_name(text) != text


@given(st.text(), st.text())
def test_every_text_has_a_name_of_its_own(one: str, other: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", safe_name(one))
    assert (safe_name(one) == safe_name(other)) == (one == other)
