"""All 1:1 comparisons within a data set as counts by pair of groups and distance bin.

Counts only: no vector, no key and no single comparison can be read from them. It is the form in
which false match rates of people who never agreed to be encoded can be published.
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
class CellCounts:
    """Comparisons of different photos, by pair of cells and distance bin.

    Attributes:
        matcher: whose distances these are.
        columns: the label columns that make a cell, e.g. race, gender, age_group.
        cells: (c, columns) the values of each cell.
        photos: (c,) photos enrolled in each cell.
        failures: (c,) photos that failed to enrol.
        counts: (c, c, bins) unordered comparisons, symmetric; bin b holds distances in
            ((b−1)·width, b·width].
        duplicates: (c, c, bins) those of them between two copies of one photo.
        identities: whether it is known who is shown twice. If not, a comparison of two photos of
            one person counts as non-mated, and FNMR is undefined.
        provenance: what it was made from.
    """

    matcher: MatcherInfo
    columns: tuple[str, ...]
    cells: NDArray[np.str_]
    photos: NDArray[np.int64]
    failures: NDArray[np.int64]
    counts: NDArray[np.int64]
    duplicates: NDArray[np.int64]
    identities: bool
    provenance: dict[str, Any] = field(default_factory=dict)

    def by(self, column: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        """Counts by the groups of a column or of several, ``race*gender``.

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
        names = ["*".join(cell[i] for i in chosen) for cell in self.cells.tolist()]
        groups = sorted(set(names))
        of_cell = np.array([groups.index(name) for name in names])
        return groups, _merged(self.counts, of_cell), _merged(self.duplicates, of_cell)

    def table(self, column: str, threshold: float) -> pd.DataFrame:
        """FMR by pair of groups at a threshold, with and without copies of one photo.

        Args:
            column: a column or several joined by ``*``.
            threshold: a distance; it snaps down to an edge of 0.001.

        Returns:
            Columns group, other, photos, comparisons, events, fmr, then the last three again
            without copies. A rate without comparisons is nan (undefined).
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
        upper = np.triu_indices(len(self.cells))
        arrays: dict[str, NDArray[Any]] = {
            "cells": self.cells,
            "photos": self.photos,
            "failures": self.failures,
            "counts": self.counts[upper].astype(np.uint32),
            "duplicates": self.duplicates[upper].astype(np.uint32),
        }
        write_npz(path, header, arrays)


def count_by_cell(
    vectors: NDArray[np.float32],
    cells: NDArray[np.intp],
    cell_count: int,
    copies: Sequence[tuple[int, int]] = (),
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Compare every row with every other one.

    Args:
        vectors: (n, d).
        cells: (n,) the cell of each row.
        cell_count: how many cells there are.
        copies: pairs of rows that are copies of one photo.

    Returns:
        (c, c, bins) all unordered comparisons, symmetric, and those of the copies.
    """
    # By cell, and each row against those after it: a comparison falls into the upper triangle once.
    order = np.argsort(cells, kind="stable")
    mine, of_row = vectors[order], cells[order]
    counts = np.zeros((cell_count, cell_count, BINS), np.int64)
    for start in range(0, len(mine), _PROBES_AT_ONCE):
        stop = min(start + _PROBES_AT_ONCE, len(mine))
        found = search(
            mine[start:stop],
            mine[start:],
            excluded=[np.arange(row - start + 1) for row in range(start, stop)],
            tally_groups=of_row[start:],
        )
        width = found.tallies.shape[1]
        for cell in np.unique(of_row[start:stop]):
            own = found.tallies[of_row[start:stop] == cell]
            counts[cell, :width] += own.sum(axis=0, dtype=np.int64)
    i, j = np.tril_indices(cell_count, -1)
    counts[i, j] = counts[j, i]
    duplicates = np.zeros_like(counts)
    for first, second in copies:
        b = int(bin_of(euclidean(vectors[[first]], vectors[[second]]))[0])
        for i, j in {(cells[first], cells[second]), (cells[second], cells[first])}:
            duplicates[i, j, b] += 1
    return counts, duplicates


def load_cell_counts(path: Path, expected_digest: str | None = None) -> CellCounts:
    """Read counts of comparisons. Nothing in the file is executed.

    Raises:
        EncodingFileError: the file is missing, truncated, altered or of another format.
    """
    with open_npz(path, _KIND, expected_digest) as content:
        header = content.header
        if header["bin_width"] != BIN_WIDTH:
            raise ValueError(f"its bins are {header['bin_width']} wide")
        cells = content.array("cells", "U", "cells", "columns")
        c = len(cells)
        photos, failures = (content.array(name, "i", "cells") for name in ("photos", "failures"))
        counts, duplicates = (
            _unpacked(content.array(name, "u", c * (c + 1) // 2, BINS), c)
            for name in ("counts", "duplicates")
        )
        matcher = header["matcher"]
        return CellCounts(
            matcher=MatcherInfo(
                name=str(matcher["name"]),
                version=str(matcher["version"]),
                dimension=int(matcher["dimension"]),
                settings=dict(matcher["settings"]),
            ),
            columns=tuple(str(column) for column in header["columns"]),
            cells=cells,
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


def _unpacked(upper: NDArray[np.uint32], c: int) -> NDArray[np.int64]:
    full = np.zeros((c, c, BINS), np.int64)
    i, j = np.triu_indices(c)
    full[i, j] = upper
    full[j, i] = upper
    return full


def _merged(counts: NDArray[np.int64], of_cell: NDArray[np.intp]) -> NDArray[np.int64]:
    """Counts by groups of cells: unordered comparisons stay counted once."""
    c, groups = len(of_cell), int(of_cell.max()) + 1
    merged = np.zeros((groups, groups, BINS), np.int64)
    for i in range(c):
        for j in range(i, c):
            g, h = sorted((of_cell[i], of_cell[j]))
            merged[g, h] += counts[i, j]
    lower = np.tril_indices(groups, -1)
    merged[lower] = merged.transpose(1, 0, 2)[lower]
    return merged
