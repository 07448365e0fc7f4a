"""A run that is killed leaves the old or the new, and after the next run nothing else.

Killed at every call that changes the disk, one after the other, and at random moments.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.storage import files, whole_folder
from simulator.storage.whole_folder import (
    remove_folder,
    replacing_folder,
    sweep_folders,
    write_folder,
    write_over,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and kills what it forked")

CALLS = ("rename", "replace", "unlink", "rmdir", "mkdir", "link", "fsync", "open")
OLD = {"result.json": b"old", "by-x.csv": b"old"}
NEW = {"result.json": b"new" * 50_000, "by-y.csv": b"new"}
BUILT = {"manifest.csv": b"new", "encodings.npz": b"new" * 9, "SHA256SUMS": b"new"}
OURS = re.compile(r"result\.json|by-.+\.csv")


def _file(root: Path) -> None:
    files.write_bytes(root / "out" / "result.json", NEW["result.json"])


def _run(root: Path) -> None:
    write_over(root / "out", NEW, OURS)


def _beside(root: Path) -> None:
    """Into a folder that holds a file of somebody else."""
    (root / "out" / "notes.txt").write_bytes(b"mine")
    write_over(root / "out", NEW, OURS)


def _pages(root: Path) -> None:
    write_folder(root / "out", dict.fromkeys(OLD, b"new"))


def _build(root: Path) -> None:
    with replacing_folder(root / "out", keep=True) as staging:
        for name, content in BUILT.items():
            files.write_bytes(staging / name, content)


def _remove(root: Path) -> None:
    sweep_folders(root)
    if (root / "out").is_dir():
        remove_folder(root / "out")


AFTER: list[tuple[Callable[[Path], None], dict[str, bytes] | None]] = [
    (_file, OLD | {"result.json": NEW["result.json"]}),
    (_run, NEW),
    (_pages, dict.fromkeys(OLD, b"new")),
    (_build, OLD | BUILT),
    (_remove, None),
]


def state(root: Path) -> dict[str, bytes] | None:
    """Return what a reader finds; hidden files are no result."""
    out = root / "out"
    if not out.is_dir():
        return None
    return {p.name: p.read_bytes() for p in out.iterdir() if not p.name.startswith(".")}


def left(root: Path) -> list[str]:
    return [str(p.relative_to(root)) for p in root.rglob("*") if p.name.startswith(".")]


def start(root: Path) -> None:
    shutil.rmtree(root, ignore_errors=True)
    (root / "out").mkdir(parents=True)
    for name, content in OLD.items():
        (root / "out" / name).write_bytes(content)


def forked(work: Callable[[Path], None], root: Path, at: int | None) -> int:
    """Do the work in a child that is killed before its ``at``-th call; return its id."""
    child = os.fork()
    if child:
        return child
    made = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **more: object) -> object:
            nonlocal made
            if made == at:
                os.kill(os.getpid(), signal.SIGKILL)
            made += 1
            return real(*given, **more)

        return call

    try:
        files._swept.clear()
        if at is not None:
            for name in CALLS:
                setattr(os, name, counted(getattr(os, name)))
            whole_folder.exchange = counted(whole_folder.exchange)  # type: ignore[assignment]
        work(root)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - the child says so with its exit code
        os._exit(1)


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("exchanges", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize(("work", "new"), AFTER, ids=lambda value: getattr(value, "__name__", ""))
def test_killed_at_every_call(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    work: Callable[[Path], None],
    new: dict[str, bytes] | None,
    exchanges: bool,
) -> None:
    """Where two folders cannot be exchanged, there is one moment with neither; it is mended."""
    if not exchanges:
        monkeypatch.setattr(whole_folder, "exchange", lambda *_: False)
    root = tmp_path / "room"
    for at in range(300):
        start(root)
        status = ended(forked(work, root, at))
        assert state(root) in (OLD, new) or (not exchanges and state(root) is None), at
        if status == 0:
            break
        assert status == -signal.SIGKILL, at
        files._swept.clear()
        work(root)
        assert state(root) == new, at
        assert left(root) == [], at
    else:
        pytest.fail("never ended by itself")
    assert at > 3


def killed_at_random(root: Path, times: int) -> None:
    chance = random.Random(3)
    for number in range(times):
        work, new = AFTER[number % len(AFTER)]
        start(root)
        child = forked(work, root, None)
        time.sleep(chance.random() * 0.012)
        os.kill(child, signal.SIGKILL)
        ended(child)
        assert state(root) in (OLD, new), number
        files._swept.clear()
        work(root)
        assert state(root) == new, number
        assert left(root) == [], number


def test_killed_at_random(tmp_path: Path) -> None:
    killed_at_random(tmp_path / "room", 25)


@pytest.mark.long
def test_killed_at_random_many_times(tmp_path: Path) -> None:
    killed_at_random(tmp_path / "room", 200)


def test_in_a_folder_with_other_files_no_two_runs_are_mixed(tmp_path: Path) -> None:
    """Without its JSON, a run that was killed is none; the next one is whole, and notes stay."""
    root = tmp_path / "room"
    for at in range(300):
        start(root)
        status = ended(forked(_beside, root, at))
        found = state(root) or {}
        if "result.json" in found:
            assert {n: found.get(n) for n in OLD} == OLD or {n: found.get(n) for n in NEW} == NEW
        if status == 0:
            break
        files._swept.clear()
        _beside(root)
        assert state(root) == NEW | {"notes.txt": b"mine"}, at
        assert left(root) == [], at
    assert at > 3
