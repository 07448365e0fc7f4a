"""All comparisons of a data set as counts per distance bin, and the file that stores them.

Counts answer FMR, FNMR, DET and thresholds per group at once, where comparing everybody again
would take long. The file holds no vectors, only numbers of comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.comparison.fmr import compare_dataset
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import Dataset
from simulator.errors import PackError
from simulator.search.search import BINS, bin_of, edge_under
from simulator.stats.metrics import rates
from simulator.storage.checksums import read_checksums, write_checksums
from simulator.storage.npz import FileKind, NpzContent, open_npz, write_npz
from simulator.storage.progress import Progress

FORMAT = 1
FILE = "comparisons-{column}-{matcher}.npz"
COMPARISONS_CHECKSUMS = "comparisons.SHA256SUMS"
PARTS = ("everyone", "fitted", "evaluated")
SEED = 0


@dataclass(frozen=True)
class ComparisonCounts:
    """Comparisons of one set of people.

    Attributes:
        groups: (g) pairs of value and words.
        non_mated: (g, g, bins) as in :class:`simulator.comparison.fmr.ComparisonTally`.
        mated: (g, bins) mated comparisons of each group.
    """

    groups: tuple[tuple[str, str], ...]
    non_mated: NDArray[np.int64]
    mated: NDArray[np.int64]

    def fmr(self, threshold: float) -> NDArray[np.float64]:
        """Return the FMR, (g, g); nan (undefined) where there is no comparison."""
        return self.fmr_curves()[:, :, edge_under(threshold)]

    def fnmr(self, threshold: float) -> NDArray[np.float64]:
        """Return the FNMR, (g,); nan (undefined) where there is no mated comparison."""
        return self.fnmr_curves()[:, edge_under(threshold)]

    def table(self, threshold: float) -> pd.DataFrame:
        """Return FMR by pair of groups: group, other, their labels, events, comparisons, fmr."""
        last = edge_under(threshold)
        rows = []
        for i, (group, label) in enumerate(self.groups):
            for j, (other, other_label) in enumerate(self.groups[i:], i):
                events = int(self.non_mated[i, j, : last + 1].sum())
                comparisons = int(self.non_mated[i, j].sum())
                rows.append(
                    {
                        "group": group,
                        "other": other,
                        "label": label,
                        "other_label": other_label,
                        "events": events,
                        "comparisons": comparisons,
                        "fmr": events / comparisons if comparisons else np.nan,
                    }
                )
        return pd.DataFrame(rows)

    def fmr_curves(self) -> NDArray[np.float64]:
        """Return FMR at every edge b·0.001: (g, g, bins)."""
        return _shares(self.non_mated)

    def fnmr_curves(self) -> NDArray[np.float64]:
        """Return FNMR at every edge b·0.001: (g, bins)."""
        return 1 - _shares(self.mated)


def _shares(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    up_to: NDArray[np.int64] = counts.cumsum(axis=-1)
    return rates(up_to, up_to[..., -1:])


def count_comparisons(
    dataset: Dataset, column: str, progress: Progress | None = None
) -> ComparisonCounts:
    """Compare every photo of a data set with every other."""
    tally, mated = compare_dataset(dataset, column, progress), mated_comparisons(dataset)
    members = {group.value: group.members for group in mated.groups(column)}
    counts = np.zeros((len(tally.groups), BINS), np.int64)
    for i, group in enumerate(tally.groups):
        if group.value in members:
            distances = mated.distances[members[group.value]]
            counts[i] = np.bincount(bin_of(distances[~np.isnan(distances)]), minlength=BINS)
    return ComparisonCounts(
        tuple((group.value, group.label) for group in tally.groups), tally.counts, counts
    )


def halves(dataset: Dataset, seed: int = SEED) -> tuple[Dataset, Dataset]:
    """Halve the data set's people at random; all photos of a person are on one side."""
    encodings = dataset.encodings
    who = dataset.identities.loc[encodings.keys.tolist()].to_numpy(dtype=str)
    people = np.unique(who)
    chosen = np.isin(who, np.random.default_rng(seed).permutation(people)[: len(people) // 2])
    first, second = (encodings.take(np.flatnonzero(rows)) for rows in (chosen, ~chosen))
    return dataset.with_encodings(first), dataset.with_encodings(second)


def save_counts(dataset: Dataset, column: str, folder: Path) -> Path:
    """Count everyone's comparisons and those of two halves of the people, and save them."""
    info = dataset.encodings.matcher
    parts = dict(zip(PARTS, (dataset, *halves(dataset)), strict=True))
    counted = {name: count_comparisons(part, column) for name, part in parts.items()}
    header = {
        "format": FORMAT,
        "matcher": info.identity,
        "column": column,
        "seed": SEED,
        "groups": {name: counts.groups for name, counts in counted.items()},
    }
    arrays = {f"non_mated_{name}": counts.non_mated for name, counts in counted.items()}
    arrays |= {f"mated_{name}": counts.mated for name, counts in counted.items()}
    path = folder / FILE.format(column=column, matcher=info.name)
    write_npz(path, header, arrays)
    write_checksums(folder / COMPARISONS_CHECKSUMS, [path])
    return path


def find_counts(dataset: Dataset, column: str) -> dict[str, ComparisonCounts] | None:
    """Read the counts that come with a data set: everyone, fitted, evaluated; None without.

    Counts of another matcher or other settings than those of the data set's encodings are not
    this data set's: None.

    Raises:
        PackError: the file is truncated or altered.
    """
    info = dataset.encodings.matcher
    path = dataset.folder / FILE.format(column=column, matcher=info.name)
    if not path.is_file():
        return None
    digests = read_checksums(dataset.folder / COMPARISONS_CHECKSUMS, PackError)
    with open_npz(path, _KIND, digests.get(path.name)) as content:
        if content.header["matcher"] != info.identity:
            return None
        return {part: _read_part(content, part) for part in PARTS}


_KIND = FileKind("file of comparison counts", FORMAT, PackError, "Restore the file (git checkout).")


def _read_part(content: NpzContent, part: str) -> ComparisonCounts:
    """Return the counts of everyone or of one half of the people."""
    groups = content.header["groups"][part]
    g = len(groups)
    return ComparisonCounts(
        tuple((str(value), str(label)) for value, label in groups),
        content.array(f"non_mated_{part}", "i", g, g, BINS).astype(np.int64),
        content.array(f"mated_{part}", "i", g, BINS).astype(np.int64),
    )
