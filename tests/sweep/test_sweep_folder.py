"""A sweep's folder is read as it was written; another version or a broken file is an error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from simulator.storage.files import sha256_of_file
from simulator.sweep.kinds import AUDITS, SEARCHES, Kind
from simulator.sweep.sweep_folder import (
    CARD,
    GRID,
    RESULTS,
    SweepFileError,
    kind_of_run,
    part_name,
    read_card,
    read_sweep,
    read_table,
    table_of,
    write_card,
    write_table,
)

ROW = {"cell": 0, "group_by": "gender", "group": "F", "label": "Women", "trials": 40, "events": 3}


BY_PERSON = tuple(name for name in SEARCHES.schema.names if "person" in name or "people" in name)
BY_PERSON = tuple(name for name in BY_PERSON if name != "one_photo_per_person")


def written(folder: Path, kind: Kind = AUDITS, **changed: Any) -> Path:
    """Write a run of one row; ``changed`` goes into its card."""
    folder.mkdir()
    write_table(table_of([ROW], kind), folder / RESULTS)
    card = {
        "format": kind.format,
        "kind": kind.name,
        "question": "Who?",
        "cells": 1,
        "rows": 1,
        "failures": [],
        "datasets": {},
        "results_sha256": sha256_of_file(folder / RESULTS),
    }
    write_card(folder, card | changed)
    return folder


def written_in_format_2(folder: Path) -> Path:
    """Write the same run of audits as version 2 of the format did."""
    written(folder, format=2)
    former = {new: old for old, new in AUDITS.former[2].items()}
    table = pq.read_table(folder / RESULTS)
    table = table.rename_columns([former.get(name, name) for name in table.schema.names])
    pq.write_table(table.replace_schema_metadata({"falsematch_sweep": "2"}), folder / RESULTS)
    card = json.loads((folder / CARD).read_text())
    write_card(folder, card | {"results_sha256": sha256_of_file(folder / RESULTS)})
    return folder


@pytest.mark.parametrize("kind", [SEARCHES, AUDITS], ids=lambda kind: kind.name)
def test_what_is_written_is_read(tmp_path: Path, kind: Kind) -> None:
    """Columns are in the documented order; a value missing from a row is null."""
    card, frame = read_sweep(written(tmp_path / "run", kind), kind)
    assert card["kind"] == kind.name
    assert list(frame.columns) == kind.schema.names
    assert frame["group"].tolist() == ["F"]
    assert frame["failed"].isna().all()
    assert kind_of_run(tmp_path / "run") is kind


def test_an_audit_of_format_2_is_read_with_the_names_of_today(tmp_path: Path) -> None:
    """The columns answered and errors become trials and events with the same numbers."""
    folder = written_in_format_2(tmp_path / "old")
    assert {"answered", "errors"} <= set(pq.read_schema(folder / RESULTS).names)
    frame = read_sweep(folder, AUDITS)[1]
    assert list(frame.columns) == AUDITS.schema.names
    assert frame[["trials", "events"]].to_numpy().tolist() == [[40, 3]]


def test_searches_of_format_2_are_read_as_first_portraits(tmp_path: Path) -> None:
    """Before format 3 there were no columns portrait and paintings, before 4 no without_kin."""
    folder = written(tmp_path / "old", SEARCHES, format=2)
    table = pq.read_table(folder / RESULTS)
    table = table.drop_columns(["portrait", "paintings", "without_kin", *BY_PERSON])
    pq.write_table(table.replace_schema_metadata({"falsematch_sweep": "2"}), folder / RESULTS)
    card = json.loads((folder / CARD).read_text())
    write_card(folder, card | {"results_sha256": sha256_of_file(folder / RESULTS)})
    frame = read_sweep(folder)[1]
    assert list(frame.columns) == SEARCHES.schema.names
    assert frame[["portrait", "paintings", "without_kin", "label"]].to_numpy().tolist() == [
        ["first", False, False, "Women"]
    ]


def test_searches_of_format_3_are_read_as_searches_with_relatives(tmp_path: Path) -> None:
    """Its portraits are those that its rows name."""
    folder = written(tmp_path / "old", SEARCHES, format=3)
    table = pq.read_table(folder / RESULTS).drop_columns(["without_kin", *BY_PERSON])
    pq.write_table(table.replace_schema_metadata({"falsematch_sweep": "3"}), folder / RESULTS)
    card = json.loads((folder / CARD).read_text())
    write_card(folder, card | {"results_sha256": sha256_of_file(folder / RESULTS)})
    frame = read_sweep(folder)[1]
    assert list(frame.columns) == SEARCHES.schema.names
    assert frame["without_kin"].tolist() == [False]


def test_searches_of_format_4_are_read_without_people(tmp_path: Path) -> None:
    """It did not count them; a summary takes its searches for people."""
    folder = written(tmp_path / "old", SEARCHES, format=4)
    table = pq.read_table(folder / RESULTS).drop_columns([*BY_PERSON])
    pq.write_table(table.replace_schema_metadata({"falsematch_sweep": "4"}), folder / RESULTS)
    card = json.loads((folder / CARD).read_text())
    write_card(folder, card | {"results_sha256": sha256_of_file(folder / RESULTS)})
    frame = read_sweep(folder)[1]
    assert list(frame.columns) == SEARCHES.schema.names
    assert frame[[*BY_PERSON]].isna().all(axis=None)


@pytest.mark.parametrize("version", [1, 4, "3", None, []])
def test_another_format_is_two_sentences(tmp_path: Path, version: Any) -> None:
    """The error says what was expected, what was found, and what to do."""
    folder = written(tmp_path / "run", format=version, versions={"falsematch": "9.9"})
    with pytest.raises(SweepFileError, match=r"expected a run of format 3.*found format.*9\.9"):
        read_sweep(folder, AUDITS)


@pytest.mark.parametrize("name", ["portraits", 3, None, ["audits"], {}])
def test_an_unknown_kind_is_an_error(tmp_path: Path, name: Any) -> None:
    """A kind of any other name or type is an error."""
    folder = written(tmp_path / "run")
    card = json.loads((folder / CARD).read_text())
    write_card(folder, card | {"kind": name})
    with pytest.raises(SweepFileError, match="expected a sweep of searches or audits"):
        read_card(folder)


@pytest.mark.parametrize("text", ["", "[]", "3", "null", "{}", "{", '"format"'])
def test_a_broken_card_is_an_error(tmp_path: Path, text: str) -> None:
    """A card that is not JSON, or is JSON of something else, is an error."""
    folder = written(tmp_path / "run")
    (folder / CARD).write_text(text)
    with pytest.raises(SweepFileError, match="expected a run card"):
        read_card(folder)


def test_an_unfinished_run_says_how_to_go_on(tmp_path: Path) -> None:
    """A grid without a card is a stopped run; an empty folder is not a run."""
    with pytest.raises(SweepFileError, match=r"no card\.json.*falsematch sweep"):
        read_card(tmp_path)
    assert kind_of_run(tmp_path) is SEARCHES
    (tmp_path / GRID).write_text("confidence = 99\n")
    with pytest.raises(SweepFileError, match="not finished"):
        read_card(tmp_path)


def test_results_that_are_not_the_cards_are_refused(tmp_path: Path) -> None:
    """An extra row or column, a file that is not Parquet, and no file are errors."""
    folder = written(tmp_path / "run")
    results = folder / RESULTS
    write_table(table_of([ROW, ROW], AUDITS), results)
    with pytest.raises(SweepFileError, match="the run card"):
        read_sweep(folder, AUDITS)
    table = table_of([ROW], AUDITS)
    write_table(table.append_column("more", pa.array([1])), results)
    with pytest.raises(SweepFileError, match="expected the columns of format 3"):
        read_table(results, AUDITS)
    results.write_bytes(b"PAR1 nothing")
    with pytest.raises(SweepFileError, match="expected Parquet"):
        read_table(results, AUDITS)
    results.unlink()
    with pytest.raises(SweepFileError, match="found none"):
        read_table(results, AUDITS)


def test_a_table_of_the_other_kind_is_refused(tmp_path: Path) -> None:
    """A table of searches, or one without a format, is not read as a table of audits."""
    write_table(table_of([ROW], SEARCHES), tmp_path / RESULTS)
    write_table(pa.table({"a": [1]}), tmp_path / "plain.parquet")
    with pytest.raises(SweepFileError, match="expected (the columns|results) of format 3"):
        read_table(tmp_path / RESULTS, AUDITS)
    with pytest.raises(SweepFileError, match="found format none"):
        read_table(tmp_path / "plain.parquet", AUDITS)


def test_a_part_is_named_after_what_it_was_computed_from() -> None:
    """Equal words give equal names, and words do not run into each other."""
    assert part_name("a", "b") == part_name("a", "b")
    assert len({part_name("a", "b"), part_name("ab"), part_name("b", "a")}) == 3
    assert part_name("a").endswith(".parquet")
