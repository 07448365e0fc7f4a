"""The tables behind the picture of the threshold, and their cache on disk.

Building them takes a search and the libraries for it. They depend only on the data sets and on this
program, so they are cached under a digest of both, and the app's first page opens without waiting.
Nothing heavy is imported here; :mod:`simulator.board.build_board` builds the tables.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from simulator.board.stops import Stop, Stops
from simulator.datasets.card import load_card
from simulator.errors import FalseMatchError
from simulator.i18n.language import catalogue_file, language
from simulator.storage.files import write_bytes
from simulator.storage.paths import bundled, installed_folder
from simulator.storage.result_cache import cached_file

PROBE, GALLERY = "p/", "g/"
"""What a face's key in the list of pairs begins with: whose portrait it is."""


@dataclass(frozen=True)
class Board:
    """Everything that a picture of the threshold looks up at any stop.

    Attributes:
        stops: the settings.
        groupings: keys of the groupings that can be shown.
        tables: what the picture looks up, as JSON.
        pairs: every probe with its closest stand-in, the closest pair first, as JSON.
        pair_keys: the photos of those pairs (probe, gallery), in that order; they stay in Python.
        faces: of those pairs, whether the portraits (probe, gallery) are bundled and may be shown;
            empty where these people may not be shown.
        flagged: (stops,) how many of the pairs match at the threshold.
        probes, gallery: names of the data sets.
        searched: how many photos were searched with.
        people: how many people they show.
        gallery_photos: how many photos they were searched in.
    """

    stops: Stops
    groupings: tuple[str, ...]
    tables: bytes
    pairs: bytes
    pair_keys: tuple[tuple[str, str], ...]
    faces: tuple[tuple[bool, bool], ...]
    flagged: tuple[int, ...]
    probes: str
    gallery: str
    searched: int
    people: int
    gallery_photos: int


def board_file(*names: str, portrait: str = "first") -> Path | None:
    """Return where the board of a search in these data sets is cached; None if one is missing.

    Its name is a digest of every file in them and in the data sets of their other portraits, of
    this program's source, of the list of bundled portraits, of the portrait searched with, and of
    the current language's catalog. The first of the data sets and their order matter too.
    """
    others = [_other_portraits(name) for name in names]
    needed = [*names, *(other for other in others if other)]
    more = [catalogue_file(language()), bundled("datasets/thumbnails/provenance.csv")]
    return cached_file("boards", needed, more, f"{language()} {portrait}")


def _other_portraits(name: str) -> str | None:
    """Return the data set with the other portraits of these people, read without heavy imports."""
    folder = installed_folder(name)
    return load_card(folder / "card.toml").other_portraits if folder else None


def save_board(board: Board, path: Path) -> None:
    """Cache a board; with a full or read-only disk, only the next start takes longer."""
    head = dataclasses.asdict(board)
    body = head.pop("tables") + b"\n" + head.pop("pairs") + b"\n"
    head["sha256"] = hashlib.sha256(body).hexdigest()
    try:
        write_bytes(path, json.dumps(head).encode() + b"\n" + body)
    except FalseMatchError:
        return


def load_board(path: Path) -> Board | None:
    """Return the board cached at ``path``; None if there is none, or only a damaged one."""
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
            faces=tuple((bool(a), bool(b)) for a, b in head["faces"]),
            flagged=tuple(head["flagged"]),
            probes=str(head["probes"]),
            gallery=str(head["gallery"]),
            searched=int(head["searched"]),
            people=int(head["people"]),
            gallery_photos=int(head["gallery_photos"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
