"""The summary of a sweep of audits, worked by hand from six rows."""

from __future__ import annotations

import pandas as pd
import pytest

from simulator.sweep.audits.summary import answer_of_audits, pictured, summarize_audits
from simulator.sweep.kinds import AUDITS


def row(share: float | None, group: str, seed: int, events: int, trials: int) -> dict[str, object]:
    """Return a row like those of a sweep of audits."""
    women = 500 if share is None else round(10 * share)
    return dict.fromkeys(AUDITS.schema.names) | {
        "train": "lfw",
        "test": "london",
        "share_of_women": share,
        "abstain": 50.0,
        "seed": seed,
        "trained_women": women,
        "trained_men": 1000 - women,
        "group_by": "gender",
        "group": group,
        "label": group,
        "group_people": trials,
        "trials": trials,
        "events": events,
        "rate": events / trials,
        "low": 0.0,
        "high": 1.0,
    }


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        [
            row(80, "F", 0, 2, 40),
            row(80, "F", 1, 4, 40),
            row(None, "F", 0, 10, 40),
            row(5, "F", 0, 20, 40),
            row(5, "M", 0, 1, 10),
            row(5, "M", 1, 1, 10),
        ]
    )


def test_means_and_spread_over_seeds(frame: pd.DataFrame) -> None:
    """2 and 4 of 40 are 3 on average: 7.5%, with 95% of the runs between 5.125% and 9.875%."""
    summary = summarize_audits(frame)
    assert (summary.kind, summary.runs, summary.varied) == (AUDITS, 2, ["share_of_women"])
    one = summary.table[summary.table["share_of_women"] == "80%"].iloc[0]
    assert (one["trials"], one["events"], one["runs"]) == (40, 3.0, 2)
    assert [one["rate"], one["low"], one["high"]] == pytest.approx([0.075, 0.05125, 0.09875])
    equal = summary.table[summary.table["group"] == "M"].iloc[0]
    assert (equal["low"], equal["high"]) == (0.0, 1.0)


def test_the_datas_own_share_stands_in_its_place(frame: pd.DataFrame) -> None:
    """Settings are ordered by share: 5%, then half of the people trained on, then 80%."""
    order = list(summarize_audits(frame).table["share_of_women"].cat.categories)
    assert order == ["5%", "as in the data", "80%"]


def test_small_groups_are_in_the_table_and_not_in_the_picture(frame: pd.DataFrame) -> None:
    """A group of ten men is too small for a line."""
    summary = summarize_audits(frame)
    assert set(summary.table["group"]) == {"F", "M"}
    assert set(pictured(summary).table["group"]) == {"F"}


def test_the_answer_names_both_ends(frame: pd.DataFrame) -> None:
    """The answer goes from half of the women misread at 5% to 7.5% at the largest share."""
    answer = answer_of_audits(summarize_audits(frame))
    assert answer.index("50.0%") < answer.index("7.5%")
    assert answer.index("5%") < answer.index("80%")


def test_nothing_measured_is_an_answer_too(frame: pd.DataFrame) -> None:
    """If every cell failed, the answer says so."""
    frame["failed"] = "no such data set"
    summary = summarize_audits(frame)
    assert not len(summary.table)
    assert answer_of_audits(summary)
