"""The settings of an audit: who a classifier is trained on, and who it is tested on."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from simulator.errors import ExperimentError
from simulator.stats.numbers import is_number, is_whole


@dataclass(frozen=True)
class Audit:
    """The people a classifier is trained on, and the people it is tested on.

    Attributes:
        train: data set it is trained on.
        tests: data sets it is tested on; nobody in them is trained on.
        share_of_women: among the people trained on, a fraction of 1; as in the data by default.
        people: how many people are trained on in all, one photo of each; by default 1,000, or as
            many as can be drawn at every share.
        mix: the number of people from each group of the training data, in place of the two above:
            ``{"F": 500, "M": 500}``.
        seed: for the photo of each person, for who is held out, and for the draw.
        abstain: the classifier refuses to answer below this confidence; 0.5 refuses nobody.
        group_by: label columns of the tests; those that a test has are used.
    """

    train: str = "lfw"
    tests: tuple[str, ...] = ("congress-115", "london")
    share_of_women: float | None = None
    people: int | None = None
    mix: Mapping[str, int] | None = None
    seed: int = 0
    abstain: float = 0.5
    group_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be meant, whoever makes the audit.

        Raises:
            ExperimentError: a field is of another kind.
        """
        texts = self.train, *_listed("tests", self.tests), *_listed("group_by", self.group_by)
        if not all(isinstance(one, str) and one for one in texts):
            _refuse("train, tests and group_by", "names", texts)
        if not is_whole(self.seed) or self.seed < 0:
            _refuse("seed", "a whole number from 0", self.seed)
        if self.people is not None and not is_whole(self.people):
            _refuse("people", "a whole number", self.people)
        for name in ("share_of_women", "abstain"):
            value = getattr(self, name)
            if value is not None and not is_number(value):
                _refuse(name, "a fraction of 1", value)

    def trains_alike(self) -> Audit:
        """Return the audit without refusals and groups, which are applied after training."""
        return dataclasses.replace(self, abstain=0.5, group_by=())


def _listed(name: str, value: Any) -> tuple[Any, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        _refuse(name, 'a list of names, such as ["london"]', value)
    return tuple(value)


def _refuse(name: str, expected: str, found: Any) -> NoReturn:
    raise ExperimentError(f"expected {name} to be {expected}, found {found!r}. Correct it.")
