"""A run on disk: the JSON object and its tables as CSV."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from simulator.experiment.mixes import AskedGallery, asked_gallery
from simulator.experiment.view import View
from simulator.storage.csv_cells import safe_cell
from simulator.storage.files import write_bytes


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
    written = [folder / "result.json"]
    write_bytes(
        written[0], (to_json(view, group_by, keys=keys, asked=asked) + "\n").encode("utf-8")
    )
    tables = {"candidates": view.published_candidates(keys=keys)}
    if view.result.kin is not None:
        tables["kin"] = view.published_kin_pairs(keys=keys)
    for column in view.columns(group_by):
        tables["by-" + column.replace("*", "-by-")] = view.by(column)
    for name, table in tables.items():
        path = folder / f"{name}.csv"
        write_bytes(path, to_csv(table).encode("utf-8"))
        written.append(path)
    return written


def to_csv(table: pd.DataFrame) -> str:
    """Return a CSV of which no spreadsheet runs a cell as a formula (OWASP: CSV injection)."""
    safe = table.map(safe_cell)
    safe.columns = [safe_cell(column) for column in safe.columns]
    return str(safe.to_csv(index=False, lineterminator="\n"))
