"""The paper threshold: each close member of Congress is a mark, and a ruler is the slider."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simulator.experiment.result import Result
from simulator.i18n.language import ungrouped
from simulator.storage.escaping import html_text as escape

LIMIT = 0.50
"""Members whose nearest stranger is farther away are not drawn: too many to count by hand."""
COLUMN, VALUE = "person_of_color", "true"
WIDTH, MARGIN, LANE = 1000.0, 30.0, 210.0
"""Lengths in units of the picture, which is as wide as the page."""
MARK = 15.0
TICK = 0.02


def threshold_picture(result: Result, lines: Mapping[str, float]) -> str:
    """Draw the picture as SVG, black on white, stricter to the right as in the app.

    Args:
        result: a search whose probes have the label person_of_color.
        lines: letter → distance, to be marked on the axis.
    """
    nearest = result.search.nearest
    close = nearest <= LIMIT
    first = TICK * np.floor(nearest.min() / TICK)
    groups = result.groups(COLUMN)
    lanes = sorted(groups, key=lambda group: group.value != VALUE)
    parts: list[str] = []
    for place, group in enumerate(lanes):
        middle = 30 + LANE * (place + 0.5)
        distances = np.sort(nearest[group.members & close])
        parts.append(
            f'<text x="{MARGIN}" y="{middle - LANE / 2 + 6:.0f}" font-weight="bold">'
            f"{escape(group.label)}</text>"
        )
        parts += [
            _mark(x, middle + shift, diamond=group.value == VALUE)
            for x, shift in _swarm([_x(float(d), first) for d in distances])
        ]
    bottom = 30 + LANE * len(lanes) + 10
    parts.append(_axis(first, bottom))
    parts += [_lettered_line(_x(distance, first), bottom, name) for name, distance in lines.items()]
    height = bottom + 62
    title = f"Members by the distance of their nearest stranger, up to {ungrouped(LIMIT, 2)}"
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{escape(title)}" '
        'font-size="19" font-family="inherit">' + "".join(parts) + "</svg>"
    )


def _x(distance: float, first: float) -> float:
    """Return a distance's place across; small distances, the strict side, are on the right."""
    return MARGIN + (LIMIT - distance) / (LIMIT - first) * (WIDTH - 2 * MARGIN)


def _swarm(places: list[float]) -> list[tuple[float, float]]:
    """Place each mark beside the others, never on top: (x, shift from the lane's middle)."""
    taken: dict[int, float] = {}
    placed = []
    for x in sorted(places):
        level = next(level for level in _levels(len(places)) if x - taken.get(level, -MARK) >= MARK)
        taken[level] = x
        placed.append((x, level * (MARK + 1)))
    return placed


def _levels(count: int) -> list[int]:
    """List the levels from the middle outward: 0, 1, −1, 2, −2, and so on."""
    return [(i + 1) // 2 * (1 if i % 2 else -1) for i in range(2 * count + 1)]


def _mark(x: float, y: float, *, diamond: bool) -> str:
    r = MARK / 2 - 0.8
    if diamond:
        return (
            f'<path d="M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}'
            f'L{x - r:.1f} {y:.1f}Z" fill="#000"/>'
        )
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" fill="#fff" stroke="#000" '
        'stroke-width="1.6"/>'
    )


def _lettered_line(x: float, y: float, name: str) -> str:
    """Draw a letter above the axis and a short thin line where the ruler goes."""
    return (
        f'<path d="M{x:.1f} {y:.0f}v-14" stroke="#000" stroke-width="1.2"/>'
        f'<text x="{x:.1f}" y="{y - 18:.0f}" text-anchor="middle" font-style="italic">'
        f"{escape(name)}</text>"
    )


def _axis(first: float, y: float) -> str:
    parts = [f'<path d="M{MARGIN} {y:.0f}H{WIDTH - MARGIN:.0f}" stroke="#000" stroke-width="2"/>']
    small = round((LIMIT - first) / (TICK / 4))
    for step in range(small + 1):
        distance = LIMIT - step * TICK / 4
        x, large = _x(distance, first), step % 4 == 0
        length = 12 if large else 6
        parts.append(f'<path d="M{x:.1f} {y:.0f}v{length}" stroke="#000" stroke-width="1.5"/>')
        if large:
            parts.append(
                f'<text x="{x:.1f}" y="{y + 32:.0f}" text-anchor="middle">'
                f"{ungrouped(distance, 2)}</text>"
            )
    parts.append(
        f'<text x="{MARGIN}" y="{y + 56:.0f}">← looser, flags more</text>'
        f'<text x="{WIDTH - MARGIN:.0f}" y="{y + 56:.0f}" text-anchor="end">stricter, flags fewer →'
        "</text>"
        f'<text x="{WIDTH / 2:.0f}" y="{y + 56:.0f}" text-anchor="middle">distance</text>'
    )
    return "".join(parts)
