"""docs/data-sets.md: its table of entries, and what becomes of each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.datasets.ages import Age, read_age
from simulator.datasets.manifest import check_label_column, check_path
from simulator.errors import FalseMatchError
from simulator.faces.find_photos import find_photos
from simulator.search.scores.read import load_scores

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "data-sets.md").read_text("utf-8")
KEPT, DROPPED, LEFT_OUT, REFUSED = "kept", "dropped", "left out", "refused"


def entries() -> list[tuple[str, str, str]]:
    """Return (kind, entry, outcome) of each cell of the page's table of entries."""
    table = TEXT.split("| entry | kept |")[1].split("\n\n")[0]
    found = []
    for line in table.splitlines()[2:]:
        kind, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        for outcome, cell in zip((KEPT, DROPPED, LEFT_OUT, REFUSED), cells, strict=True):
            found += [(kind, entry, outcome) for entry in re.findall(r"`(.+?)`", cell)]
    return found


def outcome_of(kind: str, entry: str, folder: Path) -> str:
    if kind == "age":
        return {Age.ADULT: KEPT, Age.MINOR: DROPPED, Age.UNKNOWN: LEFT_OUT}[read_age(entry)]
    if kind == "file beside photos":
        (folder / entry).write_bytes(b"")
        return KEPT if find_photos(folder).photos else LEFT_OUT
    try:
        if kind == "score":
            (folder / "s.csv").write_text(f"probe;gallery;distance\na;b;{entry}\n")
            load_scores(folder / "s.csv")
        elif kind == "photo's path":
            check_path(entry, "labels.csv")
        elif kind == "label column":
            check_label_column(entry, "labels.csv")
        else:
            raise AssertionError(kind)
    except FalseMatchError:
        return REFUSED
    return KEPT


@pytest.mark.parametrize(("kind", "entry", "outcome"), entries())
def test_an_entry_becomes_what_the_page_says(
    kind: str, entry: str, outcome: str, tmp_path: Path
) -> None:
    assert outcome_of(kind, entry, tmp_path) == outcome


def test_every_kind_has_entries() -> None:
    """And every kind of file has its row in the table before."""
    assert {kind for kind, _, _ in entries()} == {
        "age",
        "score",
        "photo's path",
        "label column",
        "file beside photos",
    }
    table = TEXT.split("## What is read, left out, or refused")[1].split("Some entries")[0]
    for row in ("CSV", "labels", "folders", "photos", "scores", "JSON", "experiments and grids"):
        assert f"\n| {row}" in table
