"""Drawings of faces from landmarks: packed, unpacked, and drawn stroke by stroke."""

import re
import shutil
import subprocess

import numpy as np
import pytest

from simulator.charts.embedding import shared_script
from simulator.datasets.dataset import load_dataset
from simulator.faces.frontal import MEAN_HEAD, frontal
from simulator.faces.sketch import (
    EYES_APART,
    LINES,
    MIDDLE,
    TURNED,
    VIEW,
    sketch_points,
    sketch_strokes,
    sketch_svg,
    sketch_text,
    sketch_texts,
)

HOSTILE = ["", TURNED, "f", "f00", "f" + "0" * 271, "f" + "0" * 273, "0" * 272, "f" + "Z" * 272]
HOSTILE += ['f"><script>', "f" + "0" * 272 + "\n", "f" + "é" * 272, "f" + "٣" * 272]


@pytest.fixture(scope="module")
def texts():
    """The faces of five data sets, packed."""
    names = ("congress-115", "congress-114", "legislators", "london")
    some = [load_dataset(name).encodings.landmarks for name in names]
    return sketch_texts(np.concatenate([*some, load_dataset("lfw").encodings.landmarks[::4]]))


def test_lines_use_each_point_once():
    """The nine lines are the 68 points, in order."""
    assert [i for first, end, _ in LINES for i in range(first, end)] == list(range(68))


def test_the_middle_between_the_eyes_is_where_it_should_be():
    """By hand: the mean head's eyes are 30 units apart, its nose is below their middle."""
    points = np.array(sketch_points(sketch_text(100 + 50 * MEAN_HEAD[:, :2])))
    right, left = points[36:42].mean(axis=0), points[42:48].mean(axis=0)
    np.testing.assert_allclose((right + left) / 2, MIDDLE, atol=0.05)
    np.testing.assert_allclose(left - right, [EYES_APART, 0], atol=0.1)
    np.testing.assert_allclose(points[30], [60, 24 + 30 * 0.545], atol=0.1)


def test_what_is_packed_is_the_face_to_a_tenth_of_a_unit():
    """Packing loses at most half a tenth: a six-hundredth of the distance between the eyes."""
    landmarks = load_dataset("london").encodings.landmarks
    wanted = frontal(landmarks) * EYES_APART + MIDDLE
    found = np.array([sketch_points(text) for text in sketch_texts(landmarks)])
    assert np.abs(found - wanted).max() <= 0.05 + 1e-9


def test_a_packed_face_is_small(texts):
    """It has 273 characters, whatever the photo's size, or one where it cannot be drawn."""
    assert {len(text) for text in texts} == {273, 1}
    assert sketch_text(np.full((68, 2), 7)) == TURNED
    assert texts.count(TURNED) < len(texts) / 20


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_packed_face_is_not_drawn(text):
    """Short, long, old or hostile texts give an empty drawing, never an error or markup."""
    assert sketch_points(text) is None
    assert re.fullmatch(r'<svg [^>]*aria-label="&lt;b&gt;"></svg>', sketch_svg(text, "<b>"))


def test_every_stroke_of_every_bundled_face_is_inside_the_card(texts):
    """Every number of a path is a number and lies in the view box, as all points do."""
    left, top, width, height = map(float, VIEW.split())
    points = np.array([sketch_points(text) for text in texts if text != TURNED])
    assert (points >= [left + 1, top + 1]).all()
    assert (points <= [left + width - 1, top + height - 1]).all()
    # Curves and thickness reach little beyond the points: the widest, highest and lowest faces do.
    ends = {
        int(side)
        for part in (points.min(axis=1), points.max(axis=1))
        for side in np.argsort(part, axis=0)[[*range(20), *range(-20, 0)]].ravel()
    }
    drawn = [text for text in texts if text != TURNED]
    for text in [*(drawn[i] for i in sorted(ends)), *drawn[::50]]:
        for kind, path in sketch_strokes(sketch_points(text)):
            assert not re.search(r"[^MLCZ0-9,. -]", path), (kind, path)
            places = np.array([pair.split(",") for pair in re.findall(r"[\d.-]+,[\d.-]+", path)])
            places = places.astype(float)
            assert (places >= [left, top]).all(), kind
            assert (places <= [left + width, top + height]).all(), kind


def test_an_iris_stays_between_the_lids(texts):
    """Its disc is cut off where the eye's points are."""
    for text in texts[::40]:
        points = sketch_points(text)
        if points is None:
            continue
        irises = [path for kind, path in sketch_strokes(points) if kind == "iris"]
        for path, first in zip(irises, (36, 42), strict=True):
            heights = [float(pair.split(",")[1]) for pair in re.findall(r"[\d.]+,[\d.]+", path)]
            eye = [point[1] for point in points[first : first + 6]]
            assert min(heights) >= min(eye) - 0.01
            assert max(heights) <= max(eye) + 0.01


def test_the_browser_draws_the_same_strokes(texts, tmp_path):
    """The script of the pictures gives, stroke for stroke, what Python prints on paper."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("expected node to run the script, found none")
    drawn = [text for text in texts if text != TURNED][::150]
    wanted = "\n".join(
        f"{kind} {path}" for text in drawn for kind, path in sketch_strokes(sketch_points(text))
    )
    script = tmp_path / "strokes.js"
    show = "for (const s of faceStrokes(facePoints(t))) console.log(s[0], s[1]);"
    script.write_text(
        "const window = { __falsematch: {} };"
        f"{shared_script()}\nfor (const t of {drawn!r}) {{ {show} }}\n"
        f"for (const t of {HOSTILE!r}) if (facePoints(t) !== null) console.log('drawn', t);",
        "utf-8",
    )
    done = subprocess.run([node, script], capture_output=True, text=True, check=True)
    numbers = re.compile(r"-?\d+(?:\.\d+)?")
    assert numbers.sub("#", done.stdout.strip()) == numbers.sub("#", wanted)
    np.testing.assert_allclose(
        np.array(numbers.findall(done.stdout), float),
        np.array(numbers.findall(wanted), float),
        atol=0.0101,
    )
