"""The bundled mated searches by name."""

from __future__ import annotations

import pytest

from simulator.errors import ExperimentError
from simulator.search.mated_sources import PEOPLE_WITH_TWO_PORTRAITS, SOURCES, mated_searches


def test_unknown_mated_searches_are_named():
    with pytest.raises(ExperimentError, match="'mars'"):
        mated_searches("mars")


@pytest.mark.parametrize("name", PEOPLE_WITH_TWO_PORTRAITS)
def test_people_with_two_portraits_have_one_search_each(name):
    assert name in SOURCES
    found = mated_searches(name)
    assert found.name == name
    assert len(set(found.subjects.tolist())) == len(found.subjects) > 200
    assert found.strangers is None
