"""The findings of two published audits of gender classifiers; never mixed with ours.

Both studies tried commercial gender classifiers on one photo each of 1,270 parliamentarians,
grouped by skin type. A figure is here only where a source for it was at hand; docs/audit.md names
them, and what is missing. Skin type is not race: these figures never share an axis with ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.i18n.language import marked

GROUPS = {
    "darker_female": marked("Darker-skinned women"),
    "darker_male": marked("Darker-skinned men"),
    "lighter_female": marked("Lighter-skinned women"),
    "lighter_male": marked("Lighter-skinned men"),
}
BEFORE, AFTER = "before", "after"
WHEN = {BEFORE: marked("first audit"), AFTER: marked("second audit")}
STORY = marked(
    "The first audit, published in February 2018, named IBM, Microsoft and Face++. The second, of "
    "August 2018, tried their new versions, and for the first time Amazon and Kairos."
)

LABEL = marked("published, not measured here")
GENDER_SHADES = marked(
    "J. Buolamwini and T. Gebru, Gender Shades, Proceedings of Machine Learning Research 81, "
    "February 2018"
)
ACTIONABLE_AUDITING = marked(
    "I. D. Raji and J. Buolamwini, Actionable Auditing, AAAI/ACM Conference on AI, Ethics, and "
    "Society, January 2019"
)
BENCHMARK = marked(
    "Pilot Parliaments Benchmark: official photos of 1,270 members of the parliaments of Rwanda, "
    "Senegal, South Africa, Finland, Iceland and Sweden; skin type on the Fitzpatrick scale, "
    "assigned by looking"
)
BENCHMARK_PEOPLE = 1270
BENCHMARK_SHARES = {
    "darker_female": 0.213,
    "darker_male": 0.250,
    "lighter_female": 0.233,
    "lighter_male": 0.303,
}
"""Shares of the 1,270 by group, as Gender Shades printed them; counts per group were not."""


@dataclass(frozen=True)
class PublishedAudit:
    """One company's classifier in one of the two audits.

    Attributes:
        company: whose.
        when: ``before`` (Gender Shades) or ``after`` (Actionable Auditing, as of August 2018).
        named_before: whether Gender Shades had named the company.
        errors: group → error rate, a fraction of 1; None where no source was at hand.
        overall: the same over everybody.
    """

    company: str
    when: str
    named_before: bool
    errors: dict[str, float | None]
    overall: float | None

    def printed(self, group: str | None = None) -> str:
        """Return a figure as it was printed; a dash where no source was at hand.

        Args:
            group: one of ``GROUPS``; everybody where None.
        """
        rate = self.overall if group is None else self.errors[group]
        return "–" if rate is None else f"{100 * rate:g}%"

    @property
    def source(self) -> str:
        """Return the study that printed the figures."""
        return GENDER_SHADES if self.when == BEFORE else ACTIONABLE_AUDITING


def _audit(
    company: str,
    when: str,
    percent: tuple[float | None, float | None, float | None, float | None],
    overall: float | None,
    *,
    named: bool = True,
) -> PublishedAudit:
    rates = [None if p is None else round(p / 100, 6) for p in percent]
    return PublishedAudit(
        company,
        when,
        named,
        dict(zip(GROUPS, rates, strict=True)),
        None if overall is None else round(overall / 100, 6),
    )


AUDITS = (
    _audit("IBM", BEFORE, (34.7, 12.0, 7.1, 0.3), 12.1),
    _audit("IBM", AFTER, (16.97, 0.63, 2.37, 0.26), 4.41),
    _audit("Microsoft", BEFORE, (20.8, 6.0, 1.7, 0.0), 6.3),
    _audit("Microsoft", AFTER, (1.52, 0.33, 0.34, 0.0), 0.48),
    _audit("Face++", BEFORE, (34.5, 0.7, 6.0, 0.8), 10.0),
    _audit("Face++", AFTER, (4.1, 1.3, 1.0, 0.5), 1.6),
    _audit("Amazon", AFTER, (31.37, None, 7.0, 0.0), 8.66, named=False),
    _audit("Kairos", AFTER, (22.50, None, None, 0.0), 6.60, named=False),
)
"""In percent, as printed: darker women, darker men, lighter women, lighter men; everybody. Amazon's
7.0 is the press's rounded 7%."""


def to_dict() -> dict[str, Any]:
    """Return the figures as plain values; a figure without a source is None."""
    return {
        "label": LABEL,
        "grouped_by": "skin type and gender",
        "benchmark": BENCHMARK,
        "people": BENCHMARK_PEOPLE,
        "shares_of_people": dict(BENCHMARK_SHARES),
        "audits": [
            {
                "company": audit.company,
                "when": audit.when,
                "named_before": audit.named_before,
                "errors": dict(audit.errors),
                "overall": audit.overall,
                "source": audit.source,
            }
            for audit in AUDITS
        ],
    }
