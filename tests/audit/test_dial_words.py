"""The words of the Audit page's picture."""

from __future__ import annotations

from support.spoken import placeholders, unread

from simulator.audit.dial_words import dial_words
from simulator.charts.embedding import script_of
from simulator.i18n.language import speaking


def test_both_languages_have_the_same_places_for_numbers() -> None:
    """A translation that loses one would show no number."""
    english = placeholders(dial_words())
    with speaking("es"):
        spanish = placeholders(dial_words())
    assert spanish == english
    assert "{total}" in english["wrong_many"]


def test_the_picture_asks_for_every_word() -> None:
    """A word that no script reads is dead."""
    assert unread(dial_words(), script_of("audit_dial")) == set()
