"""Grids of experiments as TOML: any field may be a list, the grid is their product.

Reading a grid checks everything that can be known from its text: unknown keys, wrong types with
their line, combinations that make no sense, and grids too large to be meant.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.errors import ExperimentError
from simulator.experiment.check_fields import LARGEST_SEED, RATES
from simulator.experiment.experiment import Experiment
from simulator.experiment.portraits import FIRST, PORTRAITS
from simulator.search.gallery_size import are_shares, whole_counts
from simulator.search.named_mixes import mix_name
from simulator.stats.confidence_unit import LEAST_PERCENT
from simulator.stats.published import ACLU_FALSE_MATCHES
from simulator.storage.formats.toml_files import kinds_in_words, parse_toml, unknown_key

CELL_LIMIT = 200_000
"""A grid with more cells is refused."""
THRESHOLDS = ("distance", "confidence", "false_matches", "fpir", "fmr")
ALL, NONE = "all", "none"
EVERYONE, PER_GROUP = "everyone", "group"

_NUMBER = (int, float)
_TYPES: dict[str, tuple[type, ...]] = {
    "question": (str,),
    "probes": (str,),
    "gallery": (str,),
    "matcher": (str,),
    "condition": (str,),
    "portrait": (str,),
    "paintings": (bool,),
    "without_kin": (bool,),
    "same_gallery_as": (str,),
    "gallery_size": (int, str),
    "mix": (dict, str),
    "one_photo_per_person": (bool,),
    "seed": (int,),
    "repeat": (int,),
    "distance": _NUMBER,
    "confidence": _NUMBER,
    "false_matches": (int,),
    "fpir": _NUMBER,
    "fmr": _NUMBER,
    "threshold_per": (str,),
    "shuffle_labels": (bool,),
    "group_by": (str,),
}
_SINGLE = ("question", "repeat", "same_gallery_as")


@dataclass(frozen=True)
class Threshold:
    """One setting: its kind, one of :data:`THRESHOLDS`, and its value; a confidence in percent."""

    kind: str
    value: float


@dataclass(frozen=True)
class SearchSpec:
    """The people searched for and the gallery: cells that agree in both share one search."""

    probes: str
    gallery: str
    matcher: str
    condition: str | None
    portrait: str = FIRST
    paintings: bool = False
    without_kin: bool = False
    same_gallery_as: str | None = None

    def experiment(self) -> Experiment:
        """Return the search for everyone in the whole gallery."""
        return Experiment(
            probes=self.probes,
            gallery=self.gallery,
            matcher=self.matcher,
            condition=self.condition,
            portrait=self.portrait,
            paintings=self.paintings,
            without_kin=self.without_kin,
            same_gallery_as=self.same_gallery_as,
        )


@dataclass(frozen=True)
class Draw:
    """The part of the gallery that takes part.

    Attributes:
        gallery_size: the number of photos; None for all.
        mix: (group, photos) pairs, or the name of a mix; None without.
        one_photo_per_person: keep one photo of each person.
        seed: of the draw, of shuffled labels, of halves.
    """

    gallery_size: int | None
    mix: tuple[tuple[str, int], ...] | str | None
    one_photo_per_person: bool
    seed: int

    @property
    def whole(self) -> bool:
        """True if nothing is drawn."""
        return self.gallery_size is None and self.mix is None and not self.one_photo_per_person

    def within(self, spec: SearchSpec) -> Experiment:
        """Return the experiment of this draw."""
        return dataclasses.replace(
            spec.experiment(),
            gallery_size=self.gallery_size,
            mix=self.mix if self.mix is None or isinstance(self.mix, str) else dict(self.mix),
            one_photo_per_person=self.one_photo_per_person,
            seed=self.seed,
        )


@dataclass(frozen=True)
class Grid:
    """A checked grid.

    Attributes:
        question: the question it is to answer.
        searches, draws, thresholds: their product, times the three below, is the grid.
        threshold_per: ``everyone`` or ``group``.
        halved: whether thresholds are fitted on one half of the searches and rates taken from the
            other: so wherever ``threshold_per`` was written down.
        shuffle_labels: whether labels are dealt out again at random.
        group_by: label columns.
        text: the TOML it was read from.
    """

    question: str
    searches: tuple[SearchSpec, ...]
    draws: tuple[Draw, ...]
    thresholds: tuple[Threshold, ...]
    threshold_per: tuple[str, ...]
    halved: bool
    shuffle_labels: tuple[bool, ...]
    group_by: tuple[str, ...]
    text: str

    @property
    def cells_per_draw(self) -> int:
        """Cells that share one gallery."""
        return (
            len(self.thresholds)
            * len(self.threshold_per)
            * len(self.shuffle_labels)
            * len(self.group_by)
        )

    @property
    def cells(self) -> int:
        """The number of combinations."""
        return len(self.searches) * len(self.draws) * self.cells_per_draw

    @property
    def digest(self) -> str:
        """The SHA-256 of the grid's text, which names it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def settings(self) -> Iterator[tuple[Threshold, str, bool, str]]:
        """Yield (threshold, threshold_per, shuffled, group_by) of one draw's cells, in order."""
        return itertools.product(
            self.thresholds, self.threshold_per, self.shuffle_labels, self.group_by
        )


def parse_grid(text: str, name: str = "grid") -> Grid:
    """Read a grid from TOML.

    Raises:
        ExperimentError: not TOML, an unknown key, a wrong type or value, an impossible combination,
            or more than ``CELL_LIMIT`` cells.
    """
    raw = parse_toml(text, name, ExperimentError)
    axes = {key: _values(key, value, text, name) for key, value in raw.items()}
    _combinations(axes, name)
    _refuse_too_many(axes, name)
    return _grid(axes, text, name)


def line_of(key: str, text: str) -> int:
    """Return the line, from 1, on which a key is given; 1 if it is not found."""
    pattern = re.compile(rf"""^\s*(\[\[?\s*)?["']?{re.escape(key)}["']?\s*([=.\]])""")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return 1


def _values(key: str, value: Any, text: str, name: str) -> tuple[Any, ...]:
    where = f"line {line_of(key, text)} of {name}"
    if key not in _TYPES:
        raise unknown_key(key, _TYPES, where, ExperimentError)
    listed = value if isinstance(value, list) else [value]
    if key in _SINGLE and isinstance(value, list):
        raise ExperimentError(f"expected one value for {key} in {where}, found a list. Keep one.")
    if not listed:
        raise ExperimentError(f"expected a value for {key} in {where}, found []. Leave it out.")
    for one in listed:
        _check_value(key, one, where)
    refuse_twice(key, listed, where)
    return tuple(listed)


def refuse_twice(key: str, listed: Sequence[Any], where: str) -> None:
    """Refuse a list that holds a value, or a mix with the same counts, more than once.

    Raises:
        ExperimentError: a value is there twice.
    """
    different = {frozenset(one.items()) if isinstance(one, dict) else one for one in listed}
    if len(different) < len(listed):
        words = f"expected different values for {key} in {where}, found one twice. Leave one out."
        raise ExperimentError(words)


def _check_value(key: str, value: Any, where: str) -> None:
    kinds = _TYPES[key]
    if not isinstance(value, kinds) or isinstance(value, bool) != (kinds == (bool,)):
        wanted = f'a whole number or "{ALL}"' if key == "gallery_size" else kinds_in_words(kinds)
        raise ExperimentError(
            f"expected {key} to be {wanted}, or a list of them, in {where}, found {value!r}. "
            "Correct that line."
        )
    sensible = {
        "gallery_size": lambda v: v == ALL or (isinstance(v, int) and v >= 1),
        "seed": lambda v: 0 <= v <= LARGEST_SEED,
        "repeat": lambda v: v >= 1,
        "distance": lambda v: 0 <= v < math.inf,
        "confidence": lambda v: LEAST_PERCENT < v < 100,
        "false_matches": lambda v: v >= 1,
        "fpir": lambda v: 0 < v < 1,
        "fmr": lambda v: 0 < v < 1,
        "threshold_per": lambda v: v in (EVERYONE, PER_GROUP),
        "portrait": lambda v: v in PORTRAITS,
        "mix": _is_mix,
    }
    hints = {
        "gallery_size": 'a whole number from 1, or "all"',
        "seed": f"from 0 to {LARGEST_SEED}",
        "repeat": "1 or more",
        "distance": "0 or more",
        "confidence": "a percentage such as 99.9 (not 0.999), above 0 and below 100",
        "false_matches": "1 or more",
        "fpir": "a fraction between 0 and 1, such as 0.002",
        "fmr": "a fraction between 0 and 1, such as 1e-4",
        "threshold_per": f'"{EVERYONE}" or "{PER_GROUP}"',
        "portrait": ", ".join(f'"{one}"' for one in PORTRAITS),
        "mix": "counts such as {F = 2000, M = 2000}, or shares that add up to 1, or a name",
    }
    if key in sensible and not sensible[key](value):
        raise ExperimentError(
            f"expected {key} to be {hints[key]} in {where}, found {value!r}. Correct that line."
        )


def _is_mix(value: dict[str, Any] | str) -> bool:
    if isinstance(value, str):
        return bool(mix_name(value))
    numbers = value.values()
    if not all(type(n) in _NUMBER and n >= 0 for n in numbers):
        return False
    return _shares(value) or (all(type(n) is int for n in numbers) and sum(numbers) > 1)


def _shares(mix: Mapping[str, float]) -> bool:
    return are_shares({name: float(number) for name, number in mix.items()})


def _combinations(axes: dict[str, tuple[Any, ...]], name: str) -> None:
    given = [kind for kind in THRESHOLDS if kind in axes]
    if len(given) > 1:
        raise ExperimentError(
            f"expected one kind of threshold in {name}, found {' and '.join(given)}. Keep one of "
            "them; it may be a list."
        )
    fitted = "threshold_per" in axes or {"either", "both"} & {*axes.get("portrait", ())}
    if given and given[0] in RATES and fitted:
        raise ExperimentError(
            f"expected {given[0]} in {name} with one portrait and one threshold for everyone, "
            "found another. Give distance or false_matches there."
        )
    mixes = axes.get("mix", ())
    sizes = axes.get("gallery_size", ())
    shared = [mix for mix in mixes if not isinstance(mix, str) and _shares(mix)]
    counted = [mix for mix in mixes if not isinstance(mix, str) and not _shares(mix)]
    if sizes and counted:
        raise ExperimentError(
            f"expected either gallery_size or a mix of counts in {name}, found both. Write the mix "
            "as shares that add up to 1, or leave gallery_size out."
        )
    if shared and (not sizes or ALL in sizes):
        raise ExperimentError(
            f"expected a gallery_size in numbers beside the mix of shares in {name}, found "
            f"{'all' if sizes else 'none'}. Add gallery_size = 4000."
        )
    if mixes and True in axes.get("one_photo_per_person", ()):
        raise ExperimentError(
            f"expected either a mix or one_photo_per_person in {name}, found both. Leave one out."
        )
    if "repeat" in axes and len(axes.get("seed", (0,))) > 1:
        raise ExperimentError(
            f"expected either repeat or a list of seeds in {name}, found both. Leave one out."
        )
    check_last_seed(axes, name)
    random = mixes or sizes or True in axes.get("one_photo_per_person", ())
    random = random or True in axes.get("shuffle_labels", ()) or "threshold_per" in axes
    if axes.get("repeat", (1,))[0] > 1 and not random:
        raise ExperimentError(
            f"expected something random to repeat in {name}, found nothing: the whole gallery "
            "gives the same result every time. Leave repeat out, or add gallery_size, mix or "
            "shuffle_labels."
        )
    everything = "*".join(axes.get("group_by", ()))
    if PER_GROUP in axes.get("threshold_per", ()) and not everything:
        raise ExperimentError(
            f'expected group_by in {name} beside threshold_per = "group", found none. Add it.'
        )


def check_last_seed(axes: Mapping[str, tuple[Any, ...]], name: str) -> None:
    """Refuse repetitions whose last seed is larger than any generator takes.

    Raises:
        ExperimentError: it is.
    """
    last = max(axes.get("seed", (0,))) + axes.get("repeat", (1,))[0] - 1
    if last > LARGEST_SEED:
        raise ExperimentError(
            f"expected seeds up to {LARGEST_SEED} in {name}, found {last} as the last of the "
            "repetitions. Begin with a smaller seed."
        )


def _refuse_too_many(axes: dict[str, tuple[Any, ...]], name: str) -> None:
    cells = math.prod(len(values) for values in axes.values()) * axes.get("repeat", (1,))[0]
    if cells > CELL_LIMIT:
        largest = max(axes, key=lambda key: len(axes[key]) if key != "repeat" else axes[key][0])
        raise ExperimentError(
            f"expected at most {CELL_LIMIT:,} cells in {name}, found {cells:,}. Shorten a list "
            f"({largest!r} is the longest), or split the grid."
        )


def _grid(axes: dict[str, tuple[Any, ...]], text: str, name: str) -> Grid:
    default = Experiment()
    searches = itertools.product(
        axes.get("probes", (default.probes,)),
        axes.get("gallery", (default.gallery,)),
        axes.get("matcher", (default.matcher,)),
        [None if c == NONE else c for c in axes.get("condition", (NONE,))],
        axes.get("portrait", (default.portrait,)),
        axes.get("paintings", (default.paintings,)),
        axes.get("without_kin", (default.without_kin,)),
        axes.get("same_gallery_as", (default.same_gallery_as,)),
    )
    first = axes.get("seed", (default.seed,))
    repeat = axes.get("repeat", (1,))[0]
    seeds = tuple(range(first[0], first[0] + repeat)) if repeat > 1 else first
    kind = next((kind for kind in THRESHOLDS if kind in axes), "false_matches")
    return Grid(
        question=axes.get("question", (Path(name).stem.replace("-", " "),))[0],
        searches=tuple(SearchSpec(*parts) for parts in searches),
        draws=tuple(_draws(axes, seeds)),
        thresholds=tuple(Threshold(kind, float(v)) for v in axes.get(kind, (ACLU_FALSE_MATCHES,))),
        threshold_per=axes.get("threshold_per", (EVERYONE,)),
        halved="threshold_per" in axes,
        shuffle_labels=axes.get("shuffle_labels", (False,)),
        group_by=axes.get("group_by", ("",)),
        text=text,
    )


def _draws(axes: dict[str, tuple[Any, ...]], seeds: tuple[int, ...]) -> Iterator[Draw]:
    for size, mix, single, seed in itertools.product(
        [None if s == ALL else s for s in axes.get("gallery_size", (ALL,))],
        axes.get("mix", (None,)),
        axes.get("one_photo_per_person", (False,)),
        seeds,
    ):
        if mix is None or isinstance(mix, str):
            yield Draw(size, mix, single, seed)
        else:
            counts = whole_counts(mix, size) if _shares(mix) else dict(mix)
            yield Draw(None, tuple(counts.items()), single, seed)
