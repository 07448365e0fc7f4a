"""Bundled photos: whose are shown, and whose stay drawings."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.datasets import bundled_faces
from simulator.datasets.bundled_faces import bundled_face, bundled_face_uri, keys_with_a_face
from simulator.datasets.dataset import Dataset, load_dataset


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
