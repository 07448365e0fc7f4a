"""``make docs`` writes what this version calculates, and its check finds stale blocks."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from doc_blocks import common
from doc_blocks.common import BLOCKS, block, table, with_interval

from docs import documents, main
from simulator.stats.metrics import rate

NAMED = re.compile(r'\[\[\[cog measured\("(\w+)"\) \]\]\]')


@pytest.mark.slow
@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_no_block_is_stale(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each document; the message is the difference and what to do."""
    status = main(["--check", str(path)])
    assert status == 0, capsys.readouterr().out


def test_every_block_is_in_one_document() -> None:
    """No block is unknown, unused or shown twice."""
    found = Counter(name for path in documents() for name in NAMED.findall(path.read_text("utf-8")))
    assert found == dict.fromkeys(BLOCKS, 1)


@pytest.fixture
def stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document whose block says 1 where the program says 2."""
    monkeypatch.setattr(common, "BLOCKS", {})
    block(two)
    path = tmp_path / "stale.md"
    path.write_text(
        'Before.\n<!-- [[[cog measured("two") ]]] -->\n\n1\n\n<!-- [[[end]]] -->\nAfter.\n'
    )
    return path


def two() -> str:
    return "2"


def test_a_stale_block_is_shown(stale: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check fails, changes nothing and says what to do."""
    before = stale.read_text()
    assert main(["--check", str(stale)]) != 0
    told = capsys.readouterr()
    assert {"-1", "+2"} <= set(told.out.splitlines())
    assert "make docs" in told.out + told.err
    assert stale.read_text() == before


def test_a_stale_block_is_rewritten(stale: Path) -> None:
    """Only what stands between the markers changes."""
    before = stale.read_text()
    assert main([str(stale)]) == 0
    assert stale.read_text() == before.replace("\n1\n", "\n2\n")
    assert main(["--check", str(stale)]) == 0


def test_an_unknown_block_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A typo fails instead of emptying the block."""
    path = tmp_path / "typo.md"
    path.write_text('<!-- [[[cog measured("typo") ]]] -->\n<!-- [[[end]]] -->\n')
    assert main([str(path)]) != 0
    told = capsys.readouterr()
    assert "typo" in told.out + told.err


def test_a_table() -> None:
    """An empty cell stays a cell."""
    assert table(["", "a"], [("x", 1), ("y", "")]) == "| | a |\n|---|---|\n| x | 1 |\n| y | |"


@pytest.mark.parametrize(
    ("counted", "ends", "text"),
    [
        ((5, 23), (0.069, 0.452), "5 of 23 = 21.7% (6.9–45.2)"),
        ((863, 9140), (0.0796, 0.111), "863 of 9,140 = 9.4% (8.0–11.1)"),
        ((0, 23), (0.0, 0.148), "0 of 23 (0–14.8)"),
    ],
)
def test_a_rate_with_its_interval(
    counted: tuple[int, int], ends: tuple[float, float], text: str
) -> None:
    assert with_interval(rate(*counted), *ends) == text
