"""Simulate whether the intervals on matcher and gallery hold, with real chances of false matches.

    python benchmarks/matcher_or_gallery.py [--trials 1000] [--seed 0]

The tables are shown in docs/methods.md. Women and men are drawn from all 5,726 people of LFW, one
photo each, searched for in galleries of the other people's photos; and members of Congress from
their own group, searched for in UTKFace's adults. The truth is that of everybody drawn from.
"""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator import Experiment, run
from simulator.datasets.dataset import load_dataset
from simulator.datasets.groups import Group
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery, Parts
from simulator.experiment.gallery_groups import GalleryGroups, gallery_groups
from simulator.search.named_mixes import US_ADULTS, US_ARRESTS

DISTANCES = (0.45, 0.468, 0.5, 0.55)
SIZES = ((20, 100), (50, 400), (112, 423))
LFW_MIXES = {"78% men": {"M": 0.776, "F": 0.224}, "women only": {"F": 1.0}}
IN_CONGRESS = ("Black", "Hispanic", "Asian_Pacific")
SHOWN = ("rate", "gap", "matcher", "mix")
AT_ONCE = 400

Counts = NDArray[np.int64]


def people_of_lfw(distance: float) -> tuple[GalleryGroups, NDArray[np.bool_]]:
    """Return everybody's strangers of each gender within a distance, and who is a woman."""
    lfw = load_dataset("lfw")
    keys = lfw.encodings.keys.tolist()
    who = lfw.identities.loc[keys].to_numpy(dtype=str)
    gender = lfw.labels(keys)["gender"].to_numpy(dtype=str)
    vectors = lfw.encodings.vectors
    _names, first, number = np.unique(who, return_index=True, return_inverse=True)
    squares = (vectors.astype(np.float64) ** 2).sum(axis=1)
    inside = np.stack([gender == "M", gender == "F"], axis=1)
    own = np.zeros((len(first), 2), np.int64)
    np.add.at(own, number, inside)
    matching = np.zeros((len(first), 2), np.int64)
    for start in range(0, len(first), AT_ONCE):
        rows = first[start : start + AT_ONCE]
        squared = squares[rows][:, None] + squares[None] - 2 * (vectors[rows] @ vectors.T)
        near = (squared <= distance**2) & (number[None] != number[rows][:, None])
        matching[start : start + AT_ONCE] = near.astype(np.float32) @ inside.astype(np.float32)
    used = gender[first] != ""
    names, photos = ["M", "F"], inside.sum(axis=0)
    people = int(used.sum())
    everybody = GalleryGroups(
        "gender",
        names,
        names,
        photos,
        {},
        0,
        matching[used],
        (photos[None] - own)[used],
        np.arange(people),
        people,
    )
    return everybody, gender[first][used] == "F"


def of_people(gallery: GalleryGroups, chosen: NDArray[np.intp]) -> MatcherOrGallery:
    """Return the search of these people alone; somebody drawn twice counts as two people."""
    n = len(chosen)
    drawn = GalleryGroups(
        gallery.column,
        gallery.names,
        gallery.labels,
        gallery.photos,
        {},
        0,
        gallery.matching[chosen],
        gallery.strangers[chosen],
        np.arange(n),
        n,
    )
    probes = SimpleNamespace(card=SimpleNamespace(labels={}))
    view: Any = SimpleNamespace(
        result=SimpleNamespace(probes=probes, searched=pd.DataFrame(), identified=True)
    )
    return MatcherOrGallery(view, drawn)


def divided(
    gallery: GalleryGroups,
    mix: dict[str, float],
    one: NDArray[np.intp],
    other: NDArray[np.intp],
) -> Parts:
    """Return the gap between two lists of people in its parts."""
    found = of_people(gallery, np.concatenate([one, other]))
    first = np.arange(len(one) + len(other)) < len(one)
    parts = found.parts(mix, Group("a", "a", first), Group("b", "b", ~first))
    assert parts is not None
    return parts


def coverage(
    gallery: GalleryGroups,
    mix: dict[str, float],
    groups: tuple[NDArray[np.intp], NDArray[np.intp]],
    sizes: tuple[int, int],
    trials: int,
    seed: int,
) -> tuple[Parts, dict[str, float]]:
    """Return the truth, and the share of intervals that hold it, of the rate and of each part."""
    random = np.random.default_rng([seed, *sizes])
    truth = divided(gallery, mix, *groups)
    held = dict.fromkeys(SHOWN, 0)
    for _ in range(trials):
        one, other = (random.choice(g, n) for g, n in zip(groups, sizes, strict=True))
        found = divided(gallery, mix, one, other)
        for name in SHOWN:
            value, interval = getattr(truth, name).value, getattr(found, name)
            held[name] += interval.low <= value <= interval.high
    return truth, {name: 100 * count / trials for name, count in held.items()}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    names = "FPIR | gap | matcher's part | mix's part"
    print(f"| women and men from LFW | gallery | true parts, points | {names} |")
    print("|---|---|---|---|---|---|---|")
    for distance in DISTANCES:
        gallery, women = people_of_lfw(distance)
        groups = (np.flatnonzero(women), np.flatnonzero(~women))
        for mix, shares in LFW_MIXES.items():
            for sizes in SIZES:
                row(
                    f"at {distance:g}: {sizes[0]} and {sizes[1]}",
                    mix,
                    *coverage(gallery, shares, groups, sizes, given.trials, given.seed),
                )
    print(f"\n| members, against White members | gallery | true parts, points | {names} |")
    print("|---|---|---|---|---|---|---|")
    result = run(Experiment(gallery="utkface-adults"))
    members = {group.value: group for group in result.groups("race_ethnicity")}
    for distance in DISTANCES:
        found = gallery_groups(result.at(distance=distance), "race")
        mixes = MatcherOrGallery(result.at(distance=distance), found).mixes()
        for value in IN_CONGRESS:
            one, other = (np.flatnonzero(members[name].members) for name in (value, "White"))
            for mix in (US_ADULTS, US_ARRESTS):
                row(
                    f"at {distance:g}: {members[value].label}, {len(one)} and {len(other)}",
                    f"`{mix}`",
                    *coverage(
                        found,
                        mixes[mix],
                        (one, other),
                        (len(one), len(other)),
                        given.trials,
                        given.seed,
                    ),
                )


def row(what: str, mix: str, truth: Parts, held: dict[str, float]) -> None:
    """Print a row of a table."""
    true = f"{100 * truth.matcher.value:.1f} and {100 * truth.mix.value:.1f}"
    shares = " | ".join(f"{held[name]:.1f}" for name in SHOWN)
    print(f"| {what} | {mix} | {true} | {shares} |", flush=True)


if __name__ == "__main__":
    main()
