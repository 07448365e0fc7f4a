"""What the live matcher says about the portrait at one setting of the dials, as plain values."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import FalseMatchError

DECIMALS = 4
"""Of the 128 numbers, for a screen; distances are computed from the whole numbers and have six."""


@dataclass(frozen=True)
class ClosestPhoto:
    """The gallery photo that comes closest.

    Attributes:
        number: of the stand-in.
        distance, confidence: of that comparison; confidence is a fraction of 1.
        sketch: the stand-in's landmarks, packed.
    """

    number: int
    distance: float
    confidence: float
    sketch: str


@dataclass(frozen=True)
class FoundFace:
    """A face that was found and encoded.

    Attributes:
        box: (top, right, bottom, left) in pixels.
        landmarks: 68 × (x, y) in pixels.
        vector: the 128 numbers.
        distance, confidence: to her own clean encoding.
        closest: who in the gallery comes closest meanwhile.
        closer: gallery photos closer than her own clean encoding.
        matching: gallery photos that match at the matcher's default threshold.
        photos: how many photos the gallery has.
    """

    box: tuple[int, int, int, int]
    landmarks: tuple[tuple[int, int], ...]
    vector: tuple[float, ...]
    distance: float
    confidence: float
    closest: ClosestPhoto
    closer: int
    matching: int
    photos: int


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        found: the face; None where it could not be enrolled.
        failure: why not.
        photo: the picture that was searched, as PNG; only where it was asked for.
    """

    found: FoundFace | None
    failure: str = ""
    photo: bytes | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Plain values; what a worker says and a recording keeps."""
        made: dict[str, Any] = (
            {"failure": self.failure} if self.found is None else _face_json(self.found)
        )
        if self.photo is not None:
            made["photo"] = base64.b64encode(self.photo).decode()
        return made


def answer_from_json(raw: Any) -> Answer:
    """What :meth:`Answer.to_json` was given.

    Raises:
        FalseMatchError: it is something else.
    """
    try:
        photo = base64.b64decode(raw["photo"], validate=True) if "photo" in raw else None
        if "failure" in raw:
            return Answer(None, str(raw["failure"]), photo)
        top, right, bottom, left = (int(side) for side in raw["box"])
        flat = [int(value) for value in raw["landmarks"]]
        vector = tuple(float(value) for value in raw["vector"])
        if len(flat) != 2 * 68 or len(vector) != 128:
            raise ValueError(f"{len(flat)} coordinates and {len(vector)} numbers")
        number, distance, confidence, sketch = raw["closest"]
        return Answer(
            FoundFace(
                box=(top, right, bottom, left),
                landmarks=tuple(zip(flat[::2], flat[1::2], strict=True)),
                vector=vector,
                distance=float(raw["distance"]),
                confidence=float(raw["confidence"]),
                closest=ClosestPhoto(int(number), float(distance), float(confidence), str(sketch)),
                closer=int(raw["closer"]),
                matching=int(raw["matching"]),
                photos=int(raw["photos"]),
            ),
            photo=photo,
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FalseMatchError(
            f"expected a matcher's answer, found something else ({error}). Start the app again."
        ) from error


def _face_json(found: FoundFace) -> dict[str, Any]:
    closest = found.closest
    return {
        "box": list(found.box),
        "landmarks": [value for point in found.landmarks for value in point],
        "vector": [round(value, DECIMALS) for value in found.vector],
        "distance": round(found.distance, 6),
        "confidence": round(found.confidence, 6),
        "closest": [
            closest.number,
            round(closest.distance, 6),
            round(closest.confidence, 6),
            closest.sketch,
        ],
        "closer": found.closer,
        "matching": found.matching,
        "photos": found.photos,
    }
