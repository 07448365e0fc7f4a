"""One piece of heavy work at a time, in order; the line is bounded and can be left."""

from __future__ import annotations

import threading

import pytest

from simulator.errors import FalseMatchError
from simulator.ui.work_queue import WorkQueue


class Ticket:
    """A place in the line; tickets are compared by identity."""


def test_one_at_a_time_and_in_order():
    """Twelve threads never work at once, and none overtakes."""
    queue, running, most, order = WorkQueue(), [], [], []
    tickets = [Ticket() for _ in range(12)]
    for ticket in tickets:
        queue.join(ticket)
    assert [queue.ahead(ticket) for ticket in tickets] == list(range(12))

    def work(ticket):
        with queue.turn(ticket, lambda: True) as mine:
            assert mine
            running.append(ticket)
            most.append(len(running))
            order.append(ticket)
            running.remove(ticket)

    threads = [threading.Thread(target=work, args=(ticket,)) for ticket in reversed(tickets)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert order == tickets
    assert max(most) == 1
    assert queue.ahead(tickets[-1]) == 0


def test_who_is_not_wanted_any_more_leaves_the_line():
    """Nobody waits behind work that nobody waits for."""
    queue, first, second, third = WorkQueue(), Ticket(), Ticket(), Ticket()
    for ticket in (first, second, third):
        queue.join(ticket)
    with queue.turn(second, lambda: False) as mine:
        assert not mine
    assert queue.ahead(third) == 1
    with queue.turn(first, lambda: True) as mine:
        assert mine
    assert queue.ahead(third) == 0


def test_an_error_gives_the_turn_to_the_next():
    """The line goes on."""
    queue, first, second = WorkQueue(), Ticket(), Ticket()
    queue.join(first)
    queue.join(second)
    with pytest.raises(ZeroDivisionError), queue.turn(first, lambda: True):
        raise ZeroDivisionError
    with queue.turn(second, lambda: True) as mine:
        assert mine


def test_a_full_line_is_one_sentence():
    """Requests beyond the bound are refused instead of remembered."""
    queue = WorkQueue(2)
    queue.join(Ticket())
    queue.join(Ticket())
    with pytest.raises(FalseMatchError, match="queue"):
        queue.join(Ticket())
