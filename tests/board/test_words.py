"""The words beside the picture of the threshold: numbers filled in, in both languages."""

import json
import math

import pytest

from simulator.board.words import (
    pair_words,
    picture_words,
    portrait_words,
    published_words,
    share_text,
)
from simulator.i18n.glossary import definition
from simulator.i18n.language import placeholders, speaking
from simulator.stats.rate_words import bound_words, interval_words


def strings(value):
    """Yield every text inside lists and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in strings(part))
    else:
        yield from (text for part in value for text in strings(part))


def test_an_interval_in_short_and_in_full():
    """4.28% to 8.67% has one decimal; the short form has one percent sign."""
    assert interval_words(0.0428, 0.0867) == ["4.3–8.7%", "95% interval 4.3% to 8.7%"]


def test_a_bound_says_that_it_is_one_sided():
    """After no event the rate is at most the bound."""
    short, full = bound_words(0.00558)
    assert short == "at most 0.6%"
    assert full.startswith(short)
    assert "one-sided" in full


@pytest.mark.parametrize(("value", "text"), [(0.393, "39.3%"), (0.0, "0.0%"), (math.nan, "nobody")])
def test_a_share_of_nobody_is_no_zero(value, text):
    """No falsely matched person has no share; a share of 0 is a number."""
    assert text in share_text(value)


def test_what_the_aclu_published():
    """28 of 535 searches; 11 of the 28; at 80%, in 25,000 photos."""
    published = published_words()
    assert published["matched"][0] == "28 of 535"
    assert "80%" in published["matched"][1]
    assert "25,000" in published["matched"][1]
    assert published["focus"][0] == "11 of 28"


@pytest.mark.parametrize("words", [picture_words, pair_words, portrait_words, published_words])
def test_both_languages_have_the_same_placeholders(words):
    """The browser fills the same names into English and into Spanish."""
    english = list(strings(words()))
    with speaking("es"):
        spanish = list(strings(words()))
    assert [placeholders(text) for text in english] == [placeholders(text) for text in spanish]
    assert sum(a != b for a, b in zip(english, spanish, strict=True)) > len(english) / 2


def test_help_explains_its_terms():
    """Each button names the terms that it explains, with the glossary's definitions."""
    for entry in picture_words()["help"].values():
        for term, meaning in entry["terms"]:
            assert term in entry["ask"]
            assert meaning == definition(term)


def test_words_can_be_sent_to_the_browser():
    """They are JSON, with the language and its region for numbers."""
    assert json.loads(json.dumps(picture_words()))["language"] == "en"
    with speaking("es"):
        assert pair_words()["language"] == "es-MX"
