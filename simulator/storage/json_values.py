"""Numbers and tables as plain JSON values; what is undefined or infinite becomes null."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd


def json_number(value: float) -> float | None:
    """Return the number as a float; None, which JSON writes as null, where it is not finite."""
    return float(value) if math.isfinite(value) else None


def json_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return each row of a table as column → plain value; floats follow :func:`json_number`."""
    rows = table.astype(object).to_dict(orient="records")
    return [{str(column): _json_value(value) for column, value in row.items()} for row in rows]


def json_tree(value: Any) -> Any:
    """Return nested dicts and lists with plain values; floats follow :func:`json_number`."""
    if isinstance(value, dict):
        return {key: json_tree(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_tree(one) for one in value]
    return _json_value(value)


def _json_value(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return json_number(value) if isinstance(value, float) else value
