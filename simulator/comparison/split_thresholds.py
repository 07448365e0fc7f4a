"""Thresholds per group over many random halves of the people: how much depends on one split."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.comparison.comparison_counts import (
    COMPARISONS_CHECKSUMS,
    FILE as COUNTS_FILE,
    ComparisonCounts,
    halved_people,
)
from simulator.comparison.curves import edge_for, thresholds_per_group
from simulator.comparison.false_match_pairs import close_comparisons
from simulator.comparison.fnmr import mated_comparisons
from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import split_by
from simulator.datasets.label_errors import rightly_labeled
from simulator.errors import ExperimentError, PackError
from simulator.i18n.language import plain_digits
from simulator.search.mated_searches import attempted_photos
from simulator.search.search import BIN_WIDTH, BINS, bin_of
from simulator.storage.checksums import check_digest, read_checksums, write_checksums
from simulator.storage.files import write_bytes
from simulator.storage.formats.json_files import parse_json
from simulator.storage.json_values import json_rows
from simulator.storage.reading import read_regular

FORMAT = 1
FILE = "thresholds-{column}-{matcher}.json"
TARGETS = (3e-5, 1e-4, 3e-4, 1e-3)
"""FMRs for which the splits are saved, if the data set is large enough for them."""
SPLITS = 40
MARGIN = 8
"""Comparisons are needed up to where the FMR of everybody is so many times the target: a half of
the people can be so much better than all of them."""
BY_COMPARISON, BY_PERSON = "comparison", "person"


@dataclass(frozen=True)
class _Compared:
    """The comparisons among the people of one group, ready to be split.

    Attributes:
        value, label: the group.
        members: (n,) which people of the data set belong to it.
        photos: (n,) everybody's enrolled photos.
        first, second, bins: (k,) the two people of each close comparison, and its bin.
        mated, mated_bins: (m,) the person and the bin of each mated comparison.
    """

    value: str
    label: str
    members: NDArray[np.bool_]
    photos: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    bins: NDArray[np.int64]
    mated: NDArray[np.int64]
    mated_bins: NDArray[np.int64]


def thresholds_over_splits(
    dataset: Dataset,
    column: str,
    counts: ComparisonCounts,
    targets: Sequence[float],
    splits: int = SPLITS,
) -> pd.DataFrame:
    """Fit one threshold per group on one half of the people and check it on the other, many times.

    Args:
        dataset: with encodings.
        column: a label column of people; somebody whose photos differ has that of the first.
        counts: the comparisons of everybody, which say how far to look.
        targets: FMRs of same-group comparisons, fractions of 1.
        splits: how many random halves; the first is that of
            :func:`simulator.comparison.comparison_counts.halves`.

    Returns:
        Columns target, split, group, label, counted_by (comparison, person), distance, fmr, fnmr,
        global_distance, global_fmr, global_fnmr: as in
        :class:`simulator.comparison.curves.GroupThresholds`.

    Raises:
        ExperimentError: a half of the people has no comparison beyond a target.
    """
    names, groups = _compared(dataset, column, _reach(counts, max(targets)))
    rows = []
    for split in range(splits):
        first = np.isin(names, halved_people(dataset, split))
        for target, once in product(targets, (False, True)):
            given = {
                "target": target,
                "split": split,
                "counted_by": BY_PERSON if once else BY_COMPARISON,
            }
            rows += [given | row for row in _one_split(groups, first, target, once=once)]
    return pd.DataFrame(rows)


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return the median of each column over the splits, and the range without the two extremes.

    Args:
        table: of :func:`thresholds_over_splits`.

    Returns:
        Columns target, counted_by, group, label, splits, and for distance, fmr, fnmr and the same
        with global_: name, name_low, name_high. Of 40 splits, the range holds 38.
    """
    rows = []
    names = ["target", "counted_by", "group", "label"]
    for given, part in table.groupby(names, sort=False):
        row = dict(zip(names, given, strict=True)) | {"splits": len(part)}
        for name in (f"{prefix}{rate}" for prefix in ("", "global_") for rate in _RATES):
            values = np.sort(part[name].to_numpy(float))
            inside = values[1:-1] if len(values) > 2 else values
            row |= {name: float(np.median(values))}
            row |= {f"{name}_low": float(inside[0]), f"{name}_high": float(inside[-1])}
        rows.append(row)
    return pd.DataFrame(rows)


_RATES = ("distance", "fmr", "fnmr")


def _reach(counts: ComparisonCounts, target: float) -> float:
    """Return the distance up to which non-mated comparisons are needed."""
    every = [counts] if counts.by_person is None else [counts, counts.by_person]
    edges = [
        edge_for(of.non_mated[i, i], min(MARGIN * target, 1.0))
        for of in every
        for i, (value, _label) in enumerate(counts.groups)
        if value and of.non_mated[i, i].any()
    ]
    return round((max(edges, default=0) + 1) * BIN_WIDTH, 6)


def _compared(
    dataset: Dataset, column: str, reach: float
) -> tuple[NDArray[np.str_], list[_Compared]]:
    """Return the names of all people, in order, and the comparisons of each group."""
    named = rightly_labeled(dataset)
    keys = named.encodings.keys.tolist()
    names = np.unique(dataset.identities.loc[attempted_photos(dataset)].to_numpy(dtype=str))
    who = named.identities.loc[keys].to_numpy(dtype=str)
    some, start, person = np.unique(who, return_index=True, return_inverse=True)
    place = np.searchsorted(names, some)
    photos = np.zeros(len(names), np.int64)
    photos[place] = np.bincount(person)
    close = close_comparisons(named, reach)
    first, second, bins = place[close.first], place[close.second], bin_of(close.distances)
    mated = mated_comparisons(dataset)
    known = ~np.isnan(mated.distances)
    of_group = {group.value: group.members for group in mated.groups(column)}
    found = []
    for group in split_by(named.labels([keys[row] for row in start]), column, dataset.card):
        if not group.value:
            continue
        members = np.zeros(len(names), bool)
        members[place[group.members]] = True
        inside = members[first] & members[second]
        chosen = known & of_group.get(group.value, np.zeros(len(known), bool))
        found.append(
            _Compared(
                group.value,
                group.label,
                members,
                photos,
                first[inside],
                second[inside],
                bins[inside],
                mated.subjects[chosen],
                bin_of(mated.distances[chosen]),
            )
        )
    return names, found


def _one_split(
    groups: list[_Compared], first: NDArray[np.bool_], target: float, *, once: bool
) -> list[dict[str, str | float]]:
    """Fit on the first people, and check on the others; see :func:`thresholds_over_splits`."""
    fitted = [_non_mated(group, first, once) for group in groups]
    together = sum((curve for curve, _trials in fitted), np.zeros(BINS))
    pooled = _edge(together, sum(trials for _curve, trials in fitted), target)
    rows: list[dict[str, str | float]] = []
    for group, (curve, trials) in zip(groups, fitted, strict=True):
        row: dict[str, str | float] = {"group": group.value, "label": group.label}
        checked, compared = _non_mated(group, ~first, once)
        missed = _mated(group, ~first, once)
        for prefix, at in (("", _edge(curve, trials, target)), ("global_", pooled)):
            row[f"{prefix}distance"] = round(at * BIN_WIDTH, 6)
            row[f"{prefix}fmr"] = checked[: at + 1].sum() / compared if compared else np.nan
            row[f"{prefix}fnmr"] = missed[at + 1 :].sum() / missed.sum() if missed.any() else np.nan
        rows.append(row)
    return rows


def _non_mated(
    group: _Compared, people: NDArray[np.bool_], once: bool
) -> tuple[NDArray[np.float64], float]:
    """Return the close comparisons among some people by bin, and how many there are in all."""
    inside = people[group.first] & people[group.second]
    first, second, bins = (of[inside] for of in (group.first, group.second, group.bins))
    photos = group.photos[people & group.members].astype(float)
    if once:
        weights = 1 / (group.photos[first] * group.photos[second])
        pairs = len(photos) * (len(photos) - 1) / 2
        return np.bincount(bins, weights, BINS).astype(float), pairs
    trials = float(photos.sum() ** 2 - (photos**2).sum()) / 2
    return np.bincount(bins, minlength=BINS).astype(float), trials


def _mated(group: _Compared, people: NDArray[np.bool_], once: bool) -> NDArray[np.float64]:
    """Return the mated comparisons of some people by bin; each person counts once if wanted."""
    chosen = people[group.mated]
    person, bins = group.mated[chosen], group.mated_bins[chosen]
    weights = 1 / np.bincount(person)[person] if once else None
    return np.bincount(bins, weights, BINS).astype(float)


def _edge(curve: NDArray[np.float64], trials: float, target: float) -> int:
    """Return the largest edge at which the FMR does not exceed the target."""
    reached = curve.cumsum()
    if not trials or reached[-1] <= target * trials:
        raise ExperimentError(
            f"expected an FMR above {plain_digits(target)} among the closest comparisons of one "
            f"half of the people, found {plain_digits(reached[-1] / max(trials, 1))}. Choose a "
            "smaller target."
        )
    return max(int(np.searchsorted(reached / trials, target, side="right")) - 1, 0)


def splits_at(
    dataset: Dataset, column: str, counts: ComparisonCounts, target: float, splits: int = SPLITS
) -> pd.DataFrame:
    """Return the :func:`summary` over many splits: the one that is stored, or calculated here.

    Args:
        dataset: with encodings.
        column: a label column of people.
        counts: of everybody, or of a half of the people: they say how far to look.
        target: FMR of same-group comparisons, a fraction of 1.
        splits: how many; only so many as are stored by default are looked up.

    Raises:
        ExperimentError: a half of the people has no comparison beyond the target.
    """
    stored = find_splits(dataset, column, target) if splits == SPLITS else None
    if stored is not None:
        return stored
    return summary(thresholds_over_splits(dataset, column, counts, [target], splits))


def save_splits(
    dataset: Dataset, column: str, counted: Mapping[str, ComparisonCounts], folder: Path
) -> Path | None:
    """Save the :func:`summary` over many splits beside the counts of a data set.

    Args:
        dataset: with encodings.
        column: the label column of the counts.
        counted: everyone, fitted, evaluated.
        folder: where the counts lie; their file of checksums is written again.

    Returns:
        The file; None where no target rests on enough false matches.
    """
    targets = []
    for target in TARGETS:
        try:
            thresholds_per_group(counted["fitted"], counted["evaluated"], target)
        except ExperimentError:
            continue
        targets.append(target)
    if not targets:
        return None
    table = summary(thresholds_over_splits(dataset, column, counted["everyone"], targets))
    info = dataset.encodings.matcher
    content = {
        "format": FORMAT,
        "matcher": info.identity,
        "column": column,
        "splits": json_rows(table.round(9)),
    }
    path = folder / FILE.format(column=column, matcher=info.name)
    write_bytes(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())
    counts = folder / COUNTS_FILE.format(column=column, matcher=info.name)
    write_checksums(folder / COMPARISONS_CHECKSUMS, [counts, path])
    return path


def find_splits(dataset: Dataset, column: str, target: float) -> pd.DataFrame | None:
    """Read the :func:`summary` that comes with a data set, at one target; None without.

    Raises:
        PackError: the file is truncated or altered.
    """
    info = dataset.encodings.matcher
    path = dataset.folder / FILE.format(column=column, matcher=info.name)
    if not path.is_file():
        return None
    repair = "Restore the file (git checkout)."
    digests = read_checksums(dataset.folder / COMPARISONS_CHECKSUMS, PackError)
    check_digest(path, digests.get(path.name), PackError, repair)
    try:
        content = parse_json(read_regular(path).decode("utf-8"))
        if content["format"] != FORMAT:
            raise ValueError(f"it has format {content['format']}")
        if content["matcher"] != info.identity:
            return None
        table = pd.DataFrame(content["splits"])
        chosen = table[np.isclose(table["target"], target)]
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise PackError(
            f"{path} is not a whole file of thresholds of format {FORMAT} ({problem}). {repair}"
        ) from problem
    return chosen.reset_index(drop=True) if len(chosen) else None
