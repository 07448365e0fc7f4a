"""Copies of a photo: by bytes and by looks, never by a matcher's distance."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from simulator.datasets.duplicates import (
    SAME_LOOK,
    difference_hash,
    find_duplicates,
    fingerprint,
    fingerprints,
)
from simulator.errors import PhotoError


def smooth(seed: int, size: int = 120) -> Image.Image:
    """Return a picture with large soft shapes, as photographs have."""
    random = np.random.default_rng(seed)
    small = Image.fromarray(random.integers(0, 255, (8, 8, 3), np.uint8))
    return small.resize((size, size), Image.Resampling.BICUBIC)


def saved(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def test_equal_bytes_and_equal_looks_are_told_apart(tmp_path: Path) -> None:
    """Copies are found among one file twice, a smaller and worse version, and other pictures."""
    first = saved(smooth(1), tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(first.read_bytes())
    paths = [
        first,
        tmp_path / "b.png",
        saved(smooth(1), tmp_path / "c.jpg", quality=40),
        saved(smooth(1).resize((70, 70)), tmp_path / "d.jpg"),
        saved(smooth(2), tmp_path / "e.png"),
        saved(smooth(3), tmp_path / "f.png"),
    ]
    found = find_duplicates(fingerprints(paths, workers=1))
    assert found.same_bytes == [(0, 1)]
    assert found.same_look == [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def test_different_pictures_differ_in_about_half_the_bits() -> None:
    """Different pictures are far above the limit, so chance produces no copies."""
    hashes = [difference_hash(np.asarray(smooth(seed))) for seed in range(12)]
    bits = [
        int(np.unpackbits(a ^ b).sum())
        for i, a in enumerate(hashes)
        for b in hashes[:i]
        if a is not None and b is not None
    ]
    assert min(bits) > 3 * SAME_LOOK


def test_pictures_of_one_tone_are_not_copies_of_each_other(tmp_path: Path) -> None:
    """The bits of such pictures are noise, so only equal bytes count."""
    for name, tone in (("a", 10), ("b", 200)):
        saved(Image.new("RGB", (50, 50), (tone, tone, tone)), tmp_path / f"{name}.png")
    found = find_duplicates([fingerprint(tmp_path / "a.png"), fingerprint(tmp_path / "b.png")])
    assert found.pairs == []


def test_what_is_no_picture_has_bytes_only(tmp_path: Path) -> None:
    """Two equal text files called .jpg are copies, and unreadable."""
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_text("not a picture")
    both = fingerprints([tmp_path / "a.jpg", tmp_path / "b.jpg"], workers=1)
    assert not both[0].readable
    assert find_duplicates(both).same_bytes == [(0, 1)]
    with pytest.raises(PhotoError):
        fingerprint(tmp_path / "none.jpg")


def test_many_photos_are_compared_in_pieces() -> None:
    """Two equal pictures among 1,200 are found across the borders of the pieces."""
    from simulator.datasets.duplicates import Fingerprint

    random = np.random.default_rng(5)
    looks = random.integers(0, 256, (1200, 32), np.uint8)
    looks[1100] = looks[3]
    looks[1100, 0] ^= 1
    found = find_duplicates([Fingerprint(str(i), look, True) for i, look in enumerate(looks)])
    assert found.same_look == [(3, 1100)]


def test_neutral_and_smiling_are_not_copies(photos: Path) -> None:
    """Two photos of one person in the same studio on the same day (London) are not copies."""
    paths = sorted((photos / "london").glob("*_front/00*.jpg"))
    assert len(paths) >= 16
    assert find_duplicates(fingerprints(paths, workers=1)).pairs == []


def test_a_real_photo_saved_again_is_a_copy(photos: Path, tmp_path: Path) -> None:
    """A copy of worse quality and two thirds of the size is recognized."""
    original = sorted((photos / "congress" / "225x275").glob("*.jpg"))[:5]
    again = []
    for path in original:
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            smaller = image.convert("RGB").resize((150, 183))
            again.append(saved(smaller, tmp_path / path.name, quality=60))
    found = find_duplicates(fingerprints([*original, *again], workers=1))
    assert found.same_look == [(i, i + 5) for i in range(5)]


def test_a_photo_is_found_by_a_worker_that_was_started_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers wait for more work in the folder in which they were started."""
    found = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.chdir(folder)
        picture = np.random.default_rng(len(name)).integers(0, 255, (32, 32, 3), np.uint8)
        Image.fromarray(picture).save(f"{name}.png")
        found += fingerprints([Path(f"{name}.png")] * 2, workers=2)
    assert [one.readable for one in found] == [True] * 4
