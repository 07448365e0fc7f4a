"""The galleries of the first page: words with the counts of both searches, and which is shown."""

from __future__ import annotations

import functools

import pytest
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.first_page import (
    GALLERIES,
    GALLERY_FIRST,
    GALLERY_OF_OLD_LINKS,
    LEGISLATORS,
    LFW,
    gallery_choices,
)
from simulator.i18n.language import number


@functools.cache
def in_legislators():
    return run(Experiment(gallery=LEGISLATORS))


@pytest.mark.parametrize("shown", [LFW, LEGISLATORS])
def test_each_button_says_how_many_photos_are_searched(shown):
    """Both counts are those of the two searches, whichever is shown."""
    results = {LFW: default_replay(), LEGISLATORS: in_legislators()}
    switch = gallery_choices(results[shown], "test")
    assert switch["shown"] == shown
    assert [name for name, _ in switch["choices"]] == list(GALLERIES)
    for name, words in switch["choices"]:
        assert number(len(results[name].gallery_rows)) in words


@pytest.mark.parametrize("channel", ["lab", "a", "lesson", "report"])
def test_other_pictures_have_no_switch(channel):
    assert gallery_choices(default_replay(), channel) is None


def test_the_page_opens_with_one_of_them():
    assert GALLERY_FIRST in GALLERIES


def test_old_links_mean_the_gallery_there_was():
    assert GALLERY_OF_OLD_LINKS == LFW != GALLERY_FIRST
