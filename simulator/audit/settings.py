"""The settings of the Audit page, and the audit that they describe."""

from __future__ import annotations

import dataclasses
import re

from simulator.audit.audit import Audit
from simulator.audit.charts import SHARES
from simulator.audit.people import GENDER, MAN, WOMAN
from simulator.audit.result import AuditResult, AuditTest, AuditView
from simulator.audit.run import Chosen, drawn_from
from simulator.i18n.language import _
from simulator.i18n.set_names import set_name

PERCENT = (1, 99)
"""Lowest and highest share of women, in percent."""
CONFIDENCES = (50, 99)
"""Lowest and highest confidence for refusing, in percent; the lowest refuses nobody."""


@dataclasses.dataclass(frozen=True)
class AuditSettings:
    """The range of the settings for one data set to train on.

    Attributes:
        people: how many are trained on at every share.
        share: the data's own share of women, in whole percent.
        women, men: how many there are to train on.
    """

    people: int
    share: int
    women: int
    men: int

    @classmethod
    def of(cls, chosen: Chosen) -> AuditSettings:
        """Return the settings that these people allow."""
        drawn = drawn_from(chosen.pool, Audit())
        women = int(chosen.pool.woman.sum())
        share = round(100 * float(drawn.woman.mean()))
        return cls(len(drawn), share, women, len(chosen.pool) - women)

    def audit(
        self,
        *,
        share: int | None = None,
        counts: tuple[int, int] | None = None,
        refuse: int = CONFIDENCES[0],
    ) -> Audit:
        """Return the audit that the settings describe.

        Args:
            share: the share of women, in percent; the data's own share stands for the exact one.
            counts: the numbers of women and men trained on, in place of the share.
            refuse: the confidence below which the classifier refuses, in percent.
        """
        abstain = abstain_of(refuse)
        if counts is not None:
            return Audit(mix={"Women": counts[0], "Men": counts[1]}, abstain=abstain)
        if share is None or share == self.share:
            return Audit(abstain=abstain)
        return Audit(share_of_women=share / 100, abstain=abstain)


def abstain_of(refuse: int) -> float:
    """Return the confidence for refusing, as a fraction of 1, that the dial says in percent."""
    return max(0.5, refuse / 100)


def curve(audit: Audit) -> list[Audit]:
    """Return the audit at every share of the curve, the data's own first."""
    base = dataclasses.replace(audit.trains_alike(), mix=None, people=None, share_of_women=None)
    return [base, *(dataclasses.replace(base, share_of_women=share) for share in SHARES)]


def share_of(result: AuditResult) -> float:
    """Return the share of women among the people trained on."""
    return float(result.drawn.woman.mean())


def in_order(results: list[AuditResult]) -> list[AuditResult]:
    """Sort results by the share of women."""
    return sorted(results, key=share_of)


def differs(view: AuditView, other: AuditView) -> bool:
    """Tell whether two classifiers were trained on different people."""
    return set(view.result.drawn.who) != set(other.result.drawn.who)


def columns(test: AuditTest) -> list[str]:
    """Return a test's groupings, gender alone last."""
    groupings = test.columns()
    return [*groupings[1:], *groupings[:1]]


def curves(view: AuditView) -> list[tuple[str, str, str]]:
    """Return (test, grouping, gender) of each curve: people held out, a test's women, its men."""
    first = view.tests[1].test
    column = columns(first)[0]
    return [
        (view.held_out.test.name, GENDER, ""),
        (first.name, column, WOMAN),
        (first.name, column, MAN),
    ]


def held_out_name(chosen: Chosen) -> str:
    """Return the name of the test of people held out."""
    return f"{chosen.pool.dataset.name}, held out"


def names_of_tests(chosen: Chosen) -> list[tuple[str, str]]:
    """Return (name, words) of every test, the people held out last."""
    names = [(test.dataset.name, set_name(test.dataset.name)) for test in chosen.tested]
    trained_on = set_name(chosen.pool.dataset.name)
    held_out = _("{title}, people held out").format(title=trained_on)
    return [*names, (held_out_name(chosen), held_out)]


def slug(name: str) -> str:
    """Return a name as a word for a key: lower case, with hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
