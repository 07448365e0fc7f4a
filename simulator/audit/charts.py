"""The audit's pictures as plain descriptions: people, rates and intervals by group, with a table.

Every position and word is decided here; the browser only draws
(simulator/charts/static/charts/groups.js).
Published figures have a picture and an axis of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.audit.people import MAN, WOMAN
from simulator.audit.result import AuditResult, AuditTestView
from simulator.audit.words import AS_IN_DATA
from simulator.charts.chart import RATE_TICKS, Chart, Series
from simulator.datasets.groups import Group
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, number, percent
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL, zero_events_bound
from simulator.stats.metrics import Rate
from simulator.stats.published_audits import AFTER, AUDITS, BEFORE, GROUPS
from simulator.stats.rate_words import bound_words, interval_words

SHARES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
"""Shares of women at which the curve trains, besides the data's own."""
WRONG, REFUSED, RIGHT = "wrong", "refused", "right"
PUBLISHED_TOP = 0.4
_SHARE_TITLES = {
    "": marked("Wrong answers in {test}, by the share of women in training"),
    WOMAN: marked("Wrong answers about women in {test}, by the share of women in training"),
    MAN: marked("Wrong answers about men in {test}, by the share of women in training"),
}


@dataclass(frozen=True)
class Groups:
    """Groups of people with their errors.

    Attributes:
        title: what it shows.
        legend: (mark, words).
        ticks: of the rates' axis: (place, words), places between 0 and 1.
        rows: of each group its words and places, see :func:`group_picture`.
        head, table: the table behind it.
        published: whether it shows what others published: drawn in another style.
    """

    title: str
    legend: Sequence[tuple[str, str]]
    ticks: Sequence[tuple[float, str]]
    rows: Sequence[Mapping[str, Any]]
    head: Sequence[str]
    table: Sequence[Sequence[str]]
    published: bool = False

    def to_bytes(self) -> bytes:
        """Return the description as JSON for the browser."""
        content = {**self.__dict__, "as_table": _("The picture as a table")}
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def group_picture(view: AuditTestView, column: str, before: AuditTestView | None = None) -> Groups:
    """Draw every person of a test as a mark, wrong answers first, with the rate and its interval.

    Args:
        view: a test.
        column: its groups.
        before: the same test under another training, whose rates are marked too.
    """
    rows, table = [], []
    reference = None if before is None else before.by(column).set_index("group")
    for row in view.by(column).itertuples():
        wrong = _rate(row.errors, row.answered, row.low, row.high)
        then = None if reference is None else reference.loc[row.group]
        rows.append(
            {
                "label": group_name(str(row.label)),
                "count": _("{count} of {total} wrong").format(
                    count=number(wrong.events), total=number(wrong.trials)
                ),
                "beside": _refused_words(row.refused, row.people),
                "people": [wrong.events, int(row.refused), wrong.trials - wrong.events],
                **_place(wrong),
                "before": None if then is None else _known(then["rate"]),
                "few": bool(row.too_few),
            }
        )
        table.append(
            [
                group_name(str(row.label)),
                *rate_cells(wrong),
                count_of_total(row.refused, row.people),
                *([] if then is None else [count_of_total(then["errors"], then["answered"])]),
            ]
        )
    head = [_("Group"), _("Wrong answers"), _("Rate"), _("Interval"), _("Refused")]
    legend = [(WRONG, _("wrong answer")), (RIGHT, _("answer as the label says"))]
    if view.refusals.events:
        legend.insert(1, (REFUSED, _("refused")))
    legend.append(("rate", _("rate of wrong answers with 95% interval")))
    if any(row["few"] for row in rows):
        legend.append(("few", few_words()))
    if before is not None:
        legend.append(("before", _("rate when trained {mix}").format(mix=_(AS_IN_DATA))))
        head.append(_("Wrong when trained {mix}").format(mix=_(AS_IN_DATA)))
    return Groups(
        title=_("{test}, by {groups}").format(
            test=name_of_test(view), groups=column_name(column).replace("  ", " ")
        ),
        legend=legend,
        ticks=[(at, percent(at, 0)) for at in (0.0, 0.25, 0.5, 0.75, 1.0)],
        rows=rows,
        head=head,
        table=table,
    )


def refused_picture(view: AuditTestView, column: str) -> Groups:
    """Draw every person of a test as a mark, refused people first, with the rate of refusals."""
    rows, table = [], []
    for row in view.by(column).itertuples():
        refused = _rate(row.refused, row.people, row.refused_low, row.refused_high)
        rows.append(
            {
                "label": group_name(str(row.label)),
                "count": _refused_words(row.refused, row.people)
                or _("0 of {total} refused").format(total=number(row.people)),
                "beside": "",
                "people": [0, refused.events, refused.trials - refused.events],
                **_place(refused),
                "before": None,
                "few": refused.trials < FEWEST_TRIALS_FOR_AN_INTERVAL,
            }
        )
        table.append([group_name(str(row.label)), *rate_cells(refused)])
    few = [("few", few_words())] if any(row["few"] for row in rows) else []
    return Groups(
        title=_("Who is refused in {test}, by {groups}").format(
            test=name_of_test(view), groups=column_name(column)
        ),
        legend=[
            (REFUSED, _("refused")),
            (RIGHT, _("gets an answer, right or wrong")),
            ("rate", _("rate of refusals with 95% interval")),
            *few,
        ],
        ticks=[(at, percent(at, 0)) for at in (0.0, 0.25, 0.5, 0.75, 1.0)],
        rows=rows,
        head=[_("Group"), _("Refused"), _("Rate"), _("Interval")],
        table=table,
    )


def few_words() -> str:
    """Say what a dashed interval means."""
    return _("under {count} people: the interval may be too narrow").format(
        count=number(FEWEST_TRIALS_FOR_AN_INTERVAL)
    )


def name_of_test(view: AuditTestView) -> str:
    """Return the name of a test on a page."""
    title = _(view.test.people.dataset.card.title)
    return _("{title}, people held out").format(title=title) if view.test.held_out else title


def published_picture() -> Groups:
    """Draw what the two published audits found: a row per group and company, before and after."""
    by = {(audit.company, audit.when): audit for audit in AUDITS}
    companies = list(dict.fromkeys(audit.company for audit in AUDITS))
    rows, table = [], []
    for group, words in GROUPS.items():
        for company in companies:
            before, after = by.get((company, BEFORE)), by[company, AFTER]
            then = "–" if before is None else before.printed(group)
            rate = after.errors[group]
            earlier = None if before is None else before.errors[group]
            rows.append(
                {
                    "heading": _(words) if company == companies[0] else "",
                    "label": company,
                    "count": _("{before}, then {after}").format(
                        before=then, after=after.printed(group)
                    ),
                    "x": None if rate is None else rate / PUBLISHED_TOP,
                    "before": None if earlier is None else earlier / PUBLISHED_TOP,
                }
            )
            table.append([_(words), company, then, after.printed(group)])
    return Groups(
        title=_("Published: wrong answers by skin type and gender"),
        legend=[
            ("before", _("first audit, published in February 2018")),
            ("rate", _("second audit, August 2018")),
        ],
        ticks=[(t / 4, percent(t * PUBLISHED_TOP / 4, 0)) for t in range(5)],
        rows=rows,
        head=[_("Group"), _("Company"), _("First audit"), _("Second audit")],
        table=table,
        published=True,
    )


def share_chart(
    results: Sequence[AuditResult], now: float, name: str, column: str, of: str = ""
) -> Chart:
    """Draw errors by group over the share of women in training, one classifier per point.

    Args:
        results: in the order of their shares.
        now: the share that the page shows.
        name: of the test.
        column: its groups; those of at least twelve people get a line.
        of: only groups of ``WOMAN`` or of ``MAN``; everybody where empty.
    """
    views = [result.at(abstain=0.5).of(name) for result in results]
    shares = [float(result.drawn.woman.mean()) for result in results]
    tables = [view.by(column).set_index("group") for view in views]
    shown = _shown(views[0], column, of)
    lines = {group_name(group.label): [t.loc[group.value] for t in tables] for group in shown}
    rates_of = {
        label: [_rate(p["errors"], p["answered"], p["low"], p["high"]) for p in points]
        for label, points in lines.items()
    }
    if not of:
        rates_of[_("everybody in this test")] = [view.errors for view in views]
    rows = [
        [
            percent(share, 0),
            *(count_of_total(rates[i].events, rates[i].trials) for rates in rates_of.values()),
        ]
        for i, share in enumerate(shares)
    ]
    top = top_of([r.high for rates in rates_of.values() for r in rates])
    ends = "; ".join(
        _("{group}: {first}, then {last}").format(group=label, first=rows[0][i], last=rows[-1][i])
        for i, label in enumerate(rates_of, start=1)
    )
    return Chart(
        title=_(_SHARE_TITLES[of]).format(test=name_of_test(views[0])),
        alt=_("From {first} women in training to {last}: {ends}.").format(
            first=rows[0][0], last=rows[-1][0], ends=ends
        ),
        x_label=_("women among the people trained on"),
        y_label=_("wrong answers"),
        x_ticks=[(tick, percent(tick, 0)) for tick, _text in RATE_TICKS],
        y_ticks=[(top * part / 5, percent(top * part / 5, 0)) for part in range(6)],
        y_top=top,
        series=[_share_line(label, shares, rates) for label, rates in rates_of.items()],
        marker=(now, _("here: {share}").format(share=percent(now, 0))),
        head=[_("Women in training"), *rates_of],
        rows=rows,
    )


def _shown(view: AuditTestView, column: str, of: str) -> list[Group]:
    """Return the groups that get a line: enough people, and of one gender label if asked for."""
    labels = view.test.people.woman
    shown = []
    for group in view.test.groups(column):
        theirs = labels[group.members]
        fits = {"": True, WOMAN: bool(theirs.all()), MAN: not theirs.any()}
        if len(theirs) >= FEWEST_PEOPLE_TO_COMPARE and fits[of]:
            shown.append(group)
    return shown


def _share_line(label: str, shares: Sequence[float], rates: Sequence[Rate]) -> Series:
    return Series(
        label,
        [(x, r.value) for x, r in zip(shares, rates, strict=True)],
        [(x, r.low, r.high) for x, r in zip(shares, rates, strict=True)],
    )


def top_of(rates: Sequence[float]) -> float:
    """Return the lowest round upper end of an axis that still shows every rate."""
    return next((top for top in (0.1, 0.25, 0.5, 0.75) if max(rates, default=1.0) <= top), 1.0)


def _rate(events: Any, trials: Any, low: Any, high: Any) -> Rate:
    return Rate(int(events), int(trials), float(low), float(high))


def _known(value: Any) -> float | None:
    return None if math.isnan(float(value)) else round(float(value), 4)


def count_of_total(events: Any, trials: Any) -> str:
    """Return a count out of a total as words."""
    return _("{count} of {total}").format(count=number(int(events)), total=number(int(trials)))


def _refused_words(refused: Any, people: Any) -> str:
    if not int(refused):
        return ""
    return _("{count} of {total} refused").format(
        count=number(int(refused)), total=number(int(people))
    )


def _place(rate: Rate) -> dict[str, Any]:
    """Return the places of a rate and its interval, and their words.

    With no events, the interval ends at the one-sided 95% bound.
    """
    if not rate.trials:
        return {"x": None, "low": None, "high": None, "rate": _("not estimable"), "between": ""}
    low, high = rate.low, rate.high
    words = interval_words(low, high)[1]
    if not rate.events:
        high = zero_events_bound(rate.trials)
        words = bound_words(high)[1]
    return {
        "x": round(rate.value, 4),
        "low": round(low, 4),
        "high": round(high, 4),
        "rate": percent(rate.value),
        "between": words,
    }


def rate_cells(rate: Rate) -> list[str]:
    """Return a rate as three cells of a table: a count out of a total, rate, interval."""
    place = _place(rate)
    return [count_of_total(rate.events, rate.trials), place["rate"], place["between"]]
