"""The page of the data sets says what each card says, and nothing about this machine."""

from __future__ import annotations

from html import escape

import pytest

from simulator.datasets.dataset import load_dataset
from simulator.i18n.language import _, speaking
from simulator.site.cards import card_pages

BUNDLED = ("congress-115", "legislators", "lfw", "london", "utkface-adults")


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_card_that_comes_with_the_program_is_on_it(code):
    """Source, license, consent and harms of each, in the page's language."""
    with speaking(code):
        (page,) = card_pages()
        for name in BUNDLED:
            card = load_dataset(name).card
            for text in (card.title, card.source, card.licence, card.consent, card.harms):
                assert escape(_(text)) in page.body


def test_a_set_of_the_user_s_own_and_photos_on_this_machine_stay_here(
    make_dataset, monkeypatch, tmp_path
):
    """Neither a private data set nor the number of photos on disk leaves the machine."""
    (before,) = card_pages()
    make_dataset("our-school", [("a", "a", "F", "x", (0.1, 0.2, 0.0, 0.0))])
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path))
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path))
    (after,) = card_pages()
    assert after == before
    assert "our-school" not in after.body
