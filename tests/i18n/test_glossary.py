"""The words on the pages, explained to a student."""

import re

import pytest

from simulator.i18n.glossary import TERMS, definition, has_definition
from simulator.i18n.language import _, speaking

JARGON = ("proportion", "Wilson", "estimator", "ISO", "posterior", "docstring")


@pytest.mark.parametrize("term", TERMS)
def test_every_term_is_explained_in_plain_sentences(term):
    """One to three short sentences on one line, without a statistician's terms."""
    text = definition(term)
    assert text.endswith(".")
    assert "\n" not in text
    sentences = re.findall(r"[^.]+\.", text)
    assert 1 <= len(sentences) <= 3
    assert all(len(sentence.split()) <= 30 for sentence in sentences), sentences
    assert not [word for word in JARGON if word in text]


def test_a_learner_is_told_what_an_interval_means():
    """The answer speaks of chance and of repeating the test, and says what makes it wider."""
    text = definition("95% interval")
    assert all(word in text for word in ("chance", "repeated", "95 of 100", "wider"))


@pytest.mark.parametrize(
    ("term", "whose"),
    [("FPIR", "not in the gallery"), ("FNIR", "in the gallery"), ("FMR", "two different people")],
)
def test_a_rate_names_its_denominator(term, whose):
    """Each rate says of which searches or comparisons it is the share."""
    assert f"of all {'comparisons' if term == 'FMR' else 'searches'}" in definition(term)
    assert whose in definition(term)


def test_a_term_without_a_definition():
    """It is not defined, and asking for it is an error."""
    assert has_definition("match")
    assert not has_definition("suspect")
    with pytest.raises(KeyError):
        definition("suspect")


def test_every_definition_is_translated():
    """A Spanish reader gets Spanish sentences."""
    with speaking("es"):
        assert not [term for term in TERMS if _(definition(term)) == definition(term)]


def test_nobody_is_called_a_criminal():
    """The definitions respect the dignity of the people in the photos."""
    for term in TERMS:
        assert "criminal" not in definition(term).lower()
