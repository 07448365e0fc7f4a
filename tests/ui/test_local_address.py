"""Which addresses and requests count as coming from this machine."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.ui.local_address import asked_on_this_machine, is_local


@pytest.mark.parametrize(
    ("address", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_what_counts_as_this_machine(address, local):
    """Only loopback addresses are local."""
    assert is_local(address) is local


@pytest.mark.parametrize(
    ("headers", "here"),
    [
        ({"Host": "127.0.0.1:8501"}, True),
        ({"Host": "localhost:8501"}, True),
        ({"Host": "[::1]:8501"}, True),
        ({"Host": "localhost"}, True),
        ({}, True),
        ({"Host": "falsematch.school.example"}, False),
        ({"Host": "192.168.1.7:8501"}, False),
        ({"Host": "localhost.school.example"}, False),
        ({"Host": "[2001:db8::1]:8501"}, False),
        ({"Host": "127.0.0.1:8501", "X-Forwarded-For": "192.0.2.7"}, False),
        ({"Host": "someone@localhost"}, False),
        ({"Host": "127.0.0.1:8501", "Forwarded": "for=192.0.2.7"}, False),
    ],
    ids=str,
)
def test_only_a_browser_on_this_machine(headers, here):
    """A proxy in front of the app, or a name that points here, is another machine's browser."""
    assert asked_on_this_machine(headers) is here


@given(st.text())
def test_every_host_header_is_answered(host):
    """A mangled header never raises an error."""
    assert asked_on_this_machine({"Host": host}) in (True, False)
