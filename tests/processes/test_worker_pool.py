"""Worker processes that die, hang up, refuse to start or print what they should not."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.errors import FalseMatchError, MatcherNotInstalled, PhotoError
from simulator.processes.worker_pool import Worker, run_in_workers

WORKER = """
import json, os, sys
print('"ready"', flush=True)
for line in sys.stdin:
    items = json.loads(line)
    for item in items:
        log = os.path.join({folder!r}, item.replace(":", "-"))
        with open(log, "a") as file:
            file.write("x")
        if item.startswith("bomb"):
            os._exit(9)
        if item.startswith("once") and os.path.getsize(log) == 1:
            os._exit(9)
    print(json.dumps([item.upper() for item in items]), flush=True)
"""


def worker(folder: Path) -> list[str]:
    return [sys.executable, "-c", WORKER.format(folder=str(folder))]


def script(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_every_item_is_answered_once(tmp_path: Path) -> None:
    """Batches come back whole, each item beside its answer, in whatever order they finish."""
    batches = [["a", "b"], ["c"], ["d", "e"], ["f"]]
    found = dict(run_in_workers(worker(tmp_path), batches, 3))
    assert found == {tuple(batch): [item.upper() for item in batch] for batch in batches}
    assert all(path.read_text() == "x" for path in tmp_path.iterdir())


def test_a_worker_that_dies_is_replaced_and_its_items_are_tried_once_more(tmp_path: Path) -> None:
    """Only the guilty item of a batch is given up, after two attempts."""
    found = dict(run_in_workers(worker(tmp_path), [["a", "bomb", "b"], ["c"]], 1))
    assert found == {("a",): ["A"], ("bomb",): None, ("b",): ["B"], ("c",): ["C"]}
    assert (tmp_path / "bomb").read_text() == "xx"


def test_an_item_that_fails_once_is_answered(tmp_path: Path) -> None:
    """A worker that is killed for lack of memory costs time, but no photo."""
    found = dict(run_in_workers(worker(tmp_path), [["once"], ["a"]], 2))
    assert found == {("once",): ["ONCE"], ("a",): ["A"]}


def test_a_worker_that_cannot_start_is_an_error() -> None:
    """It quotes the last words, and no second attempt is made that would end the same way."""
    with pytest.raises(FalseMatchError, match="found that it ended: no memory"):
        list(run_in_workers(script("import sys; sys.exit('no memory')"), [["a"]], 2))


def test_errors_of_the_whole_run_keep_their_class() -> None:
    """A worker may report an error instead of being ready or instead of an answer."""
    say = 'print(\'{"error": "%s", "message": "m"}\', flush=True)'
    with pytest.raises(MatcherNotInstalled, match="m"):
        list(run_in_workers(script(say % "MatcherNotInstalled"), [["a"]], 1))
    ready = "print('\"ready\"', flush=True); input(); "
    with pytest.raises(PhotoError, match="m"):
        list(run_in_workers(script(ready + say % "PhotoError"), [["a"]], 1))


@pytest.mark.parametrize("name", ["SystemExit", "annotations", "no such"])
def test_a_reported_class_that_is_none_of_ours(name: str) -> None:
    """Only errors of this package are ever raised by name."""
    text = f'print(\'{{"error": "{name}", "message": "m"}}\', flush=True)'
    with pytest.raises(FalseMatchError):
        list(run_in_workers(script(text), [["a"]], 1))


@pytest.mark.parametrize("answer", ["[]", "[1, 2]", "3", "not json"])
def test_an_answer_of_another_shape(answer: str) -> None:
    """A wrong count is an error; an answer that is not JSON counts as a death."""
    text = f"print('\"ready\"', flush=True)\nfor line in __import__('sys').stdin: print({answer!r})"
    text += "; __import__('sys').stdout.flush()"
    if answer == "not json":
        assert dict(run_in_workers(script(text), [["a"]], 1)) == {("a",): None}
    else:
        with pytest.raises(FalseMatchError, match="an answer for each item"):
            list(run_in_workers(script(text), [["a"]], 1))


def test_no_worker_survives_a_caller_that_leaves(tmp_path: Path) -> None:
    """Ctrl-C or an error in the caller's loop ends busy workers at once."""
    text = (
        "import os, sys, time\nprint('\"ready\"', flush=True)\n"
        "for line in sys.stdin:\n"
        f"    open(os.path.join({str(tmp_path)!r}, str(os.getpid())), 'w')\n"
        "    time.sleep(0 if 'quick' in line else 600); print('[0]', flush=True)\n"
    )
    results = run_in_workers(script(text), [["slow"], ["quick"]], 2)
    start = time.monotonic()
    assert next(results) == (("quick",), [0])
    while len(list(tmp_path.iterdir())) < 2 and time.monotonic() < start + 30:
        time.sleep(0.05)
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() < start + 60
    for path in tmp_path.iterdir():
        if sys.platform != "win32":
            with pytest.raises(ProcessLookupError):
                os.kill(int(path.name), 0)


def test_a_worker_ends_with_its_parent(tmp_path: Path) -> None:
    """Its input ends, so no worker is left behind after SIGKILL."""
    process = subprocess.Popen(
        worker(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.communicate(timeout=60)[0] == '"ready"\n'
    assert process.returncode == 0


def test_a_worker_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """A caller that waits gets no answer; a quick worker is not ended."""
    slow = Worker(script("import time; print('\"ready\"', flush=True); input(); time.sleep(60)"))
    quick = Worker(worker(tmp_path))
    try:
        started = time.monotonic()
        assert slow.ask(["a"], seconds=0.3) is None
        assert time.monotonic() - started < 30
        assert quick.ask(["a"], seconds=30) == ["A"]
        assert quick.ask(["b"]) == ["B"]
    finally:
        slow.stop()
        quick.stop()
