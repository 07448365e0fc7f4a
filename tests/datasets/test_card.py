"""Cards: the facts about a data set without which its numbers mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.small_datasets import CARD

from simulator.datasets.card import load_card
from simulator.errors import CardError


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "card.toml"
    path.write_text(text)
    return path


def test_a_whole_card(tmp_path: Path) -> None:
    """A card has texts, labels with their author, and words for values."""
    card = load_card(written(tmp_path, CARD.format(space="made")))
    assert card.labels["gender"].author == "this test"
    assert card.labels["gender"].show("F") == "Women"
    assert card.labels["origin"].show("far_north") == "far north"
    assert card.identity_space == "made"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('licence = "none needed"\n', ""), "field 'licence'"),
        (('author = "this test"\nshown', "shown"), "who assigned"),
        (("title = ", "title"), "expected TOML"),
        (
            ("[labels.gender]", '[[photos.collections]]\nurl = "x"\n[labels.gender]'),
            "photos.collections.*sources",
        ),
        (("[labels.gender]", "labels = 3\n[x]"), "table|TOML"),
    ],
)
def test_broken_cards(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    """A label without an author is not used; a field that is missing is named."""
    with pytest.raises(CardError, match=message):
        load_card(written(tmp_path, CARD.format(space="made").replace(*change)))


def test_no_card(tmp_path: Path) -> None:
    """A data set without a card is refused."""
    with pytest.raises(CardError, match="found none"):
        load_card(tmp_path / "card.toml")
