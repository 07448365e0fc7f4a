"""All 1:1 comparisons within a data set as counts by pair of subgroups and distance bin.

A subgroup is a combination of labels, such as race × gender × age group. These are counts only: no
vector, no key and no single comparison can be read from them. In this form the false match rates of
people who never agreed to be encoded can be published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.errors import EncodingFileError, LabelError
from simulator.matchers.base import MatcherInfo
from simulator.search.search import BIN_WIDTH, BINS, bin_of, euclidean, search
from simulator.storage.npz import FileKind, open_npz, write_npz

FORMAT = 1
FILE = "comparisons-{matcher}.npz"
_PROBES_AT_ONCE = 256


@dataclass(frozen=True)
class SubgroupCounts:
    """Comparisons of different photos, by pair of subgroups and distance bin.

    Attributes:
        matcher: whose distances these are.
        columns: the label columns that make a subgroup, e.g. race, gender, age_group.
        subgroups: (s, columns) the values of each subgroup.
        photos: (s,) photos enrolled in each subgroup.
        failures: (s,) photos that failed to enroll.
        counts: (s, s, bins) unordered comparisons, symmetric; bin b holds distances in
            ((b−1)·width, b·width].
        duplicates: (s, s, bins) those of them between two copies of one photo.
        identities: whether it is known who is shown twice. If not, a comparison of two photos of
            one person counts as non-mated, and FNMR is undefined.
        provenance: what it was made from.
    """

    matcher: MatcherInfo
    columns: tuple[str, ...]
    subgroups: NDArray[np.str_]
    photos: NDArray[np.int64]
    failures: NDArray[np.int64]
    counts: NDArray[np.int64]
    duplicates: NDArray[np.int64]
    identities: bool
    provenance: dict[str, Any] = field(default_factory=dict)

    def by(self, column: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        """Add up the counts by the groups of a column or of several, ``race*gender``.

        Returns:
            The groups' values; (g, g, bins) all comparisons; (g, g, bins) those between copies.

        Raises:
            LabelError: a column was not counted by.
        """
        parts = column.split("*")
        unknown = [part for part in parts if part not in self.columns]
        if unknown:
            raise LabelError(
                f"expected columns among {', '.join(self.columns)}, found {unknown[0]!r}. "
                "Choose one of them, or join two with '*'."
            )
        chosen = [self.columns.index(part) for part in parts]
        names = ["*".join(values[i] for i in chosen) for values in self.subgroups.tolist()]
        groups = sorted(set(names))
        group_of = np.array([groups.index(name) for name in names])
        return groups, _merged(self.counts, group_of), _merged(self.duplicates, group_of)

    def table(self, column: str, threshold: float) -> pd.DataFrame:
        """Return FMR by pair of groups at a threshold, with and without copies of one photo.

        Args:
            column: a column or several joined by ``*``.
            threshold: a distance; it snaps down to an edge of 0.001.

        Returns:
            Columns group, other, comparisons, events, fmr, then the last three again without
            copies. A rate without comparisons is nan (undefined).
        """
        groups, counts, copies = self.by(column)
        last = int(np.floor(round(threshold / BIN_WIDTH, 9))) + 1
        rows = []
        for i, group in enumerate(groups):
            for j in range(i, len(groups)):
                row: dict[str, Any] = {"group": group, "other": groups[j]}
                for name, some in (
                    ("", counts[i, j]),
                    ("_without_copies", counts[i, j] - copies[i, j]),
                ):
                    trials, events = int(some.sum()), int(some[:last].sum())
                    row |= {
                        f"comparisons{name}": trials,
                        f"events{name}": events,
                        f"fmr{name}": events / trials if trials else np.nan,
                    }
                rows.append(row)
        return pd.DataFrame(rows)

    def save(self, path: Path) -> None:
        """Write an ``.npz`` file; the same counts always give the same bytes."""
        header = {
            "format": FORMAT,
            "bin_width": BIN_WIDTH,
            "columns": self.columns,
            "identities": self.identities,
            "matcher": {
                "name": self.matcher.name,
                "version": self.matcher.version,
                "dimension": self.matcher.dimension,
                "settings": self.matcher.settings,
            },
            "provenance": self.provenance,
        }
        upper = np.triu_indices(len(self.subgroups))
        arrays: dict[str, NDArray[Any]] = {
            "cells": self.subgroups,
            "photos": self.photos,
            "failures": self.failures,
            "counts": self.counts[upper].astype(np.uint32),
            "duplicates": self.duplicates[upper].astype(np.uint32),
        }
        write_npz(path, header, arrays)


def count_by_subgroup(
    vectors: NDArray[np.float32],
    subgroup_of: NDArray[np.intp],
    number: int,
    copies: Sequence[tuple[int, int]] = (),
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Compare every row with every other one, and count by pair of subgroups and distance bin.

    Args:
        vectors: (n, d) encodings.
        subgroup_of: (n,) the subgroup of each row, 0…s−1.
        number: how many subgroups there are, s.
        copies: pairs of rows that are copies of one photo.

    Returns:
        (s, s, bins) all unordered comparisons, symmetric, and those of the copies.
    """
    # Sorted by subgroup, and each row against those after it: a comparison falls into the upper
    # triangle once.
    order = np.argsort(subgroup_of, kind="stable")
    mine, of_row = vectors[order], subgroup_of[order]
    counts = np.zeros((number, number, BINS), np.int64)
    for start in range(0, len(mine), _PROBES_AT_ONCE):
        stop = min(start + _PROBES_AT_ONCE, len(mine))
        searched = search(
            mine[start:stop],
            mine[start:],
            excluded=[np.arange(row - start + 1) for row in range(start, stop)],
            tally_groups=of_row[start:],
        )
        width = searched.tallies.shape[1]
        for subgroup in np.unique(of_row[start:stop]):
            own = searched.tallies[of_row[start:stop] == subgroup]
            counts[subgroup, :width] += own.sum(axis=0, dtype=np.int64)
    i, j = np.tril_indices(number, -1)
    counts[i, j] = counts[j, i]
    duplicates = np.zeros_like(counts)
    for first, second in copies:
        b = int(bin_of(euclidean(vectors[[first]], vectors[[second]]))[0])
        one, other = subgroup_of[first], subgroup_of[second]
        for i, j in {(one, other), (other, one)}:
            duplicates[i, j, b] += 1
    return counts, duplicates


def load_subgroup_counts(path: Path, expected_digest: str | None = None) -> SubgroupCounts:
    """Read counts of comparisons. Nothing in the file is executed.

    Raises:
        EncodingFileError: the file is missing, truncated, altered or of another format.
    """
    with open_npz(path, _KIND, expected_digest) as content:
        header = content.header
        if header["bin_width"] != BIN_WIDTH:
            raise ValueError(f"its bins are {header['bin_width']} wide")
        subgroups = content.array("cells", "U", "subgroups", "columns")
        s = len(subgroups)
        photos, failures = (
            content.array(name, "i", "subgroups") for name in ("photos", "failures")
        )
        counts, duplicates = (
            _unpacked(content.array(name, "u", s * (s + 1) // 2, BINS), s)
            for name in ("counts", "duplicates")
        )
        matcher = header["matcher"]
        return SubgroupCounts(
            matcher=MatcherInfo(
                name=str(matcher["name"]),
                version=str(matcher["version"]),
                dimension=int(matcher["dimension"]),
                settings=dict(matcher["settings"]),
            ),
            columns=tuple(str(column) for column in header["columns"]),
            subgroups=subgroups,
            photos=photos,
            failures=failures,
            counts=counts,
            duplicates=duplicates,
            identities=bool(header["identities"]),
            provenance=dict(header["provenance"]),
        )


_KIND = FileKind(
    "file of comparison counts",
    FORMAT,
    EncodingFileError,
    "Restore the file (git checkout) or build it again: `falsematch datasets build`.",
)


def _unpacked(upper: NDArray[np.uint32], number: int) -> NDArray[np.int64]:
    full = np.zeros((number, number, BINS), np.int64)
    i, j = np.triu_indices(number)
    full[i, j] = upper
    full[j, i] = upper
    return full


def _merged(counts: NDArray[np.int64], group_of: NDArray[np.intp]) -> NDArray[np.int64]:
    """Add up counts by groups of subgroups: an unordered comparison stays counted once."""
    number, groups = len(group_of), int(group_of.max()) + 1
    merged = np.zeros((groups, groups, BINS), np.int64)
    for i in range(number):
        for j in range(i, number):
            g, h = sorted((group_of[i], group_of[j]))
            merged[g, h] += counts[i, j]
    lower = np.tril_indices(groups, -1)
    merged[lower] = merged.transpose(1, 0, 2)[lower]
    return merged
