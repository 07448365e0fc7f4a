"""Finding and opening a data set by name: a folder with a card, a manifest, and encodings."""

from __future__ import annotations

import collections
import functools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from simulator.datasets.card import Card, load_card
from simulator.datasets.groups import Group, split_by
from simulator.datasets.listed_rows import listed_rows
from simulator.datasets.manifest import load_manifest
from simulator.errors import (
    DatasetNotFound,
    EncodingFileError,
    FalseMatchError,
    ManifestError,
    nearest_name,
)
from simulator.faces.encodings import Encodings, load_encodings
from simulator.i18n import set_names
from simulator.storage.checksums import CHECKSUMS, check_digest, read_checksums
from simulator.storage.files import sha256_of_file
from simulator.storage.paths import bundled, user_datasets

DATASET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")

ENCODINGS = "encodings.npz"
MANIFEST = "manifest.csv"
CARD = "card.toml"
MATES = "mates.csv"
KIN = "kin.csv"
ALIASES = "aliases.csv"
LABEL_FILES = (MATES, ALIASES, "pairs.txt", "same_photo.csv", KIN, "label_errors.csv")
"""Lists beside the manifest that decide what is counted; each may be missing."""
PHOTOGRAPH = "photograph"
"""The kind of picture that is searched."""
UNKNOWN_KIND = "kind not stated"


@dataclass(frozen=True)
class Dataset:
    """An installed data set. Encodings are read when they are first needed."""

    name: str
    folder: Path
    card: Card
    manifest: pd.DataFrame
    searches_paintings: bool = False
    """Whether portraits that are paintings are searched too."""

    @property
    def has_encodings(self) -> bool:
        """True if it comes with encodings; some data sets come only as a finished search."""
        return comes_encoded(self.folder)

    @functools.cached_property
    def all_encodings(self) -> Encodings:
        """The encodings of all enrolled pictures, paintings too.

        Raises:
            EncodingFileError: the file is missing, does not match its checksum, or has a photo
                that the manifest does not list.
        """
        found = load_encodings(self.folder / ENCODINGS, self.checksums.get(ENCODINGS))
        unlisted = set(found.keys.tolist()) - set(self.manifest["key"])
        if unlisted:
            raise EncodingFileError(
                f"expected a row of {self.folder / MANIFEST} for every encoded photo, found none "
                f"for {min(unlisted)!r}. Restore the row, or build or add the data set again."
            )
        return found

    @functools.cached_property
    def encodings(self) -> Encodings:
        """The encodings of the enrolled photographs, which are what is searched.

        Raises:
            EncodingFileError: the file is missing or does not match its checksum.
        """
        return self.photographs_among(self.all_encodings)

    def photographs_among(self, encodings: Encodings) -> Encodings:
        """Return these encodings without those of paintings; a painter's view is not evidence."""
        kinds = self.kinds
        if not kinds or self.searches_paintings:
            return encodings
        return encodings.only([key for key, kind in kinds.items() if kind == PHOTOGRAPH])

    @functools.cached_property
    def kinds(self) -> dict[str, str]:
        """Key → kind of picture (photograph, painting); empty where the card names no such column.

        Raises:
            ManifestError: the card names a column that the manifest does not have.
        """
        column = self.card.kind_column
        if column is None:
            return {}
        if column not in self.manifest.columns:
            raise ManifestError(
                f"expected the column {column!r}, which the card of {self.name!r} names as "
                f"kind_column, in its {MANIFEST}, found none. Add it or correct the card."
            )
        kinds = self.manifest[column].str.strip()
        return dict(zip(self.manifest["key"], kinds, strict=True))

    @functools.cached_property
    def left_out(self) -> dict[str, int]:
        """Reason → how many people listed with a picture are not searched, such as a painting."""
        if self.searches_paintings:
            return {}
        if not self.kinds:
            # A data set that comes only as a finished search has no encodings to read.
            return {}
        there = {*self.all_encodings.keys.tolist(), *self.all_encodings.failures}
        found = [k or UNKNOWN_KIND for key, k in self.kinds.items() if key in there]
        counts = collections.Counter(kind for kind in found if kind != PHOTOGRAPH)
        return dict(sorted(counts.items()))

    def with_encodings(
        self, encodings: Encodings, left_out: Mapping[str, int] | None = None
    ) -> Dataset:
        """Return the same people and labels with other encodings: another matcher, fewer people.

        Args:
            encodings: those to search; nothing is taken out of them.
            left_out: reason → people left out, where that differs.
        """
        other = replace(self)
        other.__dict__["encodings"] = encodings
        if left_out is not None:
            other.__dict__["left_out"] = dict(left_out)
        return other

    def with_paintings(self) -> Dataset:
        """Return the data set with every enrolled picture searched, paintings too."""
        if not self.kinds:
            return self
        return replace(self, searches_paintings=True)

    @functools.cached_property
    def checksums(self) -> dict[str, str]:
        """File name → SHA-256, from the data set's SHA256SUMS; empty where there is no such file.

        Raises:
            EncodingFileError: a line of it is malformed.
        """
        return read_checksums(self.folder / CHECKSUMS, EncodingFileError)

    @functools.cached_property
    def digest(self) -> str:
        """SHA-256 over manifest, encodings and relatives, which identifies this build."""
        import hashlib

        parts = [sha256_of_file(self.folder / MANIFEST), self.checksums.get(ENCODINGS, "")]
        if (self.folder / KIN).is_file():
            parts.append(sha256_of_file(self.folder / KIN))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @functools.cached_property
    def identities(self) -> pd.Series[str]:
        """The person in each photo, under names that are valid across data sets; indexed by key.

        ``mates.csv`` maps a person here to the same person elsewhere (``subject_id`` →
        ``identity``, e.g. ``bioguide:P000197``); ``aliases.csv`` maps several names of one person
        to one identity.
        """
        known = self._known_identities()
        space = self.card.identity_space
        values = [
            known.get(subject, f"{space}:{subject}") for subject in self.manifest["subject_id"]
        ]
        return pd.Series(values, index=self.manifest["key"].to_numpy(), dtype=str)

    def _known_identities(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for file in (ALIASES, MATES):
            path = self.folder / file
            if not path.is_file():
                continue
            rows = listed_rows(path, ("subject_id", "identity"))
            known |= {row["subject_id"]: row["identity"] for row in rows}
        return known

    @functools.cached_property
    def mix_groups(self) -> dict[str, Group]:
        """Groups of the enrolled photos that a gallery mix can name, by value and by label."""
        labels = self.labels(self.encodings.keys.tolist())
        return {
            name: group
            for column in self.card.tally_columns
            for group in split_by(labels, column, self.card)
            for name in {group.value, group.label}
        }

    def labels(self, keys: list[str]) -> pd.DataFrame:
        """Return the group columns of these photos, in the order of the keys."""
        columns = [column for column in self.card.labels if column in self.manifest.columns]
        return self.manifest.set_index("key").loc[keys, columns].reset_index(drop=True)


def load_dataset(name: str | os.PathLike[str]) -> Dataset:
    """Open an installed data set by its name, or a folder that holds one.

    A data set in the user's own folder hides a bundled one of the same name.

    Raises:
        DatasetNotFound: no data set has that name.
        CardError, ManifestError: its files are invalid.
    """
    folder = dataset_folder(os.fspath(name) if isinstance(name, os.PathLike) else name)
    return _opened(folder, _stamp(folder))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return a value that changes whenever a file of the data set does."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@functools.lru_cache(maxsize=8)
def _opened(folder: Path, stamp: tuple[tuple[str, int, int], ...]) -> Dataset:
    """Open a data set once, however many places ask for it."""
    del stamp  # only part of the cache's key
    card = load_card(folder / CARD)
    _check_labels(folder)
    return Dataset(
        name=folder.name,
        folder=folder,
        card=card,
        manifest=load_manifest(folder / MANIFEST),
    )


def labels_in(folder: Path) -> list[Path]:
    """Return the manifest and the lists of a data set's folder, which its checksums cover."""
    return [path for name in (MANIFEST, *LABEL_FILES) if (path := folder / name).is_file()]


def _check_labels(folder: Path) -> None:
    """Raise unless the manifest and the lists are those that the checksums describe.

    Raises:
        ManifestError: one is missing or was changed.
    """
    digests = read_checksums(folder / CHECKSUMS, EncodingFileError)
    for name in (MANIFEST, *LABEL_FILES):
        if name not in digests:
            continue
        repair = (
            "Restore the file, or build or add the data set again. If you corrected it yourself: "
            f"`falsematch datasets confirm {folder.name}` takes its checksum anew."
        )
        if not (folder / name).is_file():
            raise ManifestError(f"expected {folder / name}, found no such file. {repair}")
        check_digest(folder / name, digests[name], ManifestError, repair)


def comes_encoded(folder: Path) -> bool:
    """Return whether a data set's folder comes with encodings.

    A file that the checksums list and that is missing was lost: it counts, and reading it raises an
    error.
    """
    return (folder / ENCODINGS).is_file() or ENCODINGS in read_checksums(
        folder / CHECKSUMS, EncodingFileError
    )


def dataset_folder(name: str) -> Path:
    """Return the folder of an installed data set, or the folder that was given by its path.

    Raises:
        DatasetNotFound: there is no such folder with a card.
    """
    known = isinstance(name, str) and "\0" not in name
    if known and DATASET_NAME.fullmatch(name):
        for root in (user_datasets(), bundled("datasets")):
            if (root / name / CARD).is_file():
                return root / name
    elif known and (Path(name) / CARD).is_file():
        return Path(name).resolve()
    names = dataset_names()
    raise DatasetNotFound(
        f"expected the name of an installed data set ({', '.join(names)}) or a folder with a "
        f"{CARD}, found {name!r}. "
        + nearest_name(str(name), names, "See `falsematch datasets list`.")
    )


def dataset_names() -> list[str]:
    """Return the names of all installed data sets, bundled and the user's own."""
    names = set()
    for root in (bundled("datasets"), user_datasets()):
        if root.is_dir():
            names |= {
                f.name
                for f in root.iterdir()
                if DATASET_NAME.fullmatch(f.name) and (f / CARD).is_file()
            }
    return sorted(names)


def _title(name: str) -> str:
    """Return the title on a data set's card; nothing where there is none that can be read."""
    try:
        return load_card(dataset_folder(name) / CARD).title
    except FalseMatchError:
        return ""


set_names.titles_from(_title)
