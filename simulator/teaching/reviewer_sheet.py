"""The role play on paper: twelve pairs as drawings, and three versions of what the machine says.

Over the three versions, each pair comes once without a word, once with the truth and once with the
opposite; in each version every kind of word is as frequent. The teacher deals the versions at
random.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True)
class SheetWords:
    """The words of the sheet's tables in one language.

    Attributes:
        same: the letter for one person; in every language :data:`DIFFERENT` stands for two.
    """

    same: str
    version: str
    machine: str
    alone: str
    second: str
    pair: str
    truth: str
    opposite: str
    matcher: str
    match: str
    no_match: str
    drawing: str


SHEETS = {
    "": SheetWords(
        same=SAME,
        version="Version",
        machine="The machine says",
        alone="On my own",
        second="Second time",
        pair="Pair",
        truth="Truth",
        opposite="opposite",
        matcher="our matcher, at our 99% (not Amazon's)",
        match="match",
        no_match="no match",
        drawing="Drawing of a face",
    ),
    "_es": SheetWords(
        same="M",
        version="Versión",
        machine="La máquina dice",
        alone="Sin ayuda",
        second="La segunda vez",
        pair="Par",
        truth="Verdad",
        opposite="lo contrario",
        matcher="nuestro comparador, con nuestro 99% (no el de Amazon)",
        match="coincide",
        no_match="no coincide",
        drawing="Dibujo de una cara",
    ),
}
"""End of a figure's name → the words of its language."""
SEED = 15
"""Of the pairs' order on paper, which must not give the truth away."""


def reviewer_figures(role_play: dict[str, Any]) -> dict[str, str]:
    """Return the tables of the sheet: what the machine says in each version, and the answers.

    Args:
        role_play: the return value of :func:`simulator.lessons.reviewer.reviewer`.
    """
    figures = {
        "reviewer_pairs": str(len(role_play["pairs"])),
        "reviewer_each": str(OF_EACH),
        "reviewer_license": load_dataset(LONDON).card.licence,
    }
    for end, words in SHEETS.items():
        figures |= {f"{name}{end}": text for name, text in _tables(role_play, words).items()}
    return figures


def _tables(role_play: dict[str, Any], words: SheetWords) -> dict[str, str]:
    pairs = on_paper(role_play)
    letters = ascii_uppercase[: len(pairs)]

    def written(letter: str) -> str:
        return words.same if letter == SAME else letter

    tables = {
        f"reviewer_said_{version}": _table(
            [f"{words.version} {version}", *letters],
            [[words.machine, *(written(said(p, kind)) for p, kind in _dealt(pairs, version))]],
        )
        for version in VERSIONS
    }
    tables["reviewer_answers"] = _table(
        [words.pair, *letters],
        [[f"**{who}**", *[""] * len(pairs)] for who in (words.alone, words.second)],
    )
    kinds = {NOTHING: NOTHING, TRUTH: words.truth.lower(), OPPOSITE: words.opposite}
    rows = []
    for letter, pair, *dealt in zip(
        letters, pairs, *([w for _p, w in _dealt(pairs, v)] for v in VERSIONS), strict=True
    ):
        matcher = words.match if pair["matched"] else words.no_match
        truth = words.same if pair["same"] else DIFFERENT
        rows.append([letter, truth, *(kinds[kind] for kind in dealt), matcher])
    versions = [f"{words.version.lower()} {version}" for version in VERSIONS]
    tables["reviewer_key"] = _table([words.pair, words.truth, *versions, words.matcher], rows)
    return tables


def reviewer_pictures(role_play: dict[str, Any]) -> dict[str, str]:
    """Return name → the pairs as HTML, in each language: two drawings each, with a letter."""
    return {f"reviewer{end}": _picture(role_play, words) for end, words in SHEETS.items()}


def _picture(role_play: dict[str, Any], words: SheetWords) -> str:
    cards = []
    for letter, pair in zip(ascii_uppercase, on_paper(role_play), strict=False):
        drawings = "".join(sketch_svg(pair[side], words.drawing) for side in ("first", "second"))
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
