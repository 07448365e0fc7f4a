"""Plain JSON values: what is undefined is null, and nothing of NumPy or pandas is left."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from simulator.storage.json_values import json_number, json_rows


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), np.float32("nan")])
def test_what_is_not_finite_is_null(value: float) -> None:
    """JSON has no such numbers."""
    assert json_number(value) is None


def test_a_number_is_a_float_of_python() -> None:
    """Its value is unchanged."""
    assert json_number(np.float64(0.1)) == 0.1
    assert type(json_number(np.int64(3))) is float


def test_rows_keep_types_and_order() -> None:
    """Counts stay whole numbers, words words; column names become text."""
    table = pd.DataFrame(
        {
            "group": ["F", "M"],
            "events": np.array([3, 0], np.uint16),
            "rate": [0.25, np.nan],
            "known": [True, False],
            7: [np.float32(0.5), np.float32("inf")],
            "nothing": [None, "x"],
        }
    )
    rows = json_rows(table)
    assert rows == [
        {"group": "F", "events": 3, "rate": 0.25, "known": True, "7": 0.5, "nothing": None},
        {"group": "M", "events": 0, "rate": None, "known": False, "7": None, "nothing": "x"},
    ]
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert json_rows(table.iloc[:0]) == []
