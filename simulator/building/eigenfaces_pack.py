"""The search pack of the second matcher: fitted on one half of LFW's people, tested on the other.

People of the probes' data set are never in the half that is fitted on.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.comparison.fmr import compare_dataset
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.photo_folder import photo_files
from simulator.errors import PhotoError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import searched
from simulator.faces.photos import decode_photo, read_photo_bytes
from simulator.matchers.eigenfaces import SIDE, Eigenfaces, chip, fit
from simulator.search.mated_searches import leave_one_out
from simulator.search.packs import Pack

SEED = 0
COLUMN = "gender"


def build_pack(photos: Path, probes: str = "congress-115", gallery: str = "lfw") -> Pack:
    """Fit eigenfaces on one half of the gallery's people, and search the other half.

    Args:
        photos: folder with the photos of both data sets.
        probes: whose people are searched for.
        gallery: whose people are split by person: one half is fitted on, the other searched.

    Raises:
        PhotoError: photos are missing.
    """
    mine, theirs = load_dataset(probes), load_dataset(gallery)
    fitted_on, tested = halves(theirs, exclude=set(mine.identities))
    chips = _chips(theirs, photos)
    people = theirs.identities.loc[theirs.encodings.keys[fitted_on].tolist()].nunique()
    fitted = fit(chips[fitted_on], people)
    probe_set = _projected(mine, fitted, _chips(mine, photos), np.arange(len(mine.encodings)))
    test_set = _projected(theirs, fitted, chips[tested], tested)
    result = searched(
        Experiment(probes=probes, gallery=gallery, matcher="eigenfaces"),
        probe_set,
        test_set,
        np.arange(len(test_set.encodings)),
    )
    tally = compare_dataset(test_set, COLUMN)
    # A photo that failed to enroll is a search that was attempted.
    attempted = dataclasses.replace(test_set.encodings, failures=theirs.encodings.failures)
    mated = leave_one_out(theirs.with_encodings(attempted))
    return Pack(
        matcher=fitted.info,
        probes=probes,
        gallery=gallery,
        what=f"{mine.card.title} searched in the half of {theirs.card.title} that was not fitted",
        tally_group_names=result.tally_group_names,
        mates_excluded=result.mates_excluded,
        probe_keys=probe_set.encodings.keys,
        gallery_keys=result.gallery_keys,
        search=result.search,
        failures=probe_set.encodings.failures,
        extras={
            "comparisons": tally.counts,
            "mated_keys": mated.keys,
            "mated_distances": np.round(mated.distances, 6),
        },
        notes={
            "column": COLUMN,
            "groups": [[group.value, group.label] for group in tally.groups],
            "fitted_on": f"{fitted.photos} photos of {fitted.people} people, seed {SEED}",
            "tested_people": int(
                theirs.identities.loc[theirs.encodings.keys[tested].tolist()].nunique()
            ),
            "datasets": {d.name: d.digest for d in (mine, theirs)},
        },
    )


def halves(
    dataset: Dataset, *, exclude: set[str], seed: int = SEED
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Split a data set by person; return the encodings' rows to fit on and those to test on.

    Args:
        dataset: whose people are split.
        exclude: identities that must not be fitted on; they are in the tested half.
        seed: seed of the split.
    """
    who = dataset.identities.loc[dataset.encodings.keys.tolist()].to_numpy(dtype=str)
    people = np.unique(who)
    drawn = np.random.default_rng(seed).permutation(people)[: len(people) // 2]
    chosen = np.isin(who, [person for person in drawn.tolist() if person not in exclude])
    return np.flatnonzero(chosen), np.flatnonzero(~chosen)


def _chips(dataset: Dataset, photos: Path) -> NDArray[np.float32]:
    path_of = {photo.key: photo.path for photo in photo_files(dataset, photos)}
    encodings = dataset.encodings
    chips = np.empty((len(encodings), SIDE * SIDE), np.float32)
    for row, key in enumerate(encodings.keys.tolist()):
        if key not in path_of:
            raise PhotoError(
                f"expected a photo of {key} of {dataset.name}, found none. Check --photos."
            )
        pixels = decode_photo(read_photo_bytes(path_of[key]), str(path_of[key]))
        chips[row] = chip(pixels, encodings.landmarks[row])
    return chips


def _projected(
    dataset: Dataset, fitted: Eigenfaces, chips: NDArray[np.float32], rows: NDArray[np.intp]
) -> Dataset:
    known = dataset.encodings.take(rows)
    return dataset.with_encodings(
        dataclasses.replace(known, matcher=fitted.info, vectors=fitted.project(chips))
    )
