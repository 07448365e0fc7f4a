"""A worker process of ``simulator.encoding``: photos' paths in, faces out, as lines of JSON."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import FalseMatchError, PhotoError
from simulator.matchers.base import Face, FailureToEnrol, Matcher
from simulator.photos import decode_photo, photo_digest, read_photo_bytes
from simulator.workers import READY

Outcome = Face | FailureToEnrol

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from simulator.encode_worker "
_START += "import main; main()"


def command(matcher: str, encoder: str) -> list[str]:
    """The command that starts a worker with this interpreter and the caller's import path."""
    path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
    return [sys.executable, "-c", _START, path, matcher, encoder]


def main() -> None:
    """Load the matcher named on the command line, then answer lines until there are no more."""
    # Ctrl-C reaches the whole group; the parent decides, and its end closes stdin.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers

    def say(value: object) -> None:
        answers.write(json.dumps(value).encode() + b"\n")
        answers.flush()

    try:
        matcher = _load(*sys.argv[2:4])
        say(READY)
        for line in sys.stdin.buffer:
            say([[digest, to_json(one)] for digest, one in encode_files(matcher, json.loads(line))])
    except FalseMatchError as error:
        say({"error": type(error).__name__, "message": str(error)})


def _load(name: str, encoder: str) -> Matcher:
    import cv2

    from simulator.matchers.registry import load_matcher

    cv2.setNumThreads(1)  # there is a process for every core
    return load_matcher(name, encoder)


def encode_files(matcher: Matcher, paths: Sequence[str]) -> list[tuple[str, Outcome]]:
    """The digest and the outcome of each photo file.

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
    """Plain values. A float32 survives the way through decimal digits unchanged."""
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
    """What :func:`to_json` was given."""
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
