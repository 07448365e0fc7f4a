"""The tables behind the live picture, and their cache on disk.

Making them takes a search and the libraries for it. They depend on nothing but the data sets and
this program, so they are kept under a digest of both: the app's first page opens without waiting.
Nothing heavy is imported here; :mod:`simulator.board.build_board` makes the tables.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from simulator.board.stops import Stop, Stops
from simulator.errors import FalseMatchError
from simulator.i18n.language import catalogue_file, language
from simulator.storage.files import write_bytes
from simulator.storage.result_cache import cached_file


@dataclass(frozen=True)
class Board:
    """What a picture looks up at any stop.

    Attributes:
        stops: the settings.
        groupings: keys of the groupings that can be shown.
        tables: for the live picture, as JSON.
        pairs: every probe with its closest stand-in, the closest pair first, as JSON.
        pair_keys: the photos of those pairs (probe, gallery), in that order; they stay in Python.
        flagged: (stops,) how many of the pairs lie under the threshold.
        probes, gallery: names of the data sets.
        searched: how many people were searched.
        gallery_photos: how many photos they were searched in.
    """

    stops: Stops
    groupings: tuple[str, ...]
    tables: bytes
    pairs: bytes
    pair_keys: tuple[tuple[str, str], ...]
    flagged: tuple[int, ...]
    probes: str
    gallery: str
    searched: int
    gallery_photos: int


def board_file(*names: str) -> Path | None:
    """Where the board of a search in these data sets is kept; None where one is not installed.

    Its name is a digest of every file in them, of this program's source, and of the current
    language's catalogue.
    """
    return cached_file("boards", names, [catalogue_file(language())], language())


def save_board(board: Board, path: Path) -> None:
    """Keep a board; a full or read-only disk only costs the next start some time."""
    head = dataclasses.asdict(board)
    body = head.pop("tables") + b"\n" + head.pop("pairs") + b"\n"
    head["sha256"] = hashlib.sha256(body).hexdigest()
    try:
        write_bytes(path, json.dumps(head).encode() + b"\n" + body)
    except FalseMatchError:
        return


def load_board(path: Path) -> Board | None:
    """The board kept at ``path``; None where there is none, or not a whole one."""
    try:
        first, rest = path.read_bytes().split(b"\n", 1)
        head = json.loads(first)
        tables, pairs, _ = rest.split(b"\n")
        if hashlib.sha256(rest).hexdigest() != head.pop("sha256"):
            return None
        stops = Stops(
            tuple(Stop(**stop) for stop in head["stops"]["stops"]),
            tuple((float(at), str(text)) for at, text in head["stops"]["ticks"]),
        )
        return Board(
            stops=stops,
            tables=tables,
            pairs=pairs,
            groupings=tuple(head["groupings"]),
            pair_keys=tuple((str(a), str(b)) for a, b in head["pair_keys"]),
            flagged=tuple(head["flagged"]),
            probes=str(head["probes"]),
            gallery=str(head["gallery"]),
            searched=int(head["searched"]),
            gallery_photos=int(head["gallery_photos"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
