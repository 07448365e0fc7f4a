"""One writer at a time; a lock whose owner died is free, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.errors import FalseMatchError
from simulator.storage.files import HIDDEN
from simulator.storage.lock import lock_is_free, locked, mark_of

DIES = """
import os, sys
from pathlib import Path
from simulator.storage.lock import locked
with locked(Path(sys.argv[1])):
    os.kill(os.getpid(), 9)
"""


def test_the_second_is_told_and_nothing_stays(tmp_path: Path) -> None:
    lock = tmp_path / f"{HIDDEN}{mark_of(tmp_path / 'run')}.lock"
    with locked(tmp_path / "run"):
        assert not lock_is_free(lock)
        with pytest.raises(FalseMatchError, match="found another run"), locked(tmp_path / "run"):
            pass
        with locked(tmp_path / "other"):
            pass
    assert list(tmp_path.iterdir()) == []


def test_a_killed_owner_leaves_no_lock_for_the_next(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", DIES, str(tmp_path / "run")], check=False)
    assert done.returncode == -9
    assert lock_is_free(tmp_path / f"{HIDDEN}{mark_of(tmp_path / 'run')}.lock")
    with locked(tmp_path / "run"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FalseMatchError, match="could not write"), locked(tmp_path / "file" / "run"):
        pass
