"""The process that sees a user's own photo: its results and its refusals."""

from __future__ import annotations

import base64
import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from simulator.faces.photos import decode_photo
from simulator.live_matcher import gallery_search
from simulator.live_matcher.own_photo import NEAREST, result_from_json, search_photo
from simulator.live_matcher.own_photo_worker import NO_PICTURE, search_photo_text
from simulator.search.confidence import PRESET_CONFIDENCES

pytestmark = pytest.mark.slow

pytest.importorskip("face_recognition", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")


def as_text(pixels: np.ndarray, kind: str = "JPEG") -> str:
    """Return a picture as the page sends it."""
    written = io.BytesIO()
    Image.fromarray(pixels).save(written, kind)
    return base64.b64encode(written.getvalue()).decode()


@pytest.fixture(scope="module")
def search() -> gallery_search.GallerySearch:
    """Return a search with matcher and gallery."""
    return gallery_search.load()


@pytest.fixture(scope="module")
def photo() -> str:
    """Return the only picture of a person that a package ships."""
    return as_text(np.ascontiguousarray(data.astronaut()[:300, 70:380]))


def test_distances_and_counts_are_those_of_the_vector(search, photo):
    """Another calculation gives the same numbers; a match is at or under the threshold."""
    found = result_from_json(search_photo_text(search, photo))
    face = search.matcher.encode(decode_photo(base64.b64decode(photo)))
    vectors = search.gallery.encodings.vectors.astype(float)
    each = np.sqrt(((vectors - face.vector.astype(float)) ** 2).sum(axis=1))
    closest = np.sort(each)[:NEAREST]
    assert [one.distance for one in found.nearest] == pytest.approx(closest.tolist(), abs=1e-9)
    keys = search.gallery.manifest["key"]
    by_key = dict(zip(search.gallery.encodings.keys.tolist(), each.tolist(), strict=True))
    for one in found.nearest:
        assert by_key[keys[one.number - 1]] == pytest.approx(one.distance, abs=1e-9)
    assert len(found.thresholds) == len(PRESET_CONFIDENCES) + 1
    for limit in found.thresholds:
        assert limit.matching == (each <= limit.distance).sum()
        if limit.confidence is not None:
            at = float(search.calibration.confidence(limit.distance))
            assert at == pytest.approx(limit.confidence, abs=1e-6)
    assert found.photos == 13194
    assert found.box == face.box
    assert found.landmarks == tuple(face.landmarks.ravel().tolist())


def test_thresholds_stand_from_the_loosest_to_the_strictest(search, photo):
    """Thresholds include the matcher's default, and fewer photos match as they get stricter."""
    found = result_from_json(search_photo_text(search, photo)).thresholds
    assert [limit.distance for limit in found] == sorted(
        (limit.distance for limit in found), reverse=True
    )
    assert [limit.matching for limit in found] == sorted(
        (limit.matching for limit in found), reverse=True
    )
    assert any(limit.confidence is None and limit.distance == 0.6 for limit in found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("YWJj", NO_PICTURE),
        ("YWJ", NO_PICTURE),
        (as_text(np.zeros((50, 50, 3), np.uint8), "PNG"), NO_PICTURE),
        (as_text(np.full((200, 200, 3), 127, np.uint8)), "no face found"),
        (as_text(np.zeros((9, 9, 3), np.uint8)), "too small for a face"),
    ],
)
def test_a_failure_is_a_value(search, text, reason):
    """A file that is no picture or no JPEG, has no face, or is too small is a failure."""
    assert search_photo_text(search, text) == {"failure": reason}


def test_half_a_picture_is_none(search, photo):
    """A truncated file is not searched."""
    half = base64.b64encode(base64.b64decode(photo)[:2000]).decode()
    assert search_photo_text(search, half) == {"failure": NO_PICTURE}


def test_the_real_process_answers(search, photo):
    """The process sends the same answer through the pipe as this process finds."""
    assert search_photo(photo) == result_from_json(search_photo_text(search, photo))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_a_crash_would_not_dump_the_photo():
    """The system may write no core file of this process."""
    code = (
        "import resource; from simulator.live_matcher.own_photo_worker import _no_memory_dump; "
        "_no_memory_dump(); print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "(0, 0)"
