"""A hosted copy can be installed and runs in flight mode."""

from __future__ import annotations

import functools
import json
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from simulator.site import write
from simulator.site.offline import offline_files
from simulator.site.parts import Page
from simulator.site.write import write_site


@pytest.fixture
def small(monkeypatch, tmp_path):
    """Return an installable site of one page in two languages."""
    monkeypatch.setattr(write, "MAKERS", (lambda: [Page("index", "The test")],))
    write_site(tmp_path / "web" / "lab", ("en", "es"), offline_app=True)
    return tmp_path / "web" / "lab"


def test_every_page_is_kept_and_a_change_is_a_new_version():
    """The worker lists all pages; its version follows from what is in them."""
    one = offline_files({"index.html": b"1", "es/index.html": b"2"})
    other = offline_files({"index.html": b"1", "es/index.html": b"3"})
    files = json.loads(re.search(r"const FILES = (.*);", one["service-worker.js"].decode())[1])
    assert files == ["es/index.html", "index.html", "manifest.webmanifest", "icon.svg"]
    assert one["service-worker.js"] != other["service-worker.js"]
    assert one == offline_files({"es/index.html": b"2", "index.html": b"1"})


def test_only_an_installable_copy_has_a_manifest(small, tmp_path):
    """It is at the root for every language; the policy allows it and nothing else."""
    assert 'rel="manifest" href="manifest.webmanifest"' in (small / "index.html").read_text("utf-8")
    spanish = (small / "es" / "index.html").read_text("utf-8")
    assert 'rel="manifest" href="../manifest.webmanifest"' in spanish
    assert "manifest-src 'self'; worker-src 'self'" in spanish
    assert "connect-src" not in spanish.split("<title>")[0]
    write_site(tmp_path / "plain")
    text = (tmp_path / "plain" / "index.html").read_text("utf-8")
    assert "manifest" not in text
    assert "serviceWorker" not in text


@pytest.mark.long
def test_it_opens_in_flight_mode(browser, small):
    """Once it was opened, both languages open without the server."""
    serve = functools.partial(SimpleHTTPRequestHandler, directory=str(small.parent))
    context = browser.new_context()
    tab = context.new_page()
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}/lab"
        tab.goto(f"{base}/index.html")
        tab.wait_for_function("navigator.serviceWorker.controller !== null")
        server.shutdown()
    for there in ("/index.html", "/es/index.html", "/"):
        tab.goto(base + there)
        assert tab.locator("h1").inner_text() == "The test"
    context.close()
