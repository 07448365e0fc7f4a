"""An own photo in a real browser and a real server: nothing is written, sent on or kept.

strace watches the server and every process it starts; a planted write and a planted connection show
that it would see them.
"""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, served, watched

pytest.importorskip("face_recognition", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")

pytestmark = IN_CHROMIUM
STRACE = shutil.which("strace")
FLAG = ("--allow-own-photo",)
CALLS = (
    "open,openat,openat2,creat,truncate,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,"
    "symlink,symlinkat,mknod,mknodat,memfd_create,socket,connect,bind,accept,accept4,execve"
)
WRITES = re.compile(
    r"O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)|"
    r"\b(creat|truncate|rename\w*|mkdir\w*|link\w*|symlink\w*|mknod\w*|memfd_create)\("
)
SOCKETS = re.compile(r"\b(socket|connect|bind)\(")


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a large picture as a phone takes it: rotated, with metadata that says so."""
    pixels = np.asarray(data.astronaut())[:300, 70:380]
    sideways = Image.fromarray(pixels).resize((1240, 1200)).transpose(Image.Transpose.ROTATE_90)
    notes = Image.Exif()
    notes[0x0112] = 6  # to be turned by 90° clockwise
    notes[0x010E] = "hidden note"
    path = tmp_path_factory.mktemp("own") / "me.jpg"
    sideways.save(path, quality=95, exif=notes)
    return path


@dataclass
class Trace:
    """The calls that strace recorded while a photo was searched."""

    lines: list[str] = field(default_factory=list)

    @property
    def writes(self) -> list[str]:
        """Files opened for writing, created, moved or linked."""
        return [line for line in self.lines if WRITES.search(line)]

    @property
    def sockets(self) -> list[str]:
        """Sockets created or connected."""
        return [line for line in self.lines if SOCKETS.search(line)]

    @property
    def visitors(self) -> set[str]:
        """Addresses that connected to the server."""
        taken = " ".join(line for line in self.lines if "accept" in line)
        return set(re.findall(r'inet_addr\("([^"]+)"\)', taken))

    @property
    def programs(self) -> list[str]:
        """Programs that were started."""
        return [line for line in self.lines if "execve(" in line]


@contextmanager
def on_the_page(
    browser: Any, address: str, frames: list[bytes | str] | None = None
) -> Iterator[Any]:
    """Open a tab, make the promise and wait for the field; ``frames`` collects what is sent."""
    with watched(browser, viewport={"width": 1280, "height": 2400}) as tab:
        if frames is not None:
            tab.on("websocket", lambda ws: ws.on("framesent", lambda sent: frames.append(sent)))
        tab.goto(f"{address}/own-photo")
        tab.get_by_text("I am 18 or older").click()
        tab.wait_for_selector("input[type=file]", state="attached")
        tab.wait_for_timeout(500)
        yield tab


def search(tab: Any, photo: Path) -> None:
    """Choose the photo and wait for the result."""
    tab.set_input_files("input[type=file]", photo)
    tab.wait_for_selector(".result .nearest li", timeout=120_000)


def traced(browser: Any, photo: Path, folder: Path, **environment: str) -> Trace:
    """Trace the server and its processes from opening the page to a reload after the search."""
    log = folder / "trace"
    under = [
        str(STRACE),
        "-D",
        "-f",
        "--seccomp-bpf",
        "-ttt",
        "-s",
        "300",
        "-e",
        f"trace={CALLS}",
        "-o",
        log,
    ]
    # What Python compiles and saves for its next start is not of the photo.
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with served(flags=FLAG, under=[str(word) for word in under], **environment) as address:
        with on_the_page(browser, address) as tab:
            begun = time.time()
            search(tab, photo)
            tab.wait_for_timeout(500)
            tab.reload()
            tab.wait_for_selector("text=I am 18 or older")
            tab.wait_for_timeout(500)
            ended = time.time()
            assert tab.locator(".result").count() == 0
    found = Trace()
    for line in log.read_text().splitlines():
        _, at, call = line.split(maxsplit=2)
        if begun <= float(at) <= ended:
            found.lines.append(call)
    return found


def can_trace() -> bool:
    """Return whether strace is installed and may watch a process."""
    return (
        STRACE is not None
        and not subprocess.run([STRACE, "-f", "true"], capture_output=True, check=False).returncode
    )


needs_strace = pytest.mark.skipif(not can_trace(), reason="needs strace: apt install strace")


@needs_strace
def test_no_file_is_written_and_no_connection_made(browser, photo, tmp_path):
    """From choosing the photo to a reload, neither the server nor its processes do either."""
    found = traced(browser, photo, tmp_path)
    assert found.writes == []
    assert found.sockets == []
    assert found.visitors <= {"127.0.0.1"}
    assert len(found.programs) == 1
    assert "own_photo_worker" in found.programs[0]
    assert any("O_RDONLY" in line for line in found.lines)  # it did watch


PLANT = """
import base64, socket
real = base64.b64decode
def spy(*words, **more):
    with open({kept!r}, "ab") as file:
        file.write(b"the photo")
    with socket.socket() as outside:
        outside.connect_ex(("127.0.0.1", 9))
    return real(*words, **more)
base64.b64decode = spy
"""


@needs_strace
def test_a_planted_write_and_connection_would_be_seen(browser, photo, tmp_path):
    """A planted write and connection make the test above fail."""
    kept = tmp_path / "kept.bin"
    (tmp_path / "sitecustomize.py").write_text(PLANT.format(kept=str(kept)))
    found = traced(browser, photo, tmp_path, PYTHONPATH=str(tmp_path))
    assert kept.read_bytes().startswith(b"the photo")
    assert any(str(kept) in line for line in found.writes)
    assert any("connect(" in line and "htons(9)" in line for line in found.sockets)


def sent_photo(frames: list[bytes | str]) -> bytes:
    """Return the photo from the messages that the page sent."""
    texts = [frame if isinstance(frame, bytes) else frame.encode() for frame in frames]
    runs = [run for text in texts for run in re.findall(rb"[A-Za-z0-9+/]{2000,}={0,2}", text)]
    assert len(runs) == 1
    return runs[0]


SCAN = """
import gc, json, pathlib, threading, time
folder = pathlib.Path({folder!r})
{plant}
def text_of(held):
    if isinstance(held, (str, bytes, bytearray)):
        if len(held) < 500:
            return b""
        return held.encode("utf-8", "replace") if isinstance(held, str) else bytes(held)
    if str(type(held).__module__).startswith("streamlit.proto"):
        return held.SerializeToString()
    return b""
def holders(marker):
    gc.unfreeze()
    gc.collect()
    return [
        type(holder).__name__
        for holder in gc.get_objects()
        for held in gc.get_referents(holder)
        if marker in text_of(held)
    ]
def watch():
    while not (folder / "marker").exists():
        time.sleep(0.1)
    time.sleep(0.3)
    try:
        found = holders((folder / "marker").read_bytes())
    except BaseException as error:
        found = [repr(error)]
    (folder / "made").write_text(json.dumps(found))
    (folder / "made").rename(folder / "holders")
threading.Thread(target=watch, daemon=True).start()
"""
HOARDER = """
import base64
class Hoard(dict): pass
hoard = Hoard()
import simulator.live_matcher.own_photo as own
real = own.search_photo
def search_photo(photo):
    hoard["photo"] = photo
    return real(photo)
own.search_photo = search_photo
"""


@pytest.mark.parametrize("hoards", [False, True])
def test_the_server_holds_nothing_of_the_photo_after_the_answer(browser, photo, tmp_path, hoards):
    """No object in the server holds the photo's text; a planted one is found."""
    plant = HOARDER if hoards else ""
    (tmp_path / "sitecustomize.py").write_text(SCAN.format(folder=str(tmp_path), plant=plant))
    frames: list[bytes | str] = []
    with served(flags=FLAG, PYTHONPATH=str(tmp_path)) as address:
        with on_the_page(browser, address, frames) as tab:
            search(tab, photo)
            tab.wait_for_timeout(1000)
            middle = len(sent_photo(frames)) // 2
            (tmp_path / "part").write_bytes(sent_photo(frames)[middle : middle + 80])
            (tmp_path / "part").rename(tmp_path / "marker")
            until = time.monotonic() + 60
            while not (tmp_path / "holders").exists() and time.monotonic() < until:
                time.sleep(0.2)
    found = json.loads((tmp_path / "holders").read_text())
    assert found == (["Hoard"] if hoards else [])


@pytest.fixture(scope="module")
def allowed() -> Iterator[str]:
    """Start the app with own photos allowed."""
    with served(flags=FLAG) as address:
        yield address


def test_the_browser_makes_it_small_upright_and_bare(browser, allowed, photo):
    """The picture sent has at most 700 pixels, is upright, and has no metadata."""
    frames: list[bytes | str] = []
    with on_the_page(browser, allowed, frames) as tab:
        search(tab, photo)
    content = base64.b64decode(sent_photo(frames))
    assert b"hidden note" in photo.read_bytes()
    assert b"hidden note" not in content
    picture = Image.open(io.BytesIO(content))
    assert picture.format == "JPEG"
    assert not picture.getexif()
    assert max(picture.size) == 700
    upright = Image.fromarray(np.asarray(data.astronaut())[:300, 70:380]).resize(picture.size)
    difference = np.abs(np.asarray(picture, float) - np.asarray(upright, float)).mean()
    assert difference < 8


def test_a_picture_without_a_face_and_a_file_that_is_none(browser, allowed, tmp_path):
    """Both are described in words, and the field stays."""
    Image.new("RGB", (300, 300), "gray").save(tmp_path / "wall.png")
    (tmp_path / "text.jpg").write_text("no picture")
    with on_the_page(browser, allowed) as tab:
        tab.set_input_files("input[type=file]", tmp_path / "wall.png")
        tab.wait_for_selector("text=No face found", timeout=120_000)
        tab.set_input_files("input[type=file]", tmp_path / "text.jpg")
        tab.wait_for_selector("text=cannot read that file")
        assert tab.locator("input[type=file]").count() == 1


def test_the_result_is_accessible(browser, allowed, photo):
    """axe-core finds nothing with a result on the page; nothing is cut off on a phone."""
    with on_the_page(browser, allowed) as tab:
        search(tab, photo)
        for width in (1280, 390):
            tab.set_viewport_size({"width": width, "height": 4000})
            tab.wait_for_timeout(500)
            assert findings(tab) == [], width
            assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        assert tab.locator(".nearest li").count() == 6


def test_the_switch_is_the_server_s(browser):
    """Neither a link nor a variable of the environment opens the field."""
    with served(FALSEMATCH_ALLOW_OWN_PHOTO="1") as address, watched(browser) as tab:
        tab.goto(f"{address}/own-photo?allow-own-photo=1&own-photo-adult=true")
        tab.wait_for_selector("text=Switched off on this server")
        tab.wait_for_timeout(500)
        assert tab.locator("input[type=file]").count() == 0
