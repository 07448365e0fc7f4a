"""After kill -9 no worker lives on: neither one of a pool nor one that answers lines."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from simulator.processes import orphans
from simulator.processes.orphans import end_with, ending_with_this_process

POOL = """
import os, sys, time
import joblib
from simulator.processes.orphans import ending_with_this_process
def work(folder):
    open(os.path.join(folder, str(os.getpid())), "w").close()
    time.sleep(120)
guarded = ending_with_this_process(work)
joblib.Parallel(n_jobs=2)(joblib.delayed(guarded)(sys.argv[1]) for _ in range(2))
"""
WORKER = """
import os, time
from simulator.processes.worker_process import serve
def work(folder, _items):
    open(os.path.join(folder, str(os.getpid())), "w").close()
    time.sleep(120)
def main():
    import sys
    serve(lambda: sys.argv[-1], work)
"""
LINES = """
import sys
sys.path.insert(0, sys.argv[2])
from simulator.processes.worker_pool import run_in_workers
from simulator.processes.worker_process import command
list(run_in_workers(command("busy_worker", sys.argv[1]), [["a"], ["b"]], 2))
"""


def two_workers(folder: Path) -> list[int]:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = [int(path.name) for path in folder.iterdir()]
        if len(found) == 2:
            return found
        time.sleep(0.05)
    raise AssertionError("two workers were expected to start")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
@pytest.mark.parametrize("code", [POOL, LINES], ids=["a pool", "workers that answer lines"])
def test_workers_that_compute_end_with_their_parent(code: str, tmp_path: Path) -> None:
    """They sleep for two minutes; their parent is killed, and a moment later they are gone."""
    (tmp_path / "busy_worker.py").write_text(WORKER)
    pids = tmp_path / "pids"
    pids.mkdir()
    with subprocess.Popen([sys.executable, "-c", code, str(pids), str(tmp_path)]) as parent:
        workers = [psutil.Process(pid) for pid in two_workers(pids)]
        parent.kill()
    _, alive = psutil.wait_procs(workers, timeout=10)
    for one in alive:
        one.kill()
    assert alive == []


def test_a_process_does_not_watch_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one worker, the work is done in the process that asked for it."""

    def refuse(*_: object) -> None:
        raise AssertionError("nothing to watch")

    monkeypatch.setattr(orphans, "_end_after", refuse)
    assert ending_with_this_process(int)("3") == 3


def test_the_end_of_a_parent_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number is free, or this process has another parent; otherwise it goes on waiting."""
    monkeypatch.setattr(orphans, "SECONDS", 0.01)
    orphans._wait(0x7FFFFFFE)
    parents = iter([7, 7, 7, 1])
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    orphans._wait(os.getpid())
    assert next(parents, None) is None


def test_a_worker_without_a_parent_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(orphans, "_watched", set())
    end_with(0x7FFFFFFE)
    for thread in threading.enumerate():
        if thread.daemon and "_end_after" in thread.name:
            thread.join(10)
    assert ended == [1]
