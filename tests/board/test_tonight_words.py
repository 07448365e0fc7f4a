"""The words of the walk past the camera."""

from __future__ import annotations

from support.spoken import placeholders, unread

from simulator.board.tonight_words import tonight_words
from simulator.charts.embedding import script_of
from simulator.i18n.language import speaking


def test_both_languages_have_the_same_places_for_numbers() -> None:
    """A translation that loses one would show no number."""
    english = placeholders(tonight_words(535))
    with speaking("es"):
        assert placeholders(tonight_words(535)) == english
    assert "{stopped}" in english["counter"]


def test_guesses_are_below_the_total() -> None:
    """Nobody guesses that more are stopped than walk past."""
    assert tonight_words(535)["guesses"] == ["0", "10", "30", "100", "300"]
    assert tonight_words(20)["guesses"] == ["0", "10"]
    assert "535" in tonight_words(535)["question"]


def test_the_walk_asks_for_every_word() -> None:
    """A word that no script reads is dead."""
    assert unread(tonight_words(535), script_of("tonight")) == set()
