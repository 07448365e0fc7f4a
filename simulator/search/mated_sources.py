"""The bundled mated searches, by name."""

from __future__ import annotations

import functools
from collections.abc import Callable

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.search.mated_searches import (
    MatedSearches,
    across_datasets,
    between_labels,
    leave_one_out,
)
from simulator.search.two_portraits import TWO_PORTRAITS, two_portraits

PEOPLE_WITH_TWO_PORTRAITS = {
    TWO_PORTRAITS.format(dataset=name): name for name in ("congress-115", "congress-114")
}
"""The name of the mated searches → the data set whose portraits are searched for."""

SOURCES: dict[str, Callable[[], MatedSearches]] = {
    "lfw": lambda: leave_one_out(load_dataset("lfw")),
    "london": lambda: between_labels(load_dataset("london"), "expression", "smiling", "neutral"),
    "congress-115-in-lfw": lambda: across_datasets(
        load_dataset("congress-115"), load_dataset("lfw")
    ),
    **{
        name: functools.partial(two_portraits, dataset)
        for name, dataset in PEOPLE_WITH_TWO_PORTRAITS.items()
    },
}


def mated_searches(name: str) -> MatedSearches:
    """Return the bundled mated searches of one name in ``SOURCES``.

    Raises:
        ExperimentError: there are no mated searches of that name.
    """
    if name not in SOURCES:
        raise ExperimentError(
            f"expected mated searches among {', '.join(SOURCES)}, found {name!r}. Choose one."
        )
    return SOURCES[name]()
