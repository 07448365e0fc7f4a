"""The report of a folder: of what it holds, whatever that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.audit.report import JSON
from simulator.errors import ExperimentError, FalseMatchError
from simulator.storage.files import sha256_of_file
from simulator.sweep.folder_report import write_folder_report
from simulator.sweep.kinds import AUDITS, SEARCHES, Kind
from simulator.sweep.sweep_folder import CARD, RESULTS, table_of, write_card, write_table

WRITERS = {
    "searches": "simulator.sweep.report.write_report",
    "audits": "simulator.sweep.audits.report.write_audit_sweep_report",
    "audit": "simulator.audit.report.rewrite_report",
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Which report was asked for, with which arguments."""
    calls: list[tuple[object, ...]] = []

    for name, place in WRITERS.items():

        def writer(folder: Path, out: Path, photos: Path | None = None, of: str = name) -> None:
            calls.append((of, folder, out, photos))

        monkeypatch.setattr(place, writer)
    return calls


def run_of(folder: Path, kind: Kind) -> Path:
    """Write a finished sweep without rows."""
    folder.mkdir()
    write_table(table_of([], kind), folder / RESULTS)
    digest = sha256_of_file(folder / RESULTS)
    card = {"question": "", "cells": 0, "rows": 0, "failures": [], "datasets": {}}
    write_card(folder, {"format": kind.format, "kind": kind.name, "results_sha256": digest, **card})
    return folder


def test_each_kind_has_its_report(tmp_path: Path, asked: list[tuple[object, ...]]) -> None:
    """Of searches, of audits, and of one audit; photos are passed on to searches only."""
    out = tmp_path / "out.html"
    searches, audits = run_of(tmp_path / "s", SEARCHES), run_of(tmp_path / "a", AUDITS)
    one = tmp_path / "one"
    one.mkdir()
    (one / JSON).write_text("{}")
    write_folder_report(searches, out)
    write_folder_report(searches, out, photos=tmp_path)
    write_folder_report(audits, out)
    write_folder_report(one, out)
    assert asked == [
        ("searches", searches, out, None),
        ("searches", searches, out, tmp_path),
        ("audits", audits, out, None),
        ("audit", one, out, None),
    ]


@pytest.mark.parametrize("kind", ["audits", "one audit"])
def test_an_audit_has_no_photographs(
    tmp_path: Path, asked: list[tuple[object, ...]], kind: str
) -> None:
    """Refused before anything is written."""
    folder = run_of(tmp_path / "run", AUDITS)
    if kind == "one audit":
        (folder / JSON).write_text("{}")
    with pytest.raises(ExperimentError, match="--photos"):
        write_folder_report(folder, tmp_path / "out.html", photos=tmp_path)
    assert asked == []
    assert not (tmp_path / "out.html").exists()


def test_a_folder_of_something_else_is_an_error(tmp_path: Path) -> None:
    """An empty folder, none at all, a file, and a folder that is called audit.json."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    (tmp_path / "odd" / JSON).mkdir(parents=True)
    for name in ("empty", "missing", "file", "odd"):
        with pytest.raises(FalseMatchError, match="found"):
            write_folder_report(tmp_path / name, tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()


@pytest.mark.parametrize(
    "text", ["", "[]", "null", '{"format": 2, "kind": ["audits"]}', '{"format": 2, "kind": "x"}']
)
def test_a_foreign_card_is_an_error(
    tmp_path: Path, asked: list[tuple[object, ...]], text: str
) -> None:
    """No report is chosen by a card that cannot be read."""
    folder = run_of(tmp_path / "run", AUDITS)
    (folder / CARD).write_text(text)
    with pytest.raises(FalseMatchError, match="expected"):
        write_folder_report(folder, tmp_path / "out.html")
    assert asked == []
