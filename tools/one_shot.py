"""Score which members' two portraits are one photograph: cropped, edited, scaled or mirrored.

``python tools/one_shot.py --photos DIR`` calculates the scores in the ``one_shot.csv`` of each
second data set again and reports the rows that differ; ``--write`` writes them. The verdicts in
that file were given by eye to every pair and are kept: the scores say where to look twice. The
matcher's distance is never used, since it is what the pairs are there to measure.

Both photos are drawn on a canvas of one size by their 68 landmarks, with hair, collar and
background; the second once as it is and once mirrored, and moved to where it fits best (the
enhanced correlation coefficient, Evangelidis & Psarakis 2008). The score is the zero-mean
normalized cross-correlation of the fine detail (the gray values minus a blurred copy, divided by
the local contrast) over the part of the canvas that both photos cover. Two shots from one sitting
agree in the coarse gray values; only one shot agrees in its detail. The background counts little:
many portraits of the first collection have a new one behind the same person.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.photo_folder import photo_paths
from simulator.faces.photos import decode_photo

SETS = {"congress-114-second": "congress-114", "congress-115-second": "congress-115"}
FILE = "one_shot.csv"
COLUMNS = (
    "bioguide_id",
    "first",
    "second",
    "score",
    "score_mirrored",
    "mirrored",
    "verdict",
)
TOLERANCE = 0.02
"""Scores may differ by this between versions of OpenCV and of the JPEG decoder."""

WIDTH, HEIGHT = 160, 200
EYES = ((62.0, 84.0), (98.0, 84.0))
"""Where the centers of the eyes lie on the canvas, which holds hair, collar and background too."""

BLUR = 3.0
"""Standard deviation, in pixels of the canvas, of the copy that is subtracted."""

LEAST_COVER = 0.3
"""The share of the canvas that both photos must cover for a score."""

Image = NDArray[np.float32]


@dataclass(frozen=True)
class Portrait:
    """A photo in gray, (h, w) float32, and its landmarks, (68, 2) x, y in its pixels."""

    gray: Image
    landmarks: NDArray[np.float64]

    def mirrored(self) -> Portrait:
        """Return the photo as a mirror shows it; the landmarks keep their meaning."""
        points = self.landmarks[_MIRROR].copy()
        points[:, 0] = self.gray.shape[1] - 1 - points[:, 0]
        return Portrait(np.ascontiguousarray(self.gray[:, ::-1]), points)

    def scaled(self) -> Portrait:
        """Return the photo made smaller, where its face is larger than on the canvas."""
        eyes = self.landmarks[42:48].mean(axis=0) - self.landmarks[36:42].mean(axis=0)
        factor = (EYES[1][0] - EYES[0][0]) / float(np.hypot(*eyes))
        if factor >= 1:
            return self
        height, width = self.gray.shape
        size = (round(width * factor), round(height * factor))
        steps = np.array([size[0] / width, size[1] / height])
        small = cv2.resize(self.gray, size, interpolation=cv2.INTER_AREA)
        return Portrait(small, (self.landmarks + 0.5) * steps - 0.5)


_MIRROR = np.array(
    [
        *range(16, -1, -1),
        *range(26, 16, -1),
        *range(27, 31),
        *range(35, 30, -1),
        *(45, 44, 43, 42, 47, 46),
        *(39, 38, 37, 36, 41, 40),
        *range(54, 47, -1),
        *range(59, 54, -1),
        *range(64, 59, -1),
        *range(67, 64, -1),
    ]
)
"""The landmark that lies where this one was, once the photo is mirrored (iBUG 300-W's order)."""


def score(first: Portrait, second: Portrait) -> float:
    """Return how well the fine detail of two photos agrees, from -1 to 1.

    The result is ``nan`` where the photos share too little of the canvas.
    """
    size = (WIDTH, HEIGHT)
    mine = _canvas_from(first.landmarks)
    base = cv2.warpAffine(first.gray, mine, size)
    inside = _cover(first.gray, mine)
    theirs = _fit(second.landmarks, first.landmarks, mine)
    best = float("nan")
    for place in (theirs, _refined(base, inside, second.gray, theirs)):
        moved = cv2.warpAffine(second.gray, place, size)
        both = inside & _cover(second.gray, place)
        if both.mean() >= LEAST_COVER:
            found = correlation(detail(base)[both], detail(moved)[both])
            best = found if np.isnan(best) else max(best, found)
    return best


def correlation(one: Image, other: Image) -> float:
    """Return the zero-mean normalized cross-correlation of two arrays of one shape."""
    a = one - one.mean()
    b = other - other.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0


def detail(gray: Image) -> Image:
    """Return an image's fine detail: minus a blurred copy, divided by the local contrast."""
    fine = gray - cv2.GaussianBlur(gray, (0, 0), BLUR)
    contrast = np.sqrt(cv2.GaussianBlur(fine * fine, (0, 0), 4 * BLUR))
    return np.asarray(fine / (contrast + 2.0), np.float32)


def _canvas_from(landmarks: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (2, 3) similarity that brings the centers of the eyes to their place."""
    eyes = np.array([landmarks[36:42].mean(axis=0), landmarks[42:48].mean(axis=0)])
    return _similarity(eyes, np.array(EYES))


def _fit(
    theirs: NDArray[np.float64], mine: NDArray[np.float64], canvas: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the (2, 3) similarity that brings a photo's landmarks to the other's on the canvas."""
    return _similarity(theirs, mine @ canvas[:, :2].T + canvas[:, 2])


def _similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least-squares similarity, (2, 3), from points to points; no reflection."""
    a = (source - source.mean(axis=0)) @ np.array([1, 1j])
    b = (target - target.mean(axis=0)) @ np.array([1, 1j])
    factor = np.vdot(a, b) / np.vdot(a, a)
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    shift = target.mean(axis=0) - turn @ source.mean(axis=0)
    return np.column_stack([turn, shift])


def _cover(gray: Image, place: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which pixels of the canvas a photo covers, (HEIGHT, WIDTH)."""
    ones = np.ones_like(gray)
    return np.asarray(cv2.warpAffine(ones, place, (WIDTH, HEIGHT)) > 0.99)


def _refined(
    base: Image, inside: NDArray[np.bool_], gray: Image, place: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where a photo fits best near the place given, or that place if none is found."""
    moved = cv2.warpAffine(gray, place, (WIDTH, HEIGHT))
    mask = (inside & _cover(gray, place)).astype(np.uint8)
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-4)
    start = np.eye(2, 3, dtype=np.float32)
    try:
        _, warp = cv2.findTransformECC(
            base, moved, start, cv2.MOTION_AFFINE, stop, inputMask=mask, gaussFiltSize=5
        )
    except cv2.error:
        return place
    whole = np.vstack([warp.astype(np.float64), [0, 0, 1]])
    back = np.linalg.inv(whole) @ np.vstack([place, [0, 0, 1]])
    return np.asarray(back[:2])


def portraits(dataset: Dataset, photos: Path, keys: Iterable[str]) -> dict[str, Portrait]:
    """Return these enrolled photos of a data set in gray, by key."""
    encodings = dataset.all_encodings
    row = {key: i for i, key in enumerate(encodings.keys.tolist())}
    places = _places(dataset, photos)
    found = {}
    for key in keys:
        pixels = decode_photo((photos / places[key]).read_bytes(), places[key])
        gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
        points = encodings.landmarks[row[key]].astype(np.float64)
        found[key] = Portrait(gray, points).scaled()
    return found


def _places(dataset: Dataset, photos: Path) -> dict[str, str]:
    """Return each photo's path below the folder of all photos, by key."""
    return {
        key: path.relative_to(photos).as_posix()
        for key, path in photo_paths(dataset, photos).items()
    }


def pairs(first: Dataset, second: Dataset) -> list[str]:
    """Return the keys of the members who have two enrolled photos, in the manifest's order.

    One file in both data sets is one photo, not a pair.
    """
    mine, theirs = (
        dict(zip(one.all_encodings.keys.tolist(), one.all_encodings.digests, strict=True))
        for one in (first, second)
    )
    return [
        key
        for key in second.manifest["key"]
        if key in mine and key in theirs and (mine[key] != theirs[key]).any()
    ]


def scored(
    second: str,
    photos: Path,
    verdicts: dict[str, dict[str, str]],
    done: dict[str, tuple[float, float]],
    only: str | None = None,
) -> Iterable[dict[str, str]]:
    """Yield a row per member with two enrolled photos, in the manifest's order.

    Both data sets hold the same pair of photos for a member of both Congresses: ``done`` keeps its
    scores, by bioguide id.
    """
    old, new = load_dataset(SETS[second]), load_dataset(second)
    places = [_places(one, photos) for one in (old, new)]
    for key in pairs(old, new):
        if only not in (None, key):
            continue
        if key not in done:
            mine, theirs = (portraits(one, photos, [key])[key] for one in (old, new))
            done[key] = (score(mine, theirs), score(mine, theirs.mirrored()))
        plain, mirrored = done[key]
        known = verdicts.get(key, {})
        yield {
            "bioguide_id": key,
            "first": places[0][key],
            "second": places[1][key],
            "score": f"{plain:.3f}",
            "score_mirrored": f"{mirrored:.3f}",
            "mirrored": known.get("mirrored", ""),
            "verdict": known.get("verdict", ""),
        }


def read(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of a ``one_shot.csv`` by bioguide id; none where there is no file."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["bioguide_id"]: row for row in csv.DictReader(lines)}


def main(arguments: list[str] | None = None) -> int:
    """Run the tool; 1 if the committed scores differ from those calculated."""
    parser = argparse.ArgumentParser(description="Score which portraits are one photograph.")
    parser.add_argument("--photos", type=Path, required=True, help="Folder above both collections.")
    parser.add_argument("--write", action="store_true", help="Write the scores, keep the verdicts.")
    parser.add_argument("--only", metavar="ID", help="Check the pair of this bioguide id only.")
    chosen = parser.parse_args(arguments)
    if chosen.write and chosen.only:
        parser.error("expected --write for all pairs, found --only as well. Leave one of them out.")
    cv2.setNumThreads(1)
    stale = 0
    done: dict[str, tuple[float, float]] = {}
    for second in SETS:
        path = load_dataset(second).folder / FILE
        known = read(path)
        rows = list(scored(second, chosen.photos, known, done, chosen.only))
        if chosen.write:
            with path.open("w", encoding="utf-8", newline="") as lines:
                writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            continue
        for row in rows:
            old = known.get(row["bioguide_id"], {})
            for column in ("score", "score_mirrored"):
                if abs(float(old.get(column, "nan")) - float(row[column])) <= TOLERANCE:
                    continue
                stale += 1
                print(f"{second} {row['bioguide_id']} {column}: {old.get(column)} → {row[column]}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
