"""Addresses of bundled portraits: relative, one for each face, none without a server."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.ui import face_addresses


@pytest.fixture
def server(monkeypatch, tmp_path):
    """Run with a server that serves what it is handed; the faces are files of a few bytes."""
    handed: list[tuple[bytes, str, str]] = []

    def add(content: bytes, kind: str, place: str) -> str:
        handed.append((content, kind, place))
        return f"/media/{len(handed)}.webp"

    runtime = SimpleNamespace(
        exists=lambda: True,
        get_instance=lambda: SimpleNamespace(media_file_mgr=SimpleNamespace(add=add)),
    )
    monkeypatch.setattr(face_addresses, "runtime", runtime)
    monkeypatch.setattr(face_addresses, "face_file", lambda name, key: tmp_path / f"{name}-{key}")
    face_addresses._read.cache_clear()
    yield handed, tmp_path
    face_addresses._read.cache_clear()


def test_an_address_is_relative_to_the_page(server):
    """Without a slash at its beginning, it holds under the base path of a reverse proxy."""
    handed, folder = server
    (folder / "congress-A1").write_bytes(b"face")
    assert face_addresses.address("congress", "A1") == "media/1.webp"
    assert handed[0][:2] == (b"face", "image/webp")


def test_every_face_has_a_place_of_its_own(server):
    """Two faces in one place would push each other out of the session."""
    handed, folder = server
    for name in ("a-K1", "b-K1", "a-K2"):
        (folder / name).write_bytes(name.encode())
    for name, key in (("a", "K1"), ("b", "K1"), ("a", "K2")):
        face_addresses.address(name, key)
    assert len({place for _, _, place in handed}) == 3


def test_a_face_is_read_once(server):
    _, folder = server
    path = folder / "a-K1"
    path.write_bytes(b"face")
    face_addresses.address("a", "K1")
    path.unlink()
    assert face_addresses.address("a", "K1") == "media/2.webp"


def test_no_address_without_a_server(monkeypatch):
    monkeypatch.setattr(face_addresses, "runtime", SimpleNamespace(exists=lambda: False))
    assert face_addresses.address("congress-115", "A000360") == ""
