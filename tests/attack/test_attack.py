"""Files that were changed are read or refused in words: no traceback, no hang, no write outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from attack.long_run import attack
from attack.targets import TARGETS


def test_changed_files_of_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A few of each kind; `make attack` tries 12,000."""
    found = attack(8 * len(TARGETS), 7, tmp_path / "attacked")
    assert set(found) == {"read", "refused"}, capsys.readouterr().out
