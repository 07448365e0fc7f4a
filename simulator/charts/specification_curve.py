"""The Lab's chart of the specification curve: p at every count, a line for every other choice."""

from __future__ import annotations

from simulator.charts.chart import Chart, Series, count_of
from simulator.experiment.specification_curve import Line, SpecificationCurve
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, number, percent
from simulator.stats.published import ACLU_FALSE_MATCHES
from simulator.stats.significance import LEVEL, p_text

TICKS = (5, 25, 50, 75, 100)


def specification_chart(curve: SpecificationCurve) -> Chart:
    """Chart in which share of all shuffles a gap as large comes up, by the number flagged."""
    first, last = curve.counts[0], curve.counts[-1]

    def place(count: int) -> float:
        return (count - first) / (last - first)

    marker = None
    if first <= ACLU_FALSE_MATCHES <= last:
        marker = (place(ACLU_FALSE_MATCHES), number(ACLU_FALSE_MATCHES))
    return Chart(
        title=_("Bias or luck, with every other choice"),
        alt=curve.words(),
        x_label=_("people falsely matched"),
        y_label=_("share of shuffles with a gap as large (p)"),
        x_ticks=[(place(tick), number(tick)) for tick in TICKS if first <= tick <= last],
        y_ticks=[(tick, percent(tick, 0)) for tick in (LEVEL, 0.25, 0.5, 0.75, 1.0)],
        series=[
            Series(
                line.choice.words(),
                [(place(n), float(p)) for n, p in zip(curve.counts, line.p, strict=True)],
                dashed=line.choice.portrait != curve.lines[0].choice.portrait,
            )
            for line in curve.lines
        ],
        marker=marker,
        head=[
            _("Gallery, portrait and photos"),
            _("{group} among the first {count}").format(
                group=group_name(curve.label), count=number(_shown(curve))
            ),
            "p",
            _("Smallest p"),
            _("at so many falsely matched"),
            _("Counts with p of at most 0.05"),
        ],
        rows=[_row(line, curve) for line in curve.lines],
    )


def _shown(curve: SpecificationCurve) -> int:
    """Return the count in the table: the ACLU's, or the first one."""
    return ACLU_FALSE_MATCHES if ACLU_FALSE_MATCHES in curve.counts else curve.counts[0]


def _row(line: Line, curve: SpecificationCurve) -> list[str]:
    at, best = curve.counts.index(_shown(curve)), int(line.p.argmin())
    return [
        line.choice.words(),
        count_of(int(line.inside[at]), int(line.flagged[at])),
        p_text(float(line.p[at])),
        p_text(float(line.p[best])),
        number(int(line.flagged[best])),
        count_of(int((line.p <= LEVEL).sum()), len(curve.counts)),
    ]
