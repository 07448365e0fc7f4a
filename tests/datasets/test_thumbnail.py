"""Photographs from the user's own disk."""

import base64
import io

from PIL import Image

from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_folder import find_photo_folder
from simulator.datasets.thumbnail import HEIGHT, WIDTH, photo_on_disk, photo_path, thumbnail_uri


def test_a_photo_is_found_and_made_small(tmp_path):
    """A large photo becomes a small JPEG inside a data URI; nothing is written."""
    dataset = load_dataset("congress-115")
    key = str(dataset.manifest["key"].iloc[0])
    folder = tmp_path / "congress" / "225x275"
    folder.mkdir(parents=True)
    Image.new("RGB", (900, 1100), "teal").save(folder / f"{key}.jpg")
    uri = thumbnail_uri(photo_path(dataset, key, tmp_path))
    kind, content = uri.split(",", 1)
    assert kind == "data:image/jpeg;base64"
    small = Image.open(io.BytesIO(base64.b64decode(content)))
    assert small.width <= WIDTH
    assert small.height <= HEIGHT
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [f"{key}.jpg"]


def test_what_is_not_there_is_none(tmp_path):
    """Without a folder, a photo or a known key there is no thumbnail; a sketch is drawn."""
    dataset = load_dataset("congress-115")
    key = str(dataset.manifest["key"].iloc[0])
    assert photo_path(dataset, key, None) is None
    assert photo_path(dataset, key, tmp_path / "nowhere") is None
    assert photo_path(dataset, key, tmp_path) is None
    assert photo_path(dataset, "nobody", tmp_path) is None


def test_a_broken_photo_is_none(tmp_path):
    """A file that is not a picture does not break the page."""
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8 not a picture")
    assert thumbnail_uri(path) is None


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    """Only files in the photo folder are shown."""
    dataset = load_dataset("congress-115")
    key = str(dataset.manifest["key"].iloc[0])
    outside = tmp_path / "outside.jpg"
    Image.new("RGB", (10, 10)).save(outside)
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / f"{key}.jpg").symlink_to(outside)
    assert photo_path(dataset, key, folder) is None


def test_a_photo_in_the_folder_that_the_environment_names(monkeypatch, tmp_path):
    """No folder, no such photo, then the photo."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    assert photo_on_disk("london", "062_08") is None
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path))
    assert photo_on_disk("london", "062_08") is None
    london = load_dataset("london")
    photo = str(london.manifest.set_index("key").loc["062_08", "photo"])
    path = find_photo_folder(london.card, tmp_path, "") / photo
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (600, 600), "gray").save(path, "JPEG")
    assert photo_on_disk("london", "062_08").startswith("data:image/jpeg;base64,")
