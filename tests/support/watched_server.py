"""The app's server, watched: whatever it or its processes ask of another machine is noted."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from support.chromium import served

HOOK = """
import ipaddress, os, sys

def local(host):
    if host is None or host == "" or host == "localhost":
        return True
    try:
        found = ipaddress.ip_address(host if isinstance(host, str) else host.decode())
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified

def note(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = args[1][0] if isinstance(args[1], tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = args[0]
    else:
        return
    if not local(host):
        with open(os.environ["ASKED"], "a") as log:
            log.write(f"{event} {host}\\n")
        raise OSError("this resolver refuses")

sys.addaudithook(note)
"""


@dataclass
class Watched:
    """What was noted, and the environment that makes a process note it."""

    log: Path
    proxied: list[str]
    environment: dict[str, str]

    @property
    def asked(self) -> list[str]:
        """Names looked up, addresses connected to, and requests to the proxy."""
        noted = self.log.read_text().splitlines() if self.log.exists() else []
        return [*noted, *self.proxied]


@contextmanager
def watching(folder: Path) -> Iterator[Watched]:
    """Offer a proxy that records and answers 503, and a resolver that refuses every name."""
    (folder / "sitecustomize.py").write_text(HOOK)
    proxied: list[str] = []

    class Recording(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            proxied.append(f"{self.command} {self.path}")
            self.send_error(503)

        do_POST = do_CONNECT = do_PUT = do_HEAD = do_GET

        def log_message(self, *_: Any) -> None:
            """Write nothing."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Recording)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{proxy.server_port}"
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
    environment = dict.fromkeys(names, address) | {
        "NO_PROXY": "",
        "no_proxy": "",
        "ASKED": str(folder / "asked"),
        "PYTHONPATH": os.pathsep.join([str(folder), *filter(None, sys.path)]),
    }
    try:
        yield Watched(folder / "asked", proxied, environment)
    finally:
        proxy.shutdown()
        proxy.server_close()


@contextmanager
def watched_server(folder: Path, flags: Sequence[str] = ()) -> Iterator[tuple[str, Watched]]:
    """Serve the app; yield its address and what it asks for."""
    with watching(folder) as watched, served(flags=flags, **watched.environment) as base:
        yield base, watched
