"""The words beside the first page's picture."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.board.story import story
from simulator.i18n.language import speaking


def board(gallery, searched=535):
    """Return what the story reads of a board."""
    return SimpleNamespace(gallery=gallery, searched=searched, gallery_photos=1638)


@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("portrait", ["first", "second"])
@pytest.mark.parametrize("gallery", ["legislators", "lfw"])
@pytest.mark.parametrize("searched", [535, 522])
def test_it_names_the_numbers_of_the_search(code, portrait, gallery, searched):
    """What the ACLU published, who is searched for and in how many photos."""
    with speaking(code):
        text = story(board(gallery, searched), portrait)
    assert "1,638" in text
    assert str(searched) in text
    assert "25,000" in text
    assert "{" not in text


@pytest.mark.parametrize("portrait", ["first", "second"])
def test_a_copy_without_photos_does_not_promise_faces(portrait):
    """Only where both faces can be shown does the story say so."""
    shown, drawn = (story(board("legislators"), portrait, faces=faces) for faces in (True, False))
    assert "both faces can be shown" in shown
    assert "both faces can be shown" not in drawn
    assert "drawings, no photos" in drawn
