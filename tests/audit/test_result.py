"""Errors and refusals by group: counted by hand and compared with fairlearn."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import MetricFrame, count
from hypothesis import given, settings, strategies as st
from support.small_datasets import Made

from simulator.audit.audit import Audit
from simulator.audit.people import people_of
from simulator.audit.result import AuditResult, AuditTest, AuditTestView
from simulator.audit.run import run_audit
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError, LabelError
from simulator.stats.intervals import rate_interval, wilson

ZERO = (0.0, 0.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def result() -> AuditResult:
    return run_audit()


@pytest.fixture
def test(make_dataset: Made) -> AuditTest:
    """Six people; the chances of "woman" are written beside them."""
    rows = [
        ("ada", "ada", "F", "north", ZERO),  # 0.90: right
        ("bea", "bea", "F", "north", ZERO),  # 0.30: wrong
        ("cem", "cem", "M", "north|south", ZERO),  # 0.20: right
        ("dov", "dov", "M", "south", ZERO),  # 0.60: wrong
        ("eve", "eve", "F", "", ZERO),  # 0.50: woman, right
        ("fay", "fay", "F", "south", ZERO),  # 0.55: right
    ]
    people = people_of(load_dataset(str(make_dataset("made", rows))), 0)
    assert people.dataset.encodings.keys[people.rows].tolist() == [row[0] for row in rows]
    return AuditTest("made", people, np.array([0.9, 0.3, 0.2, 0.6, 0.5, 0.55]))


def test_counted_by_hand(test: AuditTest) -> None:
    """If everybody is answered, 2 of 6 are wrong: one of 4 women and one of 2 men."""
    view = AuditTestView(test, 0.5)
    assert (view.errors.events, view.errors.trials, view.refusals.events) == (2, 6, 0)
    table = view.by("gender").set_index("group")
    assert table.loc["F", ["label", "people", "answered", "errors"]].tolist() == ["Women", 4, 4, 1]
    assert table.loc["M", ["people", "errors", "rate"]].tolist() == [2, 1, 0.5]
    assert (table.loc["M", "low"], table.loc["M", "high"]) == wilson(1, 2)
    assert table["too_few"].all()


def test_people_with_two_categories_count_in_both_and_nobody_is_dropped(test: AuditTest) -> None:
    """Cem is north and south; Eve has no origin and is in a separate group, listed last."""
    table = AuditTestView(test, 0.5).by("origin")
    assert table["label"].tolist() == ["north", "south", "no label"]
    assert table["people"].tolist() == [3, 3, 1]
    assert table["errors"].tolist() == [1, 1, 0]


def test_refusing_by_hand(test: AuditTest) -> None:
    """At 0.6 Eve (0.50) and Fay (0.55) are refused; Dov, at exactly 0.6, is answered."""
    view = AuditTestView(test, 0.6)
    assert view.refused.tolist() == [False, False, False, False, True, True]
    assert (view.errors.events, view.errors.trials) == (2, 4)
    row = view.by("gender").set_index("group").loc["F"]
    assert (row["people"], row["refused"], row["answered"], row["errors"]) == (4, 2, 2, 1)
    assert (row["refused_rate"], row["rate"]) == (0.5, 0.5)


def test_a_group_that_is_refused_altogether_is_not_estimable(test: AuditTest) -> None:
    """If nobody is answered, there is no rate; it is not 0."""
    row = AuditTestView(test, 0.95).by("gender").set_index("group").loc["M"]
    assert (row["answered"], row["refused"]) == (0, 2)
    assert math.isnan(row["rate"])
    assert math.isnan(row["low"])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=4, max_size=4),
    st.floats(0.5, 0.999),
    st.floats(0.5, 0.999),
)
def test_a_higher_confidence_never_answers_more(
    chances: list[float], one: float, other: float
) -> None:
    """As the limit rises, refusals never fall, and answers and wrong answers never rise."""
    people = people_of(load_dataset("london"), 0).take(np.arange(4))
    test = AuditTest("made", people, np.array(chances))
    low, high = (AuditTestView(test, t) for t in sorted((one, other)))
    assert (low.refused <= high.refused).all()
    assert (low.wrong >= high.wrong).all()


@pytest.mark.parametrize("abstain", [0.5, 0.9])
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("lfw, held out", ("gender",)),
        ("congress-115", ("gender",)),
        ("congress-115", ("race_ethnicity", "gender")),
        ("congress-115", ("party", "chamber")),
        ("london", ("ethnicity", "gender")),
    ],
)
def test_tables_are_fairlearns(
    result: AuditResult, name: str, columns: tuple[str, ...], abstain: float
) -> None:
    """fairlearn's MetricFrame gives the same counts and rates, with a row per category."""
    view = result.at(abstain=abstain).of(name)
    table = view.by("*".join(columns)).set_index("group")
    frame = view.test.labels[list(columns)].assign(
        truth=view.test.people.woman, said=view.says_woman, refused=view.refused
    )
    for column in columns:
        frame = frame.assign(**{column: frame[column].str.split("|")}).explode(column)
    frame = frame.reset_index(drop=True)
    answered = frame[~frame["refused"]]
    theirs = MetricFrame(
        metrics={"count": count, "errors": lambda y, p: int((y != p).sum())},
        y_true=answered["truth"],
        y_pred=answered["said"],
        sensitive_features=answered[list(columns)],
    ).by_group.dropna()
    assert int(table["answered"].sum()) == len(answered)
    seen = 0
    for key, row in theirs.iterrows():
        group = "*".join(key) if isinstance(key, tuple) else key
        assert table.loc[group, "answered"] == row["count"]
        assert table.loc[group, "errors"] == row["errors"]
        assert table.loc[group, "rate"] == pytest.approx(row["errors"] / row["count"])
        low, high = rate_interval(int(row["errors"]), int(row["count"]))
        assert table.loc[group, ["low", "high"]].tolist() == pytest.approx([low, high])
        seen += 1
    assert seen == int((table["answered"] > 0).sum())


@pytest.mark.parametrize("abstain", [0.0, 0.49, 1.0, 1.5, float("nan")])
def test_a_confidence_that_does_not_exist_is_a_sentence(
    result: AuditResult, abstain: float
) -> None:
    """The more probable of two answers has at least 50%, so a lower limit is an error."""
    with pytest.raises(ExperimentError, match="from 50% to under 100%"):
        result.at(abstain=abstain)


def test_unknown_tests_and_columns_are_sentences(result: AuditResult) -> None:
    """The error lists the names that exist."""
    with pytest.raises(ExperimentError, match="'london'"):
        result.at().of("paris")
    with pytest.raises(LabelError, match="shoe_size"):
        result.at().of("london").by("shoe_size")
    asked = run_audit(Audit(group_by=("shoe_size",)))
    with pytest.raises(LabelError, match="shoe_size"):
        asked.at().to_dict()


def test_columns_that_only_one_test_has() -> None:
    """Party exists only in Congress and ethnicity in London; each test shows its own."""
    view = run_audit(Audit(group_by=("party", "ethnicity*gender"))).at()
    assert view.columns(view.of("congress-115")) == ["party"]
    assert view.columns(view.of("london")) == ["ethnicity*gender"]
    assert view.columns(view.held_out) == []


def test_a_test_in_which_nobody_has_either_label_is_a_sentence(make_dataset: Made) -> None:
    """People whom neither label fits are counted in the error, not scored."""
    folder = make_dataset("made", [("a", "a", "x", "north", ZERO), ("b", "b", "", "north", ZERO)])
    people = people_of(load_dataset(str(folder)), 0)
    with pytest.raises(LabelError, match="another label 1"):
        AuditTest.of("made", people, None)  # type: ignore[arg-type]


def test_the_object_is_plain_and_complete(result: AuditResult) -> None:
    """The object holds every number of the view, label authors, and the people left out."""
    made = result.at(abstain=0.9).to_dict()
    view = result.at(abstain=0.9)
    for test, told in zip(view.tests, made["tests"], strict=True):
        assert told["errors"]["events"] == test.errors.events
        assert told["refused"]["of"] == told["people"] == len(test.test.people)
        assert told["label"]["author"]
        for column, rows in told["groups"].items():
            assert [r["errors"] for r in rows] == test.by(column)["errors"].tolist()
    training = made["training"]
    assert training["people"]["women"] + training["people"]["men"] == 1000
    lfw = load_dataset("lfw")
    nowhere = set(lfw.identities) - set(lfw.identities[lfw.encodings.keys.tolist()])
    without = [test["left_out"]["without_encoding"] for test in made["tests"]]
    assert without[:2] == [len(nowhere), 0]
    assert set(made["provenance"]["datasets"]) == {"lfw", "congress-115", "london"}


def test_a_notebook_shows_it(result: AuditResult) -> None:
    """A notebook shows the result as tables."""
    assert result._repr_html_().count("<table") == 7
    assert isinstance(result.at().of("london").by("gender"), pd.DataFrame)
