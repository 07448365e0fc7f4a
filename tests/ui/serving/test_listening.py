"""By which names a server may be asked for, and what a header says."""

from __future__ import annotations

import socket

import pytest
from hypothesis import given, strategies as st

from simulator.ui.serving.listening import (
    Listening,
    host_of,
    is_local,
    is_public_name,
    listening,
    origin_of,
    same_place,
)

PROXIED = Listening("127.0.0.1", ("falsematch.school.example",))


@pytest.mark.parametrize(
    ("address", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_what_counts_as_this_machine(address, local):
    """Only loopback addresses are local."""
    assert is_local(address) is local


def test_without_a_word_it_listens_here():
    """A page that no server started, as in a test, is on this machine."""
    assert listening().is_private


@pytest.mark.parametrize(
    ("served", "name", "known"),
    [
        (Listening(), "127.0.0.1", True),
        (Listening(), "localhost", True),
        (Listening(), "rebound.example", False),
        (Listening(), "localhost.example", False),
        (Listening(), "192.168.1.7", False),
        (Listening("0.0.0.0"), "192.168.1.7", True),
        (Listening("::"), "2001:db8::1", True),
        (Listening("0.0.0.0"), "rebound.example", False),
        (Listening("0.0.0.0"), socket.gethostname().lower(), True),
        (Listening("0.0.0.0", ("class.example",)), "class.example", True),
        (PROXIED, "falsematch.school.example", True),
        (PROXIED, "other.school.example", False),
        (PROXIED, "example", False),
    ],
)
def test_names_that_browsers_may_ask_for(served, name, known):
    """A name of somebody else that points here is refused: DNS rebinding."""
    assert served.knows(name) is known


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("127.0.0.1:8501", ("127.0.0.1", 8501)),
        ("localhost", ("localhost", None)),
        ("LOCALHOST", ("localhost", None)),
        ("[::1]:8501", ("::1", 8501)),
        ("school.example", ("school.example", None)),
        ("someone@localhost", None),
        ("localhost/x", None),
        ("localhost:x", None),
        ("localhost:99999", None),
        ("localhost?", None),
        ("local host", None),
        ("localhost\t", None),
        ("", None),
        ("[::1", None),
        ("-a.example", None),
    ],
)
def test_what_a_host_header_names(header, place):
    """Exactly a name with or without a port; anything else is nothing."""
    assert host_of(header) == place


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://127.0.0.1:8501", "127.0.0.1:8501", True),
        ("https://school.example", "school.example", True),
        ("https://school.example", "school.example:443", True),
        ("http://[::1]:8501", "[::1]:8501", True),
        ("http://localhost:8501", "127.0.0.1:8501", False),
        ("http://127.0.0.1:8502", "127.0.0.1:8501", False),
        ("https://school.example:8443", "school.example", False),
        ("null", "127.0.0.1:8501", False),
        ("", "127.0.0.1:8501", False),
        ("file://127.0.0.1:8501", "127.0.0.1:8501", False),
        ("http://127.0.0.1:8501@evil.example", "127.0.0.1:8501", False),
        ("http://evil.example", "127.0.0.1:8501", False),
        ("http://127.0.0.1:8501/", "127.0.0.1:8501", False),
    ],
)
def test_pages_of_this_server(origin, host, same):
    """Name and port are those of the request; a port that is left out is the usual one."""
    assert same_place(origin, host) is same


@given(st.text(), st.text())
def test_every_header_is_answered(one, other):
    """A mangled header never raises an error."""
    host_of(one)
    origin_of(f"http://{one}")
    assert same_place(one, other) in (True, False)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("falsematch.school.example", True),
        ("192.168.1.7", True),
        ("pc-17", True),
        ("https://school.example", False),
        ("school.example:8501", False),
        ("*.example", False),
        ("school example", False),
        ("", False),
        ("a" * 64, False),
        ("a." * 127 + "ab", False),
    ],
)
def test_public_names(text, is_name):
    """A plain host name, as it stands in an address bar."""
    assert is_public_name(text) is is_name
