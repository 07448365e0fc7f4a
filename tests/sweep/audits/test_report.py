"""The report of a sweep of audits: hand-made rows in, numbers out, and nothing in them obeyed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from simulator.errors import FalseMatchError
from simulator.storage.files import sha256_of_file
from simulator.sweep.audits.report import audit_sweep_html, write_audit_sweep_report
from simulator.sweep.kinds import AUDITS, SEARCHES
from simulator.sweep.sweep_folder import (
    CARD,
    GRID,
    RESULTS,
    SweepFileError,
    table_of,
    write_card,
    write_table,
)

SCRIPT = "</script><script>alert(1)</script>"


def row(share: float, group: str, events: int, trials: int, seed: int = 0) -> dict[str, Any]:
    """Return a row as a sweep of audits has it."""
    return {
        "cell": 0,
        "train": "lfw",
        "test": "london",
        "share_of_women": share,
        "abstain": 50.0,
        "seed": seed,
        "trained_women": round(10 * share),
        "trained_men": 1000 - round(10 * share),
        "group_by": "gender",
        "group": group,
        "label": group,
        "group_people": trials,
        "refused": 0,
        "trials": trials,
        "events": events,
        "rate": events / trials if trials else None,
        "low": 0.0,
        "high": 1.0,
    }


ROWS = [
    row(5, "Women", 20, 40),
    row(5, "Men", 1, 11),
    row(95, "Women", 3, 40),
    row(95, "Men", 4, 11),
]


def card(**changed: Any) -> dict[str, Any]:
    """Return a run card with what the report needs."""
    fields: dict[str, Any] = {
        "format": AUDITS.format,
        "kind": AUDITS.name,
        "question": "Does the mix matter?",
        "cells": 2,
        "rows": len(ROWS),
        "failures": [],
        "datasets": {},
    }
    return fields | changed


def html_of(rows: list[dict[str, Any]], grid: str = "", **changed: Any) -> str:
    """Return the report of these rows."""
    frame: pd.DataFrame = table_of(rows, AUDITS).to_pandas()
    return audit_sweep_html(card(**changed), frame, grid)


def written(folder: Path) -> Path:
    """Write the rows as a finished run."""
    folder.mkdir()
    write_table(table_of(ROWS, AUDITS), folder / RESULTS)
    digest = sha256_of_file(folder / RESULTS)
    write_card(folder, card(results_sha256=digest))
    return folder


def answer_in(html: str) -> str:
    """Return the sentence at the top."""
    found = re.search(r'<p class="answer">([^<]*)</p>', html)
    assert found is not None
    return found[1]


def test_the_table_by_hand() -> None:
    """20 of 40 are 50.0%, 3 of 40 7.5%; small groups have a row too: 1 of 11 is 9.1%."""
    html = html_of(ROWS)
    for events, trials, words in ((20, 40, "50.0%"), (3, 40, "7.5%"), (1, 11, "9.1%")):
        assert re.search(
            rf"<td>{events}</td><td>{trials}</td><td data-value=\"[\d.]+\">{words}</td>", html
        )


def test_the_answer_comes_first_and_names_both_ends() -> None:
    """From half of the women misread at 5% women to 7.5% at 95%."""
    html = html_of(ROWS)
    answer = answer_in(html)
    assert answer.index("50.0%") < answer.index("7.5%")
    assert html.index("<h1>Does the mix matter?</h1>") < html.index('class="answer"')
    assert html.index('class="answer"') < html.index("50.0%</td>")


def test_the_picture_has_no_group_of_eleven() -> None:
    """Eleven people are too few for a line of their own; with twelve they have one."""

    def picture(rows: list[dict[str, Any]]) -> str:
        return "".join(re.findall(r"<svg.*?</svg>", html_of(rows).split("<script")[0], re.DOTALL))

    assert "Women" in picture(ROWS)
    assert "Men" not in picture(ROWS)
    twelve = [row(r["share_of_women"], "Men", 1, 12) for r in ROWS if r["group"] == "Men"]
    assert "Men" in picture([*ROWS, *twelve])


@pytest.mark.parametrize("field", ["group", "label", "test", "train", "group_by"])
def test_data_are_text(field: str) -> None:
    """A script in any column is shown, not run."""
    html = html_of([r | {field: SCRIPT + str(i % 2)} for i, r in enumerate(ROWS)])
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "changed",
    [
        {"question": SCRIPT},
        {"command": SCRIPT},
        {"failures": [{"cell": 0, "reason": SCRIPT}]},
        {"versions": {SCRIPT: SCRIPT}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_card_is_text(changed: dict[str, Any]) -> None:
    """A script in the run card is shown, not run; in the grid, too."""
    assert "<script>alert" not in html_of(ROWS, grid=f"# {SCRIPT}", **changed)


def test_nothing_measured_is_a_report_too() -> None:
    """Every cell failed: the reason is there, and neither a picture nor a rate."""
    html = html_of(
        [{"cell": 0, "failed": "no such data set"}],
        failures=[{"cell": 0, "reason": "no such data set"}],
    )
    assert "no such data set" in html
    assert "%" not in answer_in(html)


def test_a_group_that_was_refused_altogether_has_no_rate() -> None:
    """Nobody answered is not 0%."""
    html = html_of([*ROWS, row(5, "Refused group", 0, 0)])
    assert "nan" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL).lower()
    assert "Refused group" not in html


def test_published_figures_and_the_critique_are_in_it() -> None:
    """Sections in their order, each with a heading; nothing is loaded from elsewhere."""
    html = html_of(ROWS)
    heads = re.findall(r"<h2>([^<]*)</h2>", html)
    assert heads.index("Published elsewhere, not measured here") < heads.index("Not the search")
    assert heads.index("Not the search") < heads.index("Methods")
    assert not re.search(r"<(img|link|iframe|script)[^>]+(src|href)=\"(?!\$)", html)


def test_a_report_is_written_from_a_folder(tmp_path: Path) -> None:
    """With the grid's text where there is one."""
    folder = written(tmp_path / "run")
    write_audit_sweep_report(folder, tmp_path / "a.html")
    (folder / GRID).write_text("# größer & <b>more</b>\n", "utf-8")
    write_audit_sweep_report(folder, tmp_path / "b.html")
    first, second = ((tmp_path / name).read_text("utf-8") for name in ("a.html", "b.html"))
    assert "größer &amp; &lt;b&gt;more" in second
    assert "größer" not in first
    assert answer_in(first) == answer_in(second)


def test_a_sweep_of_searches_is_refused(tmp_path: Path) -> None:
    """By its card."""
    folder = tmp_path / "run"
    folder.mkdir()
    write_table(table_of([], SEARCHES), folder / RESULTS)
    write_card(folder, card(kind=SEARCHES.name, format=SEARCHES.format, results_sha256="0" * 64))
    with pytest.raises(SweepFileError, match="found one of searches"):
        write_audit_sweep_report(folder, tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()


def test_altered_results_are_refused(tmp_path: Path) -> None:
    """A card of other results, no card, and no folder."""
    folder = written(tmp_path / "run")
    saved = json.loads((folder / CARD).read_text("utf-8"))
    write_card(folder, saved | {"results_sha256": "0" * 64})
    with pytest.raises(SweepFileError, match="the run card"):
        write_audit_sweep_report(folder, tmp_path / "out.html")
    (folder / CARD).unlink()
    for name in ("run", "missing"):
        with pytest.raises(SweepFileError, match="expected a finished sweep"):
            write_audit_sweep_report(tmp_path / name, tmp_path / "out.html")
    assert not (tmp_path / "out.html").exists()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder is where the file should be."""
    with pytest.raises(FalseMatchError):
        write_audit_sweep_report(written(tmp_path / "run"), tmp_path)
