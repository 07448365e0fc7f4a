"""The facts beside the audit's pictures, counted by hand; plurals agree with their numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from support.small_audit import small_audit
from support.small_datasets import Made

from simulator.audit.audit import Audit
from simulator.audit.facts import label_facts, training_facts, what_stays
from simulator.audit.people import people_of
from simulator.audit.result import AuditResult, AuditTest, AuditTestView
from simulator.datasets.dataset import load_dataset
from simulator.i18n.language import speaking


@pytest.fixture
def result(make_dataset: Made) -> AuditResult:
    return small_audit(make_dataset)


def test_training_facts_by_hand(result: AuditResult) -> None:
    """4 women and 6 men, 3 and 2 of them trained on, 1 of 2 held out wrong, 1 in the test."""
    facts = dict(training_facts(result.at()))
    assert list(facts) == [
        "In the data",
        "Trained on now",
        "People never seen",
        "Left out of training",
    ]
    assert facts["In the data"] == "10 people: 4 women and 6 men. 40.0% are women."
    assert facts["Trained on now"].startswith("3 women and 2 men")
    assert "60.0% women" in facts["Trained on now"]
    # Wilson for 1 of 2: 0.5 ± 1.96 · √(1/8 + 1.96²/16) / (1 + 1.96²/2) = 0.5 ± 0.405.
    assert facts["People never seen"].startswith("1 of 2 wrong (")
    assert "9.5%" in facts["People never seen"]
    assert "90.5%" in facts["People never seen"]
    assert facts["Left out of training"].startswith("1 person in the data is ")


def test_people_refused_among_those_never_seen_are_no_trials(result: AuditResult) -> None:
    """Both are answered with 90%; at 95% nobody is, and no rate is shown as 0."""
    assert dict(training_facts(result.at(abstain=0.89)))["People never seen"].startswith("1 of 2 ")
    words = dict(training_facts(result.at(abstain=0.95)))["People never seen"]
    assert words.startswith("0 of 0 ")
    assert "0.0%" not in words


def test_one_woman_and_one_man_are_singular(result: AuditResult) -> None:
    """The classifier is trained on w0 and m0 only."""
    drawn = result.drawn.take(np.array([0, 3]))
    facts = dict(training_facts(dataclasses.replace(result, drawn=drawn).at()))
    assert facts["Trained on now"].startswith("1 woman and 1 man,")
    assert "50.0% women" in facts["Trained on now"]


def test_label_facts_by_hand(result: AuditResult) -> None:
    """The card's author; Gil's label is neither of the two, Hal has none."""
    facts = dict(label_facts(result.at().of("tested")))
    assert facts["Labeled by"] == "this test"
    assert facts["Neither answer fits"].startswith("1 person ")
    assert facts["Left out"].startswith("1 person ")


def test_nobody_left_out_is_no_fact(result: AuditResult) -> None:
    """Among the people held out everybody has one of the two labels."""
    assert [name for name, _ in label_facts(result.at().held_out)] == ["Labeled by", "How"]


def test_several_left_out_are_plural_and_summed(make_dataset: Made) -> None:
    """Two other labels with 1 and 2 people; one without a label and one with two labels."""
    zero = (0.0, 0.0, 0.0, 0.0)
    rows = [
        ("a", "a", "F", "north", zero),
        ("b", "b", "agender", "north", zero),
        ("c", "c", "<b>nb</b>", "north", zero),
        ("d", "d", "<b>nb</b>", "north", zero),
        ("e", "e", "", "north", zero),
        ("f1", "f", "F", "north", zero),
        ("f2", "f", "M", "north", zero),
    ]
    people = people_of(load_dataset(str(make_dataset("made", rows))), 0)
    facts = dict(label_facts(AuditTestView(AuditTest("made", people, np.array([0.9])), 0.5)))
    assert facts["Neither answer fits"].startswith("3 people ")
    assert facts["Left out"].startswith("2 people ")


def test_what_stays_by_hand(result: AuditResult) -> None:
    """As in the data w3 is misread: 1 woman and no man; whatever the audit refuses by default."""
    own = dataclasses.replace(result, audit=Audit(abstain=0.95))
    everyone = dataclasses.replace(result.tests[0], chances=np.array([0.1, 0.9]))
    half = dataclasses.replace(
        result, audit=Audit(share_of_women=0.5), tests=(everyone, *result.tests[1:])
    )
    ignored = dataclasses.replace(half, audit=Audit(share_of_women=0.9))
    words = what_stays([ignored, half, own])
    first = words.index("1 of 2 people held out: 1 woman and 0 men")
    second = words.index("2 of 2: 1 woman and 1 man")
    assert first < second


def test_facts_follow_the_language(result: AuditResult) -> None:
    """In Spanish the numbers are the same and the words are not."""
    english = dict(training_facts(result.at()))
    with speaking("es"):
        spanish = training_facts(result.at())
    assert "10" in spanish[0][1]
    assert "40.0" in spanish[0][1]
    assert not set(dict(spanish)) & set(english)
