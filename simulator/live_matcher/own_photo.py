"""An adult's own photo, searched once: in memory, in a process that ends with the answer.

The photo reaches the server over the page's own connection and the process over a pipe. Nothing
here writes, logs or keeps it; what comes back are distances, counts and points for a sketch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.errors import FalseMatchError, PhotoError
from simulator.processes.worker_pool import Worker
from simulator.processes.worker_process import command

MOST_LETTERS = 8_000_000
"""Of the photo in base64, 6 MB; the page sends a fraction of that."""

SECONDS = 120.0
"""A process that needs longer is ended."""

NEAREST = 6
"""How many stand-ins are shown."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")

_switch = {"on": False}


def allow() -> None:
    """Switch it on for this process; only starting the server does so."""
    _switch["on"] = True


def is_allowed() -> bool:
    """Whether the server was started with ``--allow-own-photo``."""
    return _switch["on"]


@dataclass(frozen=True)
class NearbyPhoto:
    """A gallery photo near the own photo.

    Attributes:
        number: of the stand-in.
        distance, confidence: of the comparison; confidence is a fraction of 1.
        sketch: the stand-in's landmarks, packed.
    """

    number: int
    distance: float
    confidence: float
    sketch: str


@dataclass(frozen=True)
class Threshold:
    """A threshold and what it would accept.

    Attributes:
        distance: the threshold.
        confidence: by which it is chosen; None for the matcher's default.
        matching: gallery photos at or under it.
    """

    distance: float
    confidence: float | None
    matching: int


@dataclass(frozen=True)
class OwnPhotoResult:
    """What the matcher made of the photo.

    Attributes:
        failure: why it could not be enrolled; empty where it was.
        size: (height, width) of the photo in pixels.
        box: (top, right, bottom, left) of the face.
        landmarks: x, y, x, y … of 68 points, in pixels.
        others: how many further faces are in the photo.
        nearest: the closest stand-ins, the closest first.
        thresholds: the loosest first.
        photos: how many photos the gallery has.
    """

    failure: str = ""
    size: tuple[int, ...] = ()
    box: tuple[int, ...] = ()
    landmarks: tuple[int, ...] = ()
    others: int = 0
    nearest: tuple[NearbyPhoto, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    photos: int = 0


def search_photo(photo: Any) -> OwnPhotoResult:
    """Have a photo searched by a process of its own, which ends afterwards.

    Args:
        photo: a JPEG file in base64, as the page sends it.

    Raises:
        PhotoError: it is no such text, or too long.
        FalseMatchError: the process cannot start, or ends without an answer.
    """
    if not isinstance(photo, str) or not _BASE64.fullmatch(photo) or len(photo) > MOST_LETTERS:
        raise PhotoError(
            f"expected a picture of at most {MOST_LETTERS * 3 // 4 / 1e6:.0f} MB from the page, "
            "found something else. Choose the file again."
        )
    worker = Worker(_start())
    try:
        said = worker.ask([photo], SECONDS)
    finally:
        worker.stop()
    if said is None:
        raise FalseMatchError(
            "expected an answer about the photo, found that the process ended. Nothing of the "
            "photo is left. Try another picture."
        )
    return result_from_json(said[0])


def _start() -> list[str]:
    python, *rest = command("simulator.live_matcher.own_photo_worker")
    return [python, "-B", *rest]  # not even compiled modules are written


def result_from_json(raw: Any) -> OwnPhotoResult:
    """What the worker said.

    Raises:
        FalseMatchError: it said something else.
    """
    try:
        if "failure" in raw:
            return OwnPhotoResult(failure=str(raw["failure"]))
        return OwnPhotoResult(
            size=tuple(int(side) for side in raw["size"]),
            box=tuple(int(side) for side in raw["box"]),
            landmarks=tuple(int(value) for value in raw["landmarks"]),
            others=int(raw["others"]),
            nearest=tuple(
                NearbyPhoto(int(number), float(distance), float(confidence), str(sketch))
                for number, distance, confidence, sketch in raw["nearest"]
            ),
            thresholds=tuple(
                Threshold(float(at), None if sure is None else float(sure), int(matching))
                for at, sure, matching in raw["thresholds"]
            ),
            photos=int(raw["photos"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise FalseMatchError(
            f"expected an answer about the photo, found something else ({type(error).__name__}). "
            "Start the app again."
        ) from error
