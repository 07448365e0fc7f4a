"""Cards: the facts about a data set without which its numbers mean nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.small_datasets import CARD

from simulator.datasets.card import load_card
from simulator.datasets.dataset import load_dataset
from simulator.errors import CardError
from simulator.storage.paths import bundled


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
        (
            ("[labels.gender]", '[people]\nnamed = "yes"\n[labels.gender]'),
            r"expected named in \[people\] to be true or false in .*, found 'yes'",
        ),
        (("[labels.gender]", "[people]\nshown = 1\n[labels.gender]"), "shown .*found 1"),
        (("title = ", "people = true\ntitle = "), r"\[people\] to be a table"),
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


def test_people_are_named_and_shown_only_where_the_card_says_so(tmp_path: Path) -> None:
    """Silence is no permission, and each of the two is a permission of its own."""
    silent = load_card(written(tmp_path, CARD.format(space="made")))
    assert (silent.people_named, silent.people_shown) == (False, False)
    assert silent.people_called == ""
    people = '[people]\nnamed = true\ncalled = "another member"\n'
    named = load_card(written(tmp_path, CARD.format(space="made") + people))
    assert (named.people_named, named.people_shown) == (True, False)
    assert named.people_called == "another member"


@pytest.mark.parametrize(
    ("name", "permitted"),
    [
        ("congress-114", True),
        ("congress-114-second", True),
        ("congress-115", True),
        ("congress-115-second", True),
        ("legislators", True),
        ("lfw", False),
        ("london", False),
        ("utkface-adults", False),
    ],
)
def test_only_people_in_public_office_are_named_and_shown(name: str, permitted: bool) -> None:
    """Private people, whether photographed for the news or for a study, are neither."""
    card = load_card(bundled("datasets") / name / "card.toml")
    assert (card.people_named, card.people_shown) == (permitted, permitted)


@pytest.mark.parametrize(
    ("line", "message"), [("called = 5", "to be text"), ("nmaed = true", "found 'nmaed'")]
)
def test_what_is_said_of_people_is_checked(tmp_path: Path, line: str, message: str) -> None:
    text = load_dataset("lfw").folder.joinpath("card.toml").read_text("utf-8")
    (tmp_path / "card.toml").write_text(f"{text}\n[people]\n{line}\n", "utf-8")
    with pytest.raises(CardError, match=message):
        load_card(tmp_path / "card.toml")
