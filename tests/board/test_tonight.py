"""Tonight's data: the same order in every run, and the board's tables as they are."""

from __future__ import annotations

import json

from simulator.board.tonight import tonight_data, walking_order
from simulator.board.tonight_words import GUESSES, tonight_words
from simulator.ui import cached

PEOPLE = 535


def test_everybody_walks_once_in_an_order_that_only_names_decide():
    """The list's own order, which follows the distances, does not matter."""
    names = ["Ada", "Bea", "Cem", "Dov", "Eva"]
    order = walking_order(names)
    assert sorted(order) == [0, 1, 2, 3, 4]
    turned = names[::-1]
    assert [turned[i] for i in walking_order(turned)] == [names[i] for i in order]


def test_two_people_of_one_name_both_walk():
    """They walk one after the other, as they are listed."""
    order = walking_order(["Ada", "Bea", "Ada"])
    assert sorted(order) == [0, 1, 2]
    assert order.index(2) == order.index(0) + 1


def test_the_order_says_nothing_about_who_is_stopped():
    """The 28 of 2018 are spread over the walk, about as many in each half."""
    board = cached.first_board()
    walk = json.loads(tonight_data(board))["walk"]
    stopped = board.flagged[board.stops.default.position]
    early = sum(rank < stopped for rank in walk[: len(walk) // 2])
    assert stopped == 28
    assert 7 <= early <= 21


def test_both_galleries_have_the_same_order():
    """Whoever compares two galleries sees the same people in the same places."""
    queues = []
    for gallery in ("legislators", "lfw"):
        data = json.loads(tonight_data(cached.first_board("first", gallery)))
        queues.append([data["tables"]["people"]["name"][rank] for rank in data["walk"]])
    assert len(queues[0]) == PEOPLE
    assert queues[0] == queues[1]


def test_tables_and_pairs_are_the_boards():
    """The browser knows the data by its beginning and looks everything else up."""
    board = cached.first_board()
    data = tonight_data(board)
    assert data.startswith(b'{"id":"')
    read = json.loads(data)
    assert read["tables"] == json.loads(board.tables)
    assert read["pairs"] == json.loads(board.pairs)
    assert read["channel"] == read["tables"]["channel"] == "test"


def test_guesses_fit_the_number_of_people():
    """Nobody can guess more people than walk past."""
    assert len(tonight_words(PEOPLE)["guesses"]) == len(GUESSES)
    assert tonight_words(50)["guesses"] == ["0", "10", "30"]
    assert "535" in tonight_words(PEOPLE)["question"]
