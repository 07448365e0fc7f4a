"""A plan is run, stopped, continued and merged; parts here are made up, so nothing is searched."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import FalseMatchError
from simulator.storage.files import sha256_of_file
from simulator.sweep.kinds import AUDITS, SEARCHES, Kind
from simulator.sweep.resumable_run import PACKAGES, Plan, Row, run_plan
from simulator.sweep.sweep_folder import (
    CARD,
    GRID,
    PARTS,
    RESULTS,
    part_name,
    read_sweep,
    table_of,
    write_table,
)

TEXT = 'question = "Größer?"\n'


@dataclass(frozen=True)
class Part:
    """Two cells."""

    first: int
    name: str
    cells: int = 2


def rows_of(part: Part) -> list[Row]:
    """Return a row per cell; that of cell 3 says why it failed."""
    return [
        {"cell": cell, "group": "<b>", "failed": "no such label" if cell == 3 else None}
        for cell in range(part.first, part.first + part.cells)
    ]


def in_order(parts: Sequence[Part]) -> Iterator[tuple[Part, list[Row]]]:
    """Compute the parts one after another."""
    for part in parts:
        yield part, rows_of(part)


def plan_of(
    computed: Callable[[Sequence[Part]], Iterator[tuple[Part, list[Row]]]] = in_order,
    **changed: Any,
) -> Plan[Part]:
    """Return a plan of three parts, six cells."""
    fields: dict[str, Any] = {
        "kind": SEARCHES,
        "question": "Größer?",
        "text": TEXT,
        "digest": "d" * 64,
        "cells": 6,
        "seeds": (2, 0, 2),
        "datasets": (),
        "parts": lambda words: [Part(n, part_name(words, str(n))) for n in (0, 2, 4)],
        "computed": computed,
    }
    return Plan(**fields | changed)


def stopped_after(count: int) -> Callable[[Sequence[Part]], Iterator[tuple[Part, list[Row]]]]:
    """Compute so many parts, then be interrupted."""

    def computed(parts: Sequence[Part]) -> Iterator[tuple[Part, list[Row]]]:
        for done, part in enumerate(parts):
            if done == count:
                raise KeyboardInterrupt
            yield part, rows_of(part)

    return computed


def test_a_run_from_start_to_end(tmp_path: Path) -> None:
    """Six cells, one of them failed; grid, results and card stay, the parts go."""
    folder = tmp_path / "new" / "out"
    calls: list[tuple[int, int]] = []
    done = run_plan(plan_of(), folder, progress=lambda n, of: calls.append((n, of)))
    assert (done.folder, done.cells, done.failed, done.rows, done.resumed) == (folder, 6, 1, 6, 0)
    assert calls == [(0, 6), (2, 6), (4, 6), (6, 6)]
    assert {path.name for path in folder.iterdir()} == {GRID, RESULTS, CARD}
    assert (folder / GRID).read_bytes() == TEXT.encode()
    card, frame = read_sweep(folder)
    assert frame["cell"].tolist() == [0, 1, 2, 3, 4, 5]
    assert card["failures"] == [{"cell": 3, "reason": "no such label"}]


def test_the_card_says_what_was_run(tmp_path: Path) -> None:
    """The grid's digest, the results' own, seeds once and in order, versions, workers, times."""
    run_plan(plan_of(), tmp_path / "out", workers="dask", command="falsematch sweep 'a b.toml'")
    card = json.loads((tmp_path / "out" / CARD).read_text("utf-8"))
    assert card["results_sha256"] == sha256_of_file(tmp_path / "out" / RESULTS)
    assert (card["grid_sha256"], card["seeds"]) == ("d" * 64, [0, 2])
    assert (card["question"], card["cells"], card["rows"]) == ("Größer?", 6, 6)
    assert (card["workers"], card["command"]) == ("dask", "falsematch sweep 'a b.toml'")
    assert set(card["versions"]) == {"python", *PACKAGES}
    assert datetime.fromisoformat(card["started"]).utcoffset() is not None
    assert card["seconds"] >= 0


@pytest.mark.parametrize(("kind", "named"), [(SEARCHES, None), (AUDITS, "audits")])
def test_the_card_names_its_kind(tmp_path: Path, kind: Kind, named: str | None) -> None:
    """Searches are the kind without a name."""
    run_plan(plan_of(kind=kind), tmp_path / "out")
    card, _ = read_sweep(tmp_path / "out", kind)
    assert (card.get("kind"), card["format"]) == (named, kind.format)
    assert card["measures"] == dict(kind.measures)


def test_rows_do_not_depend_on_which_part_is_done_first(tmp_path: Path) -> None:
    """Backward and forward, the same bytes."""
    run_plan(plan_of(), tmp_path / "a")
    run_plan(plan_of(lambda parts: in_order(parts[::-1])), tmp_path / "b")
    assert (tmp_path / "a" / RESULTS).read_bytes() == (tmp_path / "b" / RESULTS).read_bytes()


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_stopped_run_continues(tmp_path: Path, count: int) -> None:
    """What is finished is not computed again, and the file is that of a run without a stop."""
    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_of(stopped_after(count)), folder)
    assert len(list((folder / PARTS).glob("*"))) == count
    assert not (folder / RESULTS).exists()
    assert not (folder / CARD).exists()
    waiting: list[int] = []

    def watched(parts: Sequence[Part]) -> Iterator[tuple[Part, list[Row]]]:
        waiting.extend(part.first for part in parts)
        return in_order(parts)

    calls: list[int] = []
    done = run_plan(plan_of(watched), folder, progress=lambda n, _of: calls.append(n))
    assert waiting == [0, 2, 4][count:]
    assert (done.resumed, calls[0], calls[-1]) == (2 * count, 2 * count, 6)
    run_plan(plan_of(), tmp_path / "whole")
    assert (folder / RESULTS).read_bytes() == (tmp_path / "whole" / RESULTS).read_bytes()


def test_a_finished_run_is_not_computed_again(tmp_path: Path) -> None:
    """Even where it would be stopped at once; every cell counts as resumed."""
    run_plan(plan_of(), tmp_path / "out")
    before = (tmp_path / "out" / CARD).read_bytes()
    done = run_plan(plan_of(stopped_after(0)), tmp_path / "out")
    assert (done.resumed, done.rows, done.failed) == (6, 6, 1)
    assert (tmp_path / "out" / CARD).read_bytes() == before


@pytest.mark.parametrize("broken", [b"", b"PAR1", b"\x00" * 5000, "other kind"])
def test_a_part_that_cannot_be_read_is_computed_again(tmp_path: Path, broken: bytes | str) -> None:
    """Empty, cut off, zeros after a power failure, or the rows of an audit."""
    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_of(stopped_after(2)), folder)
    part = sorted((folder / PARTS).glob("*"))[0]
    if isinstance(broken, bytes):
        part.write_bytes(broken)
    else:
        write_table(table_of([{"cell": 0}], AUDITS), part)
    done = run_plan(plan_of(), folder)
    assert done.resumed == 2
    assert read_sweep(folder)[1]["cell"].tolist() == [0, 1, 2, 3, 4, 5]


def test_foreign_files_among_the_parts_are_not_merged(tmp_path: Path) -> None:
    """A part of another grid is left out of the results."""
    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_of(stopped_after(1)), folder)
    write_table(table_of([{"cell": 99}]), folder / PARTS / part_name("another grid"))
    run_plan(plan_of(), folder)
    assert read_sweep(folder)[1]["cell"].tolist() == [0, 1, 2, 3, 4, 5]
    assert not (folder / PARTS).exists()


def test_other_data_or_another_grid_use_no_old_part(
    tmp_path: Path, line_up: tuple[Path, Path]
) -> None:
    """Parts are named after the grid's digest and every data set's."""
    words: list[str] = []

    def named(fingerprint: str) -> list[Part]:
        words.append(fingerprint)
        raise KeyboardInterrupt

    for number, (digest, data) in enumerate(
        [("a", ()), ("b", ()), ("a", (str(line_up[0]),)), ("a", tuple(map(str, line_up)))]
    ):
        plan = plan_of(digest=digest, datasets=data, parts=named)
        with pytest.raises(KeyboardInterrupt):
            run_plan(plan, tmp_path / str(number))
    assert len(set(words)) == 4


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    """Another grid's run, finished or not; other files; a file. All are as they were."""
    other = dataclasses.replace(plan_of(), text=TEXT + "# another\n")
    run_plan(plan_of(), tmp_path / "finished")
    with pytest.raises(KeyboardInterrupt):
        run_plan(plan_of(stopped_after(1)), tmp_path / "stopped")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    before = {path: path.read_bytes() for path in files}
    for name in ("finished", "stopped", "thesis", "file"):
        with pytest.raises(FalseMatchError, match=r"found .*Choose another --out"):
            run_plan(other, tmp_path / name)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """It need not be new."""
    (tmp_path / "out").mkdir()
    assert run_plan(plan_of(), tmp_path / "out").rows == 6


def test_a_data_set_that_is_missing_leaves_no_folder(tmp_path: Path) -> None:
    """Said before anything is written."""
    with pytest.raises(FalseMatchError, match="nobody-here"):
        run_plan(plan_of(datasets=("nobody-here",)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_card_is_an_error_not_a_new_run(tmp_path: Path) -> None:
    """The results beside it stay."""
    run_plan(plan_of(), tmp_path / "out")
    results = (tmp_path / "out" / RESULTS).read_bytes()
    for text in ("", "[]", '{"format": 99}'):
        (tmp_path / "out" / CARD).write_text(text)
        with pytest.raises(FalseMatchError, match="expected a run"):
            run_plan(plan_of(), tmp_path / "out")
    assert (tmp_path / "out" / RESULTS).read_bytes() == results
