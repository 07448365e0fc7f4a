"""The two kinds of sweep share three column names; files keep their own."""

from __future__ import annotations

import pandas as pd
import pytest

from simulator.sweep.kinds import AUDITS, KINDS, SEARCHES, Kind

SHARED = {"trials", "events", "rate", "low", "high", "all_trials", "all_events"}


@pytest.mark.parametrize("kind", [SEARCHES, AUDITS], ids=lambda kind: kind.name)
def test_every_kind_has_the_shared_columns(kind: Kind) -> None:
    """Rows of either kind can be summarized by the same names, and each name has words."""
    shared = kind.shared(pd.DataFrame(columns=kind.schema.names))
    assert set(shared.columns) >= SHARED | {"cell", "group_by", "group", "label", "failed"}
    assert kind.measures.keys() == {"trials", "events", "rate"}
    assert KINDS[kind.name] is kind


def test_searches_keep_their_columns_on_disk() -> None:
    """A sweep's Parquet has searches, false_matches and fpir, and its format is 6."""
    assert {"searches", "false_matches", "fpir"} <= set(SEARCHES.schema.names)
    assert SEARCHES.schema.metadata == {b"falsematch_sweep": b"6"}


def test_audits_say_what_their_columns_are() -> None:
    """The file itself names trials, events and rate in the field's words."""
    assert AUDITS.schema.metadata == {
        b"falsematch_sweep": b"3",
        b"trials": b"answers",
        b"events": b"wrong answers",
        b"rate": b"error rate",
    }


@pytest.mark.parametrize("kind", [SEARCHES, AUDITS], ids=lambda kind: kind.name)
def test_a_former_column_is_no_present_one(kind: Kind) -> None:
    """Renaming an earlier format's columns gives exactly those of today."""
    for renamed in kind.former.values():
        assert set(renamed.values()) <= set(kind.schema.names)
        assert not set(renamed) & set(kind.schema.names)
