"""What cannot be measured is said in one form: what is missing, and what would make it so."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support.replay import replay_in

import simulator.experiment.not_measurable as module
from simulator import Experiment, run
from simulator.errors import ExperimentError
from simulator.experiment.not_measurable import TWO_PORTRAITS, not_measurable
from simulator.experiment.result import Result

FORM = re.compile(r"Not measurable here: (\S.*?[.,;:] )+[A-Z].*\.$")
REASONS = {name: value for name, value in vars(module).items() if isinstance(value, tuple)}


def reasons(value: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Yield every reason in a value, with the names that lead there."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("why", "by_race", "without_threshold") and each is not None:
                yield f"{under}.{name}", each
            else:
                yield from reasons(each, f"{under}.{name}")
    elif isinstance(value, list):
        for each in value:
            yield from reasons(each, under)


def _without_labels() -> Result:
    result = run(Experiment())
    card = dataclasses.replace(result.probes.card, labels={})
    probes = dataclasses.replace(result.probes, card=card)
    return dataclasses.replace(result, probes=probes)


CASES: dict[str, functools.partial[Result]] = {
    "as it is": functools.partial(replay_in, "lfw"),
    "two portraits": functools.partial(replay_in, "lfw", "either"),
    "another gallery": functools.partial(replay_in, "legislators"),
    "another matcher": functools.partial(run, Experiment(matcher="eigenfaces")),
    "a condition": functools.partial(run, Experiment(condition="motion-blur")),
    "London": functools.partial(run, Experiment(probes="london")),
    "without labels": functools.partial(_without_labels),
}


@pytest.mark.parametrize("case", CASES)
def test_every_reason_of_every_measure_has_the_form(case):
    result = CASES[case]()
    view = result.at(distance=0.99 if case == "another matcher" else None)
    columns = tuple(c for c in ("gender", "ethnicity") if c in result.probes.card.labels)
    said = list(reasons(view.measures(columns)))
    assert said
    for where, text in said:
        assert FORM.match(text), (where, text)
        assert "{" not in text, where


def test_the_words_by_hand():
    assert not_measurable(TWO_PORTRAITS) == (
        "Not measurable here: two searches of each person were put together, and only their answer "
        "was kept. Choose the first or the second portrait."
    )
    error = ExperimentError("expected one, found two. Leave one out.")
    said = not_measurable(error)
    assert said == "Not measurable here: expected one, found two. Leave one out."


@pytest.mark.parametrize("name", REASONS)
def test_each_reason_says_why_and_what_to_do(name):
    why, remedy = REASONS[name]
    assert why[0].islower()
    assert why.endswith(".")
    assert remedy[0].isupper()
    assert remedy.endswith(".")
