"""Ages as people write them: only what is understood keeps anybody as an adult."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.datasets.ages import Age, read_age

ADULTS = ["18", "18.0", "44", " 44 ", '"44 "', "44 years", "44yrs", "44 y", "44 years old", "44,5"]
ADULTS += [
    "18-29",
    "18–29",
    "(25, 32)",
    "[25, 32]",
    "25 to 32",
    "60+",
    "70 and over",
    "≥18",
    ">=18",
]
ADULTS += ["more than 70", "over 18", "> 18", "adult", "Adult", "44 años", "４４", "116"]
MINORS = [
    "17",
    "0",
    "17.5",
    "17.99",
    '"17 "',
    "17 years",
    "17yo",
    "17 y/o",
    "10-19",
    "10–19",
    "0-2",
]
MINORS += [
    "(8, 12)",
    "(15, 20)",
    "[8,12]",
    "<18",
    "≤17",
    "< 30",
    "under 18",
    "up to 20",
    "16+",
    ">17",
]
MINORS += [
    "minor",
    "Child",
    "teen",
    "9 months",
    "3 weeks",
    "17 or younger",
    "menor",
    "17,5",
    "8 to 12",
]
UNKNOWN = [
    "",
    " ",
    "unknown",
    "Oct-19",
    "19-Oct",
    "2001-10-19",
    "n/a",
    "NA",
    "nan",
    "-1",
    "-17",
    "130",
]
UNKNOWN += [
    "999",
    "1e2",
    "inf",
    "young",
    "F",
    "19 or 17",
    "29-18",
    "20s",
    "18 months or years",
    "0x20",
]
UNKNOWN += ["18-", "-19", "١٧x", "adult minor", "17/18", "None", "true", "200-300", "30-200"]


@pytest.mark.parametrize("text", ADULTS)
def test_adults(text: str) -> None:
    """Numbers, ranges and bounds from 18 on."""
    assert read_age(text) is Age.ADULT


@pytest.mark.parametrize("text", MINORS)
def test_minors(text: str) -> None:
    """Below 18, or in a range that reaches below."""
    assert read_age(text) is Age.MINOR


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_understood(text: str) -> None:
    """Neither: a spreadsheet's date, a code, a word, a range upside down."""
    assert read_age(text) is Age.UNKNOWN


@given(st.text(max_size=20))
def test_only_what_is_understood_is_an_adult(text: str) -> None:
    """A text without a digit or the word adult is never an adult's; none ends in an error."""
    found = read_age(text)
    if found is Age.ADULT:
        assert any(c.isdigit() for c in text) or "adult" in text.casefold()


@given(st.integers(0, 129), st.integers(0, 129))
def test_a_range_is_as_young_as_its_lower_end(one: int, other: int) -> None:
    """Also where the upper end is an adult's."""
    low, high = sorted((one, other))
    expected = Age.ADULT if low >= 18 else Age.MINOR
    assert (
        read_age(f"{low}-{high}") is read_age(f"({low}, {high})") is read_age(str(low)) is expected
    )
