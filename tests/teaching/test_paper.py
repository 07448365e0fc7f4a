"""The paper threshold: a mark per close member, none on top of another."""

from __future__ import annotations

import re

import numpy as np
from support.replay import default_replay

from simulator.teaching.paper import LIMIT, MARK, threshold_picture


def test_a_mark_for_every_close_member() -> None:
    """Circles and diamonds are as many as the members whose nearest stranger is close."""
    result = default_replay()
    picture = threshold_picture(result, {"a": 0.47, "b": 0.45})
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', picture)
    diamonds = re.findall(r'<path d="M([\d.]+) ([\d.]+)L', picture)
    close = result.search.nearest <= LIMIT
    color = next(g for g in result.groups("person_of_color") if g.value == "true")
    assert len(circles) + len(diamonds) == close.sum()
    assert len(diamonds) == (close & color.members).sum()
    places = np.array(circles, float)
    distances = np.abs(places[:, None] - places[None])
    apart = (distances[..., 0] >= MARK - 0.2) | (distances[..., 1] >= MARK - 0.2)
    assert apart[~np.eye(len(places), dtype=bool)].all()


def test_letters_are_text() -> None:
    """A letter that looks like markup is shown as text."""
    picture = threshold_picture(default_replay(), {"<b>": 0.45})
    assert "&lt;b&gt;" in picture
    assert "<b>" not in picture
