"""Processes wait for the next task, are replaced when they die, and end when no task comes."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from simulator.errors import FalseMatchError, PackError
from simulator.processes.idle_workers import IdleWorkers

WORKER = """
import json, os, sys, time
print('"ready"', flush=True)
for line in sys.stdin:
    items = json.loads(line)
    if "bomb" in items:
        os._exit(9)
    if "slow" in items:
        time.sleep(0.5)
    print(json.dumps([[item.upper(), os.getpid()] for item in items]), flush=True)
"""
COMMAND = [sys.executable, "-c", WORKER]


def test_a_process_stays_for_the_next_task():
    """One process answers both questions."""
    workers = IdleWorkers(COMMAND)
    (first,), (second,) = workers.answers(["a"]), workers.answers(["b"])
    assert (first[0], second[0]) == ("A", "B")
    assert first[1] == second[1]
    workers.stop()


def test_one_that_died_is_replaced_and_its_items_are_tried_once_more():
    """Only the guilty item is given up; the others keep their order."""
    workers = IdleWorkers(COMMAND)
    found = workers.answers(["a", "bomb", "b"])
    assert [answer and answer[0] for answer in found] == ["A", None, "B"]
    assert workers.answers(["c"])[0][0] == "C"
    workers.stop()


def test_two_tasks_at_once_have_a_process_each():
    """Neither waits for the other."""
    workers, found = IdleWorkers(COMMAND), {}

    def ask(word: str) -> None:
        found[word] = workers.answers([word, "slow"])[0][1]

    threads = [threading.Thread(target=ask, args=(word,)) for word in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found["a"] != found["b"]
    workers.stop()


def test_a_process_without_a_task_is_ended():
    """After its time; the next task gets a new one."""
    workers = IdleWorkers(COMMAND, idle=0.2)
    first = workers.answers(["a"])[0][1]
    until = time.monotonic() + 10
    while workers.is_running and time.monotonic() < until:
        time.sleep(0.05)
    assert not workers.is_running
    assert workers.answers(["b"])[0][1] != first
    workers.stop()


def test_a_process_that_cannot_start_is_one_sentence():
    """The error quotes its last words."""
    workers = IdleWorkers([sys.executable, "-c", "raise SystemExit('no model here')"])
    with pytest.raises(FalseMatchError, match="no model here"):
        workers.answers(["a"])


def test_a_process_that_is_too_slow_is_replaced():
    """It counts as dead, and so does the one that tries the item again."""
    workers = IdleWorkers(COMMAND, seconds=0.3)
    assert workers.answers(["slow"]) == [None]
    assert (workers.started, workers.died) == (2, 2)
    assert not workers.is_running


def test_a_process_that_was_killed_while_waiting_is_replaced():
    """The caller gets an answer all the same."""
    workers = IdleWorkers(COMMAND)
    first = workers.answers(["a"])[0][1]
    workers.kill()
    assert workers.answers(["b"])[0][1] != first
    assert (workers.started, workers.died) == (2, 1)
    workers.stop()
    assert not workers.is_running


def test_a_failed_start_is_not_repeated_during_the_pause(tmp_path):
    """The same error comes at once, and after the pause the start is tried again."""
    log = tmp_path / "log"
    command = [sys.executable, "-c", f"open({str(log)!r}, 'a').write('x')"]
    patient, impatient = IdleWorkers(command, pause=60), IdleWorkers(command)
    for workers in (patient, patient, impatient, impatient):
        with pytest.raises(FalseMatchError, match="expected to start"):
            workers.answers(["a"])
    assert log.read_text() == "xxx"
    assert (patient.started, patient.is_running) == (0, False)


def test_an_error_that_a_process_reports_ends_it():
    """The error keeps its type, and the next task gets another process."""
    script = 'print(\'"ready"\', flush=True); input(); print(\'{"error": "PackError"}\')'
    workers = IdleWorkers([sys.executable, "-c", script])
    with pytest.raises(PackError):
        workers.answers(["a"])
    assert (workers.is_running, workers.died) == (False, 0)
