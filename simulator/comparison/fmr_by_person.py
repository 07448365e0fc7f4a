"""FMR by threshold of every bundled data set, with each pair of people counted once.

A file holds, for everybody and for each group, how many pairs of people match at each threshold and
how many independent comparisons all pairs are worth: enough for FMR and its interval at any
threshold, without vectors. ``python tools/fmr_by_person.py`` writes it.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.subgroup_matrix import subgroup_counts_of, subgroup_tally
from simulator.datasets.dataset import Dataset, dataset_names, load_dataset
from simulator.errors import PackError
from simulator.search.search import BIN_WIDTH
from simulator.stats.pair_worth import matching_and_worth
from simulator.storage.checksums import read_checksums, write_checksums
from simulator.storage.npz import FileKind, open_npz, write_npz
from simulator.storage.paths import bundled

Floats = NDArray[np.float64]

FORMAT = 1
FILE = "datasets/fmr-by-person-dlib.npz"
SUMS = "fmr-by-person.SHA256SUMS"
SETS = ("lfw", "london", "congress-115", "legislators", "utkface-adults")
COLUMNS = ("gender", "race_ethnicity", "ethnicity", "race")
EDGES = np.arange(200, 601, dtype=np.int64)
"""Thresholds from 0.2 to 0.6, in steps of 0.001."""
FEW = 2000
"""With fewer people, pairs up to a distance of 0.9 show how unevenly matches fall on people."""
FURTHEST = 900

_KIND = FileKind(
    "file of FMR by person",
    FORMAT,
    PackError,
    "Write it again: `python tools/fmr_by_person.py`.",
)


@dataclass(frozen=True)
class FmrCurve:
    """FMR of one group by threshold.

    Attributes:
        dataset: its name.
        column: the label column; "" for everybody.
        value: the group in the data.
        label: the words for it.
        people: how many; photos where people are not known.
        matching: (e,) pairs of people that match at each of ``EDGES``.
        worth: (e,) independent comparisons that all pairs are worth; nan where not known.
        pairs: how many pairs there are.
    """

    dataset: str
    column: str
    value: str
    label: str
    people: int
    matching: Floats
    worth: Floats
    pairs: float

    @property
    def fmr(self) -> Floats:
        """Return FMR at each edge, (e,); nan without a pair."""
        return np.asarray(self.matching / self.pairs if self.pairs else self.matching * np.nan)


def count_curves(dataset: Dataset) -> list[FmrCurve]:
    """Compare everybody in a data set with everybody else, and count by threshold and group.

    Args:
        dataset: with encodings; photos whose name is wrong, or may be, take no part.
    """
    few = dataset.identities.nunique() < FEW
    edges = np.arange(EDGES[0], (FURTHEST if few else EDGES[-1]) + 1, dtype=np.int64)
    pairs = false_match_pairs(dataset, float(edges[-1]) * BIN_WIDTH)
    close, photos = pairs.close, pairs.photos
    shares = 1 / (photos[close.first] * photos[close.second])
    everybody = np.ones(len(photos), bool)
    groups = [("", "", "", everybody)]
    for column in COLUMNS:
        if column in pairs.labels.columns:
            labeled = [group for group in pairs.groups(column) if group.value]
            groups += [(column, g.value, g.label, g.members) for g in labeled]
    curves = []
    for column, value, label, members in groups:
        number = np.cumsum(members) - 1
        inside = members[close.first] & members[close.second]
        people = int(members.sum())
        matching, worth = matching_and_worth(
            number[close.first[inside]],
            number[close.second[inside]],
            shares[inside],
            close.distances[inside],
            people,
            edges,
        )
        total = people * (people - 1) / 2
        curves.append(
            FmrCurve(
                dataset.name,
                column,
                value,
                label,
                people,
                matching[: len(EDGES)],
                worth[: len(EDGES)],
                total,
            )
        )
    return curves


def curves_of_counts(dataset: Dataset) -> list[FmrCurve]:
    """Return the curves of a data set that comes as counts, of photos and without intervals."""
    counts = subgroup_counts_of(dataset)
    if counts is None:
        return []
    nothing = np.full(len(EDGES), np.nan)
    curves: list[FmrCurve] = []
    for column in (name for name in COLUMNS if name in counts.columns):
        tally = subgroup_tally(counts, dataset.card, column)
        at = counts.columns.index(column)
        if not curves:
            upper = np.triu_indices(len(tally.groups))
            every = tally.counts[upper].sum(axis=0)
            photos = int(counts.photos.sum())
            curves.append(_of_counts(dataset, ("", "", ""), photos, every, nothing))
        for i, group in enumerate(tally.groups):
            photos = int(counts.photos[counts.subgroups[:, at] == group.value].sum())
            words = (column, group.value, group.label)
            curves.append(_of_counts(dataset, words, photos, tally.counts[i, i], nothing))
    return curves


def _of_counts(
    dataset: Dataset,
    words: tuple[str, str, str],
    photos: int,
    counts: NDArray[np.int64],
    worth: Floats,
) -> FmrCurve:
    matching = counts.cumsum()[EDGES].astype(np.float64)
    return FmrCurve(dataset.name, *words, photos, matching, worth, float(counts.sum()))


def save_curves(curves: Sequence[FmrCurve], digests: dict[str, str], matcher: str) -> None:
    """Write the bundled file and its checksum.

    Args:
        curves: of all data sets.
        digests: data set → its digest.
        matcher: the identity of the matcher.
    """
    header = {
        "format": FORMAT,
        "matcher": matcher,
        "digests": digests,
        "groups": [[c.dataset, c.column, c.value, c.label, c.people, c.pairs] for c in curves],
    }
    arrays = {
        "matching": np.round(np.stack([c.matching for c in curves]), 4).astype(np.float32),
        "worth": np.stack([c.worth for c in curves]).astype(np.float32),
    }
    path = bundled(FILE)
    write_npz(path, header, arrays)
    write_checksums(path.parent / SUMS, [path])


@functools.cache
def bundled_curves(matcher: str) -> tuple[FmrCurve, ...]:
    """Read the curves of every data set that this matcher compared, as it is installed.

    Args:
        matcher: the identity of the matcher.

    Returns:
        The curves of ``SETS``, everybody first; none where the file is of another matcher. A data
        set that was built again is left out.

    Raises:
        PackError: the file is truncated or altered.
    """
    path = bundled(FILE)
    digests = read_checksums(path.parent / SUMS, PackError)
    with open_npz(path, _KIND, digests.get(path.name)) as content:
        header = content.header
        if header["matcher"] != matcher:
            return ()
        groups = header["groups"]
        matching = content.array("matching", "f", len(groups), len(EDGES)).astype(np.float64)
        worth = content.array("worth", "f", len(groups), len(EDGES)).astype(np.float64)
    installed = set(dataset_names())
    same = {
        name
        for name, digest in header["digests"].items()
        if name in installed and load_dataset(name).digest == digest
    }
    return tuple(
        FmrCurve(
            str(name),
            str(column),
            str(value),
            str(label),
            int(people),
            matching[i],
            worth[i],
            float(pairs),
        )
        for i, (name, column, value, label, people, pairs) in enumerate(groups)
        if name in same
    )
