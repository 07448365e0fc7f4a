"""Face cards: the closest pairs, everybody once, and a key that says who was matched."""

from __future__ import annotations

import functools

from simulator import Experiment, run
from simulator.teaching.face_cards import PAIRS, cards_picture, face_cards, key_rows


@functools.cache
def searched():
    return run(Experiment(gallery="legislators"))


def test_two_cards_for_each_pair_and_nobody_twice():
    cards = face_cards(searched())
    assert len(cards) == 2 * PAIRS
    assert len({card.uri for card in cards}) == 2 * PAIRS
    assert sorted(card.pair for card in cards) == sorted([*range(PAIRS)] * 2)
    assert [card.letter for card in cards] == [chr(65 + place) for place in range(2 * PAIRS)]
    assert all(card.office for card in cards)


def test_the_key_is_the_search():
    """Each row names the person searched for and the closest match, at their distance."""
    cards = face_cards(searched())
    matched = searched().at().candidates().set_index("probe_name")
    rows = key_rows(searched(), cards).splitlines()
    assert len(rows) == PAIRS
    for pair, row in enumerate(rows):
        letters, names, distance, relation = (cell.strip() for cell in row.strip("|").split("|"))
        two = [card for card in cards if card.pair == pair]
        assert letters.split(" and ") == [card.letter for card in two]
        probe = next(card.name for card in two if card.name in matched.index)
        other = next(card.name for card in two if card.name != probe)
        assert matched.loc[probe, "gallery_person"].startswith(other)
        assert distance == f"{matched.loc[probe, 'distance']:.3f}"
        assert relation == (matched.loc[probe, "relation"] or "none known")
        assert probe in names


def test_every_face_has_a_text():
    picture = cards_picture(face_cards(searched()))
    assert picture.count("<img ") == picture.count('alt="Official portrait of ') == 2 * PAIRS
    assert picture.count('src="data:image/webp;base64,') == 2 * PAIRS
