"""All comparisons of a data set as counts per distance bin, and the file that stores them.

Counts answer FMR, FNMR, DET and thresholds per group at once, where comparing everybody again
would take long. The file holds no vectors, only numbers of comparisons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.comparison.fmr import ComparisonTally, compare_dataset
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import Dataset
from simulator.datasets.label_errors import rightly_labeled
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
        by_person: the same with each pair of people, and each person who has mated comparisons,
            counting once, spread over the bins of their comparisons. None in files of older
            versions.
        carried: (g, 2) the largest part that one person has in each group's non-mated and mated
            comparisons, fractions of 1; nan without any. None in files of older versions.
    """

    groups: tuple[tuple[str, str], ...]
    non_mated: NDArray[np.int64] | NDArray[np.float64]
    mated: NDArray[np.int64] | NDArray[np.float64]
    by_person: ComparisonCounts | None = None
    carried: NDArray[np.float64] | None = None

    @property
    def several_photos(self) -> bool:
        """Return whether somebody has several photos, so that people are not comparisons."""
        once = self.by_person
        return once is not None and not (
            np.allclose(once.non_mated, self.non_mated, rtol=1e-6)
            and np.allclose(once.mated, self.mated, rtol=1e-6)
        )

    def fmr(self, threshold: float) -> NDArray[np.float64]:
        """Return the FMR, (g, g); nan (undefined) where there is no comparison."""
        return self.fmr_curves()[:, :, edge_under(threshold)]

    def fnmr(self, threshold: float) -> NDArray[np.float64]:
        """Return the FNMR, (g,); nan (undefined) where there is no mated comparison."""
        return self.fnmr_curves()[:, edge_under(threshold)]

    def table(self, threshold: float) -> pd.DataFrame:
        """Return FMR by pair of groups: group, other, their labels, events, comparisons, fmr.

        Where somebody has several photos, also fmr_by_person: each pair of people counts once.
        """
        last = edge_under(threshold)
        once = None
        if self.by_person is not None and self.several_photos:
            once = self.by_person.fmr(threshold)
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
                        **({} if once is None else {"fmr_by_person": float(once[i, j])}),
                    }
                )
        return pd.DataFrame(rows)

    def fmr_curves(self) -> NDArray[np.float64]:
        """Return FMR at every edge b·0.001: (g, g, bins)."""
        return _shares(self.non_mated)

    def fnmr_curves(self) -> NDArray[np.float64]:
        """Return FNMR at every edge b·0.001: (g, bins)."""
        return 1 - _shares(self.mated)


def _shares(counts: NDArray[np.int64] | NDArray[np.float64]) -> NDArray[np.float64]:
    up_to = counts.cumsum(axis=-1)
    return rates(up_to, up_to[..., -1:])


def count_comparisons(
    dataset: Dataset, column: str, progress: Progress | None = None
) -> ComparisonCounts:
    """Compare every photo of a data set with every other."""
    tally = compare_dataset(dataset, column, progress, by_person=True)
    mated = mated_comparisons(dataset)
    members = {group.value: group.members for group in mated.groups(column)}
    known = ~np.isnan(mated.distances)
    each = 1 / np.maximum(np.bincount(mated.subjects[known], minlength=1), 1)
    counts = np.zeros((len(tally.groups), BINS), np.int64)
    people = np.zeros(counts.shape)
    carried = np.full((len(tally.groups), 2), np.nan)
    carried[:, 0] = _largest_parts(dataset, tally)
    for i, group in enumerate(tally.groups):
        if group.value in members:
            chosen = known & members[group.value]
            bins = bin_of(mated.distances[chosen])
            counts[i] = np.bincount(bins, minlength=BINS)
            people[i] = np.bincount(bins, each[mated.subjects[chosen]], minlength=BINS)
            carried[i, 1] = mated.largest_part(members[group.value])
    groups = tuple((group.value, group.label) for group in tally.groups)
    assert tally.pairs is not None
    once = ComparisonCounts(groups, tally.pairs, people)
    return ComparisonCounts(groups, tally.counts, counts, once, carried)


def _largest_parts(dataset: Dataset, tally: ComparisonTally) -> list[float]:
    """Return the largest part of one person in each group's comparisons; nan without any."""
    named = rightly_labeled(dataset)
    who = named.identities.loc[named.encodings.keys.tolist()].to_numpy(dtype=str)
    person = np.unique(who, return_inverse=True)[1]
    parts = []
    for group in tally.groups:
        photos = np.bincount(person[group.members])
        compared = photos * (photos.sum() - photos)
        whole = compared.sum() / 2
        parts.append(float(compared.max() / whole) if whole else np.nan)
    return parts


def halved_people(dataset: Dataset, seed: int = SEED) -> NDArray[np.str_]:
    """Return the names of a random half of the data set's people, those of :func:`halves`."""
    who = dataset.identities.loc[dataset.encodings.keys.tolist()].to_numpy(dtype=str)
    people = np.unique(who)
    chosen = np.random.default_rng(seed).permutation(people)[: len(people) // 2]
    return np.asarray(chosen)


def halves(dataset: Dataset, seed: int = SEED) -> tuple[Dataset, Dataset]:
    """Halve the data set's people at random; all photos of a person are on one side."""
    encodings = dataset.encodings
    who = dataset.identities.loc[encodings.keys.tolist()].to_numpy(dtype=str)
    chosen = np.isin(who, halved_people(dataset, seed))
    first, second = (encodings.take(np.flatnonzero(rows)) for rows in (chosen, ~chosen))
    return dataset.with_encodings(first), dataset.with_encodings(second)


def count_parts(dataset: Dataset, column: str) -> dict[str, ComparisonCounts]:
    """Count everyone's comparisons and those of two halves of the people: :data:`PARTS`."""
    parts = dict(zip(PARTS, (dataset, *halves(dataset)), strict=True))
    return {name: count_comparisons(part, column) for name, part in parts.items()}


def save_counts(
    dataset: Dataset,
    column: str,
    folder: Path,
    counted: Mapping[str, ComparisonCounts] | None = None,
) -> Path:
    """Save the counts of :func:`count_parts`, which are counted unless they are given."""
    info = dataset.encodings.matcher
    counted = count_parts(dataset, column) if counted is None else counted
    header = {
        "format": FORMAT,
        "matcher": info.identity,
        "column": column,
        "seed": SEED,
        "groups": {name: counts.groups for name, counts in counted.items()},
        "by_person": True,
    }
    arrays: dict[str, NDArray[Any]] = {
        f"non_mated_{name}": counts.non_mated for name, counts in counted.items()
    }
    arrays |= {f"mated_{name}": counts.mated for name, counts in counted.items()}
    for name, counts in counted.items():
        if counts.by_person is not None and counts.carried is not None:
            arrays[f"pairs_{name}"] = _rounded(counts.by_person.non_mated)
            arrays[f"people_{name}"] = _rounded(counts.by_person.mated)
            arrays[f"carried_{name}"] = counts.carried
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
    g, named = len(groups), tuple((str(value), str(label)) for value, label in groups)
    once, carried = None, None
    if content.header.get("by_person"):
        once = ComparisonCounts(
            named,
            content.array(f"pairs_{part}", "f", g, g, BINS).astype(np.float64),
            content.array(f"people_{part}", "f", g, BINS).astype(np.float64),
        )
        carried = content.array(f"carried_{part}", "f", g, 2)
    return ComparisonCounts(
        named,
        content.array(f"non_mated_{part}", "i", g, g, BINS).astype(np.int64),
        content.array(f"mated_{part}", "i", g, BINS).astype(np.int64),
        once,
        carried,
    )


def _rounded(weights: NDArray[Any]) -> NDArray[np.float32]:
    """Return weights as the file holds them: to seven digits, which no rate here needs."""
    return np.asarray(weights, np.float32)
