"""The Lab's matrix where only counts are bundled, and what it refuses to mix."""

from __future__ import annotations

import re
import time

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import open_page

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
        assert f"<b>{first[0]}</b><span>{first[1]}</span>" in shown(app)
    assert any("upper bounds" in caption.value for caption in app.caption)


def test_distances_of_two_matchers_are_not_mixed() -> None:
    """A threshold of eigenfaces says nothing about vectors of dlib."""
    app = lab(panel="Pairs of groups", matcher="eigenfaces")
    assert "were not compared by the matcher" in app.info[0].value
    assert "plain matrix" not in shown(app)


def test_misses_are_those_of_the_same_matcher() -> None:
    """Eigenfaces' own mated searches are offered, and none of dlib's."""
    by_dlib = lab(panel="What it costs").selectbox("mated").options
    by_eigenfaces = lab(panel="What it costs", matcher="eigenfaces").selectbox("mated").options
    assert any("London" in title for title in by_dlib)
    assert by_eigenfaces
    assert not any("London" in title or "LFW: each" in title for title in by_eigenfaces)


def test_an_error_in_a_panel_is_one_sentence():
    """London has too few false matches for a threshold per group: a sentence, no traceback."""
    app = open_page("lab", panel="One threshold or several", gallery="london", probes="london")
    for _ in range(20):
        if app.error:
            break
        app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert "expected" in app.error[0].value


def test_congress_is_first_with_both_errors_by_the_same_groups() -> None:
    """Members with two portraits come first, with those left out and the false matches."""
    app = lab(panel="What it costs")
    assert app.selectbox("mated").value == "congress-115-two-portraits"
    assert shown(app).count("95% interval") >= 2
    for text in ("FNIR", "FPIR", "Black-and-white photo", "too few people"):
        assert text in shown(app)
    words = "\n".join(part.value for part in app.markdown)
    assert "one photograph twice: 192" in words
    assert "of 255 are missed" in words
    app.selectbox("mated").set_value("lfw").run(timeout=PATIENCE)
    assert "of 255 are missed" not in "\n".join(part.value for part in app.markdown)


def test_whose_gallery_moves_the_dial_and_the_false_matches() -> None:
    """A named mix sets the sliders; a slider makes the mix one's own; the table shows all four."""
    app = open_page("lab", panel="Gallery size and mix", gallery="utkface-adults")
    for _ in range(40):
        if any(one.key == "mix" for one in app.toggle):
            break
        time.sleep(0.5)
        app.run(timeout=PATIENCE)
    app.toggle("mix").set_value(True).run(timeout=PATIENCE)
    assert not app.exception
    assert app.selectbox("whose").value == "The data set as it is"
    app.selectbox("whose").set_value("Arrests in the US, 2018").run(timeout=PATIENCE)
    sliders = {one.key: one.value for one in app.slider if (one.key or "").startswith("mix-")}
    assert sliders == {
        "mix-White": 71,
        "mix-Black": 28,
        "mix-Asian": 1,
        "mix-Indian": 0,
        "mix-Other": 0,
    }
    told = "\n".join(caption.value for caption in app.caption)
    assert "Table 43A" in told
    assert "American Indian or Alaska Native" in told
    table = shown(app)
    for title in ("As many of each group", "US adults, 2018", "Arrests in the US, 2018"):
        assert title in table
    assert "Asian or Pacific Islander †" in table
    app.slider("mix-Indian").set_value(40).run(timeout=PATIENCE)
    assert app.selectbox("whose").value == "A mix of my own"
    assert not app.exception
