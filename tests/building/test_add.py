"""Bringing one's own data: what a dry run reports, what is written, and what stays untouched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from simulator.building.add import Origin, add, card_text, confirm, remove
from simulator.building.survey import Survey, TableColumns, rows_from_table, survey
from simulator.cli.main import cli
from simulator.datasets.card import load_card
from simulator.datasets.dataset import dataset_names, load_dataset
from simulator.datasets.layouts.lfw import folders
from simulator.errors import (
    DatasetNotFound,
    EncodingFileError,
    FalseMatchError,
    ManifestError,
    PhotoError,
)
from simulator.faces.encode import PhotoFile, _collect, default_cache, open_cache
from simulator.faces.encodings import Encodings
from simulator.faces.photos import decode_photo, photo_digest
from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo
from simulator.storage.files import HIDDEN
from simulator.storage.lock import mark_of
from simulator.storage.paths import user_datasets

INFO = MatcherInfo("made", "1", 4, {})


class Made:
    """Sees a face in every picture 40 pixels wide or more; the vector is the mean color."""

    info = INFO

    def encode(self, pixels: np.ndarray) -> Face | FailureToEnrol:
        if pixels.shape[1] < 40:
            return FailureToEnrol("no face found")
        vector = pixels.reshape(-1, 3).mean(axis=0) / 255
        return Face(
            box=(0, 9, 9, 0),
            landmarks=np.zeros((68, 2), np.int32),
            vector=np.append(vector, 1).astype(np.float32),
            others=int(pixels.shape[1] > 90),
            size=pixels.shape[:2],
        )


def encode_here(
    photos: list[PhotoFile], matcher: str, workers: int | None, **_: object
) -> Encodings:
    """Do the work of encode_photos with the made-up matcher in this process."""
    outcomes: dict[str, Face | FailureToEnrol] = {}
    digests = [photo_digest(photo.path.read_bytes()) for photo in photos]
    with open_cache(default_cache()) as cache:
        for photo, digest in zip(photos, digests, strict=True):
            try:
                found = Made().encode(decode_photo(photo.path.read_bytes()))
            except PhotoError:
                found = FailureToEnrol("not a whole picture file")
            outcomes[digest] = found
            cache.put(digest, INFO, found)
    return _collect(photos, digests, outcomes, INFO)


@pytest.fixture(autouse=True)
def made_matcher(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.building.survey.encode_photos", encode_here)


@pytest.fixture
def class_folder(tmp_path: Path) -> Path:
    """Photos of a class and what goes wrong with them."""
    photos = tmp_path / "class"
    photos.mkdir()
    random = np.random.default_rng(0)
    for name, width in {"ann.png": 60, "bo.png": 60, "cy.png": 30, "di.png": 99}.items():
        small = Image.fromarray(random.integers(0, 255, (6, 6, 3), np.uint8))
        small.resize((width, 60), Image.Resampling.BICUBIC).save(photos / name)
    (photos / "copy.png").write_bytes((photos / "ann.png").read_bytes())
    (photos / "text.jpg").write_text("not a picture")
    (photos / "stray.png").write_bytes((photos / "di.png").read_bytes()[:-4] + b"....")
    (tmp_path / "labels.csv").write_text(
        "photo;who;team;age\nann.png;ann;red;15.5\nbo.png;bo;blue;30\ncy.png;cy;blue;30\n"
        "di.png;di;blue;31\ncopy.png;bo2;red;30\ntext.jpg;ed;red;40\ngone.png;fi;red;50\n"
        "di.png;too;few\n;nobody;red;20\n"
    )
    return photos


def surveyed(photos: Path, **changes: object) -> Survey:
    wanted = TableColumns(subject="who", groups=("team",))
    rows = rows_from_table(photos.parent / "labels.csv", wanted)
    return survey(photos, rows, identities=True, workers=1, **changes)  # type: ignore[arg-type]


def test_a_survey_finds_everything_that_is_wrong(class_folder: Path) -> None:
    """Each of the folder's faults, once, under its own name."""
    found = surveyed(class_folder)
    assert (found.rows.minors, found.rows.minor_photos) == (1, 1)
    assert found.rows.incomplete == ("line 9", "a row without a photo")
    assert [row["key"] for row in found.rows.rows] == [
        "bo.png",
        "cy.png",
        "di.png",
        "copy.png",
        "text.jpg",
        "gone.png",
    ]
    assert found.missing == ["gone.png"]
    # The table lists the photo of the minor, who is left out.
    assert found.unlisted == ["stray.png"]
    assert found.unreadable == ["text.jpg"]
    assert found.no_face == ["cy.png"]
    assert found.several_faces == ["di.png"]
    assert found.counts == {"team": {"blue": 3, "red": 3}}
    assert found.small_groups == ["team blue: 3", "team red: 3"]
    assert found.people == 6


def test_copies_are_reported_and_kept(class_folder: Path) -> None:
    """Without the age limit, Ann's photo stands twice under two names: both stay."""
    text = (class_folder.parent / "labels.csv").read_text().replace("15.5", "19")
    (class_folder.parent / "labels.csv").write_text(text)
    found = surveyed(class_folder)
    assert found.same_bytes == [("ann.png", "copy.png")]
    folder = add("class-9", found, Origin())
    assert (folder / "same_photo.csv").read_text().splitlines()[1] == (
        '"ann.png","copy.png",equal bytes'
    )
    assert {"ann.png", "copy.png"} <= set(load_dataset("class-9").encodings.keys.tolist())


def test_what_was_added_opens_as_a_data_set(class_folder: Path) -> None:
    """The data set is in the user's folder, and its card says what was not stated."""
    add("class-9", surveyed(class_folder), Origin(licence="ours", how="asked"))
    dataset = load_dataset("class-9")
    assert dataset.folder.parent == user_datasets()
    assert dataset.card.origin_unknown == ("who labelled", "consent")
    assert dataset.card.licence == "ours"
    assert dataset.encodings.keys.tolist() == ["bo.png", "di.png", "copy.png"]
    assert "class-9" in dataset_names()


def test_nothing_is_overwritten(class_folder: Path) -> None:
    """A name that is taken, bundled or unfit is refused before anything is written."""
    found = surveyed(class_folder)
    add("class-9", found, Origin())
    for name in ("class-9", "lfw", "../evil", "a/b", ".hidden", "", "x" * 65):
        with pytest.raises(FalseMatchError):
            add(name, found, Origin())
    assert sorted(path.name for path in user_datasets().iterdir()) == ["class-9"]


def test_own_data_never_lies_inside_the_project(
    class_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the user points there."""
    from simulator.storage.paths import bundled

    found = surveyed(class_folder)
    monkeypatch.setattr("simulator.building.add.user_datasets", lambda: bundled("datasets") / "own")
    with pytest.raises(FalseMatchError, match="outside the project"):
        add("class-9", found, Origin())


def test_a_disk_that_fills_up_leaves_the_old_state(
    class_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clear sentence, no half data set, no rubbish."""
    found = surveyed(class_folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.storage.files.os.fsync", full)
    with pytest.raises(FalseMatchError, match=r"No space left on device.*nothing was changed"):
        add("class-9", found, Origin())
    assert list(user_datasets().iterdir()) == []


def test_what_a_killed_run_left_is_cleared_away(class_folder: Path) -> None:
    """A hidden folder is not a data set, and the next add removes it."""
    left = user_datasets() / f"{HIDDEN}{mark_of(user_datasets() / 'class-9')}-new"
    left.mkdir(parents=True)
    (left / "card.toml").write_text("half")
    assert left.name not in dataset_names()
    add("class-9", surveyed(class_folder), Origin())
    assert [path.name for path in user_datasets().iterdir()] == ["class-9"]


def test_remove_deletes_the_users_own_only(class_folder: Path) -> None:
    """The data set and its cached encodings go; photos, and bundled data sets, stay."""
    folder = add("class-9", surveyed(class_folder), Origin())
    digest = bytes(load_dataset("class-9").encodings.digests[0]).hex()
    assert remove("class-9") == 3
    assert not folder.exists()
    assert list(user_datasets().iterdir()) == []
    with open_cache(default_cache()) as cache:
        assert cache.get(digest, INFO) is None
    assert len(list(class_folder.iterdir())) == 7
    for name in ("lfw", "class-9", "..", "../class-9"):
        with pytest.raises(DatasetNotFound, match="your own data sets"):
            remove(name)


HOSTILE = ['<script>alert("x")</script>', '"; drop = "', "a\nb", "\\", "[bold red]", "Zoë ✓", "'''"]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_words_survive_in_a_card(class_folder: Path, tmp_path: Path, text: str) -> None:
    """Anything that a user types is text; it cannot add a field."""
    origin = Origin(*[text] * 6)
    path = tmp_path / "card.toml"
    path.write_text(card_text("name", surveyed(class_folder), origin), encoding="utf-8")
    card = load_card(path)
    assert card.licence == " ".join(text.split())
    assert card.labels["team"].author == " ".join(text.split())
    assert card.origin_unknown == ()


def test_columns_that_make_no_groups_are_refused(tmp_path: Path) -> None:
    """A column with a different value for everybody, and one that does not exist, are errors."""
    lines = "".join(f"{i}.jpg,{i}\n" for i in range(100))
    (tmp_path / "labels.csv").write_text("photo,name\n" + lines)
    rows = rows_from_table(tmp_path / "labels.csv", TableColumns(groups=("name",)))
    with pytest.raises(ManifestError, match="at most 64 groups"):
        survey(tmp_path, rows, identities=False)
    with pytest.raises(ManifestError, match=r"'team'.*Choose one of those"):
        rows_from_table(tmp_path / "labels.csv", TableColumns(groups=("team",)))
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ManifestError, match="--photo COLUMN"):
        rows_from_table(tmp_path / "odd.csv", TableColumns())


def test_a_photo_in_two_rows_is_refused(tmp_path: Path) -> None:
    """One row would be counted and the other lost."""
    (tmp_path / "labels.csv").write_text("photo\na.jpg\nb.jpg\na.jpg\n")
    rows = rows_from_table(tmp_path / "labels.csv", TableColumns())
    with pytest.raises(ManifestError, match=r"'a\.jpg' in 2"):
        survey(tmp_path, rows, identities=False)


def test_a_link_out_of_the_folder_is_missing(tmp_path: Path, class_folder: Path) -> None:
    """A listed link that leaves the folder is reported, not followed."""
    secret = tmp_path / "secret.png"
    Image.new("RGB", (60, 60)).save(secret)
    (class_folder / "gone.png").symlink_to(secret)
    assert surveyed(class_folder).missing == ["gone.png"]


def test_the_commands(class_folder: Path) -> None:
    """A dry run writes nothing; add says what is unknown; remove asks first."""
    labels = str(class_folder.parent / "labels.csv")
    base = ["datasets", "add", "class-9", "--photos", str(class_folder), "--labels", labels]
    base += ["--subject", "who", "--group", "team", "--workers", "1"]
    run = CliRunner()
    dry = run.invoke(cli, [*base, "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "1 person under 18" in dry.output
    assert "columns are separated by semicolons" in dry.output
    assert not user_datasets().exists()
    done = run.invoke(cli, base)
    assert "Origin unknown: who labelled, how, licence, consent" in done.output
    assert "origin unknown" in run.invoke(cli, ["datasets", "list"]).output
    kept = run.invoke(cli, ["datasets", "remove", "class-9"], input="n\n")
    assert "Nothing was deleted" in kept.output
    assert (user_datasets() / "class-9").is_dir()
    gone = run.invoke(cli, ["datasets", "remove", "class-9", "--yes"])
    assert "Photos were not touched" in gone.output
    assert not (user_datasets() / "class-9").exists()


def test_without_a_subject_nobody_is_named(class_folder: Path) -> None:
    """Each photo is a subject of its own, and the card says that identities are unknown."""
    rows = rows_from_table(class_folder.parent / "labels.csv", TableColumns(groups=("team",)))
    found = survey(class_folder, rows, identities=False, workers=1)
    assert found.people is None
    add("class-9", found, Origin())
    card = load_dataset("class-9").card
    assert not card.identities


KILLED = """
import sys, time
import simulator.building.add as module
from simulator.building.add import Origin, add
from tests_made import found
real = module._write
def slow(*args):
    real(*args)
    print("written", flush=True)
    time.sleep(60)
module._write = slow
add("class-9", found(), Origin())
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is Unix's")
def test_kill_9_before_the_last_step_leaves_no_data_set(class_folder: Path, tmp_path: Path) -> None:
    """Killed when every file is written and the move is still to come: nothing is there to read."""
    (tmp_path / "tests_made.py").write_text(
        "from pathlib import Path\nimport numpy as np\n"
        "from simulator.datasets.layouts.rows import Rows\n"
        "from simulator.building.survey import Survey\n"
        "from simulator.faces.encodings import Encodings\n"
        "from simulator.matchers.base import MatcherInfo\n"
        "def found():\n"
        "    z = np.zeros\n"
        "    e = Encodings(MatcherInfo('made', '1', 4, {}), np.array(['a']), z((1, 4), 'f4'),\n"
        "        z((1, 68, 2), 'i2'), z((1, 4), 'i2'), z((1, 2), 'i2'), z(1, 'i2'),\n"
        "        z((1, 32), 'u1'))\n"
        "    rows = Rows(['key', 'subject_id', 'photo'],\n"
        "        [{'key': 'a', 'subject_id': 'a', 'photo': 'a.jpg'}])\n"
        "    return Survey(rows, [], [], [], e, [], [], [], (), True)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED], stdout=subprocess.PIPE, env=environment, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert any(user_datasets().iterdir())
    assert "class-9" not in dataset_names()
    add("class-9", surveyed(class_folder), Origin())
    assert [path.name for path in user_datasets().iterdir()] == ["class-9"]


ODD_FOLDERS = [" Ann", "Ann ", "+Ann", "=Ann", "@Ann", "An\u200cn", "An\u3000n", "An\u202fn"]
ODD_FOLDERS += [
    "Jose\u0301",
    "Jos\u00e9",
    "O'Neil",
    'Q"uote',
    "semi;colon",
    "comma,s",
    "#1",
    "Ａnn",
]


@pytest.mark.parametrize("person", ODD_FOLDERS)
@pytest.mark.parametrize("ending", [".png", ".PNG"])
def test_what_is_written_is_what_is_read(
    class_folder: Path, tmp_path: Path, person: str, ending: str
) -> None:
    """Keys, people and paths with characters that tables and spreadsheets treat specially."""
    photos = tmp_path / "odd"
    for folder, photo in ((person, "ann.png"), ("Bo", "bo.png")):
        (photos / folder).mkdir(parents=True)
        (photos / folder / f"1{ending}").write_bytes((class_folder / photo).read_bytes())
    rows = folders(photos)
    add("odd", survey(photos, rows, identities=True, workers=1), Origin())
    read = load_dataset("odd")
    assert sorted(read.manifest["key"]) == sorted(row["key"] for row in rows.rows)
    assert set(read.encodings.keys) <= set(read.manifest["key"])
    assert all((photos / photo).is_file() for photo in read.manifest["photo"])
    remove("odd")


@pytest.mark.parametrize(
    "column", ["key", "subject_id", "photo", "race*gender", "a=b", "a|b", "-x"]
)
def test_a_column_that_cannot_be_a_label(tmp_path: Path, column: str) -> None:
    """It would replace the keys, or break every later run."""
    table = tmp_path / "labels.csv"
    names = list(dict.fromkeys(["photo", column]))
    table.write_text(",".join(names) + "\n" + ",".join(["a.jpg"] * len(names)) + "\n")
    with pytest.raises(ManifestError, match="expected a column"):
        rows_from_table(table, TableColumns(groups=(column,)))


def test_a_name_in_the_other_normal_form_is_found(class_folder: Path, tmp_path: Path) -> None:
    """A table from a spreadsheet, photos from macOS."""
    photos = tmp_path / "mac"
    photos.mkdir()
    (photos / "jose\u0301.png").write_bytes((class_folder / "ann.png").read_bytes())
    table = tmp_path / "labels.csv"
    table.write_text("photo,who\njos\u00e9.png,jo\n", "utf-8")
    rows = rows_from_table(table, TableColumns(subject="who"))
    found = survey(photos, rows, identities=True, workers=1)
    assert (found.missing, len(found.photos_on_disk)) == ([], 1)


def test_a_broken_data_set_never_hides_the_others(class_folder: Path) -> None:
    """The list shows it, says what is wrong, and shows all others."""
    add("whole", surveyed(class_folder), Origin())
    add("broken", surveyed(class_folder), Origin())
    (user_datasets() / "broken" / "manifest.csv").write_text("key\n1\n")
    done = CliRunner().invoke(cli, ["datasets", "list"])
    assert done.exit_code == 0, done.output
    assert "manifest.csv is not the file its checksum describes" in done.output
    assert all(name in done.output for name in ("whole", "broken", "lfw", "congress-115"))


def test_labels_that_were_changed_are_refused_until_they_are_confirmed(class_folder: Path) -> None:
    """Labels that are exchanged change every rate, and no reader would notice."""
    folder = add("class-9", surveyed(class_folder), Origin())
    manifest = folder / "manifest.csv"
    rows = manifest.read_text("utf-8").splitlines()
    manifest.write_text("\n".join([rows[0], *reversed(rows[1:])]) + "\n", "utf-8")
    with pytest.raises(ManifestError, match="datasets confirm"):
        load_dataset("class-9")
    done = CliRunner().invoke(cli, ["datasets", "confirm", "class-9"])
    assert done.exit_code == 0, done.output
    assert len(load_dataset("class-9").manifest)
    (folder / "encodings.npz").write_bytes(b"")
    with pytest.raises(EncodingFileError, match="only labels can be confirmed"):
        confirm("class-9")


def test_own_data_is_for_its_owner_alone(class_folder: Path) -> None:
    """Faces are biometric data: whatever the umask, no other user reads them."""
    before = os.umask(0)
    try:
        folder = add("class-9", surveyed(class_folder), Origin())
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.iterdir()]} == {0}
    assert default_cache().stat().st_mode & 0o077 == 0
