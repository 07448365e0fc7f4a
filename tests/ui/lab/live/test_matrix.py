"""The matrix where only counts are bundled, and what it refuses to mix."""

from __future__ import annotations

import re
import time

import pytest
from streamlit.testing.v1 import AppTest

from simulator.charts.fmr_matrix import fmr_matrix
from simulator.comparison.subgroup_matrix import subgroup_counts_of, subgroup_tally
from simulator.datasets.dataset import load_dataset

PATIENCE = 120
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


def lab(**query: str) -> AppTest:
    """The Lab, when its search and its panel are there."""
    app = AppTest.from_string("from simulator.ui.pages.lab import page; page()")
    for name, value in query.items():
        app.query_params[name] = value
    app.run(timeout=PATIENCE)
    end = time.monotonic() + PATIENCE
    while not (app.info or {"fmr-of", "mated"} & set(keys(app))) and time.monotonic() < end:
        time.sleep(0.3)
        app.run(timeout=PATIENCE)
    assert not app.exception
    return app


def keys(app: AppTest) -> list[str | None]:
    return [box.key for box in app.selectbox]


def shown(app: AppTest) -> str:
    return "\n".join(part.proto.body for part in app.get("html"))


def test_race_gender_and_age_of_utkface() -> None:
    """Rates by pair of groups at the picture's threshold, without copies and with them."""
    app = lab(panel="Pairs of groups", gallery="utkface-adults")
    app.selectbox("fmr-of").set_value("utkface-adults").run(timeout=PATIENCE)
    assert app.selectbox("fmr-by").options[-1] == "race × gender × age group"
    told = next(caption.value for caption in app.caption if "at distance" in caption.value)
    distance = float(re.findall(r"at distance ([0-9.]+),", told)[0])
    utkface = load_dataset("utkface-adults")
    counts = subgroup_counts_of(utkface)
    assert counts is not None
    for with_copies in (False, True):
        app.toggle("fmr-copies").set_value(with_copies).run(timeout=PATIENCE)
        tally = subgroup_tally(counts, utkface.card, "race", with_copies=with_copies)
        first = fmr_matrix(tally.table(distance)).cells[0][0]
        pictures = [part.proto.SerializeToString() for part in app.get("bidi_component")]
        assert any(first[0].encode() in one and first[1].encode() in one for one in pictures)
    assert any("upper bounds" in caption.value for caption in app.caption)


def test_distances_of_two_matchers_are_not_mixed() -> None:
    """A threshold of eigenfaces says nothing about vectors of dlib."""
    app = lab(panel="Pairs of groups", matcher="eigenfaces")
    assert "compared by another matcher" in app.info[0].value
    assert "plain matrix" not in shown(app)
