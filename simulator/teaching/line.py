"""The line of worksheet 2: eight measured pairs on one scale, to draw a threshold across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.i18n.language import ungrouped

WIDTH, MARGIN, MIDDLE, HIGHEST = 1000.0, 40.0, 62.0, 0.9
ONE_PERSON = "same"


def line_picture(distances: Mapping[str, Sequence[float]], letters: Mapping[str, str]) -> str:
    """Draw the pairs as SVG, black on white: above the scale one person, below it two people.

    Args:
        distances: kind → the distances of its pairs; ``same`` is one person.
        letters: kind → a letter for each of its pairs.
    """
    parts = [f'<path d="M{MARGIN} {MIDDLE}H{WIDTH - MARGIN}" stroke="#000" stroke-width="2"/>']
    for tick in range(round(10 * HIGHEST) + 1):
        x, text = place(tick / 10), ungrouped(tick / 10, 1)
        parts.append(
            f'<path d="M{x:.1f} {MIDDLE - 5}v10" stroke="#000"/>'
            f'<text x="{x:.1f}" y="{MIDDLE + 62}" text-anchor="middle">{text}</text>'
        )
    for kind, values in distances.items():
        y = MIDDLE - 26 if kind == ONE_PERSON else MIDDLE + 26
        for letter, distance in zip(letters[kind], values, strict=True):
            x = place(distance)
            fill, ink = ("#fff", "#000") if kind == ONE_PERSON else ("#000", "#fff")
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y}" r="13" fill="{fill}" stroke="#000" '
                f'stroke-width="1.6"/><text x="{x:.1f}" y="{y + 6}" text-anchor="middle" '
                f'fill="{ink}">{letter}</text>'
            )
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {MIDDLE + 70:.0f}" role="img" font-size="17" '
        'font-family="inherit" aria-label="Eight pairs by distance: white, one person; black, two '
        'people">' + "".join(parts) + "</svg>"
    )


def place(distance: float) -> float:
    """Return a distance's place across; it grows to the right, as on a ruler."""
    return MARGIN + distance / HIGHEST * (WIDTH - 2 * MARGIN)
