"""Photographs for the pairs: none unless asked for, and only of pairs under the threshold."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.ui import cached, pair_photos

BOARD = SimpleNamespace(
    probes="p", gallery="g", pair_keys=[(f"p{i}", f"g{i}") for i in range(100)], flagged=[0, 2, 90]
)


@pytest.fixture
def session(monkeypatch, tmp_path):
    """Run a session with photos on disk; each is shown as its data set and key."""
    state: dict[str, bool] = {}
    monkeypatch.setattr(pair_photos, "st", SimpleNamespace(session_state=state))
    monkeypatch.setattr(pair_photos, "photos_root", lambda: tmp_path)
    monkeypatch.setattr(cached, "thumbnail", lambda name, key, _root: f"{name}/{key}")
    return state


def test_none_unless_asked_for(session):
    """The switch is off at first."""
    assert pair_photos.for_browser(BOARD, 1) == {"revision": "none"}


def test_none_without_photos_on_disk(session, monkeypatch):
    """Even if the switch was on before."""
    session[pair_photos.SWITCH] = True
    monkeypatch.setattr(pair_photos, "photos_root", lambda: None)
    assert pair_photos.for_browser(BOARD, 1) == {"revision": "none"}


def test_the_pairs_under_the_threshold(session):
    """Two pairs are falsely matched at the second stop: two photographs on each side."""
    session[pair_photos.SWITCH] = True
    data = pair_photos.for_browser(BOARD, 1)
    assert data["probe"] == ["p/p0", "p/p1"]
    assert data["stand_in"] == ["g/g0", "g/g1"]
    assert pair_photos.for_browser(BOARD, 0)["probe"] == []


def test_no_more_than_a_page_can_hold(session):
    """Ninety pairs match; the closest sixty are photographs."""
    session[pair_photos.SWITCH] = True
    data = pair_photos.for_browser(BOARD, 2)
    assert len(data["probe"]) == pair_photos.MOST == 60
    assert data["revision"] != pair_photos.for_browser(BOARD, 1)["revision"]
