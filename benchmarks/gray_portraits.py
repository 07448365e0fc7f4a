"""Would the color portraits be missed as often if they were black and white?

``python benchmarks/gray_portraits.py DIR``, DIR with the photos of Congress: the color portraits of
2015 that have a second photograph are turned gray, encoded again, and compared with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_measurements import COLOR, PHOTO_COLOR
from simulator.faces.photos import decode_photo
from simulator.matchers.base import Face
from simulator.matchers.fast import FastMatcher
from simulator.search.mated_sources import mated_searches

LUMA = (0.299, 0.587, 0.114)
BATCH = 8


def main(photos: Path) -> None:
    """Print the misses in color and gray at three thresholds."""
    mated = mated_searches("congress-115-two-portraits")
    in_color = (mated.labels[PHOTO_COLOR] == COLOR).to_numpy()
    keys, before = mated.keys[in_color].tolist(), mated.distances[in_color]
    second = load_dataset("congress-115-second").encodings
    other = dict(zip(second.keys.tolist(), second.vectors.astype(np.float64), strict=True))
    matcher, after = FastMatcher(), []
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        pixels = []
        for key in some:
            photo = decode_photo((photos / "congress" / "225x275" / f"{key}.jpg").read_bytes())
            gray = np.rint(photo.astype(np.float64) @ LUMA).astype(np.uint8)
            pixels.append(np.ascontiguousarray(np.repeat(gray[..., None], 3, axis=2)))
        for key, face in zip(some, matcher.encode_all(pixels), strict=True):
            vector = np.asarray(face.vector) if isinstance(face, Face) else np.full(128, np.nan)
            after.append(float(np.linalg.norm(vector - other[key])))
    gray_distances = np.array(after)
    print(f"{len(keys)} color portraits, {np.isnan(gray_distances).sum()} without a face when gray")
    print(f"median change of the distance: {np.nanmedian(gray_distances - before):.3f}")
    for threshold in (0.47, 0.5, 0.6):
        missed = [(d > threshold).sum() for d in (before, gray_distances)]
        print(f"missed at {threshold}: {missed[0]} in color, {missed[1]} gray")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
