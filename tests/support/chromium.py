"""Code that the browser tests share: the app as a user starts it, and Chromium."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))),
    None,
)
"""Debian's Chromium; without the browser's own window a page takes half the time."""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

SCREENS = {
    "Chromebook": {"width": 1366, "height": 620},
    "laptop": {"width": 1280, "height": 700},
    "projector": {"width": 1024, "height": 700},
    "phone": {"width": 390, "height": 664},
}
"""What a class has before it: inside the browser's own bars, in CSS pixels."""

IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt install chromium"),
]
"""The marks of a module of browser tests: ``pytestmark = IN_CHROMIUM``."""


def long_but(values: Iterable[str], always: Collection[str]) -> list[Any]:
    """Return parameters of a browser test, of which only some run outside ``make long``."""
    assert set(always) <= set(values)
    return [
        pytest.param(value, marks=() if value in always else pytest.mark.long, id=value or "none")
        for value in values
    ]


@contextmanager
def served(
    root: Path = ROOT,
    flags: Sequence[str] = (),
    under: Sequence[str] = (),
    log: Any = subprocess.DEVNULL,
    **environment: str,
) -> Iterator[str]:
    """Serve the app from a checkout, without photographs unless they are given; yield its address.

    Args:
        root: the checkout.
        flags: further options of ``falsematch app``.
        under: a program that runs it and its processes, such as strace.
        log: a file for what the server writes.
        environment: further variables.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    known = {k: v for k, v in os.environ.items() if k != "FALSEMATCH_PHOTOS"}
    command = [
        *under,
        sys.executable,
        "-m",
        "simulator.cli.main",
        "app",
        "--port",
        str(port),
        *flags,
    ]
    with subprocess.Popen(
        command, cwd=root, env=known | environment, stdout=log, stderr=log
    ) as server:
        base = f"http://127.0.0.1:{port}"
        try:
            wait_for(base)
            yield base
        finally:
            server.terminate()


def wait_for(base: str) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + 60
    while not answers(base):
        assert time.monotonic() < until, f"{base} does not answer"
        time.sleep(0.1)


def answers(base: str) -> bool:
    """Return whether the server responds."""
    try:
        with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def watched(browser: Any, **context: Any) -> Iterator[Any]:
    """Open a watched tab in a separate context, with nothing from before, not even a script."""
    opened_context = browser.new_context(**context)
    try:
        with watched_tab(opened_context) as tab:
            yield tab
    finally:
        opened_context.close()


@contextmanager
def watched_tab(context: Any) -> Iterator[Any]:
    """Open a tab; afterwards check that it had no foreign request and no error."""
    tab = context.new_page()
    # Where other tests take both cores, an answer of a second takes half a minute.
    tab.set_default_timeout(120_000)
    foreign: list[str] = []
    broken: list[str] = []
    tab.on("request", lambda r: None if is_local(r.url) else foreign.append(r.url))
    tab.on("pageerror", lambda error: broken.append(str(error)))
    try:
        yield tab
    finally:
        tab.close()
    assert foreign == []
    assert broken == []


def is_local(url: str) -> bool:
    """Return whether an address is on this machine."""
    return urlparse(url).scheme in {"data", "blob"} or urlparse(url).hostname == "127.0.0.1"


FIRST_PAGE = ".shift-picture .mark"
PICTURE = ".shift-picture .mark, .lab-who .mark, .lab-who .fill"
ANSWERED = "predict=off"
"""In a link: the first page does not ask for a prediction before it shows a rate."""


def opened(page: Any, address: str, path: str = "/", selector: str = PICTURE) -> Any:
    """Open the page and wait until it shows something; the first page without its question."""
    if re.match(r"/(\?|$)", path) and "predict=" not in path:
        path += ("&" if "?" in path else "?") + ANSWERED
    page.goto(address + path)
    # A cold board takes more than half a minute where other tests take both cores.
    page.wait_for_selector(selector, timeout=120_000, state="attached")
    page.wait_for_timeout(500)
    return page


def each_screen(page: Any) -> Iterator[tuple[str, int]]:
    """Show an open page on each screen in turn; yield the screen's name and height."""
    for name, size in SCREENS.items():
        page.set_viewport_size(size)
        # What follows the width is drawn again.
        page.wait_for_timeout(500)
        yield name, size["height"]


def falsely_matched(page: Any) -> int:
    """Return the number beside the threshold."""
    live = page.locator(".live .count")
    if not live.count():
        live = page.locator(".card.matched .big b")
    return int(live.inner_text().replace(",", ""))


def distance(page: Any) -> str:
    """Return the threshold's distance, as the control tells a screen reader."""
    said = page.locator("input[type=range]").get_attribute("aria-valuetext")
    return re.search(r"(?:distance|distancia) (\d\.\d+)", said).group(1)


def group_counts(page: Any) -> list[str]:
    """Return "20 of 422" of each group's row or bar."""
    rows = page.locator(".shift-picture .rate span")
    return (
        rows if rows.count() else page.locator(".picture tspan[font-weight]")
    ).all_text_contents()


def choose_preset(page: Any, label: str) -> None:
    """Press a preset of the first page, which may be folded away."""
    button = page.locator(f'button[data-label="{label}"]')
    if not button.is_visible():
        page.locator(".presets .more").click()
    button.click()


def open_from_menu(page: Any, name: str) -> None:
    """Open a page of the app from the menu at its top; the rarer ones are under More."""
    link = page.get_by_role("link", name=name)
    if not link.count():
        page.get_by_test_id("stTopNavSection").click()
        link = page.get_by_role("menuitem", name=name)
    link.first.click()


def at_rest(page: Any) -> None:
    """Wait until the page's script and its work have ended, nothing is faded, and no menu opens."""
    page.wait_for_selector(
        '[data-test-script-state="notRunning"]', state="attached", timeout=120_000
    )
    unrest = (
        "[data-stale=true], [data-testid=stProgress], [data-testid=stSidebar][aria-expanded=true]"
    )
    page.wait_for_function(f"!document.querySelector('{unrest}')", timeout=120_000)
    page.wait_for_timeout(500)
