"""Measure how far a vector moves when its photo is mirrored, and what that changes in the replay.

``python tools/mirror.py --photos DIR`` mirrors the portraits that the replay searches, encodes
them again with the fast encoder, and prints the figures of docs/methods.md, "Mirrored photos".
Nothing is written. The second collection flipped some of its photos so that all faces look to one
side; which ones is known only where the first collection has the same photograph.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.photo_folder import photo_files
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import draw_for, run, searched
from simulator.faces.photos import decode_photo
from simulator.matchers.base import Face
from simulator.matchers.fast import FastMatcher
from simulator.search.search import euclidean

BATCH = 8
COIN_TOSSES = 2000
FLAGGED = 28
FIRST_COLLECTION = "unitedstates"

Floats = NDArray[np.float64]


def mirrored_vectors(dataset: Dataset, photos: Path, keys: list[str]) -> NDArray[np.float32]:
    """Return (n, d) the vectors of these photos when mirrored; nan where no face was found.

    Args:
        dataset: the data set.
        photos: its photo folder or one above it.
        keys: (n,) which photos.
    """
    path_of = {photo.key: photo.path for photo in photo_files(dataset, photos)}
    matcher = FastMatcher()
    vectors = np.full((len(keys), dataset.encodings.vectors.shape[1]), np.nan, np.float32)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        pixels = [
            np.ascontiguousarray(decode_photo(path_of[key].read_bytes(), key)[:, ::-1])
            for key in batch
        ]
        for row, face in enumerate(matcher.encode_all(pixels), start):
            if isinstance(face, Face):
                vectors[row] = face.vector
    return vectors


def flagged(nearest: Floats) -> NDArray[np.bool_]:
    """Return (p,) who is among the 28 with the closest strangers."""
    chosen = np.zeros(len(nearest), bool)
    chosen[np.argsort(nearest, kind="stable")[:FLAGGED]] = True
    return chosen


def tossed(
    plain: Floats, mirrored: Floats, may_be: NDArray[np.bool_], seed: int = 0
) -> Iterator[NDArray[np.bool_]]:
    """Yield who is among the 28 when a coin decides for each photo whether it is mirrored.

    Args:
        plain: (p,) distance of the closest stranger to each photo as it is.
        mirrored: (p,) the same for the mirrored photos.
        may_be: (p,) the photos that may have been mirrored; the others stay as they are.
        seed: of the coin.
    """
    random = np.random.default_rng(seed)
    for _ in range(COIN_TOSSES):
        turned = may_be & (random.random(len(plain)) < 0.5)
        yield flagged(np.where(turned, mirrored, plain))


def report(photos: Path) -> Iterator[str]:
    """Yield the lines of the report."""
    experiment = Experiment()
    result = run(experiment)
    probes, gallery = result.probes, load_dataset(experiment.gallery)
    keys = probes.encodings.keys.tolist()
    vectors = mirrored_vectors(probes, photos, keys)
    moved = euclidean(probes.encodings.vectors, vectors)
    found = ~np.isnan(moved)
    yield f"{(~found).sum()} of {len(found)} mirrored photos failed to enroll."
    yield (
        f"Distance to the photo as it is: median {np.nanmedian(moved):.3f}, 95th percentile "
        f"{np.nanquantile(moved, 0.95):.3f}, largest {np.nanmax(moved):.3f}."
    )
    turned = probes.with_encodings(replace(probes.encodings, vectors=vectors))
    other = searched(experiment, turned, gallery, draw_for(experiment, gallery))
    plain, mirrored = result.search.nearest, other.search.nearest
    color = (result.searched["person_of_color"] == "true").to_numpy()
    before, after = flagged(plain), flagged(mirrored)
    yield (
        f"All mirrored: {(before & after).sum()} of the 28 stay; people of color "
        f"{(before & color).sum()} before, {(after & color).sum()} after."
    )
    sources = probes.manifest.set_index("key").loc[keys, "photo_source"].to_numpy()
    new = sources != FIRST_COLLECTION
    once = flagged(np.where(new, mirrored, plain))
    yield (
        f"Only the {new.sum()} of the second collection mirrored: {(before & once).sum()} of the "
        f"28 stay; people of color {(once & color).sum()}."
    )
    tosses = list(tossed(plain, mirrored, new))
    stay = [int((before & one).sum()) for one in tosses]
    of_color = [int((one & color).sum()) for one in tosses]
    yield (
        f"A coin for each of the {new.sum()}, {COIN_TOSSES:,} times: {min(stay)} to {max(stay)} of "
        f"the 28 stay; people of color {min(of_color)} to {max(of_color)}."
    )


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True, help="folder of all photos")
    for line in report(parser.parse_args().photos):
        print(line)


if __name__ == "__main__":
    main()
