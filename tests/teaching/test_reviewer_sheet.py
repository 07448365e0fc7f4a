"""The role play on paper: three versions in which each pair meets every kind of word once."""

from __future__ import annotations

import re

import pytest

from simulator.faces.frontal import MEAN_HEAD
from simulator.faces.sketch import sketch_points, sketch_strokes, sketch_text
from simulator.teaching.reviewer_sheet import (
    DIFFERENT,
    NOTHING,
    SAME,
    VERSIONS,
    on_paper,
    reviewer_figures,
    reviewer_pictures,
)

SKETCH = sketch_text(MEAN_HEAD[:, :2])


@pytest.fixture(scope="module")
def role_play():
    """Six pairs of each kind, with nobody in them."""
    return {
        "pairs": [
            {"first": SKETCH, "second": SKETCH, "same": i >= 6, "matched": i < 5} for i in range(12)
        ]
    }


def _row(table: str) -> list[str]:
    return [cell.strip() for cell in table.splitlines()[2].strip("|").split("|")][1:]


def test_each_pair_meets_nothing_the_truth_and_the_opposite(role_play):
    """Across the versions by pair, and within each version by kind of pair."""
    figures = reviewer_figures(role_play)
    said = [_row(figures[f"reviewer_said_{version}"]) for version in VERSIONS]
    truth = [SAME if pair["same"] else DIFFERENT for pair in on_paper(role_play)]
    for place, words in enumerate(zip(*said, strict=True)):
        assert sorted(words) == sorted((NOTHING, SAME, DIFFERENT)), place
    for words in said:
        for kind in (SAME, DIFFERENT):
            here = [w for w, t in zip(words, truth, strict=True) if t == kind]
            assert [here.count(word) for word in (NOTHING, SAME, DIFFERENT)] == [2, 2, 2]


def test_the_order_on_paper_does_not_give_the_truth_away(role_play):
    truth = [pair["same"] for pair in on_paper(role_play)]
    assert truth.count(True) == 6
    assert truth not in (sorted(truth), sorted(truth, reverse=True))
    assert on_paper(role_play) == on_paper(role_play)


def test_the_key_agrees_with_the_strips(role_play):
    """The truth is what the strip says where its word is "truth"."""
    figures = reviewer_figures(role_play)
    said = {version: _row(figures[f"reviewer_said_{version}"]) for version in VERSIONS}
    for place, line in enumerate(figures["reviewer_key"].splitlines()[2:]):
        _letter, truth, *words, _matcher = [cell.strip() for cell in line.strip("|").split("|")]
        for version, word in zip(VERSIONS, words, strict=True):
            shown = said[version][place]
            assert (shown == truth) == (word == "truth")
            assert (shown == NOTHING) == (word == NOTHING)


def test_every_pair_is_drawn_twice(role_play):
    picture = reviewer_pictures(role_play)["reviewer"]
    assert picture.count("<svg") == 24
    assert picture.count("<path") == 24 * len(sketch_strokes(sketch_points(SKETCH)))
    assert re.findall(r'class="letter">(\w)<', picture) == list("ABCDEFGHIJKL")


def test_the_spanish_sheet_says_the_same_in_spanish(role_play):
    """M for one person, D for two; every row of the key is that of the English one."""
    figures = reviewer_figures(role_play)
    in_spanish = {SAME: "M", DIFFERENT: "D", NOTHING: NOTHING}
    for version in VERSIONS:
        english, spanish = (_row(figures[f"reviewer_said_{version}{end}"]) for end in ("", "_es"))
        assert spanish == [in_spanish[letter] for letter in english]
        assert f"Versión {version}" in figures[f"reviewer_said_{version}_es"]
    words = {"truth": "verdad", "opposite": "lo contrario", "match": "coincide"}
    words |= {"no match": "no coincide", **in_spanish}
    english, spanish = (
        [[cell.strip() for cell in line.strip("|").split("|")] for line in key.splitlines()[2:]]
        for key in (figures["reviewer_key"], figures["reviewer_key_es"])
    )
    for one, other in zip(english, spanish, strict=True):
        assert other == [one[0], *(words[cell] for cell in one[1:])]
    assert "Dibujo de una cara" in reviewer_pictures(role_play)["reviewer_es"]
