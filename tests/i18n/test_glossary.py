"""The words on the pages."""

import pytest

from simulator.i18n.glossary import TERMS, definition
from simulator.stats.metrics import fpir


@pytest.mark.parametrize("term", [*TERMS, "match", "FPIR", "95% interval"])
def test_every_term_has_a_definition(term):
    """A sentence, on one line."""
    text = definition(term)
    assert text.endswith(".")
    assert "\n" not in text


def test_a_rate_is_defined_by_its_own_docstring():
    """The text about a metric is that of the tested function."""
    assert "The share of non-mated searches" in definition("FPIR")
    assert definition("FPIR").split(".")[0] in " ".join(fpir.__doc__.split())


def test_nobody_is_called_a_criminal():
    """The dignity of the people in the photos."""
    for term in TERMS:
        assert "criminal" not in definition(term).lower()
