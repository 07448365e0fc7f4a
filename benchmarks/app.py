"""Measure the web app: frames during a drag, pairs after release, first view, memory, sessions.

Run: python benchmarks/app.py [--only frames,pairs,first,memory,sessions,capacity]
It needs Debian's chromium and Playwright for Python, prints a table, and takes about five minutes.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ANSWERED = "/?predict=off"
"""The first page, with every group's rate shown at once."""
PICTURE = ".shift-picture .mark, .lab-who .mark"
THUMB = ", ".join(
    f"{part} input[type=range]" for part in (".shift-picture", ".lab-bar", ".of-share")
)
LIVE = ("How big a gallery?", "Who is in it?", "What is lost?", "Luck?")
"""Panels of the Lab whose pictures follow the thumb."""
SAYS = ".st-key-panel .fm .says:not(:empty)"
AUDIT = "/audit?women=98"
TRAINED = "#women:not([disabled])"
"""The Audit's first dial, once a classifier is trained for each of its stops."""
LARGEST = "/lab?probes=congress-114"
"""535 people: every member of the 114th Congress has a portrait."""
DRAG_STEPS = 240
FRAME_EVENTS = ["devtools.timeline.frame", "disabled-by-default-devtools.timeline.frame"]
SESSIONS, MINUTE, PAUSE = 20, 60.0, 2.0
OPEN = 40
"""The number of sessions opened to measure what one of them costs."""


def main() -> None:
    """Measure the requested parts and print them."""
    parts: dict[str, Callable[[Browser], list[tuple[str, str, str]]]] = {
        "first": first_view,
        "frames": frames,
        "pairs": pairs,
        "memory": memory,
        "sessions": sessions,
        "capacity": capacity,
    }
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(parts), help="parts, separated by commas")
    wanted = parser.parse_args().only.split(",")
    print(f"{'what':58} {'measured':>26}  goal")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        warm(browser)
        for name, measure in parts.items():
            if name in wanted:
                for what, value, goal in measure(browser):
                    print(f"{what:58} {value:>26}  {goal}", flush=True)
        browser.close()


@contextmanager
def served() -> Iterator[tuple[str, int, float]]:
    """Start the app as a user does; yield its address, process id and start time."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "simulator.cli.main", "app", "--port", str(port)]
    started = time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield f"http://127.0.0.1:{port}", server.pid, started
        finally:
            server.send_signal(signal.SIGINT)


def answers(base: str) -> bool:
    """Return whether the server responds."""
    try:
        with urllib.request.urlopen(f"{base}/_stcore/health", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def up(base: str) -> None:
    """Wait for the server."""
    while not answers(base):
        time.sleep(0.02)


def opened(browser: Browser, base: str, path: str = ANSWERED) -> Page:
    """Open a new tab and wait until it shows the picture."""
    up(base)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(base + path)
    page.wait_for_selector(PICTURE, state="attached", timeout=60_000)
    return page


def warm(browser: Browser) -> None:
    """Let the app make and cache the first page's tables, as after installing."""
    with served() as (base, _process, _started):
        opened(browser, base).context.close()


def first_view(browser: Browser) -> list[tuple[str, str, str]]:
    """Time from the command to numbers, dots and pairs on the screen, warm, three times."""
    times = []
    for _ in range(3):
        with served() as (base, _process, started):
            page = opened(browser, base)
            page.wait_for_selector(".pair >> nth=27", state="visible")
            times.append(time.monotonic() - started)
            page.context.close()
    return [
        ("first useful view after `falsematch app`", f"{statistics.median(times):.2f} s", "3.5")
    ]


def thumb(page: Page) -> tuple[float, float, float]:
    """Return the center of the thumb (x, y) and how far it can be dragged to the left."""
    page.locator(THUMB).scroll_into_view_if_needed()
    box = page.locator(THUMB).bounding_box()
    assert box is not None
    at = float(page.locator(THUMB).input_value())
    last = float(page.locator(THUMB).get_attribute("max") or 1)
    size = 28.0
    reach = box["width"] - size
    return box["x"] + size / 2 + at / last * reach, box["y"] + box["height"] / 2, at / last * reach


def frames(browser: Browser) -> list[tuple[str, str, str]]:
    """Time frames presented during a drag, one input per frame; count messages on the socket."""
    rows = []
    with served() as (base, _process, _started):
        pages = [(ANSWERED, PICTURE, ""), (LARGEST, PICTURE, "Lab: Who?")]
        pages += [(f"/lab?panel={quote(panel)}", SAYS, f"Lab: {panel}") for panel in LIVE]
        pages.append((AUDIT, TRAINED, "Audit"))
        for path, shown, panel in pages:
            sent: list[Any] = []
            up(base)
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.on("websocket", functools.partial(_listen, sent))
            page.goto(base + path, timeout=60_000)
            page.wait_for_selector(shown, state="attached", timeout=120_000)
            page.wait_for_timeout(2500)
            what = panel or f"{page.locator(PICTURE).count()} marks"
            before = len(sent)
            gaps = _drag(browser, page)
            during = len(sent) - before
            rows.append(
                (
                    f"presented frames while dragging, {what}",
                    f"{statistics.median(gaps):.1f} / {_percentile(gaps, 95):.1f} ms",
                    "median < 20, 95% < 34",
                )
            )
            rows.append(("  messages on the socket during the drag", str(during), "0"))
            page.context.close()
    return rows


def _listen(sent: list[Any], ws: Any) -> None:
    ws.on("framesent", lambda data: sent.append(data))
    ws.on("framereceived", lambda data: sent.append(data))


def _drag(browser: Browser, page: Page) -> list[float]:
    """Return milliseconds between presented frames, from Chromium's own trace."""
    x, y, reach = thumb(page)
    page.mouse.move(x, y)
    page.mouse.down()
    client = page.context.new_cdp_session(page)
    browser.start_tracing(page=page, categories=FRAME_EVENTS)
    # Chromium answers an input when the frame that shows it is due: one input per frame.
    for step in range(DRAG_STEPS):
        away = (step if step < DRAG_STEPS / 2 else DRAG_STEPS - step) / (DRAG_STEPS / 2)
        client.send(
            "Input.dispatchMouseEvent",
            {
                "type": "mouseMoved",
                "x": x - away * reach * 0.95,
                "y": y,
                "button": "left",
                "buttons": 1,
            },
        )
    trace = json.loads(browser.stop_tracing())
    page.mouse.up()
    shown = sorted(e["ts"] for e in trace["traceEvents"] if e["name"] == "DrawFrame")
    return [(b - a) / 1000 for a, b in pairwise(shown)]


def _percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


AFTER_RELEASE = """(wanted) => new Promise((resolve) => {
  const root = [...document.querySelectorAll('*')].map((e) => e.shadowRoot)
    .find((r) => r && r.querySelector('.pairs'));
  let released = 0;
  const note = () => { released = performance.now(); };
  addEventListener('pointerup', note, { capture: true, once: true });
  const look = () => {
    if (released && root.querySelectorAll('.pair').length >= wanted) {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now() - released);
      requestAnimationFrame(() => channel.port2.postMessage(0));
    } else requestAnimationFrame(look);
  };
  look();
})"""


def pairs(browser: Browser) -> list[tuple[str, str, str]]:
    """Time from releasing the thumb until the pairs are painted, ten times each."""
    rows = []
    with served() as (base, _process, _started):
        page = opened(browser, base, "/?threshold=aclu-count&gallery=legislators")
        page.wait_for_timeout(2000)
        start = int(page.locator("input[type=range]").input_value())
        for goal, stop in (("150", start), ("300", 0)):
            times, count = [], 0
            for _ in range(10):
                page.locator("input[type=range]").focus()
                page.keyboard.press("End")
                page.wait_for_timeout(900)
                x, y, _reach = thumb(page)
                page.mouse.move(x, y)
                page.mouse.down()
                page.mouse.move(_at(page, stop), y, steps=3)
                count = int(page.inner_text(".card.matched .big b"))
                page.evaluate(f"void (window.fmPainted = ({AFTER_RELEASE})({count}))")
                page.mouse.up()
                times.append(float(page.evaluate("window.fmPainted")))
            rows.append(
                (
                    f"pairs painted after release ({count})",
                    f"{statistics.median(times):.0f} / {max(times):.0f} ms (median / maximum)",
                    f"< {goal} ms",
                )
            )
        page.context.close()
    return rows


def _at(page: Page, stop: int) -> float:
    """Return the x position of one of the control's stops on the screen."""
    box = page.locator("input[type=range]").bounding_box()
    assert box is not None
    last = float(page.locator("input[type=range]").get_attribute("max") or 1)
    return box["x"] + 14 + stop / last * (box["width"] - 28)


class Client:
    """A session without a browser that sends Streamlit's own messages over a socket."""

    def __init__(self, base: str) -> None:
        self.address = base.replace("http", "ws") + "/_stcore/stream"
        self.times: list[float] = []
        self.known: set[str] = set()
        self.widget = self.fragment = self.script = self.page = ""

    async def open(self, page: str = "") -> None:
        """Connect and load a page, the first one by default, until its picture has arrived."""
        import websockets
        from websockets.typing import Subprotocol

        self.socket = await websockets.connect(
            self.address,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
        )
        self.page = page
        for _ in range(100):
            await self.rerun(None)
            if self.widget:
                return
            await asyncio.sleep(0.3)  # a search is running; a browser checks as often
        raise RuntimeError(f"no picture on the page {page!r}")

    async def rerun(self, stop: int | None) -> float:
        """Run the page, or the picture with the thumb released at a stop; return the seconds."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        message = BackMsg()
        message.rerun_script.SetInParent()
        message.rerun_script.page_name = self.page
        if stop is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.widget
            told = {"channel": "test", "stop": stop, "grouping": "race_ethnicity"}
            state.json_value = json.dumps({"setting": told})
            message.rerun_script.fragment_id = self.fragment
            message.rerun_script.page_script_hash = self.script
            message.rerun_script.cached_message_hashes.extend(self.known)
        started = time.monotonic()
        await self.socket.send(message.SerializeToString())
        await self._until_finished()
        return time.monotonic() - started

    async def _until_finished(self) -> None:
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        while True:
            received = ForwardMsg()
            received.ParseFromString(await self.socket.recv(decode=False))
            kind = received.WhichOneof("type")
            if received.metadata.cacheable:
                self.known.add(received.hash)
            if kind == "new_session":
                self.script = received.new_session.page_script_hash
            elif kind == "delta":
                element = received.delta.new_element
                if element.WhichOneof("type") == "bidi_component":
                    if element.bidi_component.id.endswith(("threshold-test", "lab-bar")):
                        self.widget = element.bidi_component.id
                        self.fragment = received.delta.fragment_id
                elif element.WhichOneof("type") == "exception":
                    raise RuntimeError(element.exception.message)
            elif kind == "script_finished":
                return


async def _busy(base: str, sessions_open: int, seconds: float) -> list[float]:
    """Move each session's threshold every two seconds; return how long each update took."""
    import random

    clients = [Client(base) for _ in range(sessions_open)]
    for client in clients:
        await client.open()
    chance = random.Random(0)

    async def move(client: Client, delay: float) -> list[float]:
        await asyncio.sleep(delay)
        times = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            took = await client.rerun(chance.randrange(460))
            times.append(took)
            await asyncio.sleep(max(0.0, PAUSE - took))
        return times

    delays = [PAUSE * i / sessions_open for i in range(sessions_open)]
    found = await asyncio.gather(*[move(c, d) for c, d in zip(clients, delays, strict=True)])
    await asyncio.gather(*[client.socket.close() for client in clients])
    return [took for times in found for took in times]


def _wait(work: Coroutine[Any, Any, T]) -> T:
    """Run asynchronous work beside Playwright, which has its own loop in this thread."""
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, work).result()


def memory(_browser: Browser) -> list[tuple[str, str, str]]:
    """Measure the server's memory before and after the gallery is loaded, and per session."""

    async def open_many(base: str, page: str, count: int) -> list[Client]:
        clients = [Client(base) for _ in range(count)]
        for client in clients:
            await client.open(page)
        await asyncio.sleep(2)
        return clients

    async def measure(base: str, process: int) -> list[float]:
        opened: list[Client] = []
        found = []
        # Only the Lab loads encodings: the first page's tables come from disk.
        for page, count in (("", 3), ("lab", 3), ("", OPEN), ("lab", OPEN)):
            opened += await open_many(base, page, count)
            found.append(_rss(process))
        await asyncio.gather(*[client.socket.close() for client in opened])
        return found

    with served() as (base, process, _started):
        up(base)
        first, loaded, more, most = _wait(measure(base, process))
    return [
        ("server, first page only, resident", f"{first:.0f} MB", ""),
        ("server with the LFW gallery loaded, resident", f"{loaded:.0f} MB", "< 250 MB"),
        (
            f"each further session, first page (mean of {OPEN})",
            f"{(more - loaded) / OPEN:.2f} MB",
            "≤ 1 MB",
        ),
        (
            f"each further session, Lab (mean of {OPEN})",
            f"{(most - more) / OPEN:.2f} MB",
            "≤ 1 MB",
        ),
    ]


def _rss(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def sessions(_browser: Browser) -> list[tuple[str, str, str]]:
    """Run twenty sessions for a minute, each moving the threshold every two seconds."""
    with served() as (base, process, _started):
        up(base)
        before = _cpu(process)
        times = _wait(_busy(base, SESSIONS, MINUTE))
        busy = (_cpu(process) - before) / MINUTE
    return [
        (
            f"{SESSIONS} sessions, {len(times)} updates in a minute",
            f"{1000 * _percentile(times, 50):.0f} / {1000 * _percentile(times, 95):.0f} ms, "
            f"{busy:.0%} of a core",
            "95% < 200 ms, no error",
        )
    ]


def capacity(_browser: Browser) -> list[tuple[str, str, str]]:
    """Find the most sessions for which 95% of updates still arrive within 200 ms."""
    carried, p95 = 0, 0.0
    with served() as (base, _process, _started):
        up(base)
        for count in (20, 40, 60, 80, 100, 120, 160, 200, 240):
            times = _wait(_busy(base, count, 10.0))
            if _percentile(times, 95) > 0.2:
                break
            carried, p95 = count, _percentile(times, 95)
    return [
        (
            f"sessions that {os.cpu_count()} cores can serve",
            str(carried),
            f"95% in {1000 * p95:.0f} ms",
        )
    ]


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
