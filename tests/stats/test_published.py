"""The ACLU's published figures: defined once, and whatever repeats one agrees with it."""

from __future__ import annotations

import pytest

from simulator.datasets.dataset import load_dataset
from simulator.lessons import story
from simulator.stats import published


def test_the_published_object_says_the_constants() -> None:
    """Its numbers and its words hold the same figures."""
    facts = published.ACLU_2018
    assert facts["false_matches"] == published.ACLU_FALSE_MATCHES == 28
    assert facts["searches"] == published.ACLU_SEARCHES == 535
    assert facts["false_matches_people_of_color"] == published.ACLU_PEOPLE_OF_COLOR == 11
    assert "11 of 28" in facts["share_of_false_matches_people_of_color"]
    assert "25,000" in facts["gallery"]
    assert "80%" in facts["threshold"]
    assert facts["label"] == published.AMAZON_ZERO["label"]


def test_the_story_tells_the_same_figures() -> None:
    """The lessons' story repeats them, so that its text can be formatted; it may not differ."""
    repeated = {name: value for name, (value, _) in story.published_numbers().items()}
    assert repeated["aclu_flagged"] == published.ACLU_FALSE_MATCHES
    assert repeated["aclu_searches"] == published.ACLU_SEARCHES
    assert repeated["aclu_color_flagged"] == published.ACLU_PEOPLE_OF_COLOR
    assert repeated["aclu_gallery"] == published.ACLU_GALLERY_PHOTOS
    assert repeated["aclu_confidence"] == published.ACLU_CONFIDENCE


def test_twelve_of_the_names_printed_are_people_of_color_by_our_labels() -> None:
    """The sentence beside the ACLU's 11 counts what the data set's manifest holds."""
    manifest = load_dataset("congress-115").manifest
    named = manifest[manifest["aclu_2018_false_match"] == "true"]
    assert len(manifest) == published.ACLU_SEARCHES
    assert len(named) == published.ACLU_FALSE_MATCHES
    of_color = int((named["person_of_color"] == "true").sum())
    assert f"{of_color} of the {published.ACLU_FALSE_MATCHES}" in published.SHARE_BY_OUR_LABELS


@pytest.mark.parametrize(("searches", "count"), [(535, 28), (459, 24), (0, 0), (1, 0), (5350, 280)])
def test_the_rates_count(searches: int, count: int) -> None:
    """28 of 535 at other numbers of searches, rounded: 24.02 at 459."""
    assert published.aclu_rate_count(searches) == count
