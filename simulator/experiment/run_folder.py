"""A run on disk: the JSON object and its tables as CSV."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd

from simulator.experiment.mixes import AskedGallery, asked_gallery
from simulator.experiment.view import View
from simulator.storage.csv_cells import safe_cell
from simulator.storage.safe_names import safe_name
from simulator.storage.whole_folder import write_over

RESULT = "result.json"
_OURS = re.compile(r"result\.json|(candidates|kin|by-.+)\.csv")
"""The files of a run: those of an earlier one go when another takes its place."""


def to_json(
    view: View,
    group_by: tuple[str, ...] | None = None,
    *,
    keys: bool = False,
    asked: AskedGallery | None = None,
) -> str:
    """Return :meth:`View.to_dict` with its measures, as ``falsematch run --json`` prints it.

    Args:
        view: a result at a threshold.
        group_by: group columns; those of the experiment by default.
        keys: give the keys of unnamed people's photos in the gallery too.
        asked: a gallery that a finished search answers as an expectation (``expected_in_mix``).
    """
    found = view.to_dict(group_by, with_measures=True, keys=keys)
    if asked is not None:
        found["expected_in_mix"] = asked_gallery(view, asked, view.columns(group_by))
    return json.dumps(found, indent=1, ensure_ascii=False, allow_nan=False)


def write_run(
    view: View,
    folder: Path,
    group_by: tuple[str, ...] | None = None,
    *,
    keys: bool = False,
    asked: AskedGallery | None = None,
) -> list[Path]:
    """Write ``result.json``, ``candidates.csv`` and one CSV per group column into a folder.

    They take an earlier run's place; other files in the folder stay.

    ``kin.csv`` is written too where the gallery lists relatives of those searched for.

    Args:
        view: a result at a threshold.
        folder: where to write.
        group_by: group columns; those of the experiment by default.
        keys: give the keys of unnamed people's photos in the gallery too.
        asked: a gallery that a finished search answers as an expectation.

    Raises:
        FalseMatchError: the folder cannot be written to.
    """
    text = to_json(view, group_by, keys=keys, asked=asked) + "\n"
    tables = {"candidates": view.published_candidates(keys=keys)}
    if view.result.kin is not None:
        tables["kin"] = view.published_kin_pairs(keys=keys)
    for column in view.columns(group_by):
        tables[safe_name("by-" + column.replace("*", "-by-"))] = view.by(column)
    files = {f"{name}.csv": to_csv(table).encode("utf-8") for name, table in tables.items()}
    return write_over(folder, {RESULT: text.encode("utf-8")} | files, _OURS)


def to_csv(table: pd.DataFrame) -> str:
    """Return a CSV of which no spreadsheet runs a cell as a formula (OWASP: CSV injection)."""
    safe = table.map(safe_cell)
    safe.columns = [safe_cell(column) for column in safe.columns]
    return str(safe.to_csv(index=False, lineterminator="\n"))
