"""What leaves the machine in a site: drawings instead of photos, numbers instead of names.

A list of pairs in the app may carry the names, offices and portraits of people in public office. A
site holds none of them: whoever was searched for is named, as the ACLU did, and everybody in a
gallery is a number and a drawing.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from simulator.board.board import Board
from simulator.board.first_page import LEGISLATORS
from simulator.datasets.dataset import load_dataset
from simulator.datasets.stand_ins import names_people, stand_in_name
from simulator.i18n.language import _, number

OF_PEOPLE = ("probe_face", "stand_in_face", "stand_in_office", "faces")
"""What a list of pairs has only where its people may be shown."""


def drawn_only(board: Board) -> Board:
    """Return a board whose pairs are drawings, without key, photo or name from its gallery."""
    tables = json.loads(board.tables)
    galleries = tables.get("galleries")
    if galleries:
        for choice in galleries["choices"]:
            if choice[0] == LEGISLATORS:
                choice[1] = _("{count} other members of Congress (drawings)").format(
                    count=number(len(load_dataset(LEGISLATORS).encodings.keys))
                )
    return dataclasses.replace(
        board,
        tables=_digested(tables),
        pairs=drawn_pairs(board),
        pair_keys=(),
        faces=(),
    )


def drawn_pairs(board: Board) -> bytes:
    """Return a board's list of pairs with drawings and numbers only, as JSON."""
    listed: dict[str, Any] = json.loads(board.pairs)
    for name in OF_PEOPLE:
        listed.pop(name, None)
    gallery = load_dataset(board.gallery)
    if names_people(gallery):
        line_of = {key: line for line, key in enumerate(gallery.manifest["key"])}
        listed["stand_in"] = [stand_in_name(line_of[key] + 1) for _probe, key in board.pair_keys]
    return _digested(listed)


def _digested(content: dict[str, Any]) -> bytes:
    """Write JSON that begins with a digest of the rest and the channel, as a picture expects."""
    channel = content.pop("channel")
    content.pop("id")
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'{{"id":"{digest}","channel":"{channel}",{text[1:]}'.encode()
