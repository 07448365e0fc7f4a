"""Every figure has a kind and an origin, and is written as its language writes numbers."""

from __future__ import annotations

import pytest

from simulator.i18n.language import speaking
from simulator.lessons import figures, story

VALUES = {
    "gallery_photos": 13_194,
    "flagged_aclu": {
        "events": 28,
        "trials": 535,
        "low": 0.036435,
        "high": 0.074578,
        "bound": 0.074578,
    },
    "flagged_p999": {"events": 0, "trials": 535, "low": 0.0, "high": 0.00713, "bound": 0.00558},
    "distance_aclu": 0.4703,
    "confidence_p999": 0.999,
    "aclu_confidence": 0.8,
    "zero_bound": 0.005577,
    "aclu_cost": 12.33,
    "right_rare_aclu": 0.0161,
}


@pytest.mark.parametrize(
    ("name", "english", "spanish"),
    [
        ("gallery_photos", "13,194", "13,194"),
        ("flagged_aclu", "28 of 535", "28 de 535"),
        ("flagged_aclu.events", "28", "28"),
        ("flagged_aclu.trials", "535", "535"),
        ("flagged_aclu.percent", "5.2%", "5.2%"),
        ("flagged_aclu.interval", "3.6% to 7.5%", None),
        ("flagged_p999.bound", "0.56%", "0.56%"),
        ("distance_aclu", "0.470", "0.470"),
        ("aclu_confidence", "80%", "80%"),
        ("confidence_p999", "99.90%", "99.90%"),
        ("zero_bound", "0.6%", "0.6%"),
        ("zero_bound.fine", "0.56%", "0.56%"),
        ("aclu_cost", "12.33", "12.33"),
        ("right_rare_aclu", "1.6%", "1.6%"),
        ("right_rare_aclu.whole", "2%", "2%"),
    ],
)
def test_how_a_figure_is_written(name: str, english: str, spanish: str | None) -> None:
    """Separators follow the language; a rate is a count of a count."""
    assert figures.written(name, VALUES) == english
    if spanish:
        with speaking("es"):
            assert figures.written(name, VALUES) == spanish


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("gallery_photos", 13_194),
        ("flagged_aclu", 28),
        ("flagged_aclu.events", 28),
        ("flagged_aclu.trials", 535),
        ("flagged_aclu.percent", 2800 / 535),
        ("right_rare_aclu", 1.61),
        ("confidence_p999", 99.9),
        ("distance_aclu", 0.4703),
    ],
)
def test_what_a_guess_is_compared_with(name: str, number: float) -> None:
    """A rate gives its events or its percent, a share its percent."""
    assert figures.amount(name, VALUES) == pytest.approx(number)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("flagged_aclu", True),
        ("flagged_aclu.percent", True),
        ("gallery_photos.percent", False),  # a count has no attributes
        ("flagged_aclu.", False),
        ("flagged", False),
        ("", False),
    ],
)
def test_which_placeholders_name_a_figure(name: str, known: bool) -> None:
    """A figure's name, or a figure and an attribute that its kind has."""
    assert figures.is_figure(name) is known


def test_every_figure_has_a_kind_and_an_origin() -> None:
    """Published and computed numbers belong to a fact; measured ones do not."""
    for name, figure in figures.FIGURES.items():
        assert figures.kind_of(name) in figures.ATTRIBUTES
        assert (figure.fact in story.facts()) is (figure.origin != figures.MEASURED)
    assert figures.kind_of("no_such_figure") == figures.kind_of(["a list"]) == ""
