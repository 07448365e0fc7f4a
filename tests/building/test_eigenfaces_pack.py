"""Splitting a data set by person, to fit on one half and test on the other."""

from __future__ import annotations

from support.small_datasets import Made

from simulator.building.eigenfaces_pack import halves
from simulator.datasets.dataset import Dataset, load_dataset

ROWS = [
    (f"{name}{i}", name, "F", "north", (0.0, 0, 0, 0))
    for name in ("ann", "bea", "cem", "dov", "eva", "fay")
    for i in (1, 2)
]


def people(dataset: Dataset, rows: object) -> set[str]:
    keys = dataset.encodings.keys[rows].tolist()
    return set(dataset.identities.loc[keys])


def test_nobody_is_in_both_halves(make_dataset: Made) -> None:
    """All photos of a person are in one half; half of the people are fitted on."""
    dataset = load_dataset(str(make_dataset("made", ROWS)))
    fitted_on, tested = halves(dataset, exclude=set())
    assert sorted([*fitted_on, *tested]) == list(range(12))
    assert not people(dataset, fitted_on) & people(dataset, tested)
    assert len(people(dataset, fitted_on)) == 3


def test_excluded_people_are_never_fitted_on(make_dataset: Made) -> None:
    """An excluded person is never fitted on with any seed."""
    dataset = load_dataset(str(make_dataset("made", ROWS)))
    for seed in range(10):
        fitted_on, tested = halves(dataset, exclude={"made:ann"}, seed=seed)
        assert "made:ann" not in people(dataset, fitted_on)
        assert "made:ann" in people(dataset, tested)


def test_the_seed_decides(make_dataset: Made) -> None:
    """A seed always gives the same halves."""
    dataset = load_dataset(str(make_dataset("made", ROWS)))
    first, second = (halves(dataset, exclude=set(), seed=3)[0].tolist() for _ in range(2))
    assert first == second
