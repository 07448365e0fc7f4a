"""Blocks of docs/measures.md on matcher or gallery."""

from __future__ import annotations

import math
import textwrap
from functools import cache

from doc_blocks.common import block, replay, table
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.analyses.matcher_or_gallery_measures import points_text, rounded_mix
from simulator.experiment.gallery_groups import gallery_groups

OF_GALLERIES = (("utkface-adults", "race", "race_ethnicity"), ("lfw", "gender", "gender"))
"""Gallery, its label, the label of the people searched for."""


@cache
def divided(gallery: str, label: str) -> MatcherOrGallery:
    """Return what the search of Congress says about matcher and gallery, at one distance."""
    view = replay(gallery=gallery).at(distance=0.5)
    return MatcherOrGallery(view, gallery_groups(view, label))


def _in_percent(value: float, low: float, high: float) -> str:
    if math.isnan(low):
        return f"{100 * value:.1f}%"
    return f"{100 * value:.1f}% ({100 * low:.1f}–{100 * high:.1f})"


@block
def matrix_of_galleries() -> str:
    """Return FPIR of each group of members in photos of one group of the gallery, as tables."""
    tables = []
    for gallery, label, column in OF_GALLERIES:
        found = divided(gallery, label)
        rows = []
        for group, cells in found.matrix(column):
            people = int(group.members.sum())
            texts = [
                _in_percent(cell.fpir.value, cell.fpir.low, cell.fpir.high)
                if cell.bracket is None
                else f"between {100 * cell.bracket[0]:.1f}% and {100 * cell.bracket[1]:.1f}%"
                for cell in cells
            ]
            rows.append((f"{group.label}{' †' if people < 20 else ''}", people, *texts))
        heads = [f"only {words}" for words in found.gallery.labels]
        tables.append(table([f"`{gallery}`: searched for", "people", *heads], rows))
    return "\n\n".join(tables)


@block
def gaps_in_two_parts() -> str:
    """Return the gaps between groups with the matcher's and the gallery's part, as a table."""
    rows = []
    for gallery, label, column in (*OF_GALLERIES, ("utkface-adults", "race", "person_of_color")):
        found = divided(gallery, label)
        for name, shares in found.mixes().items():
            for group, other in found.pairs(column)[:3]:
                parts = found.parts(shares, group, other)
                assert parts is not None
                few = " †" if parts.too_few else ""
                names = f"{group.label} against {other.label}{few}"
                points = [points_text(p) for p in (parts.gap, parts.matcher, rounded_mix(parts))]
                others = "–"
                if parts.references is not None:
                    found_with = parts.references
                    each = (found_with.as_first, found_with.as_second, found_with.kitagawa)
                    others = " / ".join(f"{100 * value:.1f}" for value in each)
                rows.append((f"`{gallery}`, `{name}`", names, *points, others))
    head = ["gallery", "groups", "gap, points", "matcher", "mix", "matcher, other references"]
    return table(head, rows)


@block
def third_cause() -> str:
    """Return the sentence on the third cause of a gap as an item of README's list."""
    found = divided("lfw", "gender")
    ((women, men),) = found.pairs("gender")
    parts = found.parts(found.gallery.shares, women, men)
    assert parts is not None
    mix = rounded_mix(parts)
    if not (parts.gap.value > 0 > mix.value and parts.mix_clear and parts.matcher_clear):
        raise RuntimeError("the gallery hides nothing for certain: write another sentence")
    rates = [f"{100 * rate.value:.1f}%" for rate in (parts.rate, parts.other_rate)]
    of_men = f"{100 * found.gallery.shares[men.value]:.0f}%"
    hidden = points_text(mix.reversed())
    return textwrap.fill(
        "- **Matcher, luck, or gallery?** Who is in the gallery is a third cause of a gap. "
        f"{of_men} of LFW's photos show men. In {found.photos:,} of them, at distance 0.5, "
        f"{rates[0]} of the women and {rates[1]} of the men are falsely matched: a gap of "
        f"{points_text(parts.gap)} points. With as many women as men in the gallery it is "
        f"{points_text(parts.matcher)}: that is the matcher, with these photos. LFW's mix hides "
        f"{hidden} points of it, because women are mostly taken for women. So a small gap does not "
        "show a matcher that treats groups alike "
        "([measures](docs/measures.md#matcher-or-gallery)).",
        width=125,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
