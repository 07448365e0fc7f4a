"""The curve of false positive rates over gallery sizes, for one result and one threshold."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.groups import SEVERAL, TIMES, Group
from simulator.errors import ExperimentError, nearest_name
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.i18n.language import marked
from simulator.search.gallery import joined_labels
from simulator.search.gallery_size import (
    GALLERIES,
    bracket,
    first_hits,
    hit_probability,
    matching_strangers,
    mix_hit_probability,
    spread,
    whole_counts,
)
from simulator.search.named_mixes import AS_IS, mix_name, mix_of
from simulator.stats.people import count_people

MEASURED = marked("measured here")
EXTRAPOLATED = marked("extrapolated")
EVERYONE = marked("everyone")
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 25_000, 50_000)
LARGEST = 2**53


def gallery_size_curve(
    view: AtThreshold,
    sizes: Sequence[int] | None = None,
    *,
    by: str | None = None,
    mix: Mapping[str, float] | str | None = None,
    galleries: int = GALLERIES,
    seed: int = 0,
) -> pd.DataFrame:
    """Return the FPIR expected in random galleries of each size, drawn from those searched.

    Args:
        view: a result at a threshold.
        sizes: gallery sizes; by default 1, 2, 5, … up to 50,000 and the measured one.
        by: a label column of the probes, for a curve per group.
        mix: proportions of gallery groups, e.g. ``{"F": 1, "M": 1}``, or the name of a mix
            (:mod:`simulator.search.named_mixes`); the gallery's own by default.
        galleries: random galleries behind the spread.
        seed: of the random galleries.

    Returns:
        Columns gallery_size, group, label, searches, people (those searched for; fewer than the
        searches where somebody has several photos), fpir (the exact expectation), sd, gallery_low
        and gallery_high (between them lie 95% of random galleries), bracket_low and bracket_high,
        kind (``measured here`` or ``extrapolated``), drawn (``photos`` or ``people, one photo
        each``). Beyond the measured gallery fpir and its spread are nan and the bracket holds two
        ends; within it the bracket is nan. With several photos of somebody also fpir_by_person
        (each person counts once, with the average over their photos). A probe with fewer strangers
        than the size is searched in all of them.

    Raises:
        ExperimentError: a size is not a whole number from 1 up, or the mix names unknown groups.

    Source:
        Exact hypergeometric miss probabilities; docs/measures.md, "Other galleries".
    """
    return gallery_size_curves(view, [by], sizes, mix=mix, galleries=galleries, seed=seed)[by]


def gallery_size_curves(
    view: AtThreshold,
    columns: Sequence[str | None],
    sizes: Sequence[int] | None = None,
    *,
    mix: Mapping[str, float] | str | None = None,
    galleries: int = GALLERIES,
    seed: int = 0,
) -> dict[str | None, pd.DataFrame]:
    """Return :func:`gallery_size_curve` for several label columns of the probes at once.

    The random galleries are drawn once for all of them. The column None is everyone together.
    """
    result = view.result
    if isinstance(mix, str):
        mix = None if mix_name(mix) == AS_IS else mix_of(mix, result.gallery).shares
    refuse_two_portraits(result)
    measured = len(result.gallery_rows)
    wanted = _checked(sizes, measured)
    tally_groups = tally_group_of_photo(view)
    k, n_strangers = matching_strangers(result.search, view.distance, tally_groups)
    names, of_tally_group = mixed_from(view, mix)
    k, n_strangers = (
        merged(k, of_tally_group, len(names)),
        merged(n_strangers, of_tally_group, len(names)),
    )
    of_photo = of_tally_group[tally_groups]
    available = np.bincount(of_photo[of_photo >= 0], minlength=len(names))
    first = first_hits(result.search, view.distance, of_photo, galleries=galleries, seed=seed)
    rows: dict[str | None, list[dict[str, Any]]] = {column: [] for column in columns}
    groups = {
        column: result.groups(column) if column else [everyone(len(result.searched))]
        for column in columns
    }
    for size in wanted:
        drawn = list(whole_counts(mix, size).values()) if mix else [size]
        inside = bool((np.asarray(drawn) <= available).all())
        hit = _expected(k, n_strangers, drawn) if inside else None
        for column, group in ((c, g) for c in columns for g in groups[c]):
            row: dict[str, Any] = {"gallery_size": size, "group": group.value}
            row |= {"label": group.label, "searches": int(group.members.sum())}
            row["people"] = count_people(result.person, group.members)
            point = _point(group.members, hit, first, drawn, k, n_strangers)
            if result.several_photos:
                point["fpir_by_person"] = _by_person(hit, result.person, group.members)
            rows[column].append(row | point)
    frames = {column: pd.DataFrame(of_column) for column, of_column in rows.items()}
    for frame in frames.values():
        frame["drawn"] = "people, one photo each" if one_photo_each(view) else "photos"
    return frames


def refuse_two_portraits(result: SearchOutcome) -> None:
    """Refuse a search with two portraits of each person.

    Raises:
        ExperimentError: people are searched with two portraits.
    """
    if result.experiment.portrait in (EITHER, BOTH):
        raise ExperimentError(
            "expected one portrait of each person for galleries of other sizes, found "
            f"{result.experiment.portrait!r}: each person's tally is that of one portrait. Choose "
            "the first or the second portrait, or draw the gallery (gallery_size, seed)."
        )


def one_photo_each(view: AtThreshold) -> bool:
    """Return whether each gallery photo shows a different person: drawing photos draws people."""
    return view.result.gallery_people == len(view.result.gallery_rows)


def _expected(
    k: NDArray[np.int64], n_strangers: NDArray[np.int64], drawn: list[int]
) -> NDArray[np.float64]:
    each = np.minimum(np.asarray(drawn, np.int64), n_strangers)
    if len(drawn) == 1:
        return hit_probability(k[:, 0], n_strangers[:, 0], each[:, 0])
    return mix_hit_probability(k, n_strangers, each)


def _point(
    members: NDArray[np.bool_],
    hit: NDArray[np.float64] | None,
    first: NDArray[np.int64],
    drawn: list[int],
    k: NDArray[np.int64],
    n_strangers: NDArray[np.int64],
) -> dict[str, float | str]:
    if hit is not None:
        between = spread(first, drawn, members)
        return {
            "fpir": float(hit[members].mean()) if members.any() else np.nan,
            "sd": between.sd,
            "gallery_low": between.low,
            "gallery_high": between.high,
            "bracket_low": np.nan,
            "bracket_high": np.nan,
            "kind": MEASURED,
        }
    low, high = extrapolated(k[members], n_strangers[members], drawn)
    nothing = {"fpir": np.nan, "sd": np.nan, "gallery_low": np.nan, "gallery_high": np.nan}
    return {**nothing, "bracket_low": low, "bracket_high": high, "kind": EXTRAPOLATED}


def _by_person(
    hit: NDArray[np.float64] | None, person: NDArray[np.intp], members: NDArray[np.bool_]
) -> float:
    """Return the expected rate with each person counting once; nan beyond the measured gallery."""
    if hit is None or not members.any():
        return math.nan
    photos = np.bincount(person[members])
    hits = np.bincount(person[members], hit[members])
    return float((hits[photos > 0] / photos[photos > 0]).mean())


def extrapolated(
    k: NDArray[np.int64],
    n_strangers: NDArray[np.int64],
    drawn: list[int],
    weights: NDArray[np.float64] | None = None,
) -> tuple[float, float]:
    """Return :func:`bracket` for ``drawn`` photos of each gallery group; counts (p, groups)."""
    if len(drawn) == 1:
        return bracket(k[:, 0], n_strangers[:, 0], drawn[0], weights)
    if not len(k) or (n_strangers == 0).any():
        return (np.nan, np.nan)
    n = np.asarray(drawn)
    count = np.ones(len(k)) if weights is None else weights
    own = 1 - ((1 - k / n_strangers) ** n).prod(axis=1)
    pooled = 1 - float(((1 - count @ k / (count @ n_strangers)) ** n).prod())
    return float(np.average(own, weights=count)), pooled


def _checked(sizes: Sequence[int] | None, measured: int) -> list[int]:
    wanted = sorted({*SIZES, measured} if sizes is None else {int(size) for size in sizes})
    whole = sizes is None or all(float(size) == int(size) for size in sizes)
    if not wanted or not whole or wanted[0] < 1 or wanted[-1] > LARGEST:
        raise ExperimentError(
            f"expected gallery sizes as whole numbers from 1 up, found {list(sizes or [])[:5]}. "
            "Try [1000, 5000, 25000]."
        )
    return wanted


def mixed_from(
    view: AtThreshold, mix: Mapping[str, float] | None
) -> tuple[list[str], NDArray[np.intp]]:
    """Return the gallery groups to draw from, and which of them each tally group belongs to."""
    tally_groups = view.result.tally_group_names
    if mix is None:
        return ["all"], np.zeros(len(tally_groups), np.intp)
    card = view.result.gallery.card
    of_tally_group = np.full(len(tally_groups), -1, np.intp)
    parts = [_names(tally_group, card.tally_columns, card.labels) for tally_group in tally_groups]
    for h, name in enumerate(mix):
        inside = np.array([name in part or set(name.split(TIMES)) <= part for part in parts])
        if not inside.any():
            known = sorted({word for part in parts for word in part})
            raise ExperimentError(
                f"expected gallery groups among {', '.join(known) or 'none'}, found {name!r} in "
                f"the mix. {nearest_name(name, known, 'Choose among them.')}"
            )
        if (of_tally_group[inside] >= 0).any():
            raise ExperimentError(
                f"expected a mix of groups that do not overlap, found {', '.join(mix)}. Leave one "
                "out."
            )
        of_tally_group[inside] = h
    return list(mix), of_tally_group


def _names(tally_group: str, columns: tuple[str, ...], labels: Mapping[str, object]) -> set[str]:
    """Return every name of a tally group: its values, the words for them, the joined name."""
    names: set[str] = {tally_group} - {""}
    for column, value in zip(columns, tally_group.split(TIMES), strict=False):
        for single in value.split(SEVERAL):
            if single:
                show = getattr(labels.get(column), "show", str)
                names |= {single, show(single)}
    return names


def merged(
    counts: NDArray[np.int64], of_tally_group: NDArray[np.intp], number: int
) -> NDArray[np.int64]:
    """Add up the counts of tally groups, (p, tally groups), by gallery group, (p, number)."""
    added = np.zeros((len(counts), number), np.int64)
    for tally_group, h in enumerate(of_tally_group):
        if h >= 0:
            added[:, h] += counts[:, tally_group]
    return added


def tally_group_of_photo(view: AtThreshold) -> NDArray[np.intp]:
    """Return the tally group of each gallery photo, (gallery,); a group lies side by side."""
    result = view.result
    labels = result.gallery.labels(result.gallery_keys.tolist())
    columns = [c for c in result.gallery.card.tally_columns if c in labels.columns]
    if not columns:
        return np.zeros(len(labels), np.intp)
    position = {name: tally_group for tally_group, name in enumerate(result.tally_group_names)}
    joined = joined_labels(labels, columns).tolist()
    return np.array([position[name] for name in joined], np.intp)


def everyone(n: int) -> Group:
    """Return the group of all n searches."""
    return Group("", EVERYONE, np.ones(n, bool))
