"""Search packs and image conditions in place of encodings.

A search read from a pack answers as the search itself does, as far as it was measured. Encodings
under a condition are found beside a data set and checked.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from simulator import Experiment, run
from simulator.building.condition_encodings import save_condition
from simulator.datasets.dataset import Dataset, load_dataset
from simulator.errors import EncodingFileError, ExperimentError, ThresholdError
from simulator.experiment.result import Result
from simulator.experiment.run import from_pack
from simulator.experiment.substitutes import under_condition
from simulator.search.packs import Pack, find_pack


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


def packed(result: Result, **notes: object) -> Pack:
    """The pack of a finished search."""
    return Pack(
        matcher=result.probes.encodings.matcher,
        probes=result.probes.name,
        gallery=result.gallery.name,
        what="a test",
        tally_group_names=result.tally_group_names,
        mates_excluded=result.mates_excluded,
        probe_keys=result.probes.encodings.keys,
        gallery_keys=result.gallery_keys,
        search=result.search,
        failures=result.probes.encodings.failures,
        notes=notes,
    )


@pytest.fixture
def searched(line_up: tuple[Path, Path]) -> Result:
    """Nearest strangers at 0.1, 0.3, 0.5 and 0.7."""
    return run(Experiment(probes=str(line_up[0]), gallery=str(line_up[1])))


def test_a_replay_gives_the_same_counts(searched: Result) -> None:
    """Groups, candidates and threshold are those of the search with vectors."""
    replay = from_pack(searched.experiment, searched.probes, searched.gallery, packed(searched))
    first, second = searched.at(distance=0.55), replay.at(distance=0.55)
    assert first.fpir.events == second.fpir.events == 3
    assert first.by("gender*origin").equals(second.by("gender*origin"))
    assert first.candidates().equals(second.candidates())


def test_beyond_the_cut_is_not_measured(searched: Result) -> None:
    """Lists that were cut at 0.55 say nothing about 0.56, nor about everybody."""
    pack = packed(searched, measured_to=0.55)
    replay = from_pack(searched.experiment, searched.probes, searched.gallery, pack)
    assert replay.at(distance=0.55).fpir.events == 3
    with pytest.raises(ThresholdError, match="not measured"):
        replay.at(distance=0.56)


def test_the_second_gallery() -> None:
    """Congress in UTKFace's adults: 28 flagged, by race and gender, nobody named."""
    result = run(Experiment(gallery="utkface-adults"))
    view = result.at()
    assert view.fpir.events == 28
    assert result.gallery_people is None
    assert len(result.tally_group_names) == 10
    photos_per_group = result.search.tallies.sum(axis=(0, 2)) / len(result.probes.encodings)
    assert photos_per_group.min() > 500
    assert result.probes.encodings.vectors.shape[1] == 0
    made = view.to_dict(keys=True)
    assert made["gallery"]["people"] is None
    assert all(row["gallery_key"].isdigit() for row in made["candidates"])
    curve = result.gallery_size_curve([8253])
    assert curve["fpir"].iloc[0] == pytest.approx(28 / 535)
    mixed = result.gallery_size_curve([1000], mix={"Asian*F": 1, "White*M": 1}, distance=0.5)
    assert 0 < mixed["fpir"].iloc[0] < 1


def test_the_bundled_pack_is_of_the_bundled_probes() -> None:
    """Its note and the data set's checksum agree."""
    pack = find_pack("congress-115", "utkface-adults", "dlib")
    assert pack is not None
    congress = load_dataset("congress-115")
    assert pack.notes["probe_encodings_sha256"] == congress.checksums["encodings.npz"]
    np.testing.assert_array_equal(pack.probe_keys, congress.encodings.keys)


def test_a_pack_of_other_encodings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever builds the probes again must build the gallery again too."""
    pack = find_pack("congress-115", "utkface-adults", "dlib")
    assert pack is not None
    pack.notes["probe_encodings_sha256"] = "0" * 64
    monkeypatch.setattr("simulator.experiment.substitutes.find_pack", lambda *_: pack)
    with pytest.raises(ExperimentError, match="found others"):
        run(Experiment(gallery="utkface-adults"))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"gallery_size": 100}, "a gallery size"),
        ({"mix": {"F": 10}}, "a mix"),
        ({"one_photo_per_person": True}, "one photo per person"),
        ({"condition": "low-light"}, "a condition"),
    ],
)
def test_a_finished_search_cannot_be_drawn_again(asked: dict[str, object], named: str) -> None:
    """Whatever needs vectors is refused, and the error names it."""
    with pytest.raises(ExperimentError, match=named):
        run(Experiment(gallery="utkface-adults", **asked))  # type: ignore[arg-type]


def test_a_condition_changes_the_probes_and_nothing_else() -> None:
    """Encodings under a condition are other vectors of the same people by the same matcher."""
    clean = load_dataset("congress-115")
    dark = under_condition(clean, "low-light")
    assert dark.encodings.matcher.identity == clean.encodings.matcher.identity
    assert set(dark.encodings.keys.tolist()) <= set(clean.manifest["key"])
    assert not np.array_equal(dark.encodings.vectors[0], clean.encodings.vectors[0])
