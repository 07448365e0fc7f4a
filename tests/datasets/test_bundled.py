"""The bundled data sets are complete, match the photos, and work without the matcher."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_folder import photo_files
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.faces.encode import PhotoFile, encode_photos
from simulator.faces.encodings import Encodings

NAMES = [
    "congress-114",
    "congress-114-second",
    "congress-115",
    "congress-115-second",
    "legislators",
    "lfw",
    "london",
]
COUNTS = {  # listed photos, encoded photos
    "congress-114": (538, 535),
    "congress-114-second": (538, 538),
    "congress-115": (535, 535),
    "congress-115-second": (535, 535),
    "legislators": (1789, 1760),
    "lfw": (13233, 13194),
    "london": (204, 204),
}


@pytest.mark.parametrize("name", NAMES)
def test_counts(name: str) -> None:
    """There are as many photos as the cards and documents say."""
    dataset = load_dataset(name)
    assert (len(dataset.manifest), len(dataset.all_encodings)) == COUNTS[name]
    assert set(dataset.all_encodings.keys) <= set(dataset.manifest["key"])
    assert set(dataset.all_encodings.failures) <= set(dataset.manifest["key"])


@pytest.fixture(scope="module")
def encoded_again(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Encodings:
    """Encode 25 random photos of every data set, all in the same processes; keys are name/key."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    chosen = []
    for name in NAMES:
        dataset = load_dataset(name)
        enrolled = set(dataset.all_encodings.keys.tolist())
        files = [photo for photo in photo_files(dataset, photos) if photo.key in enrolled]
        rows = np.random.default_rng(25).choice(len(files), 25, replace=False)
        chosen += [PhotoFile(f"{name}/{files[row].key}", files[row].path) for row in rows]
    return encode_photos(chosen, cache=tmp_path_factory.mktemp("again") / "cache.sqlite")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_25_random_photos_encode_to_the_bundled_vectors(
    name: str, encoded_again: Encodings
) -> None:
    """Encoding the photos again gives the bundle's vectors within 1e-3."""
    encodings = load_dataset(name).all_encodings
    keys = [key for key in encoded_again.keys.tolist() if key.startswith(f"{name}/")]
    again = encoded_again.only(keys)
    assert len(again) == 25
    place = {key: row for row, key in enumerate(encodings.keys.tolist())}
    rows = [place[key.removeprefix(f"{name}/")] for key in again.keys.tolist()]
    distance = np.linalg.norm(again.vectors - encodings.vectors[rows], axis=1)
    assert distance.max() < 1e-3
    assert (again.landmarks == encodings.landmarks[rows]).all()
    assert (again.digests == encodings.digests[rows]).all()


def test_every_mate_is_a_listed_member_and_a_person_in_lfw() -> None:
    """mates.csv names people who exist, and the office by which they are known to be the same."""
    lfw = load_dataset("lfw")
    mates = pd.read_csv(lfw.folder / "mates.csv")
    members = {
        key
        for name in ("congress-114", "congress-115")
        for key in load_dataset(name).manifest["key"]
    }
    assert set(mates["subject_id"]) <= set(lfw.manifest["subject_id"])
    assert {identity.removeprefix("bioguide:") for identity in mates["identity"]} <= members
    assert mates["office_and_dates"].str.contains(r"(?:19|20)\d\d").all()
    assert mates["subject_id"].is_unique


@pytest.mark.parametrize("probes", ["congress-115", "congress-114"])
def test_no_member_is_a_false_match_of_himself_or_herself(probes: str) -> None:
    """Nobody is reported with a gallery photo that carries the member's own names."""
    frame = run(Experiment(probes=probes)).at(distance=0.6).candidates()
    for row in frame.itertuples():
        name = set(str(row.probe_name).replace(",", "").replace(".", "").lower().split())
        other = set(str(row.gallery_key).rpartition("_")[0].lower().split("_"))
        assert not (other <= name), (row.probe_name, row.gallery_key)


def test_aliases_join_one_person_and_nobody_else() -> None:
    """Two spellings of one name have one identity; every alias says why."""
    lfw = load_dataset("lfw")
    identities = lfw.identities
    assert identities["Nan_Wang_0001"] == identities["Wang_Nan_0001"]
    assert identities["Nancy_Pelosi_0001"] == "bioguide:P000197"
    aliases = pd.read_csv(lfw.folder / "aliases.csv")
    assert (aliases.groupby("identity")["subject_id"].count() == 2).all()
    assert aliases["reason"].str.len().min() > 10


def test_labels_are_those_of_the_reference() -> None:
    """107 of the 535 members, who are all searched, are people of color; 85 of the 459 of 2015."""
    dataset = load_dataset("congress-115")
    manifest = dataset.manifest.set_index("key")
    assert (manifest["person_of_color"] == "true").sum() == 107
    searched = manifest.loc[dataset.encodings.keys.tolist()]
    assert len(searched) == 535
    of_2015 = manifest[manifest["photo_source"] == "unitedstates"]
    assert (len(of_2015), (of_2015["person_of_color"] == "true").sum()) == (459, 85)
    assert (manifest["aclu_2018_false_match"] == "true").sum() == 28


def test_the_76_without_a_portrait_of_2015_have_that_of_the_second_set() -> None:
    """Source, file and vector are the second set's; the card counts both of its sources."""
    first, second = load_dataset("congress-115"), load_dataset("congress-115-second")
    counts = first.manifest["photo_source"].value_counts().to_dict()
    assert counts == {"unitedstates": 459, "wiki": 41, "bio_guide": 35}
    for source, count in counts.items():
        assert f"{source}," in first.card.source
        assert f", {count}" in first.card.source
    assert set(first.manifest["kind"]) == {"photograph"}
    taken = first.manifest[first.manifest["photo_source"] != "unitedstates"]
    columns = ["key", "photo_source", "kind", "source_path"]
    theirs = second.manifest[second.manifest["key"].isin(taken["key"])]
    pd.testing.assert_frame_equal(
        taken[columns].reset_index(drop=True), theirs[columns].reset_index(drop=True)
    )
    mine, other = first.all_encodings, second.all_encodings
    row = {key: i for i, key in enumerate(other.keys.tolist())}
    same = (mine.digests == other.digests[[row[key] for key in mine.keys.tolist()]]).all(axis=1)
    assert set(mine.keys[same].tolist()) == set(taken["key"])
    rows = [row[key] for key in mine.keys[same].tolist()]
    np.testing.assert_array_equal(mine.vectors[same], other.vectors[rows])


@pytest.mark.parametrize(("name", "year"), [("congress-114", 2015), ("congress-115", 2018)])
@pytest.mark.parametrize("second", ["", "-second"])
def test_age_bands_are_those_of_the_birth_years(name: str, year: int, second: str) -> None:
    """The age reached in the year that the card names, under 50, 50 to 64, or 65 and over."""
    dataset = load_dataset(name + second)
    ages = year - dataset.manifest["birth_year"].astype(int)
    expected = np.select([ages < 50, ages < 65], ["under_50", "50_64"], "65_up")
    assert dataset.manifest["age_band"].tolist() == expected.tolist()
    label = dataset.card.labels["age_band"]
    assert f"in {year}" in label.how
    assert set(label.shown_as) == set(expected)
    assert list(dataset.card.labels)[-1] == "age_band"


def test_the_first_page_agrees_with_numpy() -> None:
    """All 535 against LFW: the 28 closest strangers, computed here from the vectors alone."""
    members, lfw = load_dataset("congress-115"), load_dataset("lfw")
    mine = members.encodings.vectors.astype(np.float64)
    theirs = lfw.encodings.vectors.astype(np.float64)
    squares = (mine**2).sum(1)[:, None] + (theirs**2).sum(1) - 2 * mine @ theirs.T
    who = members.identities.loc[members.encodings.keys.tolist()].to_numpy()
    whose = lfw.identities.loc[lfw.encodings.keys.tolist()].to_numpy()
    squares[who[:, None] == whose] = np.inf
    nearest = np.sqrt(squares.min(axis=1))
    first = np.argsort(nearest)[:29]
    view = run(Experiment()).at()
    found = view.to_dict()
    assert (found["probes"]["searched"], found["false_matches"]) == (535, 28)
    assert not any(found["not_searched"].values())
    assert nearest[first[27]] <= view.distance < nearest[first[28]]
    flagged = set(members.encodings.keys[first[:28]].tolist())
    assert {row["probe"] for row in found["candidates"]} == flagged
    of_color = members.manifest.set_index("key")["person_of_color"] == "true"
    assert sum(of_color[key] for key in flagged) == 8


@pytest.mark.parametrize(
    ("name", "sources", "paintings"),
    [
        ("congress-114", {"bio_guide": 449, "wiki": 88, "manual": 1}, 15),
        ("congress-115", {"bio_guide": 413, "wiki": 121, "manual": 1}, 10),
    ],
)
def test_the_second_set_has_the_same_people_and_labels(
    name: str, sources: dict[str, int], paintings: int
) -> None:
    """Each member once, as the same identity; where each portrait is from, as the card counts."""
    first, second = load_dataset(name), load_dataset(f"{name}-second")
    labels = [column for column in first.card.labels if column in first.manifest.columns]
    shared = ["key", "subject_id", "name", "birth_year", *labels]
    pd.testing.assert_frame_equal(first.manifest[shared], second.manifest[shared])
    assert (first.identities == second.identities).all()
    assert second.manifest["photo_source"].value_counts().to_dict() == sources
    assert (second.manifest["kind"] == "painting").sum() == paintings
    for source, count in sources.items():
        assert f"{source}," in second.card.source
        assert f", {count}" in second.card.source
    assert f"{paintings} are paintings" in second.card.summary


@pytest.mark.slow
def test_a_run_imports_no_matcher() -> None:
    """A run on bundled data loads neither face_recognition nor dlib nor Streamlit."""
    code = (
        "import sys, json; from simulator import run; run().at().to_dict();"
        "names = ('face_recognition', 'dlib', 'streamlit');"
        "print(json.dumps([name for name in names if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")
@pytest.mark.parametrize("words", [["run"], ["run", "--json"]])
def test_a_run_takes_less_than_500_megabytes(words: list[str]) -> None:
    """A school's computer has little memory, so comparisons within LFW are counted in blocks."""
    # Not getrusage: its peak is inherited from whoever started the process, here all of pytest.
    code = (
        "import sys; from simulator.cli.main import cli;"
        f"cli.main({words!r}, standalone_mode=False);"
        "assert not {'face_recognition', 'dlib', 'streamlit'} & set(sys.modules);"
        "print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    peak = next(line for line in done.stderr.splitlines() if line.startswith("VmHWM"))
    kilobytes = int(peak.split()[1])
    assert kilobytes < 500_000
