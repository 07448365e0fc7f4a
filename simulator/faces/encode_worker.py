"""A worker process of ``simulator.faces.encode``: it reads photos' paths and prints faces."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import PhotoError
from simulator.faces.photos import decode_photo, photo_digest, read_photo_bytes
from simulator.matchers.base import Face, FailureToEnrol, Matcher
from simulator.processes import worker_process

Outcome = Face | FailureToEnrol


def command(matcher: str, encoder: str) -> list[str]:
    """Return the command that starts a worker with this interpreter and import path."""
    return worker_process.command(__name__, matcher, encoder)


def main() -> None:
    """Load the matcher named on the command line, then answer lines until there are no more."""
    worker_process.serve(
        lambda: _load(*sys.argv[2:4]),
        lambda matcher, paths: [
            [digest, to_json(one)] for digest, one in encode_files(matcher, paths)
        ],
    )


def _load(name: str, encoder: str) -> Matcher:
    import cv2

    from simulator.matchers.registry import load_matcher

    cv2.setNumThreads(1)  # there is a process for every core
    return load_matcher(name, encoder)


def encode_files(matcher: Matcher, paths: Sequence[str]) -> list[tuple[str, Outcome]]:
    """Return the digest and the outcome of each photo file.

    Raises:
        PhotoError: a file is missing.
    """
    digests: list[str] = []
    pictures: list[NDArray[np.uint8] | None] = []
    for path in paths:
        content = read_photo_bytes(Path(path))
        digests.append(photo_digest(content))
        try:
            pictures.append(decode_photo(content, path))
        except PhotoError:
            pictures.append(None)
    faces = iter(matcher.encode_all([picture for picture in pictures if picture is not None]))
    outcomes = [
        FailureToEnrol("not a whole picture file") if picture is None else next(faces)
        for picture in pictures
    ]
    return list(zip(digests, outcomes, strict=True))


def to_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as plain values; a float32 survives decimal digits unchanged."""
    if isinstance(outcome, FailureToEnrol):
        return {"failure": outcome.reason}
    return {
        "box": outcome.box,
        "landmarks": outcome.landmarks.tolist(),
        "vector": outcome.vector.tolist(),
        "others": outcome.others,
        "size": outcome.size,
    }


def from_json(value: dict[str, Any]) -> Outcome:
    """Return the outcome that :func:`to_json` was given."""
    if "failure" in value:
        return FailureToEnrol(value["failure"])
    top, right, bottom, left = value["box"]
    height, width = value["size"]
    return Face(
        box=(top, right, bottom, left),
        landmarks=np.array(value["landmarks"], np.int32),
        vector=np.array(value["vector"], np.float32),
        others=value["others"],
        size=(height, width),
    )
