"""The report's section on matcher or gallery."""

from __future__ import annotations

import pandas as pd
import pytest
from support.replay import default_replay

from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.analyses.matcher_or_gallery_measures import verdict
from simulator.experiment.gallery_groups import gallery_groups
from simulator.sweep.gallery_section import gallery_section


def rows(**changes: object) -> pd.DataFrame:
    """Return the rows of a sweep over three distances."""
    base = {
        "probes": "congress-115",
        "gallery": "lfw",
        "matcher": "dlib",
        "portrait": "first",
        "paintings": False,
        "without_kin": False,
        "group_by": "gender",
    }
    return pd.DataFrame([base | changes | {"distance": d} for d in (0.47, 0.5, 0.53)])


def test_the_middle_distance_by_every_column_that_was_asked_for() -> None:
    frame = pd.concat([rows(), rows(group_by="party")])
    section = gallery_section(frame)
    view = default_replay().at(distance=0.5)
    found = MatcherOrGallery(view, gallery_groups(view, "gender"))
    for column in ("gender", "party"):
        parts = found.parts(found.gallery.shares, *found.pairs(column)[0])
        assert parts is not None
        assert verdict(parts) in section
    assert "1,500 photos" in section
    assert "distance 0.5" in section
    assert section.count("<table") == 2 * (len(found.mixes()) + 1)


@pytest.mark.parametrize(
    "changes",
    [{"group_by": ""}, {"portrait": "both"}, {"gallery": "congress-115-two"}],
)
def test_where_nothing_is_measurable(changes: dict[str, object]) -> None:
    """No section, or one that says why, and never an exception."""
    section = gallery_section(rows(**changes))
    assert "<table" not in section
