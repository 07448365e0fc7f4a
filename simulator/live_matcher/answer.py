"""The live matcher's answer about the portrait at one setting of the dials, as plain values."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from simulator.errors import FalseMatchError

DECIMALS = 4
"""Decimals of the 128 numbers on a screen; distances are calculated before rounding."""


@dataclass(frozen=True)
class ClosestPhoto:
    """The gallery photo closest to a face.

    Attributes:
        number: the stand-in's number.
        distance, confidence: the result of that comparison; confidence is a fraction of 1.
        sketch: the stand-in's landmarks, packed.
    """

    number: int
    distance: float
    confidence: float
    sketch: str


@dataclass(frozen=True)
class FoundFace:
    """A face that the matcher found and encoded.

    Attributes:
        box: (top, right, bottom, left) in pixels.
        landmarks: 68 × (x, y) in pixels.
        vector: the 128 numbers.
        distance, confidence: the comparison with her own clean encoding.
        closest: the gallery photo closest to this face.
        closer: number of gallery photos closer than her own clean encoding.
        matching: number of gallery photos that match at the matcher's default threshold.
        photos: number of photos in the gallery.
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
    """One answer of the matcher.

    Attributes:
        found: the face; None if it could not be enrolled.
        failure: why it could not be enrolled; empty if it was.
        photo: the picture that was searched, as PNG, if it was asked for.
    """

    found: FoundFace | None
    failure: str = ""
    photo: bytes | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain values, as workers send it and recordings store it."""
        values: dict[str, Any] = (
            {"failure": self.failure} if self.found is None else _face_json(self.found)
        )
        if self.photo is not None:
            values["photo"] = base64.b64encode(self.photo).decode()
        return values


def answer_from_json(raw: Any) -> Answer:
    """Read an answer from the values that :meth:`Answer.to_json` returned.

    Raises:
        FalseMatchError: the values are not an answer.
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
            f"expected a matcher's answer, found other values ({error}). Start the app again."
        ) from error


def _face_json(face: FoundFace) -> dict[str, Any]:
    closest = face.closest
    return {
        "box": list(face.box),
        "landmarks": [value for point in face.landmarks for value in point],
        "vector": [round(value, DECIMALS) for value in face.vector],
        "distance": round(face.distance, 6),
        "confidence": round(face.confidence, 6),
        "closest": [
            closest.number,
            round(closest.distance, 6),
            round(closest.confidence, 6),
            closest.sketch,
        ],
        "closer": face.closer,
        "matching": face.matching,
        "photos": face.photos,
    }
