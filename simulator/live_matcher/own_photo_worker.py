"""The process that searches for an own photo: it answers once, writes no file, and ends."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from simulator.errors import PhotoError
from simulator.faces.photos import decode_photo
from simulator.live_matcher import gallery_search
from simulator.live_matcher.gallery_search import GallerySearch
from simulator.live_matcher.own_photo import NEAREST
from simulator.matchers.base import FailureToEnrol
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.processes import worker_process
from simulator.search.confidence import PRESET_CONFIDENCES

JPEG = b"\xff\xd8\xff"
"""First bytes of the page's file; no other decoder is needed."""

NO_PICTURE = "not a whole picture file"


def search_photo_text(search: GallerySearch, photo: str) -> dict[str, Any]:
    """Search for a photo, and return its result for JSON.

    :func:`simulator.live_matcher.own_photo.result_from_json` reads it.

    Args:
        search: the matcher and the gallery.
        photo: a JPEG file in base64.
    """
    try:
        content = base64.b64decode(photo, validate=True)
        if not content.startswith(JPEG):
            return {"failure": NO_PICTURE}
        face = search.encode(decode_photo(content))
    except (binascii.Error, PhotoError):
        return {"failure": NO_PICTURE}
    if isinstance(face, FailureToEnrol):
        return {"failure": face.reason}
    distances = search.distances(face.vector)
    confidence = search.calibration.confidence
    limits: list[tuple[float, float | None]] = [
        (search.calibration.distance(sure), sure) for sure in PRESET_CONFIDENCES
    ]
    limits = sorted([*limits, (DEFAULT_DISTANCES["dlib"], None)], key=lambda limit: -limit[0])
    matching = search.matching(distances, [at for at, _ in limits])
    return {
        "size": face.size,
        "box": face.box,
        "landmarks": face.landmarks.ravel().tolist(),
        "others": face.others,
        "nearest": [
            (one.number, one.distance, float(confidence(one.distance)), one.sketch)
            for one in search.nearest(distances, NEAREST)
        ],
        "thresholds": [
            (at, sure, count) for (at, sure), count in zip(limits, matching, strict=True)
        ],
        "photos": len(distances),
    }


def main() -> None:
    """Load the matcher and the gallery, then answer."""
    _no_memory_dump()
    worker_process.serve(
        gallery_search.load, lambda search, items: [search_photo_text(search, one) for one in items]
    )


def _no_memory_dump() -> None:
    """Keep the system from writing this process's memory to a file if it crashes."""
    try:
        import resource
    except ImportError:  # Windows writes no such file unless it is told to
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
