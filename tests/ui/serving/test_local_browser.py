"""Buttons that change the server are offered only to a person at its machine."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from simulator.ui.serving import listening, local_browser
from simulator.ui.serving.listening import Listening

BEHIND = ("falsematch.school.example",)


@pytest.mark.parametrize(
    ("served", "peer", "headers", "here"),
    [
        (Listening(), None, {"Host": "localhost:8501"}, True),
        (Listening("::1"), "::1", {}, True),
        (Listening("localhost"), "127.0.0.1", {"Host": "127.0.0.1:8501"}, True),
        (Listening("0.0.0.0"), None, {"Host": "localhost:8501"}, False),
        (Listening("::"), None, {"Host": "[::1]:8501"}, False),
        (Listening("192.168.1.7"), "192.168.1.7", {"Host": "localhost"}, False),
        (Listening(public_names=BEHIND), None, {"Host": "localhost"}, False),
        (Listening(public_names=BEHIND), None, {"Host": "127.0.0.1:8501"}, False),
        (Listening(), "192.0.2.9", {"Host": "localhost"}, False),
        (Listening(), None, {"Host": "localhost", "X-Forwarded-For": "127.0.0.1"}, False),
        (Listening(), None, {"Host": "localhost", "X-Real-Ip": "127.0.0.1"}, False),
        (Listening(), None, {"Forwarded": "for=127.0.0.1"}, False),
        (Listening(), None, {"Via": "1.1 school"}, False),
    ],
)
def test_the_server_s_start_decides_and_headers_only_take_away(
    monkeypatch, served, peer, headers, here
):
    """No header makes a browser local where the server was started for others."""
    page = SimpleNamespace(context=SimpleNamespace(headers=headers, ip_address=peer))
    monkeypatch.setattr(local_browser, "st", page)
    monkeypatch.setitem(listening._now, "listening", served)
    assert local_browser.at_this_machine() is here
