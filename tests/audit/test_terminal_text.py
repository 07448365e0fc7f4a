"""An audit in a terminal: counts by hand, and nothing in the data that a terminal would obey."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from support.small_audit import small_audit
from support.small_datasets import Made

from simulator.audit.result import AuditView
from simulator.audit.terminal_text import print_audit, rate_words
from simulator.stats.metrics import rate
from simulator.stats.published_audits import AUDITS


def printed(view: AuditView, width: int = 100) -> str:
    """Return what is printed on a console such as the command line's."""
    file = io.StringIO()
    print_audit(view, Console(file=file, width=width, markup=False, emoji=False))
    return file.getvalue()


def lines_with(text: str, *words: str) -> list[str]:
    """Return the lines that hold all these words."""
    return [line for line in text.splitlines() if all(word in line for word in words)]


@pytest.fixture
def view(make_dataset: Made) -> AuditView:
    return small_audit(make_dataset).at()


@pytest.mark.parametrize(
    ("events", "trials", "words"),
    [
        (3, 40, "3 of 40 = 7.5% (2.6%–19.9%)"),
        (2, 6, "2 of 6 = 33.3% (9.7%–70.0%)"),
        (0, 0, "0 of 0, not estimable"),
        (2, 2, "2 of 2 = 100.0% (34.2%–100.0%)"),
    ],
)
def test_a_rate_has_its_count_and_interval(events: int, trials: int, words: str) -> None:
    """Wilson's interval: for 2 of 2 it starts at 1 / (1 + 1.96²/2) = 34.2%."""
    assert rate_words(rate(events, trials)) == words


def test_thousands_are_separated() -> None:
    """Events and trials both have thousands separators."""
    assert rate_words(rate(1234, 5000)).startswith("1,234 of 5,000 = 24.7% (")


def test_the_training_by_hand(view: AuditView) -> None:
    """Ten people with a label, five trained on, one of two held out wrong, one in the test."""
    text = printed(view)
    assert lines_with(text, "10 people with a label")
    assert lines_with(text, "4 women and 6 men", "40.0% women")
    assert lines_with(text, "5 of them", "3 women and 2 men", "60.0% women")
    assert lines_with(text, "Held out", "1 of 2 = 50.0% (9.5%–90.5%)")
    assert lines_with(text, "Left out", "1 person of the data")
    assert lines_with(text, "1.0 by hand", "dlib")


def test_the_tables_by_hand(view: AuditView) -> None:
    """One of four women, one of two men; groups under twenty answers are marked."""
    text = printed(view)
    assert lines_with(text, "Women †", "1 of 4", "25.0%", "0 of 4")
    assert lines_with(text, "Men †", "1 of 2", "50.0% (9.5%–90.5%)", "0 of 2")
    assert lines_with(text, "Everyone here: 2 of 6", "0 of 6")
    assert lines_with(text, "by gender")
    assert lines_with(text, "by origin*gender")


def test_a_person_in_two_groups_is_mentioned_only_where_there_is_one(view: AuditView) -> None:
    """Cem has two origins; nobody has two genders."""
    text = printed(view)
    assert text.count("counts in both") == 1
    assert text.index("by origin*gender") < text.index("counts in both")


def test_people_left_out_of_the_test(view: AuditView) -> None:
    """Gil's label is neither of the two, Hal has none."""
    found = lines_with(printed(view), "1 without a label")
    assert len(found) == 1
    assert "1 labeled 'agender'" in found[0]


def test_refusals_by_hand(make_dataset: Made) -> None:
    """At 85% only Ada (90%) is answered, and men have no rate; the confidence is shown."""
    text = printed(small_audit(make_dataset).at(abstain=0.85))
    assert lines_with(text, "confidence of 85%")
    assert lines_with(text, "Men †", "0 of 0", "not estimable", "2 of 2")
    assert lines_with(text, "Women †", "0 of 1", "3 of 4")
    assert "nan%" not in text
    assert lines_with(printed(small_audit_again(make_dataset)), "Refuses", "nobody")


def small_audit_again(make_dataset: Made) -> AuditView:
    """Return the audit from folders of other names."""
    return small_audit(lambda name, *rest: make_dataset(f"{name}-again", *rest)).at()


def test_published_audits_are_apart(view: AuditView) -> None:
    """Every company is shown, after the numbers measured here."""
    text = printed(view)
    measured, published = text.split("Published elsewhere")
    for audit in AUDITS:
        assert audit.company in published
    assert "Women †" in measured
    assert "Women †" not in published


@pytest.mark.parametrize("value", ["[/red]", "[bold]x[/bold]", ":smile:", "[link=x]"])
def test_markup_in_a_label_is_text(make_dataset: Made, value: str) -> None:
    """A label that looks like markup is printed as it is, and does not stop the table."""
    assert lines_with(printed(small_audit(make_dataset, north=value).at(), 160), value)


def test_escape_codes_in_a_label_do_not_reach_the_terminal(make_dataset: Made) -> None:
    """A data set cannot color or clear the reader's terminal."""
    text = printed(small_audit(make_dataset, north="\x1b[2Jgone").at())
    assert "gone" in text
    assert "\x1b" not in text
