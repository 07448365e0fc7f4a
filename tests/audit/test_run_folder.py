"""An audit's folder: the command's JSON, the report, a CSV for each test and group column."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from support.small_audit import small_audit
from support.small_datasets import Made

from simulator.audit.audit import Audit
from simulator.audit.report import JSON, REPORT
from simulator.audit.result import AuditView
from simulator.audit.run_folder import to_json, write_audit
from simulator.errors import FalseMatchError


@pytest.fixture
def view(make_dataset: Made) -> AuditView:
    return small_audit(make_dataset).at()


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return a CSV's rows."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def without_date(text: str) -> dict[str, Any]:
    """Return the object but for the moment it was written."""
    found: dict[str, Any] = json.loads(text)
    del found["provenance"]["date"]
    return found


def test_every_file_is_written_and_returned(view: AuditView, tmp_path: Path) -> None:
    """A column joined with * has a name that every file system takes."""
    folder = tmp_path / "new" / "out"
    written = write_audit(view, folder)
    assert sorted(written) == sorted(folder.iterdir())
    assert {path.name for path in written} == {
        JSON,
        REPORT,
        "training-held-out-by-gender.csv",
        "tested-by-gender.csv",
        "tested-by-origin-by-gender.csv",
    }


def test_the_json_is_what_the_command_prints(view: AuditView, tmp_path: Path) -> None:
    """The file holds the command's object and a line break; 2 of 6 are wrong."""
    write_audit(view, tmp_path / "out")
    text = (tmp_path / "out" / JSON).read_text("utf-8")
    assert text.endswith("}\n")
    assert without_date(text) == without_date(to_json(view))
    assert json.loads(text)["tests"][1]["errors"]["events"] == 2
    assert json.loads(text)["tests"][1]["errors"]["of"] == 6


def test_the_tables_by_hand(view: AuditView, tmp_path: Path) -> None:
    """Bea of four women and Dov of two men are misread; w3 of the two held out."""
    write_audit(view, tmp_path / "out")
    counts = {
        row["group"]: (row["people"], row["answered"], row["errors"])
        for row in rows_of(tmp_path / "out" / "tested-by-gender.csv")
    }
    assert counts == {"F": ("4", "4", "1"), "M": ("2", "2", "1")}
    held = rows_of(tmp_path / "out" / "training-held-out-by-gender.csv")
    assert {row["group"]: row["rate"] for row in held} == {"F": "1.0", "M": "0.0"}


def test_a_group_without_answers_is_empty_and_null(make_dataset: Made, tmp_path: Path) -> None:
    """At 85% only Ada is answered (90%): men have no rate in the CSV, null in the JSON."""
    view = small_audit(make_dataset).at(abstain=0.85)
    write_audit(view, tmp_path / "out")
    rows = {row["group"]: row for row in rows_of(tmp_path / "out" / "tested-by-gender.csv")}
    assert (rows["F"]["answered"], rows["F"]["rate"]) == ("1", "0.0")
    assert [rows["M"][name] for name in ("answered", "refused", "rate", "low")] == [
        "0",
        "2",
        "",
        "",
    ]
    told = json.loads((tmp_path / "out" / JSON).read_text("utf-8"))["tests"][1]
    men = {row["group"]: row for row in told["groups"]["gender"]}["M"]
    assert (men["answered"], men["rate"], men["low"]) == (0, None, None)


def test_only_the_columns_asked_for(make_dataset: Made, tmp_path: Path) -> None:
    """One grouping, which both data sets have."""
    view = small_audit(make_dataset, Audit(group_by=("origin",))).at()
    names = {path.name for path in write_audit(view, tmp_path / "out")}
    assert names == {JSON, REPORT, "training-held-out-by-origin.csv", "tested-by-origin.csv"}


@pytest.mark.parametrize("value", ["=HYPERLINK(1)", "+1+1", "@SUM(1)"])
def test_no_spreadsheet_runs_a_group(make_dataset: Made, tmp_path: Path, value: str) -> None:
    """A label that is a formula has an apostrophe before it, in the value and in its words."""
    view = small_audit(make_dataset, north=value).at()
    write_audit(view, tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "tested-by-origin-by-gender.csv")
    assert any(row["group"].startswith("'" + value) for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_a_script_as_a_group_is_text_in_the_report(make_dataset: Made, tmp_path: Path) -> None:
    """It cannot end the script element that holds the picture's data."""
    view = small_audit(make_dataset, north="</script><script>alert(1)</script>").at()
    write_audit(view, tmp_path / "out")
    assert "<script>alert(1)" not in (tmp_path / "out" / REPORT).read_text("utf-8")
    rows = rows_of(tmp_path / "out" / "tested-by-origin-by-gender.csv")
    assert any("alert(1)" in row["group"] for row in rows)


def test_a_folder_that_cannot_be_written(view: AuditView, tmp_path: Path) -> None:
    """A file is where the folder should be: an error, and the file is as it was."""
    (tmp_path / "out").write_text("mine")
    with pytest.raises(FalseMatchError):
        write_audit(view, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"
