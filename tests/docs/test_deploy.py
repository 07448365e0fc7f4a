"""The documented nginx, in front of the app: everything passes, and nobody is "at this machine"."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.chromium import ROOT, served
from support.page_session import page_texts
from websockets.exceptions import InvalidStatus

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
NAME = "falsematch.school.example"
DEPLOY = (ROOT / "docs" / "deploy.md").read_text("utf-8")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="needs nginx: apt install nginx"),
]


def documented(app: str, port: int) -> str:
    """Return the documented server block, on a port of this machine and without a certificate."""
    (block,) = re.findall(r"^```\n(server \{.*?\n\}\n)```", DEPLOY, re.M | re.S)
    changed = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    changed = changed.replace("http://127.0.0.1:8501", app)
    assert f"127.0.0.1:{port}" in changed
    assert app in changed
    assert f"server_name {NAME};" in changed
    return changed


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the app as documented, behind nginx; return the proxy's address."""
    folder = tmp_path_factory.mktemp("nginx")
    assert f"falsematch app --port 8501 --public-name {NAME}" in DEPLOY
    with served(flags=("--public-name", NAME)) as app, nginx(folder, app) as address:
        yield address


class nginx:
    """Run nginx in a folder, without root, as a context."""

    def __init__(self, folder: Path, app: str) -> None:
        self.folder = folder
        self.port = int(app.rpartition(":")[2]) + 1
        temporary = "".join(
            f"  {kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
            "events { worker_connections 1024; }\nhttp {\n"
            f"  access_log off;\n{temporary}{documented(app, self.port)}\n}}\n"
        )

    def __enter__(self) -> str:
        command = [str(NGINX), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        log = (self.folder / "error.log").open("w")
        self.process = subprocess.Popen(command, stderr=log)
        address = f"http://127.0.0.1:{self.port}"
        until = time.monotonic() + 20
        while status(address, "/_stcore/health") in (0, 502):
            assert self.process.poll() is None, (self.folder / "error.log").read_text()
            assert time.monotonic() < until
            time.sleep(0.1)
        return address

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)


def status(address: str, path: str, host: str = NAME) -> int:
    """Return the status of a request for a name."""
    request = urllib.request.Request(address + path, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_pages_and_the_websocket_pass(proxied: str) -> None:
    """Under its public name, from its own page, everything works."""
    assert status(proxied, "/lab") == 200
    own = f"http://{NAME}"
    assert "Data and consent" in page_texts(proxied, "data", {"Host": NAME, "Origin": own})


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1", "[::1]", NAME])
def test_no_header_makes_anybody_local(proxied: str, host: str) -> None:
    """Whatever a client calls the server, there is no button to fetch and no field for a folder."""
    for claimed in ({}, {"X-Forwarded-For": "127.0.0.1"}, {"X-Real-IP": "127.0.0.1"}):
        shown = page_texts(proxied, "data", {"Host": host, **claimed})
        assert "falsematch datasets fetch" in shown
        assert "Fetch the photographs" not in shown


@pytest.mark.parametrize("host", ["rebound.example", "other.school.example", "10.0.0.7"])
def test_other_names_are_refused(proxied: str, host: str) -> None:
    """The app answers neither pages nor WebSockets for them."""
    assert status(proxied, "/", host) == 421
    with pytest.raises(InvalidStatus):
        page_texts(proxied, "", {"Host": host, "Origin": f"http://{host}"})


def test_a_foreign_page_is_refused(proxied: str) -> None:
    """Its origin is not the name that it asks for."""
    with pytest.raises(InvalidStatus):
        page_texts(proxied, "", {"Host": NAME, "Origin": "https://evil.example"})


def test_a_proxy_that_the_app_was_not_told_of(tmp_path: Path) -> None:
    """Without --public-name the site does not work at all, rather than give rights away."""
    with served() as app, nginx(tmp_path, app) as address:
        assert status(address, "/lab") == 421
        for host in ("localhost", "127.0.0.1"):
            assert "Fetch the photographs" not in page_texts(address, "data", {"Host": host})
