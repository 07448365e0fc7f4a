"""Search packs: written, read, checked, and used by run()."""

from __future__ import annotations

import dataclasses
import io

import numpy as np
import pytest

from simulator import Experiment, run
from simulator.errors import ExperimentError, PackError
from simulator.matchers.base import MatcherInfo
from simulator.search.packs import Pack, find_pack, load_pack, pack_names, pack_path, save_pack
from simulator.search.search import search
from simulator.storage.paths import user_packs


@pytest.fixture
def pack():
    random = np.random.default_rng(0)
    found = search(
        random.normal(size=(3, 4)).astype(np.float32) / 4,
        random.normal(size=(8, 4)).astype(np.float32) / 4,
        candidates=5,
    )
    return Pack(
        matcher=MatcherInfo("made", "1", 4, {"a": 1}),
        probes="one",
        gallery="two",
        what="three people searched in eight photos",
        tally_group_names=[""],
        mates_excluded=0,
        probe_keys=np.array(["a", "b", "c"]),
        gallery_keys=np.array([f"g{i}" for i in range(8)]),
        search=found,
        failures={"d": "no face found"},
        extras={"numbers": np.arange(3)},
        notes={"seed": 0},
    )


def test_what_is_written_is_read_and_the_bytes_are_the_same(pack, tmp_path):
    path = save_pack(pack, tmp_path)
    read = load_pack(path)
    assert (read.search.tallies == pack.search.tallies).all()
    assert read.search.distances == pytest.approx(pack.search.distances, abs=1e-6)
    assert (read.search.candidates == pack.search.candidates).all()
    assert read.failures == pack.failures
    assert read.matcher == pack.matcher
    assert read.extras["numbers"].tolist() == [0, 1, 2]
    before = path.read_bytes()
    save_pack(pack, tmp_path)
    assert path.read_bytes() == before


def test_a_pack_holds_no_vector(pack):
    assert pack.probe_encodings().vectors.shape == (3, 0)
    assert pack.gallery_encodings().vectors.shape == (8, 0)
    for name in pack_names():
        with np.load(pack_path(*name.split("--")), allow_pickle=False) as file:
            assert not {"vectors", "components", "mean"} & set(file.files)


@pytest.mark.parametrize("damage", ["cut", "altered", "gone", "pickle", "tallies", "rows"])
def test_a_damaged_pack_is_refused_in_one_line(pack, tmp_path, damage):
    path = save_pack(pack, tmp_path)
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "altered":
        path.write_bytes(content[:-60] + b"x" * 60)
    elif damage == "gone":
        path.unlink()
    elif damage == "pickle":
        buffer = io.BytesIO()
        np.savez(buffer, header=np.array([{"format": 1}], dtype=object))
        path.write_bytes(buffer.getvalue())
    elif damage == "tallies":
        tallies = pack.search.tallies.copy()
        tallies[0, 0, 5] += 1
        worse = dataclasses.replace(pack.search, tallies=tallies)
        dataclasses.replace(pack, search=worse).save(path)
    else:
        worse = dataclasses.replace(pack.search, candidates=pack.search.candidates + 8)
        dataclasses.replace(pack, search=worse).save(path)
    with pytest.raises(PackError) as error:
        load_pack(path)
    assert "\n" not in str(error.value)
    assert "Restore" in str(error.value)


def test_another_checksum_is_refused(pack, tmp_path):
    with pytest.raises(PackError, match="checksum"):
        load_pack(save_pack(pack, tmp_path), "0" * 64)


def test_a_search_without_a_pack_is_none():
    assert find_pack("congress-115", "lfw", "psychic") is None


def test_the_second_matcher_answers_every_question_a_view_answers():
    result = run(Experiment(matcher="eigenfaces"))
    view = result.at()
    assert view.fpir.events == 28
    assert view.confidence is None
    assert len(view.candidates()) == 28
    object_ = view.to_dict()
    assert object_["matcher"]["name"] == "eigenfaces"
    assert object_["gallery"]["photos"] == len(result.gallery_rows) < 13_000
    curve = result.gallery_size_curve([len(result.gallery_rows)])
    assert curve["fpir"].iloc[0] == pytest.approx(28 / 535)


@pytest.mark.parametrize(
    "change",
    [
        {"gallery_size": 10},
        {"mix": {"F": 10}},
        {"one_photo_per_person": True},
        {"condition": "grain"},
    ],
)
def test_a_finished_search_cannot_be_drawn_again(change):
    with pytest.raises(ExperimentError, match="finished search only"):
        run(Experiment(matcher="eigenfaces", **change))


def test_a_space_in_a_name_does_not_hide_the_checksum(pack):
    """The pack's own name and a copy beside it contain spaces."""
    own = dataclasses.replace(pack, probes="class photos")
    path = save_pack(own, user_packs())
    (user_packs() / "my old copy.npz").write_bytes(path.read_bytes())
    save_pack(own, user_packs())
    assert find_pack("class photos", "two", "made").probes == "class photos"
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(PackError, match="altered"):
        find_pack("class photos", "two", "made")


def test_a_malformed_checksum_file_is_refused(pack):
    """It is an error of the pack, which names the file."""
    save_pack(pack, user_packs())
    (user_packs() / "SHA256SUMS").write_text("one--two--made.npz\n")
    with pytest.raises(PackError, match="SHA256SUMS"):
        find_pack("one", "two", "made")
