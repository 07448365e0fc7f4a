"""The role play on paper: twelve pairs as drawings, and three versions of what the machine says.

Over the three versions, each pair comes once without a word, once with the truth and once with the
opposite; in each version every kind of word is as frequent. The teacher deals the versions at
random.
"""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

import numpy as np

from simulator.datasets.dataset import load_dataset
from simulator.faces.sketch import sketch_svg
from simulator.lessons.london_pairs import LONDON
from simulator.lessons.reviewer import OF_EACH

VERSIONS = ("1", "2", "3")
NOTHING, TRUTH, OPPOSITE = "–", "truth", "opposite"
WORDS = (NOTHING, TRUTH, OPPOSITE)
SAME, DIFFERENT = "S", "D"
"""Same person, different people: what learners write, and what the strips say."""
SEED = 15
"""Of the pairs' order on paper, which must not give the truth away."""


def reviewer_figures(role_play: dict[str, Any]) -> dict[str, str]:
    """Return the tables of the sheet: what the machine says in each version, and the answers.

    Args:
        role_play: the return value of :func:`simulator.lessons.reviewer.reviewer`.
    """
    pairs = on_paper(role_play)
    letters = ascii_uppercase[: len(pairs)]
    figures = {
        f"reviewer_said_{version}": _table(
            [f"Version {version}", *letters],
            [["The machine says", *(said(pair, place) for pair, place in _dealt(pairs, version))]],
        )
        for version in VERSIONS
    }
    figures["reviewer_answers"] = _table(
        ["", *letters],
        [[f"**{who}**", *[""] * len(pairs)] for who in ("On my own", "Second time")],
    )
    rows = []
    for letter, pair, *words in zip(
        letters, pairs, *([w for _p, w in _dealt(pairs, v)] for v in VERSIONS), strict=True
    ):
        matcher = "match" if pair["matched"] else "no match"
        rows.append([letter, SAME if pair["same"] else DIFFERENT, *words, matcher])
    versions = [f"version {version}" for version in VERSIONS]
    figures["reviewer_key"] = _table(["Pair", "Truth", *versions, "our matcher, at our 99%"], rows)
    return figures | {
        "reviewer_pairs": str(len(pairs)),
        "reviewer_each": str(OF_EACH),
        "reviewer_license": load_dataset(LONDON).card.licence,
    }


def reviewer_picture(role_play: dict[str, Any]) -> str:
    """Return the pairs as HTML: two drawings each, with a letter."""
    cards = []
    for letter, pair in zip(ascii_uppercase, on_paper(role_play), strict=False):
        drawings = "".join(
            sketch_svg(pair[side], "Drawing of a face") for side in ("first", "second")
        )
        two = f'<div class="two">{drawings}</div>'
        cards.append(f'<div class="card"><p class="letter">{letter}</p>{two}</div>')
    return f'<div class="cards sketches">{"".join(cards)}</div>'


def on_paper(role_play: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the pairs in the order of their letters: mixed, and always the same."""
    pairs = role_play["pairs"]
    order = np.random.default_rng(SEED).permutation(len(pairs))
    return [pairs[i] for i in order.tolist()]


def said(pair: dict[str, Any], word: str) -> str:
    """Return what the machine says about a pair: ``–`` for nothing."""
    if word == NOTHING:
        return NOTHING
    return SAME if pair["same"] == (word == TRUTH) else DIFFERENT


def _dealt(pairs: list[dict[str, Any]], version: str) -> list[tuple[dict[str, Any], str]]:
    """Return each pair with its kind of word in a version, balanced within each kind of pair."""
    dealt, seen = [], {True: 0, False: 0}
    for pair in pairs:
        place = seen[pair["same"]] + VERSIONS.index(version)
        dealt.append((pair, WORDS[place % len(WORDS)]))
        seen[pair["same"]] += 1
    return dealt


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
