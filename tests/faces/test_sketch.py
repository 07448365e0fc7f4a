"""Line sketches from landmarks."""

import numpy as np

from simulator.faces.sketch import LINES, normalized, sketch_path, sketch_text


def test_lines_use_each_point_once():
    """The nine lines are the 68 points, in order."""
    assert [i for first, end, _ in LINES for i in range(first, end)] == list(range(68))


def test_proportions_are_kept():
    """A face twice as high as wide fills the height and half of the width."""
    points = np.zeros((68, 2), int)
    points[:, 0] = np.linspace(10, 60, 68)
    points[:, 1] = np.linspace(0, 100, 68)
    found = normalized(points)
    assert found[:, 1].min() == 0
    assert found[:, 1].max() == 99
    assert found[:, 0].max() - found[:, 0].min() in (49, 50)


def test_one_point_sixty_eight_times():
    """A degenerate face does not divide by zero."""
    assert set(sketch_text(np.full((68, 2), 7))) <= set("0123456789")


def test_two_digits_each():
    """The packed form has 272 characters, whatever the photo's size."""
    assert len(sketch_text(np.random.default_rng(0).integers(0, 5000, (68, 2)))) == 272


def test_a_path_draws_every_line_once():
    """Nine lines, of which the eyes and the lips are closed."""
    path = sketch_path("".join(f"{i % 100:02d}" for i in range(136)))
    assert path.count("M") == len(LINES)
    assert path.count("Z") == sum(closed for *_ends, closed in LINES)
    assert path.startswith("M0 1L2 3L4 5")
    assert path.count("L") == 68 - len(LINES)
