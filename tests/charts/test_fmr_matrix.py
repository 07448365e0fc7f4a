"""The matrix of FMR by pair of groups, with cells calculated by hand."""

import math

import numpy as np
import pandas as pd

from simulator.charts.fmr_matrix import fmr_matrix, groupings_of
from simulator.charts.tables import rare_words
from simulator.comparison.false_match_pairs import RARE
from simulator.datasets.dataset import load_dataset


def test_the_matrix_is_symmetric_and_says_what_is_not_measurable():
    """2 of 1,000 is 2,000 per million; without a comparison there is neither rate nor shade."""
    table = pd.DataFrame(
        [
            ("A", "A", 2, 1000, 0.002),
            ("A", "B", 0, 500, 0.0),
            ("B", "B", 0, 0, math.nan),
        ],
        columns=["label", "other_label", "events", "comparisons", "fmr"],
    )
    found = fmr_matrix(table)
    assert found.labels == ["A", "B"]
    assert found.cells[0][0] == ("2,000", "2 of 1,000")
    assert found.cells[0][1] == found.cells[1][0] == ("0", "0 of 500")
    assert found.cells[1][1] == ("not measurable", "no comparison")
    assert np.array(found.shades)[1, 1] == 0


def test_a_cell_has_its_interval_where_there_is_one():
    """Intervals are per million comparisons; with too few people, the cell says so."""
    table = pd.DataFrame(
        [
            ("A", "A", 2, 1000, 0.002, 0.0001, 0.01, False),
            ("A", "B", 0, 6, 0.0, math.nan, math.nan, False),
            ("B", "B", 0, 0, math.nan, math.nan, math.nan, False),
        ],
        columns=["label", "other_label", "events", "comparisons", "fmr", "low", "high", RARE],
    )
    marked = fmr_matrix(table.assign(**{RARE: [True, False, False]}))
    assert marked.cells[0][0] == ("2,000", "2 of 1,000", "95%: 100 to 10,000 · unsure")
    assert rare_words([False, False]) == ""
    assert rare_words([False, True]).startswith("Unsure: a few people may match many others")
    found = fmr_matrix(table)
    assert found.cells[0][0] == ("2,000", "2 of 1,000", "95%: 100 to 10,000")
    assert found.cells[0][1] == ("0", "0 of 6", "too few people")


def test_groupings_have_few_enough_groups():
    """LFW is shown by gender; a column with a value per person would be no chart."""
    assert "gender" in groupings_of(load_dataset("lfw"))
