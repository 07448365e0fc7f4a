"""Photos that do not say whom they show: no verdict anywhere, and no count of people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.replay import default_replay
from support.unnamed import unnamed_replay

from simulator.board.build_board import make_board
from simulator.board.verdicts import UNNAMED
from simulator.charts.matcher_or_gallery import gallery_matrix
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.gallery_groups import gallery_groups
from simulator.experiment.identified import (
    NOT_IDENTIFIED,
    counted,
    head_of_count,
    too_few_note,
    verdicts_if,
)

ABOUT_NOBODY_SEARCHED_FOR = ("reviewer", "transfer")
"""They count searches, or compare data sets with each other."""


def verdicts(value: Any) -> Iterator[str]:
    """Yield every verdict in a value, however deep."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == "verdict" and isinstance(each, str):
                yield each
            else:
                yield from verdicts(each)
    elif isinstance(value, list):
        for each in value:
            yield from verdicts(each)


COLUMNS = ("gender", "person_of_color")


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return unnamed_replay().at().measures(COLUMNS)


@pytest.fixture(scope="module")
def named() -> dict[str, Any]:
    return default_replay().at().measures(COLUMNS)


def test_no_measure_gives_a_verdict(found, named):
    """Every measure is asked, so a new one cannot be forgotten."""
    judged = {name: set(verdicts(found[name])) for name in found}
    for name, said in judged.items():
        if name in ABOUT_NOBODY_SEARCHED_FOR or not set(verdicts(named[name])):
            continue
        rest = {text.replace(NOT_IDENTIFIED, "") for text in said}
        if name == "matcher_or_gallery":
            assert all(text.endswith(NOT_IDENTIFIED) for text in said)
            assert not any("uck" in text for text in rest)
        elif name == "score_normalization":
            assert said <= {NOT_IDENTIFIED, "no verdict", "no difference can be shown", ""} | {
                "more",
                "fewer",
                "no mates",
            }
        else:
            assert said == {NOT_IDENTIFIED}, name
    assert sum(bool(said) for said in judged.values()) >= 5


def test_numbers_stay_where_verdicts_go(found, named):
    rows = found["significance"]["gender"]["groups"]
    assert [r["p_permutation"] for r in rows] == [
        r["p_permutation"] for r in named["significance"]["gender"]["groups"]
    ]
    fixed = found["reference_group"]["columns"]["gender"]["rates"][2]
    assert fixed["p_holm"] == named["reference_group"]["columns"]["gender"]["rates"][2]["p_holm"]


def test_nothing_is_called_beyond_luck(found):
    for label in found["matcher_or_gallery"]["labels"]:
        for mix in label["mixes"]:
            for column in mix["columns"].values():
                for pair in column["pairs"]:
                    assert pair["matcher_beyond_luck"] is None
                    assert pair["mix_beyond_luck"] is None


def test_the_picture_gives_no_verdict_and_counts_photos():
    board = make_board(unnamed_replay(), with_pairs=False)
    text = board.tables.decode()
    assert "535 photos searched" in text
    assert "535 people searched" not in text
    assert f"[[{UNNAMED},-1,-1," in text.replace(" ", "")


def test_the_matrix_counts_photos():
    view = unnamed_replay().at()
    found = MatcherOrGallery(view, gallery_groups(view, "gender"))
    labels = gallery_matrix(found, "gender").labels
    assert all("photos)" in label for label in labels)
    named = MatcherOrGallery(default_replay().at(), gallery_groups(default_replay().at(), "gender"))
    assert all("people)" in label for label in gallery_matrix(named, "gender").labels)


def test_the_rule():
    assert verdicts_if(True, {"verdict": "x"}) == {"verdict": "x"}
    assert verdicts_if(False, "x") == NOT_IDENTIFIED
    assert verdicts_if(False, {"a": [{"verdict": "x", "p": 1}], "verdict": 3}) == {
        "a": [{"verdict": NOT_IDENTIFIED, "p": 1}],
        "verdict": 3,
    }
    assert (counted(True, 1), counted(False, 1)) == ("1 person", "1 photo")
    assert (counted(True, 2_000), counted(False, 2_000)) == ("2,000 people", "2,000 photos")
    assert (head_of_count(True), head_of_count(False)) == ("people", "photos")
    assert "people" in too_few_note(True, 20)
    assert "people" not in too_few_note(False, 20)
