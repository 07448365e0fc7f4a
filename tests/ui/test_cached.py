"""The caches of the app: which of them a changed data set empties."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_every_cache_of_data_is_forgotten_together():
    """A new cache has to say whether it holds what was read from data sets."""
    from simulator.ui import cached, cached_audit, cached_luck

    caches = {
        name: id(value)
        for module in (cached, cached_audit, cached_luck)
        for name, value in vars(module).items()
        if hasattr(value, "clear") and name[:2] != "__"
    }
    known = {id(value) for value in cached.OF_DATA}
    assert {name for name, cache in caches.items() if cache not in known} == {"live_matcher"}


def test_a_changed_data_set_is_read_again(make_dataset, monkeypatch):
    """Until then the same data set is opened once."""
    from simulator.ui import cached

    folder = make_dataset("mine", [("a", "a", "F", "north", (0.0, 0, 0, 0))])
    opened = cached.installed(str(folder))
    assert cached.installed(str(folder)) is opened
    cached.forget_data()
    assert cached.installed(str(folder)) is not None


@pytest.mark.slow
def test_the_labs_tables_are_on_disk_from_the_second_time_on(monkeypatch):
    """They take seconds; another program or another language calculates its own."""
    from simulator.board import build_board
    from simulator.experiment.experiment import Experiment
    from simulator.ui import cached

    made = []
    make = build_board.make_board
    monkeypatch.setattr(
        build_board, "make_board", lambda *args, **more: made.append(args) or make(*args, **more)
    )
    asked = Experiment(probes="london", gallery="legislators")
    first = cached.board(asked, "lab")
    cached._board.clear()
    assert cached.board(asked, "lab") == first
    assert len(made) == 1
