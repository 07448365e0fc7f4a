"""Grids of audits: read strictly, checked against the data before anything is trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.audit.audit import Audit
from simulator.errors import DatasetNotFound, ExperimentError, LabelError
from simulator.sweep.audits.grid import check_audits, is_audit_grid, parse_audit_grid, percentage
from simulator.sweep.grid import Grid
from simulator.sweep.grid_kinds import forecast_grid, load_grid

TEXT = """question = "Who?"
[audit]
share_of_women = [10, "data", 50]
abstain = [50, 90]
group_by = ["gender", "party"]
repeat = 2
"""


def test_a_grid_is_the_product_of_its_lists() -> None:
    """Three shares and two seeds make six trainings; each has two confidences, two groupings."""
    grid = parse_audit_grid(TEXT)
    assert grid.question == "Who?"
    assert [a.share_of_women for a in grid.trainings] == [0.1, 0.1, None, None, 0.5, 0.5]
    assert [a.seed for a in grid.trainings] == [0, 1] * 3
    assert list(grid.settings()) == [
        (0.5, "gender"),
        (0.5, "party"),
        (0.9, "gender"),
        (0.9, "party"),
    ]
    assert (grid.cells, grid.cells_per_training) == (24, 4)


def test_an_empty_table_is_the_default_audit() -> None:
    """By default there is one training, everybody gets an answer, and groups are by gender."""
    grid = parse_audit_grid("[audit]\n", "who-pays.toml")
    assert grid.trainings == (Audit(),)
    assert (grid.abstain, grid.group_by, grid.question) == ((0.5,), ("gender",), "who pays")


def test_a_mix_instead_of_a_share() -> None:
    """A mix is written as a count for each group."""
    grid = parse_audit_grid("[audit]\nmix = [{F = 5, M = 5}, {F = 1, M = 9}]\nseed = [3, 4]\n")
    assert [(a.mix, a.seed) for a in grid.trainings] == [
        ({"F": 5, "M": 5}, 3),
        ({"F": 5, "M": 5}, 4),
        ({"F": 1, "M": 9}, 3),
        ({"F": 1, "M": 9}, 4),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[audit]\nshare_of_women = 0", "from 1 (50, not 0.5) to below 100"),
        ("[audit]\nshare_of_women = [50, 100]", "found 100"),
        ('[audit]\nshare_of_women = "all"', "found 'all'"),
        ("[audit]\nshare_of_women = true", "found True"),
        ("[audit]\nshare_of_women = nan", "found nan"),
        ("[audit]\nshare_of_woman = 5", "Did you mean 'share_of_women'"),
        ("[audit]\nabstain = 40", "from 50 to under 100"),
        ("[audit]\nabstain = []", "found []"),
        ("[audit]\nabstain = [50, 50]", "one twice"),
        ("[audit]\npeople = 1", "2 or more"),
        ("[audit]\nmix = {F = 0.5}", "people by group"),
        ("[audit]\nmix = {F = 5, M = 5}\npeople = 10", "found both"),
        ("[audit]\nseed = [1, 2]\nrepeat = 3", "found both"),
        ("[audit]\nrepeat = [1, 2]", "repeat"),
        ('[audit]\ntrain = ""', "name of a data set"),
        ("gallery = 'lfw'\n[audit]\n", "found 'gallery' in line 1 of grid. Leave it out."),
        ("abstain = 90\n[audit]\n", "found 'abstain' in line 1 of grid. Move it below [audit]."),
        ("question = 3\n[audit]\n", "question as text"),
        ("audit = 3", "another type"),
        ("[audit\n", "expected TOML"),
        (
            "[audit]\nseed = [" + ",".join(map(str, range(60_000))) + "]\nabstain=[50,60,70,80]",
            "at most",
        ),
    ],
    ids=lambda v: v[:40],
)
def test_what_makes_no_sense_is_a_sentence(text: str, said: str) -> None:
    """An error names the line if there is one."""
    with pytest.raises(ExperimentError) as error:
        parse_audit_grid(text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.slow
def test_a_grid_is_checked_against_the_data() -> None:
    """Rows are forecast; unknown data, labels or counts are refused before anything is trained."""
    cost, words = forecast_grid(parse_audit_grid(TEXT))
    assert (cost.cells, words) == (24, "6 classifiers trained")
    # gender: 2 rows in each of three tests; party: 3 in Congress alone.
    assert cost.rows == 6 * 2 * (6 + 3)
    for text, kind in [
        ('[audit]\ntest = "nobody"', DatasetNotFound),
        ('[audit]\ngroup_by = "shoe_size"', LabelError),
        ("[audit]\nmix = {Venus = 5, M = 5}", ExperimentError),
        ("[audit]\npeople = 9000", ExperimentError),
    ]:
        with pytest.raises(kind):
            check_audits(parse_audit_grid(text))


def test_which_kind_a_file_is(tmp_path: Path) -> None:
    """A grid of audits is recognized by its table; the reader of searches reports a broken file."""
    assert is_audit_grid(TEXT)
    assert not is_audit_grid("confidence = 99")
    assert not is_audit_grid("[audit")
    (tmp_path / "one.toml").write_text(TEXT)
    (tmp_path / "two.toml").write_text("confidence = 99")
    assert load_grid(tmp_path / "one.toml") == parse_audit_grid(TEXT)
    assert isinstance(load_grid(tmp_path / "two.toml"), Grid)
    with pytest.raises(ExperimentError, match="found none"):
        load_grid(tmp_path / "three.toml")


def test_percentages_are_as_they_stood() -> None:
    """29% stays 29%, not 28.999999999999996%."""
    assert [percentage(v) for v in (0.29, 0.5, None)] == [29.0, 50.0, None]
