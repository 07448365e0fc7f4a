"""Above the limit, results are dropped before the next is calculated."""

from __future__ import annotations

import sys

import pytest

from simulator.ui import memory_limit


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was dropped; nothing else is."""
    found: list[str] = []
    monkeypatch.setattr(memory_limit, "_dropping", {"test": lambda: found.append("all")})
    monkeypatch.setattr(memory_limit, "_limit", {"megabytes": 500})
    return found


@pytest.mark.parametrize(("resident", "drops"), [(499.0, False), (500.0, False), (501.0, True)])
def test_only_above_the_limit(dropped, monkeypatch, resident, drops):
    """At the limit everything stays."""
    monkeypatch.setattr(memory_limit, "resident_megabytes", lambda: resident)
    assert memory_limit.make_room() is drops
    assert dropped == ["all"] * drops


def test_the_limit_is_set_when_the_server_starts(dropped, monkeypatch):
    """--max-memory decides."""
    monkeypatch.setattr(memory_limit, "resident_megabytes", lambda: 501.0)
    memory_limit.limit_memory(600)
    assert not memory_limit.make_room()
    assert dropped == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it in a file")
def test_memory_of_this_process():
    """A process with Python in it takes some, and more with a large list."""
    before = memory_limit.resident_megabytes()
    assert 5 < before < 100_000
    much = bytearray(b"x" * 64_000_000)
    assert memory_limit.resident_megabytes() > before + 40
    assert len(much) == 64_000_000


def test_caches_and_jobs_are_registered():
    """Whoever holds results says how to drop them."""
    from simulator.ui import cached, jobs

    assert memory_limit._dropping["caches"] is cached.forget_results
    assert memory_limit._dropping["jobs"] is jobs.forget_older
