"""One fuzzed tab: does actions, and says what is wrong after each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

from fuzz import oracle
from fuzz.actions import LOADS, Action, do
from playwright.sync_api import Error

from simulator.board.first_page import GALLERIES

STATE = (Path(__file__).parent / "page_state.js").read_text()
LONGEST = 150.0
"""Seconds after which a page that is still running counts as hung."""
BUG = re.compile(
    r"because of a bug in the program|error del programa|un error en el programa|Traceback"
)
NOISE = re.compile(r"net::ERR_ABORTED|Permissions policy|DevTools|Download the React")
"""Messages that a browser writes when a page is left, and Streamlit about itself."""


class Tab:
    """A tab in a context of its own."""

    def __init__(self, browser: Any, base: str, log: Callable[[], str], **context: Any) -> None:
        """Open an empty tab.

        Args:
            browser: Playwright's browser.
            base: the server's address.
            log: returns what the server has written since it was called last.
            context: the tab's screen, color scheme and so on.
        """
        self.base, self.log = base, log
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.heard: list[str] = []
        self.words = ""
        page = self.page
        page.on("pageerror", lambda e: self.heard.append(f"exception: {str(e)[:300]}"))
        page.on("console", self._console)
        page.on("dialog", lambda d: d.dismiss())
        page.on("response", self._response)
        page.on("requestfailed", self._failed)
        page.on("crash", lambda _p: self.heard.append("the tab crashed"))
        self.context.on("page", lambda other: other.close())

    def close(self) -> None:
        """Close it."""
        with suppress(Error):
            self.context.close()

    def _console(self, message: Any) -> None:
        if message.type == "error" and not NOISE.search(message.text):
            where = (message.location or {}).get("url", "").replace(self.base, "")
            # A failed request is said by _response, with its address.
            if "Failed to load resource" not in message.text:
                self.heard.append(f"console: {message.text[:300]} {where}")

    def _response(self, response: Any) -> None:
        if response.status >= 400:
            place = response.url.replace(self.base, "")
            self.heard.append(f"request: {response.status} {place}")

    def _failed(self, request: Any) -> None:
        failure = request.failure or ""
        if "ERR_ABORTED" not in failure and not request.url.startswith(("data:", "blob:")):
            self.heard.append(f"request: {failure} {request.url.replace(self.base, '')}")

    def do(self, action: Action) -> list[str]:
        """Do an action and return what is wrong afterwards."""
        try:
            self.words = do(self.page, self.base, action)
        except Error as error:
            text = str(error).splitlines()[0]
            if not _left(text):
                return [f"action: {text[:200]}"]
            self.words = "the page was left"
        return self.check(settled=action["do"] in LOADS)

    def state(self) -> dict[str, Any]:
        """Return what page_state.js sees; wait while the page is being replaced."""
        until = time.monotonic() + LONGEST
        while (found := self._seen()) is None:
            if time.monotonic() > until:
                raise RuntimeError("the page never stopped changing its address")
            time.sleep(0.1)
        return found

    def _seen(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.page.evaluate(STATE)
        except Error as error:
            if not _left(str(error)):
                raise
            return None
        return found

    def settle(self) -> tuple[dict[str, Any], bool]:
        """Wait until nothing runs; return what is there, and whether it came to rest."""
        until = time.monotonic() + LONGEST
        quiet = 0
        state = self.state()
        while time.monotonic() < until:
            still = state["running"] is False and not state["stale"] and state["main"] > 0
            quiet = quiet + 1 if still else 0
            if quiet > 2 or (state["busy"] and not state["stale"]):
                return state, True
            self.page.wait_for_timeout(60)
            state = self.state()
        return state, False

    def check(self, *, settled: bool) -> list[str]:
        """Return what is wrong now; ``settled``: wait until the page is at rest before."""
        rested = True
        if settled:
            state, rested = self.settle()
        else:
            state = self.state()
        wrong = list(dict.fromkeys(self.heard))[:6]
        self.heard.clear()
        if not rested:
            wrong.append(f"still running after {LONGEST:.0f} s")
        wrong += [f"exception shown: {text}" for text in state["exceptions"]]
        wrong += [f"bug: {text}" for text in state["alerts"] if BUG.search(text)]
        for key in ("bad", "braces"):
            if state[key]:
                wrong.append(f"text: {state[key]!r} on the page")
        wrong += [f"log: {line}" for line in _errors(self.log())]
        wrong += self._dead_end(state) if settled and rested else []
        wrong += [f"number: {text}" for text in self._numbers(state, settled=settled and rested)]
        return wrong

    def _dead_end(self, state: dict[str, Any]) -> list[str]:
        wrong = []
        if not state["controls"]:
            wrong.append("dead end: no control")
        embedded = "embed=true" in state["url"]
        if not state["nav"] and not embedded:
            wrong.append("dead end: no way to another page")
        if not state["main"]:
            wrong.append("dead end: an empty page")
        if state["connected"] not in (None, "CONNECTED"):
            wrong.append(f"connection: {state['connected']}")
        return wrong

    def _numbers(self, state: dict[str, Any], *, settled: bool) -> list[str]:
        path = urlparse(state["url"]).path.strip("/")
        if path not in ("", "test") or len(state["pictures"]) != 1:
            return []
        picture = state["pictures"][0]
        if not picture["rows"] or picture["dragging"]:
            return []
        # In the middle of a change of language the page and the picture speak differently.
        if not settled and (state["running"] or state["stale"]):
            return []
        experiment = oracle.first_page(picture)
        language = "es" if (state["language"] or "en").startswith("es") else "en"
        wrong = oracle.differences(picture, experiment, language)
        if settled and not wrong:
            named = parse_qs(urlparse(state["url"]).query).get("gallery", [""])[0]
            if named in GALLERIES and named != experiment.gallery:
                wrong.append(f"gallery: the link says {named}, page {experiment.gallery}")
        return wrong

    def deep_check(self) -> list[str]:
        """Wait until the link has been written, then compare it with the page too."""
        self.page.wait_for_timeout(350)
        wrong = self.check(settled=True)
        if wrong:
            return wrong
        state = self.state()
        path = urlparse(state["url"]).path.strip("/")
        if path in ("", "test") and len(state["pictures"]) == 1:
            picture = state["pictures"][0]
            named = parse_qs(urlparse(state["url"]).query).get("threshold", [""])[0]
            stops = oracle.stops_of(oracle.first_page(picture))
            known = {stop.key: stop.position for stop in stops.stops}
            if named in known and known[named] != picture["stop"] and not picture["hidden"]:
                return [f"number: the link says {named} ({known[named]}), page {picture['stop']}"]
        return []


def _left(text: str) -> bool:
    """Return whether an error says that the page was replaced under the fuzzer's hands."""
    return any(
        words in text
        for words in (
            "context was destroyed",
            "navigating",
            "navigation",
            "ERR_ABORTED",
            "detached",
        )
    )


def _errors(text: str) -> list[str]:
    lines = text.splitlines()
    found = [line for line in lines if re.search(r"Traceback|ERROR|CRITICAL|Exception", line)]
    last = [line for line in lines if re.match(r"\w*(Error|Exception)\b", line)]
    return [" | ".join([*found[:2], *last[-2:]])[:500]] if found else []
