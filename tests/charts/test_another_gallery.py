"""Another gallery as a picture and a table: the numbers of the measures."""

from __future__ import annotations

import json

import numpy as np
from support.replay import default_replay

from simulator.charts.another_gallery import halves_chart, reach_table
from simulator.experiment.analyses.joint_uncertainty import joint_uncertainty
from simulator.i18n.language import percent


def test_the_halves_as_a_picture() -> None:
    """The line adds up to all halves; the marker is the whole gallery's 8 of 28."""
    view = default_replay().at()
    found = joint_uncertainty(view)
    group = view.result.groups("person_of_color")[1]
    assert found is not None
    halves = found.halves([group])
    assert halves is not None
    chart = halves_chart(found, group, halves[:, 0])
    drawn = json.loads(chart.to_bytes())
    (line,) = drawn["series"]
    assert np.isclose(sum(y for _, y in line["points"]) * chart.y_top, 1, atol=0.01)
    assert drawn["marker"][0] == 8 / 28
    assert "6 to 11 of the 28" in chart.alt
    assert len(chart.rows) == len(np.unique(halves))


def test_the_table_has_every_interval() -> None:
    view = default_replay().at()
    found = joint_uncertainty(view)
    assert found is not None
    groups = view.result.groups("race_ethnicity")
    head, rows = reach_table(found, groups)
    assert len(rows) == 1 + 2 * len(groups)
    assert {len(row) for row in rows} == {len(head)} == {3}
    fpir = found.fpir()["people_and_gallery"]
    assert percent(fpir.low) in rows[0][2]
    assert percent(fpir.high) in rows[0][2]
    assert "too few people" in rows[-1][1]


def test_one_false_match_and_nobody() -> None:
    """One is charted; with nobody the shares are blank."""
    result = default_replay()
    group = result.groups("person_of_color")[1]
    one = joint_uncertainty(result.at(false_matches=1))
    nobody = joint_uncertainty(result.at(distance=0.2))
    assert one is not None
    assert nobody is not None
    halves = one.halves([group])
    assert halves is not None
    json.loads(halves_chart(one, group, halves[:, 0]).to_bytes())
    assert reach_table(nobody, [group])[1][1][1] == "–"
