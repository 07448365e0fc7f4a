"""Faces to print and cut: official portraits of the closest pairs, shuffled, and who was matched.

They are of people in public office, and bundled with their sources; nobody else's face is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from simulator.datasets.bundled_faces import bundled_face_uri
from simulator.datasets.dataset import Dataset
from simulator.datasets.stand_ins import office_of
from simulator.experiment.result import Result

PAIRS = 8
SEED = 28
"""Of the order in which the cards are printed."""


@dataclass(frozen=True)
class FaceCard:
    """One face to cut out.

    Attributes:
        letter: what it is called in the key.
        name, office: of the person.
        uri: the portrait in a ``data:`` address.
        pair: which pair it belongs to, from 0 for the closest.
    """

    letter: str
    name: str
    office: str
    uri: str
    pair: int


def face_cards(result: Result, pairs: int = PAIRS) -> list[FaceCard]:
    """Return the cards of the closest pairs whose faces are both bundled, in shuffled order.

    Args:
        result: a search in a gallery whose people may be shown.
        pairs: how many pairs; nobody is in two of them.
    """
    sides = ((result.probes, "probe"), (result.gallery, "gallery_key"))
    faces: list[tuple[str, str, str, int]] = []
    used: set[str] = set()
    for row in result.at().candidates().to_dict("records"):
        keys = [str(row[column]) for _, column in sides]
        uris = [
            bundled_face_uri(dataset, key) for (dataset, _), key in zip(sides, keys, strict=True)
        ]
        if None in uris or used & set(keys):
            continue
        used |= set(keys)
        for (dataset, _), key, uri in zip(sides, keys, uris, strict=True):
            faces.append((*_name_and_office(dataset, key), str(uri), len(used) // 2 - 1))
        if len(faces) == 2 * pairs:
            break
    order = np.random.default_rng(SEED).permutation(len(faces)).tolist()
    return [FaceCard(chr(ord("A") + place), *faces[at]) for place, at in enumerate(order)]


def _name_and_office(dataset: Dataset, key: str) -> tuple[str, str]:
    row = dataset.manifest.set_index("key").loc[key].to_dict()
    return str(row["name"]), office_of(row)


def cards_picture(cards: Sequence[FaceCard]) -> str:
    """Return the cards as HTML, in a grid to cut along."""
    items = "".join(
        f'<div class="face"><img src="{card.uri}" width="96" height="120" '
        f'alt="Official portrait of {escape(card.name)}"><b>{card.letter}</b> '
        f"{escape(card.name)}<small>{escape(card.office)}</small></div>"
        for card in cards
    )
    return f'<div class="faces">{items}</div>'


def key_rows(result: Result, cards: Sequence[FaceCard]) -> str:
    """Return the rows of a Markdown table: the two letters of each pair, distance, relation."""
    distances = {}
    relations = {}
    for row in result.at().candidates().to_dict("records"):
        distances[row["probe_name"]] = f"{row['distance']:.3f}"
        relations[row["probe_name"]] = row.get("relation") or "none known"
    rows = []
    for pair in range(len(cards) // 2):
        two = [card for card in cards if card.pair == pair]
        searched = next(card for card in two if card.name in distances)
        letters = " and ".join(card.letter for card in two)
        names = " and ".join(card.name for card in two)
        rows.append(
            f"| {letters} | {names} | {distances[searched.name]} | {relations[searched.name]} |"
        )
    return "\n".join(rows)
