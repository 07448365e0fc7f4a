"""Encodings under an image condition, found beside a data set and checked."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from simulator.building.condition_encodings import save_condition
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.errors import EncodingFileError, ExperimentError
from simulator.experiment.substitutes import under_condition


@pytest.fixture
def dataset(line_up: tuple[Path, Path]) -> Dataset:
    """Four people on a line, encoded under one condition, with an old copy beside the file."""
    dataset = load_dataset(str(line_up[0]))
    path = save_condition(dataset.folder, "grain", dataset.encodings.take(slice(0, 3)))
    (path.parent / "grain, old copy.npz").write_bytes(path.read_bytes())
    save_condition(dataset.folder, "grain", dataset.encodings.take(slice(0, 2)))
    return dataset


def test_the_encodings_are_replaced_and_nothing_else(dataset: Dataset) -> None:
    """Labels and people stay, and so does the data set that was given."""
    degraded = under_condition(dataset, "grain")
    assert len(degraded.encodings) == 2
    assert len(dataset.encodings) == 4
    assert degraded.manifest is dataset.manifest


def test_an_altered_file_is_refused_beside_a_name_with_spaces(dataset: Dataset) -> None:
    """Its line in SHA256SUMS is found whatever the other names are."""
    folder = dataset.folder / "conditions"
    (folder / "grain.npz").write_bytes((folder / "grain, old copy.npz").read_bytes())
    with pytest.raises(EncodingFileError, match="altered or cut off"):
        under_condition(dataset, "grain")
    (folder / "SHA256SUMS").write_text("grain.npz\n")
    with pytest.raises(EncodingFileError, match="line 1"):
        under_condition(dataset, "grain")


def test_what_is_missing_is_named(dataset: Dataset) -> None:
    """A condition that was not encoded, and one that does not exist."""
    with pytest.raises(ExperimentError, match="datasets build"):
        under_condition(dataset, "jpeg")
    with pytest.raises(ExperimentError, match="image condition among"):
        under_condition(dataclasses.replace(dataset), "fog")
