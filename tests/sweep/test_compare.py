"""Two runs side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.replay import default_replay

from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.sweep.compare import compare, comparison_html, rate_text, run_names
from simulator.sweep.grid import parse_grid
from simulator.sweep.searches import sweep


def test_what_an_image_condition_changed(tmp_path: Path) -> None:
    """Rates and differences are those of default_replay(); settings that differ are named."""
    text = 'confidence = 99.9\ngroup_by = "gender"\n'
    sweep(parse_grid(text), tmp_path / "a", workers=1)
    sweep(parse_grid(text + 'condition = "grain"'), tmp_path / "b", workers=1)
    table, differing = compare(tmp_path / "a", tmp_path / "b")
    assert differing == [
        "image condition: none in a, gray grain in b",
        "failed to enroll, and so not searched for: 0 in a, 2 in b",
    ]
    clear = default_replay().at(confidence=0.999).by("gender").set_index("group")["fpir"]
    worse = run(Experiment(condition="grain")).at(confidence=0.999).by("gender")
    worse = worse.set_index("group")["fpir"]
    for row in table.itertuples():
        assert row.rate_a == pytest.approx(clear[row.group])
        assert row.change == pytest.approx(worse[row.group] - clear[row.group])
        assert row.events_a / row.trials_a == pytest.approx(row.rate_a)
    assert table["trials_a"].sum() == 535
    assert table["trials_b"].sum() == 533
    assert table["share_of_events_a"].sum() == pytest.approx(1)
    html = comparison_html(table, differing, ("a", "b"))
    assert "gray grain in b" in html
    for row in table.itertuples():
        assert f"{row.events_a:.0f} of {row.trials_a} = " in html
    assert html.count("<circle") == 2 * len(table)


def test_a_run_beside_itself_did_not_change(tmp_path: Path) -> None:
    """Equal runs differ by zero, their intervals overlap, and settings that vary are matched."""
    sweep(parse_grid("confidence = [99, 99.9]\ngroup_by = 'party'"), tmp_path / "a", workers=1)
    table, differing = compare(tmp_path / "a", tmp_path / "a")
    assert differing == []
    assert (table["change"] == 0).all()
    assert table["overlap"].all()
    assert set(table["threshold_given"]) == {"99% confidence", "99.9% confidence"}


def test_runs_with_nothing_in_common_are_one_sentence(tmp_path: Path) -> None:
    """Runs with different groupings cannot be compared."""
    sweep(parse_grid("group_by = 'party'"), tmp_path / "a", workers=1)
    sweep(parse_grid("group_by = 'gender'"), tmp_path / "b", workers=1)
    with pytest.raises(FalseMatchError, match="found none. Run two grids"):
        compare(tmp_path / "a", tmp_path / "b")
    with pytest.raises(FalseMatchError, match="expected a finished sweep"):
        compare(tmp_path / "a", tmp_path / "missing")


@pytest.mark.parametrize(
    ("first", "second", "called"),
    [
        ("clear", "low-light", ("clear", "low-light")),
        ("x/runs", "y/runs", ("x/runs", "y/runs")),
        ("one", "one", ("A", "B")),
        ("one", "./one", ("A", "B")),
        ("a/b/c", "c", None),
    ],
)
def test_runs_are_called_by_their_folders(
    first: str, second: str, called: tuple[str, str] | None
) -> None:
    """With as much of the path as tells them apart."""
    found = run_names(Path(first), Path(second))
    if called is not None:
        assert found == called
    else:
        assert found[0] != found[1]


def test_a_rate_of_zero_has_a_bound_and_no_interval(tmp_path: Path) -> None:
    """At 0.3 nobody is falsely matched: at most 2.6% of 112 women, in the page and the terminal."""
    sweep(parse_grid("distance = 0.3\ngroup_by = 'gender'"), tmp_path / "a", workers=1)
    sweep(parse_grid("distance = 0.6\ngroup_by = 'gender'"), tmp_path / "b", workers=1)
    table, differing = compare(tmp_path / "a", tmp_path / "b")
    for row in table.to_dict("records"):
        bound = 100 * (1 - 0.05 ** (1 / row["trials_a"]))
        assert rate_text(row, "a").endswith(f"= 0.0% (at most {bound:.1f}%)")
        assert "–" in rate_text(row, "b")
        assert f"at most {bound:.1f}%" in comparison_html(table, differing)
