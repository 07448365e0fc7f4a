"""The specification curve as Markdown: a table, and what it adds up to."""

from __future__ import annotations

from simulator.experiment.specification_curve import SpecificationCurve
from simulator.stats.published import ACLU_FALSE_MATCHES
from simulator.stats.significance import LEVEL, p_text


def curve_lines(curve: SpecificationCurve) -> list[str]:
    """Return a line per choice of gallery, portrait and photos, and what all counts give."""
    first, last = curve.counts[0], curve.counts[-1]
    at = curve.counts.index(ACLU_FALSE_MATCHES)
    lines = [
        f"| gallery, portrait | share at {ACLU_FALSE_MATCHES} | p | share, {first} to {last} "
        "flagged | smallest p | at | counts with p ≤ 0.05 |",
        "|---|---|---|---|---|---|---|",
    ]
    for line in curve.lines:
        best = int(line.p.argmin())
        shares = f"{100 * line.share.min():.0f}% to {100 * line.share.max():.0f}%"
        lines.append(
            f"| {line.choice.words()} | {line.inside[at]} of {line.flagged[at]} = "
            f"{100 * line.share[at]:.0f}% | {p_text(line.p[at])} | {shares} | "
            f"{p_text(line.p[best])} | {line.flagged[best]} | "
            f"{int((line.p <= LEVEL).sum())} of {len(curve.counts)} |"
        )
    return [*lines, "", curve.words(), "", *(f"Not tried: {one}." for one in curve.left_out)]
