"""The reproduction as text: what it keeps apart, and its sentences."""

from __future__ import annotations

import pytest
from support.replay import reproduced

from simulator.experiment.reproduction_text import to_markdown


@pytest.fixture(scope="module")
def found():
    return reproduced()


def test_the_text_keeps_the_two_galleries_apart(found):
    """Beside the gallery of people in public office it says that the ACLU's was another."""
    text = to_markdown(found)
    assert "where the ACLU searched arrest photos" in text
    assert text.count("other members of Congress, without relatives") == len(found.legislators) // 2


def test_who_is_flagged_again_is_said_in_the_text(found):
    """Four numbers add up to the 28, and the Markdown names them."""
    again = found.to_dict()["another_portrait"]["again"]
    parts = again["no_other"] + again["same"] + again["unsure"]
    assert parts + again["again"] + again["not_again"] == again["flagged"] == 28
    text = to_markdown(found)
    assert f"{again['again']} are falsely matched with it too, {again['not_again']} are not" in text


def test_it_says_how_far_the_share_reaches(found):
    """Other people, another gallery, other photos; random halves of the gallery."""
    text = to_markdown(found)
    assert "15.3% to 47.1%; with another gallery too, 15.3% to 47.1%" in text
    assert "6 to 11 of the 28" in text
    values = found.to_dict()["joint_uncertainty"]
    of_color = values["groups"]["person_of_color"][1]
    assert of_color["in_halves"] == {"low": 6, "high": 11}
    photos = of_color["share"]["at_count"]["people_photos_and_gallery"]
    assert photos["low"] < of_color["share"]["at_count"]["people"]["value"] < photos["high"]
