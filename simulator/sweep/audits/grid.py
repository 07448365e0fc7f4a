"""Grids of audits as TOML: the keys of a table ``[audit]``, each a value or a list of values.

Read as strictly as grids of searches (:mod:`simulator.sweep.grid`); a cell is one training, one
confidence for refusing and one grouping, and covers every test that has the grouping.
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.audit.audit import Audit
from simulator.audit.people import People
from simulator.audit.run import Chosen, choose, drawn_from
from simulator.datasets.groups import TIMES, split_by
from simulator.errors import ExperimentError, FalseMatchError
from simulator.experiment.check_fields import LARGEST_SEED
from simulator.storage.formats.toml_files import parse_toml, unknown_key
from simulator.sweep.forecast import BYTES_PER_ROW, SECONDS_PER_ROW, START, Forecast
from simulator.sweep.grid import CELL_LIMIT, check_last_seed, line_of, refuse_twice

TABLE = "audit"
DATA = "data"
"""The word for the data's own share of women."""
SECONDS_PER_TRAINING = 0.5

_NUMBER = (int, float)
_KEYS: dict[str, tuple[tuple[type, ...], Callable[[Any], bool], str]] = {
    "train": ((str,), bool, "the name of a data set"),
    "test": ((str,), bool, "the name of a data set"),
    "share_of_women": (
        (int, float, str),
        lambda v: v == DATA if isinstance(v, str) else 1 <= v < 100,
        f'a percentage from 1 (50, not 0.5) to below 100, or "{DATA}"',
    ),
    "people": ((int,), lambda v: v >= 2, "2 or more"),
    "mix": (
        (dict,),
        lambda v: bool(v) and all(type(n) is int and n >= 0 for n in v.values()),
        "people by group, such as {F = 500, M = 500}",
    ),
    "abstain": (_NUMBER, lambda v: 50 <= v < 100, "a percentage from 50 to under 100"),
    "group_by": ((str,), bool, "a label column, or two joined with *"),
    "seed": ((int,), lambda v: 0 <= v <= LARGEST_SEED, f"from 0 to {LARGEST_SEED}"),
    "repeat": ((int,), lambda v: v >= 1, "1 or more"),
}
"""Key → types, a check of a value, and a description of valid values."""


@dataclass(frozen=True)
class AuditGrid:
    """A checked grid of audits.

    Attributes:
        question: the question it is to answer.
        trainings: every classifier that is trained, in the order of the cells.
        abstain: confidences for refusing, fractions of 1.
        group_by: groupings.
        text: the TOML it was read from.
    """

    question: str
    trainings: tuple[Audit, ...]
    abstain: tuple[float, ...]
    group_by: tuple[str, ...]
    text: str

    @property
    def cells_per_training(self) -> int:
        """Cells that share one classifier."""
        return len(self.abstain) * len(self.group_by)

    @property
    def cells(self) -> int:
        """The number of combinations."""
        return len(self.trainings) * self.cells_per_training

    @property
    def digest(self) -> str:
        """The SHA-256 of the grid's text, which names it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def settings(self) -> Iterator[tuple[float, str]]:
        """Yield (confidence, grouping) of the cells of one training, in order."""
        return itertools.product(self.abstain, self.group_by)


def is_audit_grid(text: str) -> bool:
    """Tell whether a TOML text describes audits; a broken one does not."""
    try:
        return TABLE in parse_toml(text, "grid")
    except FalseMatchError:
        return False


def parse_audit_grid(text: str, name: str = "grid") -> AuditGrid:
    """Read a grid of audits from TOML.

    Raises:
        ExperimentError: not TOML, an unknown key, a wrong type or value, an impossible combination,
            or more than ``CELL_LIMIT`` cells.
    """
    raw = parse_toml(text, name, ExperimentError)
    for key in raw:
        if key not in ("question", TABLE):
            mend = f"Move it below [{TABLE}]." if key in _KEYS else "Leave it out."
            raise ExperimentError(
                f"expected question and the table [{TABLE}] only in a grid of audits, found "
                f"{key!r} in line {line_of(key, text)} of {name}. {mend}"
            )
    question, table = raw.get("question", Path(name).stem.replace("-", " ")), raw.get(TABLE)
    if not isinstance(question, str) or not isinstance(table, dict):
        raise ExperimentError(
            f"expected question as text and a table [{TABLE}] in {name}, found another type. Fix "
            "that line."
        )
    axes = {key: _values(key, value, text, name) for key, value in table.items()}
    _combinations(axes, name)
    grid = AuditGrid(
        question=question,
        trainings=tuple(_trainings(axes)),
        abstain=tuple(value / 100 for value in axes.get("abstain", (50,))),
        group_by=axes.get("group_by", ("gender",)),
        text=text,
    )
    if grid.cells > CELL_LIMIT:
        raise ExperimentError(
            f"expected at most {CELL_LIMIT:,} cells in {name}, found {grid.cells:,}. Shorten a "
            "list, or split the grid."
        )
    return grid


def _values(key: str, value: Any, text: str, name: str) -> tuple[Any, ...]:
    where = f"line {line_of(key, text)} of {name}"
    if key not in _KEYS:
        raise unknown_key(key, _KEYS, where, ExperimentError)
    kinds, sensible, wanted = _KEYS[key]
    listed = value if isinstance(value, list) else [value]
    if not listed or (key == "repeat" and isinstance(value, list)):
        raise ExperimentError(
            f"expected {key} to be {wanted} in {where}, found {value!r}. Correct that line."
        )
    for one in listed:
        if not isinstance(one, kinds) or isinstance(one, bool) or not sensible(one):
            raise ExperimentError(
                f"expected {key} to be {wanted}, or a list of them, in {where}, found {one!r}. "
                "Correct that line."
            )
    refuse_twice(key, listed, where)
    return tuple(listed)


def _combinations(axes: dict[str, tuple[Any, ...]], name: str) -> None:
    if "mix" in axes and ("share_of_women" in axes or "people" in axes):
        raise ExperimentError(
            f"expected either a mix or share_of_women and people in {name}, found both. Leave one "
            "out."
        )
    if "repeat" in axes and len(axes.get("seed", (0,))) > 1:
        raise ExperimentError(
            f"expected either repeat or a list of seeds in {name}, found both. Leave one out."
        )
    check_last_seed(axes, name)


def _trainings(axes: dict[str, tuple[Any, ...]]) -> Iterator[Audit]:
    default = Audit()
    first, repeat = axes.get("seed", (default.seed,)), axes.get("repeat", (1,))[0]
    seeds = range(first[0], first[0] + repeat) if repeat > 1 else first
    for train, share, people, mix, seed in itertools.product(
        axes.get("train", (default.train,)),
        axes.get("share_of_women", (DATA,)),
        axes.get("people", (None,)),
        axes.get("mix", (None,)),
        seeds,
    ):
        yield Audit(
            train=train,
            tests=axes.get("test", default.tests),
            share_of_women=None if share == DATA else share / 100,
            people=people,
            mix=mix,
            seed=seed,
        )


def check_audits(grid: AuditGrid) -> Forecast:
    """Check a grid against the data sets it names, without training, and say what it will take.

    Raises:
        FalseMatchError: a data set, label or mix that does not exist, or too few people.
    """
    rows = 0
    known: dict[str, Chosen] = {}
    seen: set[str] = set()
    for audit in grid.trainings:
        # One seed tells whether so many can be drawn at all.
        shape = repr(dataclasses.replace(audit, seed=0))
        if shape in seen:
            continue
        seen.add(shape)
        if audit.train not in known:
            known[audit.train] = choose(audit)
            people = [known[audit.train].held_out, *known[audit.train].tested]
            rows = max(rows, sum(_rows(people, column) for column in grid.group_by))
        drawn_from(known[audit.train].pool, audit)
    total = rows * len(grid.trainings) * len(grid.abstain)
    return Forecast(
        cells=grid.cells,
        searches=len(grid.trainings),
        draws=0,
        rows=total,
        seconds=START + len(grid.trainings) * SECONDS_PER_TRAINING + total * SECONDS_PER_ROW,
        megabytes=0.02 + total * BYTES_PER_ROW / 1e6,
    )


def _rows(people: list[People], column: str) -> int:
    """Count the rows of a grouping over the tests that have it.

    Raises:
        LabelError: none has it.
    """
    fitting = [one for one in people if has(set(one.labels.columns), column)]
    return sum(len(split_by(one.labels, column, one.dataset.card)) for one in fitting or people)


def has(columns: set[str], grouping: str) -> bool:
    """Tell whether a data set with these columns has a grouping."""
    return set(grouping.split(TIMES)) <= columns


def percentage(share: float | None) -> float | None:
    """Return a fraction as the percentage that the grid gave; None stays None."""
    return None if share is None or math.isnan(share) else round(100 * share, 6)
