"""The table in the terminal."""

from __future__ import annotations

import io
import math
import re

import pytest
from rich.console import Console
from support.replay import default_replay

from simulator.experiment.another_portrait import flagged_again
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.terminal.terminal_text import print_view
from simulator.i18n.language import confidence_text, percent
from simulator.stats.intervals import zero_events_bound
from simulator.stats.rate_words import ends_in_short


def printed(**threshold: float) -> str:
    file = io.StringIO()
    view = default_replay().at(**threshold)  # type: ignore[arg-type]
    print_view(view, ("person_of_color",), Console(file=file, width=100))
    return file.getvalue()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.5, "50.0%"), (0.9951, "99.51%"), (0.99999, "99.999%"), (math.nan, "no calibration")],
)
def test_a_confidence_is_never_rounded_to_certainty(value: float, shown: str) -> None:
    """As many decimals as it takes."""
    assert confidence_text(value) == shown


def test_what_was_not_measured_is_said_in_words() -> None:
    """Never 0%, never nan."""
    assert percent(math.nan) == "not estimable"


def test_the_default_says_that_the_number_was_chosen() -> None:
    """28 is the ACLU's count and, of 535, its rate; published figures are labeled so."""
    text = " ".join(printed().split())
    assert "28 of 535 falsely matched" in text
    assert "only who" in text
    assert "28 is the ACLU's rate too" in text
    assert "Published elsewhere, not measured here" in text
    assert "stand-in " in text


def test_no_number_is_cut_where_a_name_is_long() -> None:
    """An intersection's names take two lines at 100 columns; the marks and intervals stay."""
    file = io.StringIO()
    view = default_replay().at(distance=0.47)
    print_view(view, ("race_ethnicity*gender",), Console(file=file, width=100))
    text = file.getvalue()
    assert "…" not in text.replace("… and 1 more (--json lists all)", "")
    for row in view.by("race_ethnicity*gender").itertuples():
        ends = ends_in_short(row.fpir, row.searches, row.low, row.high)
        assert f"{percent(row.fpir)} ({ends})" in text
        assert row.false_matches or ends == f"at most {percent(zero_events_bound(row.searches))}"
    assert "Women †" in text


def test_no_gallery_name_and_no_judgment() -> None:
    """No name of a person in the gallery, nobody called a criminal."""
    text = printed(distance=0.5)
    assert "criminal" not in text.lower()
    frame = default_replay().at(distance=0.5).candidates()
    assert not any(key.rpartition("_")[0] in text for key in frame["gallery_key"])


def test_people_in_public_office_are_named_and_kept_apart_from_the_aclus_gallery() -> None:
    """Whom a match takes somebody for, relatives, and that the ACLU searched arrest photos."""
    file = io.StringIO()
    view = run(Experiment(gallery="legislators")).at(false_matches=28)
    print_view(view, ("gender",), Console(file=file, width=120))
    text = " ".join(file.getvalue().split())
    assert "28 of 535 taken for another member of Congress" in text
    assert "not the ACLU's gallery, which was 25,000 arrest photos" in text
    assert view.fpir_without_kin is not None
    assert f"without relatives: {view.fpir_without_kin.events} of 535" in text
    assert "Donald Payne (House, D-NJ, 1989–2012), father" in text
    assert "stand-in" not in text
    assert "criminal" not in text.lower()


def test_who_is_flagged_with_another_photograph_too() -> None:
    """The two numbers are those of the comparison; a search with the second has no such line."""
    again = flagged_again(default_replay(), 0.47)
    text = " ".join(printed(distance=0.47).split())
    assert f"{again.another} have another photograph here" in text
    assert f"{again.again} are falsely matched with it too, {again.not_again} not" in text
    view = run(Experiment(portrait="second")).at(distance=0.47)
    file = io.StringIO()
    print_view(view, None, Console(file=file, width=100))
    assert "another photograph here" not in file.getvalue()


def test_photos_and_people_are_both_said_where_they_differ() -> None:
    """London: 15 of 204 photos, 9 of 102 people; groups of 13 and 10 people carry the dagger."""
    file = io.StringIO()
    view = run(Experiment(probes="london", gallery="lfw")).at(distance=0.47)
    print_view(view, ("gender", "ethnicity"), Console(file=file, width=100))
    text = file.getvalue()
    for words in ("15 of 204 photos", "9 of 102 people", "12 of 106 photos", "7 of 53 people"):
        assert words in text
    assert "Black †" in text
    assert "West Asian †" in text
    assert "0 of 1 person" in text
    assert "photos" not in printed().split("falsely matched =")[0]


@pytest.mark.slow
def test_thousands_have_a_separator_in_photos_as_in_people() -> None:
    """13,194 photos of 5,726 people of LFW, searched for among members of Congress."""
    view = run(Experiment(probes="lfw", gallery="congress-115")).at(distance=0.47)
    file = io.StringIO()
    print_view(view, ("gender",), Console(file=file, width=120))
    text = file.getvalue()
    assert "of 13,194 photos" in text
    assert "5,726 people" in text
    assert not re.search(r"\b\d{4,} (photos|listed|searched)", text)
