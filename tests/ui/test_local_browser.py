"""Buttons that change the server are offered only to a person at its machine."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.ui import local_browser


@pytest.mark.parametrize(
    ("address", "headers", "local"),
    [
        ("127.0.0.1", {"Host": "localhost:8501"}, True),
        ("127.0.0.1", {}, True),
        (None, {"Host": "127.0.0.1:8501"}, True),
        ("0.0.0.0", {"Host": "localhost:8501"}, False),
        ("::", {"Host": "[::1]:8501"}, False),
        ("127.0.0.1", {"Host": "school.example"}, False),
        ("127.0.0.1", {"Host": "localhost", "X-Forwarded-For": "192.0.2.9"}, False),
        ("127.0.0.1", {"Host": "localhost", "X-Real-Ip": "192.0.2.9"}, False),
    ],
)
def test_address_and_request_must_both_be_local(monkeypatch, address, headers, local):
    """A server that listens on every address may be used by a class."""
    page = SimpleNamespace(get_option=lambda _: address, context=SimpleNamespace(headers=headers))
    monkeypatch.setattr(local_browser, "st", page)
    assert local_browser.at_this_machine() is local
