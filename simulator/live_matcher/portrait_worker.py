"""A worker process of the web app: it answers what the matcher finds in the portrait."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.errors import NoFaceFound
from simulator.faces.portrait import as_png, portrait
from simulator.live_matcher import gallery_search
from simulator.live_matcher.answer import Answer, ClosestPhoto, FoundFace
from simulator.live_matcher.dials import Dials, apply_dials
from simulator.live_matcher.gallery_search import GallerySearch
from simulator.matchers.base import Face, FailureToEnrol
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.processes import worker_process


class PortraitSearch:
    """The portrait, its clean encoding, and the gallery that is searched."""

    def __init__(self, search: GallerySearch) -> None:
        """Encode the unchanged portrait.

        Raises:
            PhotoError: the portrait is not installed.
            NoFaceFound: the matcher finds no face in it.
        """
        self.search = search
        self.pixels = portrait()
        clean = search.encode(self.pixels)
        if isinstance(clean, FailureToEnrol):
            raise NoFaceFound(
                f"expected a face in the portrait, found: {clean.reason}. Reinstall the matcher."
            )
        self.clean = clean

    def answer(self, dials: Dials, photo: bool = False) -> Answer:
        """Return what the matcher finds at this setting.

        Args:
            dials: the setting.
            photo: whether the answer includes the picture that was searched.
        """
        pixels = apply_dials(self.pixels, self.clean.box, dials)
        face = self.search.encode(pixels)
        found = self._found(face) if isinstance(face, Face) else None
        reason = face.reason if isinstance(face, FailureToEnrol) else ""
        return Answer(found, reason, as_png(pixels) if photo else None)

    def _found(self, face: Face) -> FoundFace:
        search = self.search
        own = float(np.linalg.norm(face.vector.astype(float) - self.clean.vector.astype(float)))
        distances = search.distances(face.vector)
        nearest = search.nearest(distances, 1)[0]
        confidence = search.calibration.confidence
        return FoundFace(
            box=face.box,
            landmarks=tuple((int(x), int(y)) for x, y in face.landmarks),
            vector=tuple(float(value) for value in face.vector),
            distance=own,
            confidence=float(confidence(own)),
            closest=ClosestPhoto(
                nearest.number,
                nearest.distance,
                float(confidence(nearest.distance)),
                nearest.sketch,
            ),
            closer=int((distances < own).sum()),
            matching=search.matching(distances, [DEFAULT_DISTANCES["dlib"]])[0],
            photos=len(distances),
        )


def main() -> None:
    """Load everything, then answer items of [light, blur, size, whether the picture is wanted]."""
    worker_process.serve(_load, answers)


def _load() -> PortraitSearch:
    return PortraitSearch(gallery_search.load())


def answers(portrait_search: PortraitSearch, items: list[Any]) -> list[dict[str, Any]]:
    """Return one answer per item, as values for JSON."""
    return [
        portrait_search.answer(Dials(int(light), int(blur), int(size)), bool(photo)).to_json()
        for light, blur, size, photo in items
    ]
