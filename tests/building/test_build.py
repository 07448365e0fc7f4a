"""Building a data set: whole files only, and the same again from the same photos."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from support.small_datasets import CARD

from simulator.building.build import build
from simulator.datasets.card import load_card
from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_folder import find_photo_folder, photo_files
from simulator.errors import PhotoError
from simulator.storage.files import HIDDEN
from simulator.storage.lock import mark_of

pytest.importorskip("face_recognition", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Path]:
    """A data set of one portrait, one photo that is missing and one without a face."""
    folder, photos = tmp_path / "own", tmp_path / "photos"
    folder.mkdir()
    photos.mkdir()
    (folder / "card.toml").write_text(CARD.format(space="own"))
    rows = ["a,ann,ann.png,F,north", "b,bob,bob.png,M,north", "c,cem,blank.png,M,south"]
    (folder / "manifest.csv").write_text("\n".join(["key,subject_id,photo,gender,origin", *rows]))
    Image.fromarray(data.astronaut()[:300, 100:400]).save(photos / "ann.png")
    Image.new("RGB", (100, 100)).save(photos / "blank.png")
    return folder, photos


@pytest.mark.slow
def test_build_counts_what_it_found(own: tuple[Path, Path], tmp_path: Path) -> None:
    """One enrolled, one failed, one without a photo; the result opens as a data set."""
    folder, photos = own
    built = build(str(folder), photos, tmp_path / "out")
    assert (built.listed, len(built.encodings), built.no_photo) == (3, 1, 1)
    assert built.encodings.failures == {"c": "no face found"}
    opened = load_dataset(str(tmp_path / "out"))
    assert opened.encodings.keys.tolist() == ["a"]
    assert opened.card.title == "Made by hand"


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(own: tuple[Path, Path], tmp_path: Path) -> None:
    """In place or elsewhere, today or tomorrow."""
    folder, photos = own
    build(str(folder), photos, tmp_path / "out")
    build(str(folder), photos, folder)
    for name in ("encodings.npz", "SHA256SUMS", "manifest.csv", "card.toml"):
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes()


def test_photos_are_found_below_the_named_folder(own: tuple[Path, Path], tmp_path: Path) -> None:
    """The card names folders below the one that was given; nothing outside is ever read."""
    folder, photos = own
    (folder / "card.toml").write_text(
        CARD.format(space="own") + '[photos]\nfolders = ["deep/er", "photos"]\n'
    )
    card = load_card(folder / "card.toml")
    assert find_photo_folder(card, tmp_path) == photos
    (photos / "bob.png").symlink_to(folder / "card.toml")
    assert [p.key for p in photo_files(load_dataset(str(folder)), photos)] == ["a", "c"]


def test_no_photos_at_all(own: tuple[Path, Path], tmp_path: Path) -> None:
    """A missing folder and an empty one each get one sentence, and nothing is written."""
    folder, _ = own
    with pytest.raises(PhotoError, match="--photos DIR"):
        build(str(folder), tmp_path / "nowhere", tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PhotoError, match=r"photos like ann\.png"):
        build(str(folder), tmp_path / "empty", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "own", "photos"]


@pytest.mark.slow
def test_a_build_that_is_stopped_leaves_what_was_there(
    own: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unfinished data set neither replaces one that works nor hides a bundled one."""
    folder, photos = own
    build(str(folder), photos, tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    (folder / "manifest.csv").write_text("key,subject_id,photo,gender,origin\nz,zoe,ann.png,F,\n")
    left, other = (
        tmp_path / f"{HIDDEN}{mark_of(tmp_path / name)}-new" for name in ("out", "out-other")
    )
    left.mkdir()
    other.mkdir()

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.building.build.encode_photos", stopped)
    for out in ("out", "new"):
        with pytest.raises(KeyboardInterrupt):
            build(str(folder), photos, tmp_path / out)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert not (tmp_path / "new").exists()
    assert not left.exists()
    assert other.exists()
    assert not any(mark_of(tmp_path / "new") in path.name for path in tmp_path.iterdir())
