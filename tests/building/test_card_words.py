"""What a reader is told about a data set."""

from __future__ import annotations

import pytest

from simulator.building.card_words import facts, label_table
from simulator.building.overview import LabelOverview, Overview
from simulator.datasets.dataset import load_dataset
from simulator.i18n.language import speaking


def seen(**numbers):
    """Return an overview of a set with these numbers."""
    known = {"photos": 1200, "people": 1100, "encoded": 0, "failed": 0, "on_disk": 0, "labels": ()}
    return Overview(**{**known, **numbers})


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"encoded": 1190, "failed": 10}, "encodings: 1,190; photos with no usable face: 10"),
        ({}, "no encodings"),
        ({"on_disk": 1200}, "1,200 on this machine"),
        ({}, "none on this machine"),
    ],
)
def test_what_is_installed_is_said_in_numbers(numbers, expected):
    """With encodings or without, with photos or without."""
    said = [text for _term, text in facts("london", load_dataset("london").card, seen(**numbers))]
    assert any(expected in text for text in said)


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_label_says_who_assigned_it_and_how(code):
    """One row for each label, with the people of every group."""
    label = LabelOverview("gender", "Afifi", "by looking", (("Female", 2000), ("Male", 7)))
    with speaking(code):
        head, rows = label_table([label])
    assert len(head) == len(rows[0]) == 4
    assert rows[0][1:3] == ["Afifi", "by looking"]
    assert "2,000" in rows[0][3]
    assert rows[0][3].endswith(" 7")
