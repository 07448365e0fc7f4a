"""Photographs for the pairs: none unless asked for, and only of pairs under the threshold."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.ui import cached, face_addresses, pair_photos

BOARD = SimpleNamespace(
    probes="p",
    gallery="g",
    pair_keys=[(f"p{i}", f"g{i}") for i in range(100)],
    faces=(),
    flagged=[0, 2, 90],
)
SHOWN = SimpleNamespace(
    probes="p",
    gallery="g",
    pair_keys=[("A", "X"), ("B", "Y"), ("C", "X"), ("A", "Z")],
    faces=((True, True), (True, False), (False, True), (True, True)),
    flagged=[0, 3, 4],
)
"""People in public office; the portraits of Y and C are not bundled."""


@pytest.fixture
def session(monkeypatch, tmp_path):
    """Run a session with photos on disk; each is shown as its data set and key."""
    state: dict[str, bool] = {}
    monkeypatch.setattr(pair_photos, "st", SimpleNamespace(session_state=state))
    monkeypatch.setattr(pair_photos, "photos_root", lambda: tmp_path)
    monkeypatch.setattr(cached, "thumbnail", lambda name, key, _root: f"{name}/{key}")
    monkeypatch.setattr(face_addresses, "address", lambda name, key: f"media/{name}-{key}")
    return state


def test_none_unless_asked_for(session):
    """The switch is off at first."""
    assert pair_photos.for_browser(BOARD, "test", 1) == {"channel": "test", "revision": "none"}


def test_none_without_photos_on_disk(session, monkeypatch):
    """Even if the switch was on before."""
    session[pair_photos.SWITCH] = True
    monkeypatch.setattr(pair_photos, "photos_root", lambda: None)
    assert pair_photos.for_browser(BOARD, "test", 1) == {"channel": "test", "revision": "none"}


def test_the_pairs_under_the_threshold(session):
    """Two pairs are falsely matched at the second stop: two photographs on each side."""
    session[pair_photos.SWITCH] = True
    data = pair_photos.for_browser(BOARD, "test", 1)
    assert data["probe"] == ["p/p0", "p/p1"]
    assert data["stand_in"] == ["g/g0", "g/g1"]
    assert pair_photos.for_browser(BOARD, "test", 0)["probe"] == []


def test_no_more_than_a_page_can_hold(session):
    """Ninety pairs match; the closest sixty are photographs."""
    session[pair_photos.SWITCH] = True
    data = pair_photos.for_browser(BOARD, "test", 2)
    assert len(data["probe"]) == pair_photos.MOST == 60
    assert data["revision"] != pair_photos.for_browser(BOARD, "test", 1)["revision"]


def test_official_portraits_need_no_switch(session):
    """Each face under the threshold has one address; those that are not bundled have none."""
    data = pair_photos.for_browser(SHOWN, "lab", 1)
    assert data["channel"] == "lab"
    assert dict(data["faces"]) == {
        "p/A": "media/p-A",
        "g/X": "media/g-X",
        "p/B": "media/p-B",
    }
    more = pair_photos.for_browser(SHOWN, "lab", 2)["faces"]
    assert {key for key, _address in set(more) - set(data["faces"])} == {"g/Z"}
    assert pair_photos.for_browser(SHOWN, "lab", 0)["faces"] == ()


def test_photos_from_disk_are_not_mixed_with_portraits(session):
    """Even if the switch for photos from disk was on before."""
    session[pair_photos.SWITCH] = True
    assert "probe" not in pair_photos.for_browser(SHOWN, "test", 2)
