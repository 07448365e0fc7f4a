"""The fast encoder against the reference, on a photograph that scikit-image ships and made ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from simulator.errors import WeightsError
from simulator.faces.photos import decode_photo
from simulator.matchers import fast as module
from simulator.matchers.base import Face, FailureToEnrol, Matcher
from simulator.matchers.dlib import DlibMatcher
from simulator.matchers.fast import ENCODER, FastMatcher, fast_info, why_unusable

pytestmark = pytest.mark.slow

pytest.importorskip("face_recognition", reason="needs the matcher extra")
pytest.importorskip("onnxruntime", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")


@pytest.fixture(scope="module")
def fast() -> FastMatcher:
    return FastMatcher()


@pytest.fixture(scope="module")
def reference() -> DlibMatcher:
    return DlibMatcher()


@pytest.fixture
def _fresh() -> Iterator[None]:
    why_unusable.cache_clear()
    yield
    why_unusable.cache_clear()


def pictures() -> list[np.ndarray]:
    """Whole and cut, small and large, turned, of a single channel, without a face."""
    whole = np.asarray(data.astronaut())
    near = np.ascontiguousarray(whole[:260, 95:355])
    two = np.hstack([near, near])
    return [
        whole,
        near,
        two,
        np.ascontiguousarray(near[40:200, 60:200]),
        cv2.resize(near, (90, 90), interpolation=cv2.INTER_AREA),
        cv2.resize(near, (1400, 1400)),
        np.ascontiguousarray(near[:, ::-1]),
        np.repeat(near[:, :, :1], 3, axis=2),
        np.zeros((200, 300, 3), np.uint8),
        np.zeros((1, 9, 3), np.uint8),
    ]


def same(one: Face | FailureToEnrol, other: Face | FailureToEnrol) -> bool:
    if isinstance(one, FailureToEnrol) or isinstance(other, FailureToEnrol):
        return one == other
    return (
        one.box == other.box
        and one.size == other.size
        and bool((one.landmarks == other.landmarks).all())
        and float(np.linalg.norm(one.vector - other.vector)) < 1e-4
    )


def test_the_reference_and_the_fast_encoder_agree(
    fast: FastMatcher, reference: DlibMatcher
) -> None:
    """Boxes, landmarks and failures are equal, vectors are to within 1e-4, in one batch."""
    found = fast.encode_all(pictures())
    assert all(same(a, reference.encode(b)) for a, b in zip(found, pictures(), strict=True))
    assert sum(isinstance(one, Face) for one in found) >= 6
    assert found[-1] == FailureToEnrol("too small for a face")
    assert found[-2] == FailureToEnrol("no face found")


def test_real_photos_agree(fast: FastMatcher, reference: DlibMatcher, photos: Path) -> None:
    """A few of each data set that is there."""
    some = [
        path
        for pattern in ("congress/225x275/*.jpg", "lfw_home/lfw_funneled/*/*.jpg", "meds/data/*/*")
        for path in sorted(photos.glob(pattern))[::100][:6]
    ]
    assert some
    for path in some:
        pixels = decode_photo(path.read_bytes())
        assert same(fast.encode(pixels), reference.encode(pixels)), path.name


def test_a_batch_is_its_photos_one_by_one(fast: FastMatcher) -> None:
    """Failures in the middle do not shift the vectors; no photos give nothing."""
    some = [pictures()[i] for i in (1, 8, 0)]
    assert all(same(a, fast.encode(b)) for a, b in zip(fast.encode_all(some), some, strict=True))
    assert fast.encode_all([]) == []


def test_it_is_a_matcher_and_says_which(fast: FastMatcher, reference: DlibMatcher) -> None:
    """The identity is the reference's, but the cache key is different."""
    assert isinstance(fast, Matcher)
    assert fast.info == fast_info()
    assert fast.info.identity == reference.info.identity
    assert fast.info.encoder == ENCODER
    assert fast.info.cache_key != reference.info.cache_key


@pytest.mark.usefixtures("_fresh")
def test_it_says_why_it_cannot_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without ONNX Runtime, or with another file of weights."""
    assert why_unusable() is None
    why_unusable.cache_clear()
    other = tmp_path / "weights.dat"
    other.write_bytes(b"other")
    monkeypatch.setattr(module, "weights_file", lambda: other)
    assert "found a file of 5 bytes" in str(why_unusable())
    with pytest.raises(WeightsError):
        FastMatcher()
    why_unusable.cache_clear()
    monkeypatch.setattr(module, "is_installed", lambda: False)
    assert "ONNX Runtime was expected" in str(why_unusable())
