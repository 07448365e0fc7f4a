"""Search for an adult's own photo once: in memory, in a process that ends with its answer.

The photo reaches the server over the page's own connection, and the process over a pipe. Nothing
here writes, logs or keeps it. The process returns distances, counts and points for a sketch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from simulator.errors import FalseMatchError, PhotoError
from simulator.processes.worker_pool import Worker
from simulator.processes.worker_process import command

LONGEST_BASE64 = 8_000_000
"""Longest photo in base64, in characters (6 MB); the page sends a fraction of that."""

SECONDS = 120.0
"""Time limit for the process; after that it is ended."""

NEAREST = 6
"""Number of stand-ins shown."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")

_switch = {"on": False}


def allow() -> None:
    """Allow own photos in this process; only the server calls this, when it starts."""
    _switch["on"] = True


def is_allowed() -> bool:
    """Tell whether the server was started with ``--allow-own-photo``."""
    return _switch["on"]


@dataclass(frozen=True)
class NearbyPhoto:
    """A gallery photo close to the own photo.

    Attributes:
        number: the stand-in's number.
        distance, confidence: the result of the comparison; confidence is a fraction of 1.
        sketch: the stand-in's landmarks, packed.
    """

    number: int
    distance: float
    confidence: float
    sketch: str


@dataclass(frozen=True)
class ThresholdMatches:
    """A threshold and the number of matches at it.

    Attributes:
        distance: the threshold.
        confidence: the confidence that sets it; None for the matcher's default.
        matching: number of gallery photos at or under it.
    """

    distance: float
    confidence: float | None
    matching: int


@dataclass(frozen=True)
class OwnPhotoResult:
    """The result of searching for the photo.

    Attributes:
        failure: why the photo could not be enrolled; empty if it was.
        size: (height, width) of the photo, in pixels.
        box: (top, right, bottom, left) of the face, in pixels.
        landmarks: x, y, x, y … of 68 points, in pixels.
        others: number of other faces in the photo.
        nearest: the closest stand-ins, closest first.
        thresholds: thresholds with their matches, loosest first.
        photos: number of photos in the gallery.
    """

    failure: str = ""
    size: tuple[int, ...] = ()
    box: tuple[int, ...] = ()
    landmarks: tuple[int, ...] = ()
    others: int = 0
    nearest: tuple[NearbyPhoto, ...] = ()
    thresholds: tuple[ThresholdMatches, ...] = ()
    photos: int = 0


def search_photo(photo: Any) -> OwnPhotoResult:
    """Search for a photo in a separate process, which ends afterwards.

    Args:
        photo: a JPEG file in base64, as the page sends it.

    Raises:
        PhotoError: the photo is not base64, or is too long.
        FalseMatchError: the process cannot start, or ends without an answer.
    """
    if not isinstance(photo, str) or not _BASE64.fullmatch(photo) or len(photo) > LONGEST_BASE64:
        raise PhotoError(
            f"expected a picture of at most {LONGEST_BASE64 * 3 // 4 / 1e6:.0f} MB from the page, "
            "found other data. Choose the file again."
        )
    worker = Worker(_start())
    try:
        reply = worker.ask([photo], SECONDS)
    finally:
        worker.stop()
    if reply is None:
        raise FalseMatchError(
            "expected an answer about the photo, found that the process ended. Nothing of the "
            "photo is left. Try another picture."
        )
    return result_from_json(reply[0])


def _start() -> list[str]:
    python, *rest = command("simulator.live_matcher.own_photo_worker")
    return [python, "-B", *rest]  # not even compiled modules are written


def result_from_json(raw: Any) -> OwnPhotoResult:
    """Read the worker's answer.

    Raises:
        FalseMatchError: the values are not such an answer.
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
                ThresholdMatches(float(at), None if sure is None else float(sure), int(matching))
                for at, sure, matching in raw["thresholds"]
            ),
            photos=int(raw["photos"]),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise FalseMatchError(
            f"expected an answer about the photo, found other values ({type(error).__name__}). "
            "Start the app again."
        ) from error
