"""The real matcher on the portrait: effects of the dials, and agreement with the recording."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("face_recognition", reason="needs the matcher extra")
pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")

from simulator.errors import NoFaceFound
from simulator.live_matcher import gallery_search
from simulator.live_matcher.dials import CLEAN, FULL_SIZE, Dials, apply_dials
from simulator.live_matcher.matcher_process import LiveMatcher
from simulator.live_matcher.portrait_worker import PortraitSearch, answers
from simulator.live_matcher.recorded_run import load_recording
from simulator.matchers.base import FailureToEnrol
from simulator.matchers.registry import DEFAULT_DISTANCES

pytestmark = pytest.mark.slow

SAMPLE = [CLEAN, Dials(5), Dials(0, 15), Dials(0, 0, 32), Dials(7, 5, 16), Dials(9), Dials(0, 30)]


@pytest.fixture(scope="module")
def portrait_search() -> PortraitSearch:
    """Return matcher, gallery and portrait, loaded once."""
    return PortraitSearch(gallery_search.load())


def test_the_untouched_portrait_is_at_distance_zero(portrait_search):
    """The distance to its own encoding is 0, and the face is as wide as the size dial says."""
    found = portrait_search.answer(CLEAN).found
    assert found.distance == 0
    assert found.confidence > 0.9999
    assert found.box[1] - found.box[3] == FULL_SIZE
    assert found.closer == 0


def test_distances_are_those_of_the_vectors(portrait_search):
    """Another calculation gives the distances to her own encoding and to the closest photo."""
    dials = Dials(7, 5, 16)
    found = portrait_search.answer(dials).found
    pixels = apply_dials(portrait_search.pixels, portrait_search.clean.box, dials)
    vector = portrait_search.search.matcher.encode(pixels).vector.astype(float)
    vectors = portrait_search.search.gallery.encodings.vectors.astype(float)
    each = np.sqrt(((vectors - vector) ** 2).sum(axis=1))
    own = np.sqrt(((portrait_search.clean.vector.astype(float) - vector) ** 2).sum())
    assert found.distance == pytest.approx(own, abs=1e-6)
    assert found.closest.distance == pytest.approx(each.min(), abs=1e-6)
    key = portrait_search.search.gallery.encodings.keys[each.argmin()]
    assert portrait_search.search.gallery.manifest["key"][found.closest.number - 1] == key
    assert found.closer == (each < own).sum() > 0
    assert found.matching == (each <= DEFAULT_DISTANCES["dlib"]).sum()
    assert found.photos == len(vectors) == 13194


def test_darkness_ends_in_a_failure_to_enrol(portrait_search):
    """Darkness ends in a failure, which is a value and not an error."""
    answer = portrait_search.answer(Dials(9, 30, 8))
    assert answer.found is None
    assert answer.failure == "no face found"


def test_the_picture_comes_along_where_it_is_wanted(portrait_search):
    """The picture is part of the answer only on request."""
    assert portrait_search.answer(Dials(2)).photo is None
    assert portrait_search.answer(Dials(2), photo=True).photo.startswith(b"\x89PNG")


@pytest.mark.parametrize("dials", SAMPLE, ids=str)
def test_the_recorded_run_is_what_the_matcher_says(portrait_search, dials):
    """Recorded and live differ by rounding alone."""
    recorded, live = load_recording().answers[dials], portrait_search.answer(dials)
    assert recorded.failure == live.failure
    if live.found is None:
        assert recorded.found is None
        return
    assert recorded.found.box == live.found.box
    assert recorded.found.landmarks == live.found.landmarks
    assert recorded.found.vector == pytest.approx(live.found.vector, abs=1e-3)
    assert recorded.found.distance == pytest.approx(live.found.distance, abs=1e-3)
    assert recorded.found.closest.number == live.found.closest.number
    assert recorded.found.matching == pytest.approx(live.found.matching, abs=3)


def test_the_recorded_gallery_is_the_bundled_one(portrait_search):
    """Stand-in numbers and distances belong to these very encodings."""
    assert load_recording().gallery_digest == portrait_search.search.gallery.digest


def test_items_become_answers(portrait_search):
    """Items that the server sends become answers."""
    first, second = answers(portrait_search, [[0, 0, FULL_SIZE, False], [9, 30, 8, True]])
    assert first["distance"] == 0
    assert second["failure"] == "no face found"
    assert "photo" in second


def test_a_matcher_that_finds_nobody_in_the_portrait_is_refused(portrait_search):
    """A broken installation is an error at the start."""

    class Blind:
        info = portrait_search.search.matcher.info

        def encode(self, _pixels):
            return FailureToEnrol("no face found")

    with pytest.raises(NoFaceFound, match="in the portrait"):
        PortraitSearch(gallery_search.GallerySearch(Blind(), portrait_search.search.gallery))


def test_the_process_answers_and_this_one_never_loads_the_matcher():
    """A server that asks imports neither face_recognition nor dlib nor scikit-image."""
    code = (
        "import sys; "
        "from simulator.live_matcher.matcher_process import LiveMatcher, installed_matcher; "
        "from simulator.live_matcher.dials import CLEAN; installed_matcher(); "
        "live = LiveMatcher(); "
        "assert live.answer(CLEAN).found.distance == 0; live.stop(); "
        "loaded = {name.partition('.')[0] for name in sys.modules}; "
        "assert not loaded & {'face_recognition', 'dlib', 'skimage', 'onnxruntime'}, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert LiveMatcher().is_warm is False
