"""Rows of groups are sent with a place and a text for every stop."""

import json

import numpy as np

from simulator.charts.live.strips import Choice, Dials, StripRow, Strips


def strips(**more):
    rates = np.array([0.5, 0.05])
    row = StripRow("Men", [rates], [["50%", "5%"]], np.array([[0.4, 0.6], [0.0, 0.1]]))
    choice = Choice("as-is", "As it is", ["**loose**", "strict"], "a note", [50])
    return Strips("lab", "falsely matched", [choice], "as-is", [row], rates, **more)


def test_places_texts_and_bands_are_sent_for_every_stop():
    """Whole parts, each text once, and an axis that shows the band's upper end."""
    sent = json.loads(strips(dials=Dials("Parts", ["Men"])).to_bytes())
    row = sent["rows"][0]
    assert row["dots"] == [[5000, 500]]
    assert row["texts"][0]["each"] == ["50%", "5%"]
    assert row["band"] == {"low": [4000, 0], "high": [6000, 1000]}
    assert sent["everyone"] == [5000, 500]
    assert [sent["axes"][i]["top"] for i in sent["tops"]] == [10_000, 1000]
    assert sent["dials"]["groups"] == [{"label": "Men"}]


def test_another_picture_has_another_identity():
    """The browser keeps a choice only while the picture is the same."""
    ids = [json.loads(one.to_bytes())["id"] for one in (strips(), strips(), strips(choose="x"))]
    assert ids[0] == ids[1] != ids[2]
