"""A classifier's answers, and a view of them under one confidence threshold for refusing."""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.audit.classifier import PIPELINE, Classifier
from simulator.audit.people import GENDER, People
from simulator.datasets.card import Label
from simulator.datasets.groups import TIMES, Group, split_by
from simulator.errors import ExperimentError, LabelError
from simulator.stats.by_group import by_group
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import Rate, rate
from simulator.stats.published_audits import to_dict as published_to_dict
from simulator.storage.json_values import json_rows

if TYPE_CHECKING:
    from simulator.audit.audit import Audit

MOST_GROUPS = 20
"""A label column with more values is left out unless it is asked for."""


@dataclass(frozen=True)
class AuditTest:
    """The classifier's answers about one test's people, one photo of each.

    Attributes:
        name: its name in tables.
        people: the people tested.
        chances: (n,) the classifier's own probability of "woman".
        held_out: whether they come from the data set that was trained on.
    """

    name: str
    people: People
    chances: NDArray[np.float64]
    held_out: bool = False

    @classmethod
    def of(
        cls, name: str, people: People, classifier: Classifier, *, held_out: bool = False
    ) -> AuditTest:
        """Ask the classifier about these people.

        Raises:
            LabelError: none of them has one of the two labels.
        """
        if not len(people):
            raise LabelError(
                f"expected people with a gender label that is one of two in "
                f"{people.dataset.name!r}, found none (without a label {people.unlabeled:,}, "
                f"another label {sum(people.outside.values()):,}). Choose another data set."
            )
        return cls(name, people, classifier.chances(people.vectors()), held_out)

    @functools.cached_property
    def labels(self) -> pd.DataFrame:
        """The group columns of the test's people."""
        return self.people.labels

    @property
    def gender_label(self) -> Label:
        """The label that answers are checked against: who assigned it, and how."""
        return self.people.dataset.card.labels[GENDER]

    def groups(self, column: str) -> list[Group]:
        """Return the people's groups under a label column or an intersection ``a*b``."""
        return split_by(self.labels, column, self.people.dataset.card)

    def columns(self, wanted: tuple[str, ...] = ()) -> list[str]:
        """Return the wanted columns that the test has.

        If none are wanted: gender, and each of the first two other labels by gender.
        """
        known = set(self.labels.columns)
        if wanted:
            return [c for c in wanted if set(c.split(TIMES)) <= known]
        others = [
            c
            for c in self.labels.columns
            if c != GENDER and 1 < self.labels[c].nunique() <= MOST_GROUPS
        ]
        return [GENDER, *(f"{column}{TIMES}{GENDER}" for column in others[:2])]


@dataclass(frozen=True)
class AuditResult:
    """A trained classifier and all its answers, before any refusal.

    Attributes:
        audit: the settings.
        classifier: the trained classifier.
        pool: everyone who could have been trained on.
        drawn: the people it was trained on.
        tests: the people held out first, then each test.
    """

    audit: Audit
    classifier: Classifier
    pool: People
    drawn: People
    tests: tuple[AuditTest, ...]

    def at(self, *, abstain: float | None = None) -> AuditView:
        """Refuse every answer below a confidence.

        Args:
            abstain: a fraction of 1, from 0.5 (nobody is refused); the audit's own by default.

        Raises:
            ExperimentError: no such confidence.
        """
        threshold = self.audit.abstain if abstain is None else abstain
        if not 0.5 <= threshold < 1:
            raise ExperimentError(
                f"expected a confidence from 50% to under 100% below which the classifier "
                f"refuses, found {100 * threshold:g}%: of two answers the more probable always "
                "has at least 50%. Try 90."
            )
        return AuditView(self, threshold)

    def _repr_html_(self) -> str:
        """Show the groups as tables in a notebook."""
        return self.at()._repr_html_()


@dataclass(frozen=True)
class AuditView:
    """An audit's result when answers below a confidence are refused.

    Attributes:
        abstain: that confidence.
    """

    result: AuditResult
    abstain: float

    @functools.cached_property
    def tests(self) -> tuple[AuditTestView, ...]:
        """The people held out first, then each test."""
        return tuple(AuditTestView(test, self.abstain) for test in self.result.tests)

    @property
    def held_out(self) -> AuditTestView:
        """The people of the training data who were held out of training."""
        return self.tests[0]

    def of(self, name: str) -> AuditTestView:
        """Return one test by its name.

        Raises:
            ExperimentError: there is none of that name.
        """
        for view in self.tests:
            if view.test.name == name:
                return view
        names = ", ".join(repr(view.test.name) for view in self.tests)
        raise ExperimentError(f"expected a test among {names}, found {name!r}. Choose one of them.")

    def columns(self, view: AuditTestView) -> list[str]:
        """Return the group columns of a test to show.

        Raises:
            LabelError: a column was asked for that no test has.
        """
        wanted = self.result.audit.group_by
        for column in wanted:
            if not any(test.columns((column,)) for test in self.result.tests):
                self.result.tests[-1].groups(column)  # raises, and names the columns there are
        return view.test.columns(wanted)

    def _repr_html_(self) -> str:
        """Show the groups as tables in a notebook."""
        parts = []
        for view in self.tests:
            for column in self.columns(view):
                parts.append(f"<b>{view.test.people.dataset.card.title}, by {column}</b>")
                parts.append(view.by(column).to_html(index=False))
        return "".join(parts)

    @functools.cached_property
    def date(self) -> str:
        """The time in UTC, the same each time this view is written."""
        return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")

    def to_dict(self) -> dict[str, Any]:
        """Return the object of ``falsematch audit --json``; docs/audit.md lists its fields."""
        result = self.result
        audit = result.audit
        names = [audit.train, *audit.tests]
        datasets = [test.people.dataset for test in result.tests]
        return {
            "audit": {
                "train": audit.train,
                "tests": list(audit.tests),
                "share_of_women": audit.share_of_women,
                "people": audit.people,
                "mix": None if audit.mix is None else dict(audit.mix),
                "seed": audit.seed,
                "abstain": self.abstain,
                "group_by": list(audit.group_by),
            },
            "training": training_to_dict(result),
            "classifier": {
                "pipeline": PIPELINE,
                "scikit_learn": result.classifier.version,
                "matcher": result.pool.dataset.encodings.matcher.name,
            },
            "tests": [self._test_to_dict(view) for view in self.tests],
            "published": published_to_dict(),
            "provenance": {
                "package": importlib.metadata.version("falsematch"),
                "datasets": {n: d.digest for n, d in zip(names, datasets, strict=True)},
                "seed": audit.seed,
                "date": self.date,
            },
        }

    def _test_to_dict(self, view: AuditTestView) -> dict[str, Any]:
        people, label = view.test.people, view.test.gender_label
        return {
            "name": view.test.name,
            "dataset": people.dataset.name,
            "title": people.dataset.card.title,
            "held_out": view.test.held_out,
            "people": len(people),
            "left_out": left_out(people),
            "label": {"column": label.column, "author": label.author, "how": label.how},
            "errors": _rate_to_dict(view.errors),
            "refused": _rate_to_dict(view.refusals),
            "groups": {column: json_rows(view.by(column)) for column in self.columns(view)},
        }


@dataclass(frozen=True)
class AuditTestView:
    """One test when answers below a confidence are refused.

    Attributes:
        abstain: that confidence; an answer *at* it is given.
    """

    test: AuditTest
    abstain: float

    @functools.cached_property
    def says_woman(self) -> NDArray[np.bool_]:
        """(n,) whether "woman" is the more probable answer; at exactly 0.5 it is."""
        return self.test.chances >= 0.5

    @functools.cached_property
    def refused(self) -> NDArray[np.bool_]:
        """(n,) whether the classifier refuses to answer."""
        chances = self.test.chances
        return np.asarray(np.maximum(chances, 1 - chances) < self.abstain)

    @functools.cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """(n,) whether it gives an answer that differs from the label."""
        return np.asarray(~self.refused & (self.says_woman != self.test.people.woman))

    @property
    def errors(self) -> Rate:
        """The error rate: wrong answers ÷ answers."""
        return rate(int(self.wrong.sum()), int((~self.refused).sum()))

    @property
    def refusals(self) -> Rate:
        """The rate of refusals: people refused ÷ people."""
        return rate(int(self.refused.sum()), len(self.test.people))

    def by(self, column: str) -> pd.DataFrame:
        """Count errors by group.

        Args:
            column: a label column of the test or an intersection ``a*b``. A person with two
                categories counts in both.

        Returns:
            A row per group, the largest first. Columns group (the value), label (the words),
            people, refused, answered, errors (wrong answers), rate (errors ÷ answered; nan if
            nobody was answered), low, high (Wilson's 95% interval), refused_rate (refused ÷
            people), refused_low, refused_high, too_few (below 20 answers the interval may be too
            narrow).

        Raises:
            LabelError: no such column.
        """

        def measure(members: NDArray[np.bool_]) -> dict[str, float]:
            refused = rate(int(self.refused[members].sum()), int(members.sum()))
            answered = refused.trials - refused.events
            wrong = rate(int(self.wrong[members].sum()), answered)
            return {
                "people": refused.trials,
                "refused": refused.events,
                "answered": answered,
                "errors": wrong.events,
                "rate": wrong.value,
                "low": wrong.low,
                "high": wrong.high,
                "refused_rate": refused.value,
                "refused_low": refused.low,
                "refused_high": refused.high,
                "too_few": answered < FEWEST_TRIALS_FOR_AN_INTERVAL,
            }

        return by_group(measure, self.test.groups(column))


def training_to_dict(result: AuditResult) -> dict[str, Any]:
    """Return who was trained on, and out of whom, as plain values."""
    drawn, pool, held = result.drawn, result.pool, result.tests[0].people
    women = int(drawn.woman.sum())
    known = int(pool.woman.sum()) + int(held.woman.sum())
    label = pool.dataset.card.labels[GENDER]
    return {
        "dataset": pool.dataset.name,
        "title": pool.dataset.card.title,
        "label": {"column": label.column, "author": label.author, "how": label.how},
        "people_in_data": {"women": known, "men": len(pool) + len(held) - known},
        "people": {"women": women, "men": len(drawn) - women},
        "share_of_women": women / len(drawn),
        "share_of_women_in_data": known / (len(pool) + len(held)),
        "held_out": len(held),
        "left_out": left_out(pool) | {"tested_elsewhere": pool.excluded},
    }


def left_out(people: People) -> dict[str, Any]:
    """Count the people whom the numbers leave out, by reason."""
    return {
        "without_label": people.unlabeled,
        "labels_disagree": people.disagreeing,
        "neither_label": dict(people.outside),
        "without_encoding": _without_encoding(people),
    }


def _without_encoding(people: People) -> int:
    """Count people who are listed without an encoding of any of their photos here."""
    identities = people.dataset.identities
    there = identities.loc[people.dataset.encodings.keys.tolist()]
    return int(identities.nunique() - there.nunique())


def _rate_to_dict(rate: Rate) -> dict[str, Any]:
    defined = rate.trials > 0
    return {
        "events": rate.events,
        "of": rate.trials,
        "rate": rate.value if defined else None,
        "low": rate.low if defined else None,
        "high": rate.high if defined else None,
    }
