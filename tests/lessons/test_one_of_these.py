"""One of these is you: numbers dealt by lot, and who stands is who is falsely matched."""

from __future__ import annotations

import json

import pytest
from support.lesson_content import MADE_UP_CONTENT
from support.spoken import placeholders, unread

from simulator import Experiment, run
from simulator.board.first_page import LFW
from simulator.board.tonight import walking_order
from simulator.charts.embedding import script_of
from simulator.i18n.language import speaking
from simulator.lessons.one_of_these import (
    CARDS,
    CLASSES,
    STORIES,
    USUAL,
    everyone_stands,
    one_of_these,
    one_of_these_data,
    standing,
)
from simulator.lessons.story import facts
from simulator.ui import cached

MADE_UP = json.loads(MADE_UP_CONTENT["boards"]["replay"])


@pytest.fixture(scope="module")
def tables():
    """Return the board of the page."""
    return json.loads(cached.first_board(gallery=LFW).tables)


@pytest.fixture(scope="module")
def result():
    """Return the search that ``falsematch run`` prints."""
    return run(Experiment(probes="congress-115", gallery=LFW))


@pytest.mark.parametrize("setting", [{"false_matches": 28}, {"confidence": 0.99}])
def test_the_cards_that_stand_are_the_candidates_of_a_run(tables, result, setting):
    """The same members, one by one, and the same count in all of Congress."""
    view = result.at(**setting)
    stop = tables["stops"]["key"].index("99%" if "confidence" in setting else "aclu-count")
    matched = set(view.candidates()["probe_name"])
    names = tables["people"]["name"]
    cards = {number: names[rank] for number, rank in enumerate(walking_order(names), start=1)}
    assert standing(tables, stop, len(names)) == [n for n, name in cards.items() if name in matched]
    assert tables["stops"]["flagged"][stop] == view.fpir.events == len(matched)


def test_at_one_stop_everyone_stands_and_not_at_the_next(tables):
    """For every class; and at the strictest stop hardly anybody does."""
    for cards in CLASSES:
        stop = everyone_stands(tables, cards)
        assert len(standing(tables, stop, cards)) == cards
        assert len(standing(tables, stop + 1, cards)) < cards
        assert len(standing(tables, len(tables["stops"]["flagged"]) - 1, cards)) < cards / 4
    assert everyone_stands(MADE_UP | {"stops": {"flagged": [8, 0]}}, 9) is None


def test_whoever_sits_down_does_not_stand_up_again(tables):
    """A stricter stop never matches a card that a looser one did not."""
    before = set(range(1, CARDS + 1))
    for stop in range(0, len(tables["stops"]["flagged"]), 7):
        now = set(standing(tables, stop))
        assert now <= before
        before = now


def test_a_card_says_nothing_about_its_member(tables):
    """No name, face, state or label goes to the browser: only numbers and words."""
    sent = one_of_these_data(cached.first_board(gallery=LFW)).decode()
    told = {"John Lewis"}
    assert [name for name in tables["people"]["name"] if name in sent and name not in told] == []
    data = json.loads(sent)
    assert data["cards"] == USUAL
    assert len(data["ranks"]) == CARDS
    assert not {"people", "groupings", "faces", "pairs"} & set(data)


def test_the_stories_have_their_sources():
    """Each is told with where it was published and a question."""
    asks = one_of_these(MADE_UP, 13194)["asks"]
    assert "13,194" in asks[1]["text"]
    told = asks[-len(STORIES) :]
    for name, ask in zip(STORIES, told, strict=True):
        assert facts()[name].source in ask["source"]
        assert ask["ask"].endswith("?")
        assert "{" not in ask["text"]


def test_both_languages_have_the_same_places_for_numbers():
    """And every word is one that the script asks for."""
    english = one_of_these(MADE_UP, 13194)
    with speaking("es"):
        spanish = one_of_these(MADE_UP, 13194)
    assert placeholders(spanish["words"]) == placeholders(english["words"])
    assert len(spanish["asks"]) == len(english["asks"])
    assert unread(english["words"], script_of("one_of_these")) == set()
    assert spanish["id"] != english["id"]
