"""Substitutes for encodings: search packs, and encodings under an image condition."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import ENCODINGS, Dataset
from simulator.errors import EncodingFileError, ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.faces.encodings import load_encodings
from simulator.search.packs import Pack, find_pack
from simulator.storage.checksums import CHECKSUMS, read_checksums

CONDITIONS_FOLDER = "conditions"


def pack_instead(experiment: Experiment, probes: Dataset, gallery: Dataset) -> Pack | None:
    """Find the bundled search pack, if the encodings that are needed are not installed.

    Raises:
        ExperimentError: the experiment asks for something that a finished search cannot give.
        PackError: the pack is broken.
    """
    if all(_encoded_by(dataset, experiment.matcher) for dataset in (probes, gallery)):
        return None
    pack = find_pack(probes.name, gallery.name, experiment.matcher)
    if pack is None:
        return None
    made_of = pack.notes.get("probe_encodings_sha256")
    if made_of is not None and made_of != probes.checksums.get(ENCODINGS):
        raise ExperimentError(
            f"expected the encodings of {probes.name!r} that the search in {gallery.name!r} was "
            "made with, found others. Build the gallery too: `falsematch datasets build "
            f"{gallery.name} --photos DIR`; then the search runs again."
        )
    wanted = {
        "a gallery size": experiment.gallery_size,
        "a mix": experiment.mix,
        "one photo per person": experiment.one_photo_per_person or None,
        "a condition": experiment.condition,
        "another portrait": None if experiment.portrait == "first" else experiment.portrait,
        "the gallery of another matcher's search": None
        if experiment.same_gallery_as == experiment.matcher
        else experiment.same_gallery_as,
    }
    asked = [name for name, value in wanted.items() if value is not None]
    if asked:
        raise ExperimentError(
            f"expected encodings by {experiment.matcher!r} of {probes.name!r} and "
            f"{gallery.name!r} for {asked[0]}, found a finished search only. Leave it out"
            + ("" if asked[0] not in _DRAWN else _HOW_DRAWN)
            + "."
        )
    return pack


_DRAWN = ("a gallery size", "a mix")
_HOW_DRAWN = "; result.gallery_size_curve() answers other sizes and mixes exactly"


def to_draw_from(experiment: Experiment, probes: Dataset, gallery: Dataset) -> Dataset:
    """Return the gallery whose photos can be drawn: of a finished search, the photos it searched.

    Raises:
        ExperimentError: the finished search cannot give what the experiment asks for.
        PackError: it is broken.
    """
    whole = dataclasses.replace(experiment, gallery_size=None, mix=None, one_photo_per_person=False)
    pack = pack_instead(whole, probes, gallery)
    return gallery if pack is None else gallery.with_encodings(pack.gallery_encodings())


def rows_of_other_search(experiment: Experiment, gallery: Dataset) -> NDArray[np.intp] | None:
    """Return the rows of the gallery that the matcher of ``same_gallery_as`` searched.

    Returns:
        (n,) rows in ascending order; None where the whole gallery is searched.

    Raises:
        ExperimentError: there is no finished search by that matcher, or some of its photos have no
            encoding here.
    """
    other = experiment.same_gallery_as
    if other is None or other == experiment.matcher:
        return None
    pack = find_pack(experiment.probes, gallery.name, other)
    if pack is None:
        raise ExperimentError(
            f"expected a finished search of {experiment.probes!r} in {gallery.name!r} by the "
            f"matcher {other!r}, to search the same photos, found none. Leave same_gallery_as out."
        )
    row_of = {key: row for row, key in enumerate(gallery.encodings.keys.tolist())}
    missing = [key for key in pack.gallery_keys.tolist() if key not in row_of]
    if missing:
        raise ExperimentError(
            f"expected encodings of all {len(pack.gallery_keys):,} photos that {other!r} searched "
            f"in {gallery.name!r}, found none of {len(missing):,}, such as {missing[0]!r}. Encode "
            "them, or leave same_gallery_as out."
        )
    return np.sort(np.array([row_of[key] for key in pack.gallery_keys.tolist()], np.intp))


def _encoded_by(dataset: Dataset, matcher: str) -> bool:
    return (dataset.folder / ENCODINGS).is_file() and dataset.encodings.matcher.name == matcher


def under_condition(dataset: Dataset, condition: str) -> Dataset:
    """Return a data set with its photos as encoded under an image condition.

    Raises:
        ExperimentError: no such condition, or the data set was not encoded under it.
        EncodingFileError: its file is broken.
    """
    # OpenCV is loaded only where a condition is asked for.
    from simulator.faces.conditions import condition_named

    condition_named(condition)
    folder = dataset.folder / CONDITIONS_FOLDER
    path = folder / f"{condition}.npz"
    if not path.is_file():
        raise ExperimentError(
            f"expected encodings of {dataset.name!r} under {condition!r} at {path}, found none. "
            f"Make them: `falsematch datasets build {dataset.name} --conditions --photos DIR`."
        )
    digests = read_checksums(folder / CHECKSUMS, EncodingFileError)
    encodings = load_encodings(path, digests.get(path.name))
    return dataset.with_encodings(dataset.photographs_among(encodings))
