"""Nobody in a gallery is called by name, unless its card permits it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.small_datasets import CARD, Made

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.stand_ins import gallery_people, gallery_person, office_of, stand_in


def test_a_number_for_a_name() -> None:
    """The line in the manifest, counted from 1."""
    lfw = load_dataset("lfw")
    key = lfw.manifest["key"].iloc[8212]
    assert stand_in(lfw, key) == "stand-in 8213"
    assert gallery_person(lfw, key) == "stand-in 8213"


@pytest.fixture
def abdnor(tmp_path: Path) -> Dataset:
    """A gallery of two people in office; the second never says when."""
    folder = tmp_path / "office"
    folder.mkdir()
    card = CARD.format(space="bioguide") + "[people]\nnamed = true\n"
    (folder / "card.toml").write_text(card)
    (folder / "manifest.csv").write_text(
        "key,subject_id,photo,name,chamber,party,state,served_from,served_to\n"
        "A9,A9,a.jpg,James Abdnor,Senate,Republican,SD,1973,1987\n"
        "B1,B1,b.jpg,Bea Example,House,Independent,VT,,\n"
    )
    return load_dataset(str(folder))


def test_people_in_office_have_a_name_an_office_and_years(abdnor: Dataset) -> None:
    """In the order asked for; what is not known is left out."""
    assert gallery_person(abdnor, "A9") == "James Abdnor (Senate, R-SD, 1973–1987)"
    assert gallery_people(abdnor, ["B1", "A9", "B1"]) == [
        "Bea Example (House, I-VT)",
        "James Abdnor (Senate, R-SD, 1973–1987)",
        "Bea Example (House, I-VT)",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, ""),
        ({"chamber": "House", "party": "Democrat", "state": "HI"}, "House, D-HI"),
        ({"party": "Green", "served_from": "1990", "served_to": "1990"}, "Green, 1990"),
        ({"chamber": "House", "served_from": "1990", "served_to": ""}, "House, 1990–"),
        ({"chamber": "House", "served_from": "", "served_to": "1990"}, "House"),
    ],
)
def test_an_office_in_words(row: dict[str, str], words: str) -> None:
    """A single year stands alone; no last year means still in office, and no first year no span."""
    assert office_of(row) == words


def test_names_need_the_cards_permission_and_a_column(make_dataset: Made) -> None:
    """A card that permits names without any to show leaves numbers."""
    rows = [("g0", "ada", "F", "north", (0, 0, 0, 0))]
    gallery = load_dataset(str(make_dataset("g", rows, extra="[people]\nnamed = true\n")))
    assert gallery_people(gallery, ["g0"]) == ["stand-in 1"]
