"""Bundled photos: whose are shown, whose stay drawings, and that no other picture is committed."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from simulator.datasets import bundled_faces
from simulator.datasets.bundled_faces import bundled_face, bundled_face_uri, keys_with_a_face
from simulator.datasets.dataset import PHOTOGRAPH, Dataset, load_dataset
from simulator.datasets.listed_rows import listed_rows
from simulator.storage.files import sha256_of_file


@pytest.fixture
def congress(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """Return a bundled data set whose people may be shown, with one photo of two listed."""
    source = load_dataset("congress-115")
    shutil.copytree(source.folder, tmp_path / "datasets" / source.name)
    folder = tmp_path / bundled_faces.FOLDER
    (folder / source.name).mkdir(parents=True)
    (folder / source.name / "A000055.webp").write_bytes(b"webp")
    rows = [
        f"{source.name},{key},{source.name}/{key}.webp,s,c,l,0,0" for key in ("A000055", "A000360")
    ]
    header = ",".join(bundled_faces.COLUMNS)
    (folder / bundled_faces.PROVENANCE).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    monkeypatch.setattr(bundled_faces, "bundled", lambda relative: tmp_path / relative)
    return replace(
        source,
        folder=tmp_path / "datasets" / source.name,
        card=replace(source.card, people_shown=True),
    )


def test_a_listed_photo_is_returned(congress: Dataset) -> None:
    assert bundled_face(congress, "A000055") == b"webp"
    assert bundled_face_uri(congress, "A000055") == "data:image/webp;base64,d2VicA=="
    assert keys_with_a_face(congress) == {"A000055", "A000360"}


@pytest.mark.parametrize("key", ["Y000033", "A000360", "../congress-115/A000055"])
def test_others_stay_drawings(congress: Dataset, key: str) -> None:
    """Not listed, listed without a file, and no key at all."""
    assert bundled_face(congress, key) is None
    assert bundled_face_uri(congress, key) is None


def test_the_card_decides(congress: Dataset) -> None:
    hidden = replace(congress, card=replace(congress.card, people_shown=False))
    assert bundled_face(hidden, "A000055") is None
    assert not keys_with_a_face(hidden)


def test_own_data_of_the_same_name_shows_nobody(congress: Dataset, tmp_path: Path) -> None:
    """The bundled photo of a key is not the photo of that key in a user's own data."""
    own = tmp_path / "own" / congress.name
    shutil.copytree(congress.folder, own)
    assert bundled_face(replace(congress, folder=own), "A000055") is None


ROOT = Path(__file__).resolve().parents[2]
THUMBNAILS = ROOT / bundled_faces.FOLDER
BESIDE = {bundled_faces.PROVENANCE, "held_back.csv"}
SCREENSHOTS = {
    f"docs/images/{name}.png"
    for name in ("audit", "cost", "phone-dark", "projector", "report", "shift", "test")
} | {"docs/images/shift.webp"}
"""Pictures of the app. `docs/images/make.py` takes them; new ones are listed here by hand."""
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".heic"}
STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
INSIDE = re.compile(
    rb"(?:data:image/(?:jpeg|png|webp|gif|avif)(?:;|\\u003b)base64,"
    rb"|\"image/(?:png|jpeg)\": \[?\s*\")[A-Za-z0-9+/\\n]{400}"
)
TEXTS = {".html", ".ipynb", ".md", ".json", ".css", ".js", ".py", ".svg", ".csv", ".toml", ".txt"}
MOST_BYTES = 6_000_000
ROWS = listed_rows(THUMBNAILS / bundled_faces.PROVENANCE, bundled_faces.COLUMNS)


def is_image(path: Path) -> bool:
    """Return whether a file is a picture by its name or by its first bytes."""
    with path.open("rb") as file:
        start = file.read(12)
    webp = start[:4] == b"RIFF" and start[8:] == b"WEBP"
    return path.suffix.lower() in SUFFIXES or start.startswith(STARTS) or webp


def committed() -> list[Path]:
    """Return the files of the repository; those that git ignores do not count."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs a git checkout")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listing.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_image_of_a_person_lies_elsewhere() -> None:
    """Pictures lie in the folder of thumbnails or are screenshots that are known by name."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in committed()
        if THUMBNAILS not in path.parents and is_image(path)
    }
    assert found == SCREENSHOTS


def test_no_image_is_hidden_in_a_text() -> None:
    """No page, notebook or source holds a picture as text."""
    for path in committed():
        if path.suffix in TEXTS:
            assert not INSIDE.search(path.read_bytes()), path


def test_folder_and_list_agree() -> None:
    """Every file is listed with its digest and its source, and nothing else lies in the folder."""
    files = {path.relative_to(THUMBNAILS).as_posix() for path in THUMBNAILS.rglob("*.*")} - BESIDE
    assert [row["file"] for row in ROWS] == [f"{row['dataset']}/{row['key']}.webp" for row in ROWS]
    assert files == {row["file"] for row in ROWS}
    assert len(files) == len(ROWS)
    for row in ROWS:
        assert all(row[column] for column in bundled_faces.COLUMNS)
        assert sha256_of_file(THUMBNAILS / row["file"]) == row["sha256"]


def test_they_are_small() -> None:
    """At most 96 × 120 pixels each, without a camera's notes, and 6 MB together."""
    sizes = [(THUMBNAILS / row["file"]).stat().st_size for row in ROWS]
    assert sum(sizes) <= MOST_BYTES
    for row in ROWS:
        with Image.open(THUMBNAILS / row["file"]) as image:
            assert image.format == "WEBP"
            assert image.width <= bundled_faces.WIDTH
            assert image.height <= bundled_faces.HEIGHT
            assert not {"exif", "xmp", "icc_profile"} & set(image.info)


@pytest.mark.parametrize("name", sorted({row["dataset"] for row in ROWS}))
def test_only_photographs_of_people_who_may_be_shown(name: str) -> None:
    """The card lets them be shown; each is a photograph of a known source, as it was encoded."""
    dataset = load_dataset(name)
    assert dataset.card.people_shown
    encodings = dataset.all_encodings
    digests = {
        key: bytes(digest).hex()
        for key, digest in zip(encodings.keys.tolist(), encodings.digests, strict=True)
    }
    sources = dict(zip(dataset.manifest["key"], dataset.manifest["photo_source"], strict=True))
    keys = [row["key"] for row in ROWS if row["dataset"] == name]
    kinds = dict(zip(dataset.manifest["key"], dataset.manifest["kind"], strict=True))
    assert {kinds[key] for key in keys} == {PHOTOGRAPH}
    assert {sources[key] for key in keys} <= {"unitedstates", "bio_guide"}
    for row in ROWS:
        if row["dataset"] == name:
            assert digests[row["key"]] == row["photo_sha256"]
    assert keys_with_a_face(dataset) == set(keys)
    assert (bundled_face(dataset, keys[0]) or b"")[:4] == b"RIFF"


@pytest.mark.parametrize("name", ["lfw", "london", "utkface-adults"])
def test_private_people_are_never_shown(name: str) -> None:
    dataset = load_dataset(name)
    assert not dataset.card.people_shown
    assert not keys_with_a_face(dataset)
    assert not [row for row in ROWS if row["dataset"] == name]
