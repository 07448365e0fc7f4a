"""The buttons on the data page: what a download would bring, progress, Stop, encoding here."""

from __future__ import annotations

import functools
import io
import threading
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from simulator.datasets import allowed_addresses
from simulator.datasets.allowed_addresses import Publisher
from simulator.datasets.fetch.congress import fetch_portraits
from simulator.datasets.photo_folder import photo_place
from simulator.storage.paths import bundled, user_photos

KEY = "congress-115"
PEOPLE = 3


class Slow(SimpleHTTPRequestHandler):
    """A server that counts requests, and answers the second and later ones when allowed."""

    asked = 0
    go_on = threading.Event()

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        type(self).asked += 1
        if self.asked > 1:
            self.go_on.wait(30)
        super().do_GET()


@pytest.fixture(autouse=True)
def _nothing_is_known(fresh_pages):
    """No page remembers what an earlier test fetched."""
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def source(tmp_path, monkeypatch):
    """Three members' portraits on a server of this machine, in place of the publisher's."""
    site = tmp_path / "site"
    site.mkdir()
    mine = tmp_path / "user-data" / "datasets" / KEY
    mine.mkdir(parents=True)
    shipped = bundled(f"datasets/{KEY}")
    rows = (shipped / "manifest.csv").read_text("utf-8").splitlines()[: PEOPLE + 1]
    (mine / "manifest.csv").write_text("\n".join(rows) + "\n", "utf-8")
    for name in [row.split(",")[0] for row in rows[1:]]:
        noise = np.random.default_rng(0).integers(0, 255, (275, 225, 3), np.uint8)
        content = io.BytesIO()
        Image.fromarray(noise).save(content, "JPEG")
        (site / f"{name}.jpg").write_bytes(content.getvalue())
    handler = functools.partial(Slow, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        card = (shipped / "card.toml").read_text("utf-8")
        before = "https://unitedstates.github.io/images/congress/225x275"
        assert before in card
        address = f"http://127.0.0.1:{server.server_address[1]}"
        (mine / "card.toml").write_text(card.replace(before, address), "utf-8")
        listed = (*allowed_addresses.PUBLISHERS, Publisher("a publisher", f"{address}/"))
        monkeypatch.setattr(allowed_addresses, "PUBLISHERS", listed)
        Slow.asked = 0
        Slow.go_on.set()
        usual = fetch_portraits.__kwdefaults__
        monkeypatch.setattr(fetch_portraits, "__kwdefaults__", usual | {"pause": 0})
        yield site
        server.shutdown()


def page() -> AppTest:
    """Return the buttons of one data set."""

    def script(name):
        from simulator.ui import cached, photo_downloads

        photo_downloads.offer(name, cached.overview(name))

    return AppTest.from_function(script, args=(KEY,), default_timeout=60)


def until(app: AppTest, done, seconds: float = 60) -> AppTest:
    """Run the page again, as a browser does, until something holds."""
    end = time.monotonic() + seconds
    while not done(app):
        assert time.monotonic() < end
        assert not app.exception
        time.sleep(0.1)
        app.run()
    return app


def texts(app: AppTest) -> str:
    """Return all paragraphs and messages."""
    return " ".join(e.value for e in (*app.markdown, *app.success, *app.error))


def test_nothing_is_fetched_unasked(source, monkeypatch):
    """The page says what a download would fetch, and sends no request to any server."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    app = page().run()
    assert not app.exception
    assert f"{PEOPLE} portraits" in texts(app)
    assert [button.key for button in app.button] == [f"begin-fetch {KEY}"]
    assert Slow.asked == 0


def test_fetching_shows_progress_and_ends_with_the_folder(source, monkeypatch):
    """Progress in portraits, then where they are; they are on disk, and can be encoded."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    Slow.go_on.clear()
    app = page().run()
    app.button(key=f"begin-fetch {KEY}").click().run()
    seen = [bar.proto.text for bar in app.get("progress")]
    assert seen
    assert "Fetch the photographs" in seen[0]
    Slow.go_on.set()
    until(app, lambda a: a.success)
    assert "3 files are in" in texts(app)
    folder = user_photos() / KEY
    assert len(list(folder.glob("*.jpg"))) == PEOPLE
    app.run()
    assert f"Its photographs on this machine: {PEOPLE};" in texts(app)


def test_stopped_and_taken_up_again(source, monkeypatch):
    """Stop ends it between two portraits; another press goes on with the rest."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    from simulator.ui import jobs

    Slow.go_on.clear()
    app = page().run()
    app.button(key=f"begin-fetch {KEY}").click().run()
    job = jobs._jobs()[f"fetch {KEY}"]
    app.button(key=f"stop-fetch {KEY}").click().run()
    until(app, lambda a: f"begin-fetch {KEY}" in [button.key for button in a.button])
    Slow.go_on.set()
    jobs._wait_briefly(job, 30)
    there = len(list((user_photos() / KEY).glob("*.jpg")))
    assert 0 < there < PEOPLE
    Slow.asked = 0
    app.button(key=f"begin-fetch {KEY}").click().run()
    until(app, lambda a: a.success)
    assert Slow.asked == PEOPLE - there


def test_a_server_that_is_gone_is_one_sentence(source, monkeypatch):
    """The error says what was expected, found and to do; the button is there again."""
    monkeypatch.delenv("FALSEMATCH_PHOTOS", raising=False)
    for path in source.iterdir():
        path.write_bytes(b"<html>log in</html>")
    app = page().run()
    app.button(key=f"begin-fetch {KEY}").click().run()
    until(app, lambda a: a.error)
    assert "By hand" in texts(app)
    assert not app.exception
    app.run()
    assert f"begin-fetch {KEY}" in [button.key for button in app.button]


@pytest.mark.slow
def test_encoding_where_the_photos_are(source, monkeypatch):
    """Noise has no face: three failures to enroll are reported; the data set is the user's own."""
    pytest.importorskip("face_recognition_models", reason="needs the matcher")
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(source))
    app = page().run()
    app.button(key=f"begin-encode {KEY}").click().run()
    until(app, lambda a: a.success or a.error)
    assert "Enrolled: 0. Failed to enroll: 3." in texts(app)


@pytest.mark.slow
def test_a_class_over_the_network_fetches_nothing(source, monkeypatch):
    """A browser on another machine gets no button, but a message for the server's owner."""

    def script(name, peer, forwarded):
        import streamlit as st

        from simulator.ui import cached, photo_downloads
        from simulator.ui.serving import local_browser

        class Context:
            ip_address = peer
            headers = {"X-Forwarded-For": forwarded} if forwarded else {}

        local_browser.st = type(
            "St", (), {"context": Context, "get_option": staticmethod(st.get_option)}
        )
        photo_downloads.offer(name, cached.overview(name))

    for peer, forwarded, local in (
        (None, "", True),
        ("::1", "", True),
        ("192.0.2.7", "", False),
        (None, "192.0.2.9", False),
    ):
        app = AppTest.from_function(script, args=(KEY, peer, forwarded), default_timeout=60).run()
        assert not app.exception
        assert bool(app.button) is local
        assert ("falsematch datasets fetch congress-115" in texts(app)) is not local


def test_where_photos_lie(tmp_path: Path, monkeypatch):
    """Photos are in the user's folder, or else where a download put them, if anywhere."""
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path))
    assert photo_place("london") == tmp_path
    monkeypatch.delenv("FALSEMATCH_PHOTOS")
    assert photo_place("london") is None
    (user_photos() / "london").mkdir(parents=True)
    assert photo_place("london") == user_photos() / "london"
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "sk"))
    assert photo_place("lfw") is None
    (tmp_path / "sk" / "lfw_home").mkdir(parents=True)
    assert photo_place("lfw") == tmp_path / "sk" / "lfw_home"
