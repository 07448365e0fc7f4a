"""Processes that stay for the next task, die on one, and are ended when nobody asks."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from simulator.errors import FalseMatchError
from simulator.processes.idle_workers import KeptWorkers

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
    """The same process answers both."""
    workers = KeptWorkers(COMMAND)
    (first,), (second,) = workers.answers(["a"]), workers.answers(["b"])
    assert (first[0], second[0]) == ("A", "B")
    assert first[1] == second[1]
    workers.stop()


def test_one_that_died_is_replaced_and_its_items_are_tried_once_more():
    """Only the guilty item is given up; the others keep their order."""
    workers = KeptWorkers(COMMAND)
    found = workers.answers(["a", "bomb", "b"])
    assert [answer and answer[0] for answer in found] == ["A", None, "B"]
    assert workers.answers(["c"])[0][0] == "C"
    workers.stop()


def test_two_tasks_at_once_have_a_process_each():
    """Neither waits for the other."""
    workers, found = KeptWorkers(COMMAND), {}

    def ask(word: str) -> None:
        found[word] = workers.answers([word, "slow"])[0][1]

    threads = [threading.Thread(target=ask, args=(word,)) for word in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found["a"] != found["b"]
    workers.stop()


def test_a_process_that_nobody_asks_is_ended():
    """After its time; the next task gets a new one."""
    workers = KeptWorkers(COMMAND, idle=0.2)
    first = workers.answers(["a"])[0][1]
    until = time.monotonic() + 10
    while workers._free and time.monotonic() < until:
        time.sleep(0.05)
    assert not workers._free
    assert workers.answers(["b"])[0][1] != first
    workers.stop()


def test_a_process_that_cannot_start_is_one_sentence():
    """What it said last is told."""
    workers = KeptWorkers([sys.executable, "-c", "raise SystemExit('no model here')"])
    with pytest.raises(FalseMatchError, match="no model here"):
        workers.answers(["a"])
