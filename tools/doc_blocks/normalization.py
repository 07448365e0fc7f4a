"""Blocks of docs/measures.md on normalized distances."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from doc_blocks.common import block, table
from simulator.datasets.dataset import load_dataset
from simulator.experiment.analyses.score_normalization import (
    TARGET,
    TITLES,
    NormalizationResult,
    normalization,
)
from simulator.search.normalized_scores import DRAWS, find_scores, normalized_scores
from simulator.stats.drawn_rates import Estimate
from simulator.stats.equal_fpir import COHORT, METHODS, PER_GROUP, PROBE

SETTINGS = (
    ("congress-115", "lfw", ("gender", "person_of_color", "race_ethnicity")),
    ("congress-115", "legislators", ("gender", "person_of_color")),
    ("london", "lfw", ("gender", "ethnicity")),
    ("lfw", "lfw", ("gender",)),
)


@cache
def normalized(probes: str, gallery: str, target: float = TARGET) -> dict[str, NormalizationResult]:
    """Return the four ways for the columns of one setting."""
    columns = next(c for p, g, c in SETTINGS if (p, g) == (probes, gallery))
    dataset = load_dataset(probes)
    scores = find_scores(dataset, load_dataset(gallery))
    assert scores is not None, "run `falsematch datasets normalize` again"
    return normalization(scores, dataset, columns, target)


def results() -> Iterable[tuple[str, NormalizationResult]]:
    """Yield every setting's name and each of its columns."""
    for probes, gallery, columns in SETTINGS:
        for column in columns:
            yield f"`{probes}` in `{gallery}`", normalized(probes, gallery)[column]


def with_ends(estimate: Estimate) -> str:
    """Return a rate in percent with its interval."""
    if math.isnan(estimate.value):
        return "not measurable"
    value = f"{100 * estimate.value:.1f}%"
    if math.isnan(estimate.low):
        return value
    return f"{value} ({100 * estimate.low:.1f}–{100 * estimate.high:.1f})"


@block
def normalization_by_group() -> str:
    """Return FPIR by group, and FNIR, under the four ways, as a table."""
    rows = []
    for name, result in results():
        for group in dict.fromkeys(row.group for row in result.groups):
            some = [row for row in result.groups if row.group == group]
            if some[0].people < 6:
                continue
            mark = " †" if some[0].too_few else ""
            cells = [with_ends(row.fpir) for row in some]
            rows.append((name, some[0].label + mark, some[0].people, *cells))
    for probes, gallery, columns in SETTINGS:
        result = normalized(probes, gallery)[columns[0]]
        missed = [with_ends(result.of(method).fnir) for method in METHODS]
        name = f"`{probes}` in `{gallery}`"
        rows.append((name, "true matches missed (FNIR)", result.mated, *missed))
    head = ["searched", "falsely matched, 5% of everyone", "people"]
    return table([*head, *(TITLES[name].lower() for name in METHODS)], rows)


@block
def normalization_in_words() -> str:
    """Return what each way without labels changes, as a list."""
    return "\n".join(
        f"- {name}, by {result.column}: {result.verdict()}" for name, result in results()
    )


@block
def normalization_as_fitted() -> str:
    """Return FPIR on the other half at the thresholds as fitted, as a table."""
    rows = []
    for name, result in results():
        cells = []
        for method in METHODS:
            row = result.of(method)
            ends = f"{100 * row.as_fitted_low:.1f}–{100 * row.as_fitted_high:.1f}"
            cells.append(f"{100 * row.as_fitted:.1f}% ({ends})")
        rows.append((name, result.column, *cells))
    head = ["searched", "thresholds per group by"]
    return table([*head, *(TITLES[name].lower() for name in METHODS)], rows)


@block
def normalization_at_other_rates() -> str:
    """Return women of Congress and true matches missed at other overall rates, as a table."""
    rows = []
    for gallery in ("lfw", "legislators"):
        for target in (0.02, 0.05, 0.1, 0.2):
            result = normalized("congress-115", gallery, target)["gender"]
            women = {row.method: row for row in result.groups if row.group == "F"}
            cells = [with_ends(women[method].fpir) for method in METHODS]
            missed = [with_ends(result.of(method).fnir) for method in (METHODS[0], PROBE, COHORT)]
            rows.append((f"`{gallery}`", f"{100 * target:.0f}%", *cells, *missed))
    head = ["gallery", "falsely matched in all"]
    head += [f"women, {TITLES[name].lower()}" for name in METHODS]
    head += [f"missed, {TITLES[name].lower()}" for name in (METHODS[0], PROBE, COHORT)]
    return table(head, rows)


@block
def normalization_by_cohort() -> str:
    """Return Congress in LFW by how many of the cohort count, as a table."""
    members, news = load_dataset("congress-115"), load_dataset("lfw")
    rows = []
    for closest in (10, 30, 100, 300, 1000):
        scores = normalized_scores(members, news, DRAWS // 2, closest=closest)
        result = normalization(scores, members, ["gender"])["gender"]
        women = {row.method: row for row in result.groups if row.group == "F"}
        cells = [with_ends(women[method].fpir) for method in METHODS if method != PER_GROUP]
        missed = [with_ends(row.fnir) for row in result.methods if row.method != PER_GROUP]
        rows.append((f"{closest:,}", *cells, *missed))
    ways = [TITLES[name].lower() for name in METHODS if name != PER_GROUP]
    head = ["closest of the cohort", *(f"women, {way}" for way in ways)]
    return table([*head, *(f"missed, {way}" for way in ways)], rows)
