"""The lesson on the audit shows what `falsematch audit --json` prints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.program_output import json_output

from simulator.lessons import audit_figure_names as audit_names, figures, story
from simulator.lessons.audit_figures import audit_curve, audit_tables, make_audits, measure_audits
from simulator.lessons.lesson_file import TEXTS, read_lesson
from simulator.lessons.measured_figures import rate_values
from simulator.stats.published_audits import AFTER, AUDITS, BEFORE

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
BY = {(audit.company, audit.when): audit for audit in AUDITS}


@pytest.fixture(scope="module")
def audits() -> Any:
    return make_audits()


@pytest.fixture(scope="module")
def values(audits: Any) -> dict[str, Any]:
    return measure_audits(audits, rate_values)


def row(made: dict[str, Any], test: int, column: str, group: str) -> dict[str, Any]:
    rows = made["tests"][test]["groups"][column]
    return next(r for r in rows if r["group"] == group)


@pytest.mark.parametrize(("training", "words"), [("own", ()), ("half", ("--share-of-women", "50"))])
def test_errors_are_the_command_lines(
    values: dict[str, Any], training: str, words: tuple[str, ...]
) -> None:
    """People held out, members of Congress by race and gender, Londoners."""
    made = json_output("audit", *words)
    place = {audit_names.CONGRESS: 1, audit_names.LONDON: 2}
    for name, group in audit_names.HELD_OUT.items():
        found = row(made, 0, "gender", group)
        figure = values[f"gender_{training}_{name}"]
        assert (figure["events"], figure["trials"]) == (found["errors"], found["answered"])
    for name, (test, column, group) in audit_names.GROUPS.items():
        found = row(made, place[test], column, group)
        figure = values[f"gender_{training}_{name}"]
        assert (figure["events"], figure["trials"]) == (found["errors"], found["answered"])
        assert (figure["low"], figure["high"]) == pytest.approx((found["low"], found["high"]))
    everybody = made["tests"][0]["errors"]
    assert values[f"gender_{training}_everybody"]["events"] == everybody["events"]
    if training == "own":
        training_told = made["training"]
        assert values["gender_data_women"] == training_told["people_in_data"]["women"]
        assert values["gender_trained_men"] == training_told["people"]["men"]


def test_refusals_are_the_command_lines(values: dict[str, Any]) -> None:
    """At the confidence that the lesson names."""
    made = json_output("audit", "--abstain", f"{100 * audit_names.REFUSING:g}")
    found = row(made, 1, "race_ethnicity*gender", "Black*F")
    assert values["gender_refused_black_women"]["events"] == found["refused"]
    assert values["gender_refused_black_women"]["trials"] == found["people"]
    assert values["gender_careful_black_women"]["events"] == found["errors"]
    assert values["gender_refused_everybody"]["events"] == made["tests"][1]["refused"]["events"]
    assert figures.written("gender_refusing.whole", values) == "90%"


def test_published_numbers_have_one_home() -> None:
    """The story's figures are those of the published audits."""
    numbers = {name: value for name, (value, _) in story.published_numbers().items()}
    first = [audit.errors for audit in AUDITS if audit.when == BEFORE]
    assert numbers["shades_worst"] == max(e["darker_female"] or 0 for e in first)
    assert numbers["audit_worst"] == BY["Amazon", AFTER].errors["darker_female"]
    assert numbers["audit_best"] == BY["Amazon", AFTER].errors["lighter_male"]


def test_what_the_reveals_say_holds(values: dict[str, Any]) -> None:
    """The texts around the figures: who is better read, what the lever and refusing do."""

    def rate(name: str) -> float:
        found = values[f"gender_{name}"]
        return float(found["events"] / found["trials"])

    assert rate("own_women") > rate("own_men")
    assert rate("own_black_women") > rate("own_white_women")
    assert values["gender_own_black_women"]["low"] < values["gender_own_white_women"]["high"]
    assert values["gender_half_women"]["events"] < values["gender_own_women"]["events"]
    assert values["gender_half_men"]["events"] > values["gender_own_men"]["events"]
    sums = (values["gender_own_everybody"]["events"], values["gender_half_everybody"]["events"])
    assert sums[1] >= sums[0]
    assert values["gender_careful_everybody"]["events"] == 0
    assert rate("refused_black_women") > rate("refused_white_women")
    for company in ("IBM", "Microsoft", "Face++"):
        before, after = (BY[company, when].errors["darker_female"] for when in (BEFORE, AFTER))
        assert before is not None
        assert after is not None
        assert after < before


def test_tables_and_curve(audits: Any, values: dict[str, Any]) -> None:
    """Every row as wide as its head; the curve holds the figures."""
    for table in audit_tables(values).values():
        assert all(len(cells) == len(table["head"]) for cells in table["rows"])
    chart = audit_curve(audits)
    women = chart.head.index("Women")
    half = next(cells for cells in chart.rows if cells[0] == "50%")
    assert half[women] == figures.written("gender_half_women", values)


def test_every_figure_of_the_audit_is_used_or_one_of_a_family() -> None:
    """The lesson names figures that exist, published and measured ones apart."""
    lesson = read_lesson(TEXTS / "7-audit.toml")
    assert lesson.key == "7"
    assert len(lesson.steps) >= 10
    names = set(audit_names.figures())
    assert all(figures.FIGURES[name].origin == figures.MEASURED for name in names)
