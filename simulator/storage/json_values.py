"""Numbers and tables as plain JSON values: what is undefined or without end is null."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd


def plain(value: float) -> float | None:
    """The number; None where it is undefined or infinite."""
    return float(value) if math.isfinite(value) else None


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values."""
    rows = frame.astype(object).to_dict(orient="records")
    return [{str(key): _cell(value) for key, value in row.items()} for row in rows]


def _cell(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    return plain(value) if isinstance(value, float) else value
