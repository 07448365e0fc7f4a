"""Downloads from a faulty server end with the right file or with none."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from simulator.datasets import download as fetching
from simulator.datasets.allowed_addresses import AddressNotAllowed
from simulator.datasets.download import DownloadError, DownloadLimits, MissingOnServer
from simulator.errors import FalseMatchError

CONTENT = bytes(range(256)) * 2000
SHA = "sha256:" + hashlib.sha256(CONTENT).hexdigest()
QUICK = DownloadLimits(tries=4, wait=0.01, timeout=0.5, slowest=1e6, patience=0.3)


def download(url: str, target: Path, **options: Any) -> Path:
    """Fetch from the server here, which is no publisher's: a program must name it."""
    return fetching.download(url, target, named=url, **options)


class Hostile(BaseHTTPRequestHandler):
    """A server on which each path is a fault."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str | None]]
    drops: int

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        name = self.path.strip("/")
        self.server.asked.append((name, self.headers.get("Range")))  # type: ignore[attr-defined]
        getattr(self, "send_" + name.replace("-", "_").partition("/")[0])()

    def answer(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in ({"Content-Length": str(len(content))} | headers).items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def times(self) -> int:
        return len(self.server.asked)  # type: ignore[attr-defined]

    def from_range(self) -> int:
        asked = self.headers.get("Range", "")
        return int(asked.removeprefix("bytes=").removesuffix("-") or 0)

    def send_good(self) -> None:
        self.answer(CONTENT)

    def send_drops(self) -> None:
        """Send a third of the rest, then break the connection; resume on request."""
        start = self.from_range()
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.send_header("ETag", '"v1"')
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(CONTENT) - 1}/{len(CONTENT)}")
        self.end_headers()
        end = len(CONTENT) if self.times() >= 3 else start + (len(CONTENT) - start) // 3
        self.wfile.write(CONTENT[start:end])
        self.wfile.flush()
        self.close_connection = True

    def send_drops_without_resume(self) -> None:
        """Break off twice, and always start again from the first byte."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT if self.times() >= 3 else CONTENT[:1000])
        self.wfile.flush()
        self.close_connection = True

    def send_always_drops(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        self.wfile.write(CONTENT[:1000])
        self.wfile.flush()
        self.close_connection = True

    def send_changed(self) -> None:
        """Send another file after the break; If-Range makes the download start again."""
        new = self.times() > 1
        content = CONTENT if new else b"x" * len(CONTENT)
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("ETag", '"new"' if new else '"old"')
        self.end_headers()
        self.wfile.write(content if new else content[:5000])
        self.wfile.flush()
        self.close_connection = True

    def send_says_less(self) -> None:
        """State half the length in the header, then send everything."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT) // 2))
        self.end_headers()
        self.wfile.write(CONTENT)
        self.close_connection = True

    def send_says_more(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT) * 2))
        self.end_headers()
        self.wfile.write(CONTENT)
        self.wfile.flush()
        self.close_connection = True

    def send_wrong(self) -> None:
        self.answer(b"<html>please log in</html>")

    def send_circle(self) -> None:
        self.answer(b"", 302, Location="/circle")

    def send_moved(self) -> None:
        self.answer(b"", 302, Location="/good")

    def send_elsewhere(self) -> None:
        port = self.server.server_address[1]
        self.answer(b"", 302, Location=f"http://localhost:{port}/good")

    def send_silent(self) -> None:
        time.sleep(3)

    def send_drips(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        for i in range(40):
            try:
                self.wfile.write(CONTENT[i : i + 1])
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def send_busy(self) -> None:
        if self.times() < 3:
            self.answer(b"", 503, Retry_After="1")
        else:
            self.answer(CONTENT)

    def send_missing(self) -> None:
        self.answer(b"", 404)

    def send_forbidden(self) -> None:
        self.answer(b"", 403)

    def send_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(CONTENT)
        except OSError:
            return


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """Serve the faults on this machine, and record the requests."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as running:
        running.daemon_threads = True
        running.asked = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield running
        running.shutdown()


def url(server: ThreadingHTTPServer, name: str) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/{name}"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "photos" / "file.bin"


def test_a_redirect_to_another_host_is_not_followed(
    server: ThreadingHTTPServer, target: Path
) -> None:
    """The first request is the last one; nothing is written."""
    with pytest.raises(AddressNotAllowed, match=r"localhost:\d+/good\. It was not contacted"):
        download(url(server, "elsewhere"), target, limits=QUICK)
    assert server.asked == [("elsewhere", None)]  # type: ignore[attr-defined]
    assert not target.exists()


def test_no_address_but_a_publisher_s(server: ThreadingHTTPServer, target: Path) -> None:
    """Without a program that names it, an address is refused before anything is sent."""
    with pytest.raises(AddressNotAllowed):
        fetching.download(url(server, "good"), target, limits=QUICK)
    assert server.asked == []  # type: ignore[attr-defined]


RIGHT = ["good", "drops", "drops-without-resume", "changed", "moved", "busy"]


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_file_in_the_end(server: ThreadingHTTPServer, target: Path, name: str) -> None:
    """Breaks, a change in between, a redirect and a busy server cost tries, not the file."""
    download(url(server, name), target, checksum=SHA, limits=QUICK)
    assert target.read_bytes() == CONTENT
    assert list(target.parent.iterdir()) == [target]


NO_FILE = ["always-drops", "says-less", "says-more", "wrong", "circle", "silent", "drips"]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*NO_FILE, "missing", "forbidden"])
def test_or_no_file(server: ThreadingHTTPServer, target: Path, name: str) -> None:
    """The error is a sentence with the address, and nothing is left that looks like the file."""
    with pytest.raises(DownloadError, match=r"expected .*127\.0\.0\.1") as error:
        download(url(server, name), target, checksum=SHA, limits=QUICK, by_hand="By hand: so.")
    assert not target.exists()
    left = [path.name for path in target.parent.iterdir()] if target.parent.exists() else []
    assert set(left) <= {"file.bin.part", "file.bin.part.tag"}
    assert "\n" not in str(error.value)


def test_a_broken_download_goes_on_where_it_stopped(
    server: ThreadingHTTPServer, target: Path
) -> None:
    """The second request asks for the rest only."""
    download(url(server, "drops"), target, checksum=SHA, limits=QUICK)
    ranges = [asked for _, asked in server.asked]  # type: ignore[attr-defined]
    assert ranges[0] is None
    assert ranges[1] == f"bytes={len(CONTENT) // 3}-"
    assert len(ranges) == 3


def test_a_later_run_goes_on_too(server: ThreadingHTTPServer, target: Path) -> None:
    """The next run uses the part that the first one fetched."""
    once = DownloadLimits(tries=1, timeout=0.5)
    with pytest.raises(DownloadError, match="the next run continues"):
        download(url(server, "drops"), target, checksum=SHA, limits=once)
    download(url(server, "drops"), target, checksum=SHA, limits=QUICK)
    assert target.read_bytes() == CONTENT
    assert server.asked[1][1] is not None  # type: ignore[attr-defined]


def test_halves_of_two_files_are_never_joined(server: ThreadingHTTPServer, target: Path) -> None:
    """Without a checksum and a validator, a part is not resumed but fetched again."""
    target.parent.mkdir()
    target.with_name("file.bin.part").write_bytes(b"old half")
    download(url(server, "good"), target, limits=QUICK)
    assert target.read_bytes() == CONTENT
    assert server.asked == [("good", None)]  # type: ignore[attr-defined]


def test_without_a_checksum_the_content_is_checked(
    server: ThreadingHTTPServer, target: Path
) -> None:
    """A login page instead of a picture is deleted, and so is a half file."""

    def check(content: bytes) -> None:
        if content != CONTENT:
            raise FalseMatchError("it is another file.")

    for name in ("wrong", "says-less"):
        with pytest.raises(DownloadError, match="It was deleted"):
            download(url(server, name), target, check=check, limits=QUICK)
        assert list(target.parent.iterdir()) == []
    download(url(server, "good"), target, check=check, limits=QUICK)
    assert target.read_bytes() == CONTENT


def test_a_file_that_is_there_is_not_fetched_again(
    server: ThreadingHTTPServer, target: Path
) -> None:
    """A file that exists is fetched again only if its checksum is wrong."""
    target.parent.mkdir()
    target.write_bytes(CONTENT)
    download(url(server, "good"), target, checksum=SHA, limits=QUICK)
    assert server.asked == []  # type: ignore[attr-defined]
    target.write_bytes(b"half")
    download(url(server, "good"), target, checksum=SHA, limits=QUICK)
    assert target.read_bytes() == CONTENT


def test_an_endless_file_is_stopped(server: ThreadingHTTPServer, target: Path) -> None:
    """A server that never stops does not fill the disk."""
    small = DownloadLimits(tries=1, largest=3_000_000)
    with pytest.raises(DownloadError, match="at most 3 MB"):
        download(url(server, "endless"), target, checksum=SHA, limits=small)
    assert not target.exists()


def test_what_is_not_there_is_told_apart(server: ThreadingHTTPServer, target: Path) -> None:
    """A 404 is an answer, so it is not tried again."""
    with pytest.raises(MissingOnServer):
        download(url(server, "missing"), target, limits=QUICK)
    assert len(server.asked) == 1  # type: ignore[attr-defined]


def test_offline_says_what_to_do_by_hand(target: Path) -> None:
    """If no server listens, the error says what to do by hand."""
    with pytest.raises(DownloadError, match=r"HTTPS_PROXY.*By hand: put it there"):
        download("http://127.0.0.1:9/x", target, limits=QUICK, by_hand="By hand: put it there.")
    assert not target.exists()


def test_a_full_disk_keeps_the_old_state(
    server: ThreadingHTTPServer, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk, the old file does not change."""
    target.parent.mkdir()
    target.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("simulator.datasets.download._Downloader._write", full)
    with pytest.raises(DownloadError, match="No space left on device"):
        download(url(server, "good"), target, checksum=SHA, limits=QUICK)
    assert target.read_bytes() == b"old"


KILLED = """
import sys
from pathlib import Path
from simulator.datasets.download import DownloadLimits, download
download(sys.argv[1], Path(sys.argv[2]), named=sys.argv[1], checksum=sys.argv[3],
         limits=DownloadLimits(timeout=30), progress=lambda done, total: print(done, flush=True))
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is Unix's")
def test_kill_9_in_the_middle_of_a_download(server: ThreadingHTTPServer, target: Path) -> None:
    """A killed download leaves no file, and the next run fetches all of it."""
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, url(server, "drips"), str(target), SHA],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    part = target.with_name("file.bin.part")
    until = time.monotonic() + 30
    while not part.is_file() and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert part.is_file()
    assert not target.exists()
    download(url(server, "good"), target, checksum=SHA, limits=QUICK)
    assert target.read_bytes() == CONTENT
