"""Publishable files about a gallery whose people were never asked: counts, and one search.

From a data set built with vectors come three files without vectors: the comparison counts by pair
of groups, the search pack of ``congress-115`` in it, and a manifest in which each photo is a number
with labels. ``falsematch datasets build utkface-adults --without-vectors`` writes the bundled ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from simulator.comparison.subgroup_counts import FILE, SubgroupCounts, count_by_subgroup
from simulator.datasets.dataset import CARD, ENCODINGS, MANIFEST, Dataset, labels_in, load_dataset
from simulator.datasets.duplicates import (
    SAME_LOOK_UNNAMED,
    Duplicates,
    find_duplicates,
    fingerprints,
)
from simulator.datasets.manifest import save_manifest
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.faces.encode import PhotoFile
from simulator.search.packs import PACKS_FOLDER, Pack, save_pack
from simulator.storage.checksums import CHECKSUMS, write_checksums
from simulator.storage.files import write_bytes
from simulator.storage.progress import Progress

PROBES = "congress-115"
COUNTED_BY = ("race", "gender", "age_group")


@dataclass(frozen=True)
class Published:
    """The files that were written: folder and pack; and the copies that were found."""

    folder: Path
    pack: Path
    duplicates: Duplicates


def publish(
    built: Dataset,
    photos: list[PhotoFile],
    root: Path,
    progress: Progress | None = None,
) -> Published:
    """Write the three files below ``root`` (the repository's top, or any folder).

    Args:
        built: a data set with encodings.
        photos: its photos, in which copies of a picture are found by content.
        root: gets ``datasets/NAME/`` and ``datasets/packs/``.
        progress: called after each photo that was checked.
    """
    enrolled = set(built.encodings.keys.tolist())
    listed = [photo for photo in photos if photo.key in enrolled]
    duplicates = find_duplicates(
        fingerprints([photo.path for photo in listed], progress=progress), SAME_LOOK_UNNAMED
    )
    folder = root / "datasets" / built.name
    numbers = _numbers(built)
    if folder.resolve() != built.folder.resolve():
        write_bytes(folder / CARD, (built.folder / CARD).read_bytes())
    _write_manifest(built, numbers, folder / MANIFEST)
    counts = _count(
        built, [(listed[i].key, listed[j].key) for i, j in duplicates.pairs], duplicates
    )
    counts_file = folder / FILE.format(matcher=built.encodings.matcher.name)
    counts.save(counts_file)
    write_checksums(folder / CHECKSUMS, [counts_file, *labels_in(folder)])
    path = save_pack(search_pack(built, numbers), root / PACKS_FOLDER)
    return Published(folder, path, duplicates)


def _numbers(built: Dataset) -> dict[str, str]:
    """Number all listed photos from 1, by their labels and then by key; return key → number."""
    columns = [c for c in built.card.tally_columns if c in built.manifest.columns]
    ordered = built.manifest.sort_values([*columns, "key"], kind="stable")["key"]
    return {key: str(number) for number, key in enumerate(ordered, start=1)}


def _write_manifest(built: Dataset, numbers: dict[str, str], path: Path) -> None:
    columns = [c for c in built.card.tally_columns if c in built.manifest.columns]
    labels = built.manifest.set_index("key")
    rows = [
        {"key": number, "subject_id": number, "photo": ""}
        | {column: str(labels.at[key, column]) for column in columns}
        for key, number in numbers.items()
    ]
    save_manifest(rows, ["key", "subject_id", "photo", *columns], path)


def _count(built: Dataset, copies: list[tuple[str, str]], duplicates: Duplicates) -> SubgroupCounts:
    labels = built.manifest.set_index("key")[list(COUNTED_BY)]
    joined = labels.agg("\0".join, axis=1)
    names = sorted(set(joined))
    keys = built.encodings.keys.tolist()
    subgroup_of = np.array([names.index(joined[key]) for key in keys], np.intp)
    failed = [names.index(joined[key]) for key in built.encodings.failures]
    row_of = {key: row for row, key in enumerate(keys)}
    counts, counts_of_copies = count_by_subgroup(
        built.encodings.vectors,
        subgroup_of,
        len(names),
        [(row_of[first], row_of[second]) for first, second in copies],
    )
    return SubgroupCounts(
        matcher=built.encodings.matcher,
        columns=COUNTED_BY,
        subgroups=np.array([name.split("\0") for name in names]),
        photos=np.bincount(subgroup_of, minlength=len(names)).astype(np.int64),
        failures=np.bincount(failed, minlength=len(names)).astype(np.int64),
        counts=counts,
        duplicates=counts_of_copies,
        identities=built.card.identities,
        provenance={
            "dataset": built.name,
            "encodings_sha256": built.checksums[ENCODINGS],
            "copies": f"{len(duplicates.same_bytes)} pairs of photos with equal bytes and "
            f"{len(duplicates.same_look)} whose difference hash differs in at most "
            f"{SAME_LOOK_UNNAMED} of 256 bits",
        },
    )


def search_pack(built: Dataset, numbers: dict[str, str] | None = None) -> Pack:
    """Search the members of Congress in a gallery, and return the search without vectors.

    Args:
        built: a data set with encodings.
        numbers: key → name in the pack; the key itself by default.
    """
    probes = load_dataset(PROBES)
    name = built.encodings.matcher.name
    result = run(Experiment(probes=PROBES, gallery=str(built.folder), matcher=name))
    keys = result.gallery_keys.tolist()
    return Pack(
        matcher=result.probes.encodings.matcher,
        probes=PROBES,
        gallery=built.name,
        what=f"{probes.card.title} searched in {built.card.title}",
        tally_group_names=result.tally_group_names,
        mates_excluded=result.mates_excluded,
        probe_keys=result.probes.encodings.keys,
        gallery_keys=np.array([numbers[key] for key in keys] if numbers else keys, np.str_),
        search=result.search,
        failures=result.probes.encodings.failures,
        notes={
            "probe_encodings_sha256": probes.checksums[ENCODINGS],
            "gallery_encodings_sha256": built.checksums[ENCODINGS],
        },
    )
