"""Published reviewers: labeled, with source, task and the text that was read."""

from __future__ import annotations

import json

from simulator.stats.published import PUBLISHED
from simulator.stats.published_reviewers import (
    ASSUMED,
    FINDINGS,
    PASSPORT_OFFICERS,
    REVIEWERS,
    published_reviewers,
    reviewer_name,
)


def test_each_has_its_task_and_source():
    found = published_reviewers()
    assert found["label"] == PUBLISHED
    assert json.loads(json.dumps(found)) == found
    for each in REVIEWERS:
        assert all((each.who, each.task, each.source, each.read))
        assert 0 < each.rejects < 1
        assert 0 < each.accepts < 1
    assert all(finding.says and finding.source for finding in FINDINGS)


def test_the_passport_officers_as_published():
    """White et al. (2014): 14% of the false photos accepted, 6% of the genuine ones rejected."""
    assert round(1 - PASSPORT_OFFICERS.rejects, 2) == 0.14
    assert round(1 - PASSPORT_OFFICERS.accepts, 2) == 0.06


def test_a_stop_says_whether_anybody_published_it():
    assert "passport officers" in reviewer_name(PASSPORT_OFFICERS.rejects)
    assert "published" not in reviewer_name(ASSUMED)
