"""The app's own server: it asks nobody for anything, refuses strangers, and can be stopped."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from support.chromium import ROOT, wait_for
from support.page_session import page_texts
from support.watched_server import watched_server, watching
from websockets.exceptions import InvalidStatus

pytestmark = pytest.mark.slow
PAGES = re.findall(r'url_path="([a-z-]+)"', (ROOT / "streamlit_app.py").read_text("utf-8"))
HEAVY = ("lessons", "audit")
"""Pages that calculate for long where nothing is cached."""
FETCH = "Fetch the photographs"
NO_HANG_UP = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""What nohup does, but it leaves the output to the terminal."""
HOSTILE = (
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Host": "rebound.example", "Origin": "http://rebound.example"},
    {"Host": "rebound.example"},
    {"Origin": "http://192.0.2.7:8501"},
)


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def status_of(address: str, path: str, method: str = "GET", **headers: str) -> int:
    """Return the status of a request."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address + path, method=method, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def hostile_handshakes(address: str) -> None:
    """Try each; the server refuses it at once."""
    for headers in HOSTILE:
        then = time.monotonic()
        with pytest.raises(InvalidStatus) as refused:
            page_texts(address, headers=headers)
        assert refused.value.response.status_code == 403
        assert time.monotonic() - then < 5


def test_what_is_asked_would_be_noted(tmp_path):
    """The watch is not blind: a plain request is seen by the proxy, a look-up by the resolver."""
    script = (
        "import requests, socket\n"
        "requests.get('http://checkip.example.org')\n"
        "try: socket.getaddrinfo('name.example.org', 80)\n"
        "except OSError: pass\n"
    )
    with watching(tmp_path) as watched:
        environment = {**os.environ, **watched.environment}
        subprocess.run([sys.executable, "-c", script], env=environment, check=True)
        assert watched.asked == [
            "socket.getaddrinfo name.example.org",
            "GET http://checkip.example.org/",
        ]


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    """Serve at the default address, watched, with the cache that the browser tests share."""
    with watched_server(tmp_path_factory.mktemp("watched")) as found:
        yield found


@pytest.mark.parametrize("page", sorted({*PAGES} - {*HEAVY}))
def test_a_page_asks_for_nothing(at_home, page):
    """Opened once, with all that is calculated for it."""
    address, watched = at_home
    shown = page_texts(address, page)
    assert len(shown) > 1000
    assert (FETCH in shown) is (page == "data")
    assert watched.asked == []


@pytest.mark.long
@pytest.mark.parametrize("page", HEAVY)
def test_a_heavy_page_asks_for_nothing(at_home, page):
    """The lessons and the audit, which calculate longer."""
    assert {*HEAVY} < {*PAGES}
    test_a_page_asks_for_nothing(at_home, page)


def test_on_this_machine_nothing_is_asked(at_home):
    """Start and hostile handshakes: no look-up, no connection; and no file is taken."""
    address, watched = at_home
    hostile_handshakes(address)
    assert status_of(address, "/_stcore/upload_file/a/b", "PUT") == 405
    assert status_of(address, "/_stcore/metrics") == 404
    assert status_of(address, "/lab", Host="rebound.example") == 421
    assert status_of(address, "/lab", Host="localhost") == 200
    assert watched.asked == []


def test_for_a_class_nothing_is_asked(tmp_path):
    """As documented for a class; and nobody is taken for the person at this machine."""
    with watched_server(tmp_path, ("--address", "0.0.0.0")) as (address, watched):
        hostile_handshakes(address)
        for host in ("localhost", "127.0.0.1:8501"):
            shown = page_texts(address, "data", {"Host": host})
            assert FETCH not in shown
            assert "falsematch datasets fetch" in shown
        assert watched.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_server_whose_terminal_is_gone_stops():
    """Closing the terminal ends it; and a signal ends it where the terminal was gone before."""
    import pty

    for ignored in (False, True):
        controller, terminal = pty.openpty()
        port = free_port()
        command = [sys.executable, "-m", "simulator.cli.main", "app", "--port", str(port)]
        server = subprocess.Popen(
            [sys.executable, "-c", NO_HANG_UP, *command[1:]] if ignored else command,
            cwd=ROOT,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
        )
        os.close(terminal)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            os.close(controller)
            server.send_signal(signal.SIGHUP)
            if ignored:
                time.sleep(0.3)
                assert server.poll() is None, "nohup is respected"
                server.send_signal(signal.SIGTERM)
            assert server.wait(15) == 0
        finally:
            server.kill()
