"""Fuzz the app as PhET fuzzes its simulations: seeded random actions over all pages.

Run: ``python tests/fuzz/fuzz.py --actions 10000 --seed 1``. After each action nothing may be wrong
(:mod:`fuzz.session`). A failure prints its seed, the shortest tail of actions that makes it again,
a file for ``--replay`` and a screenshot.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Not this folder, where a module is called fuzz too.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from fuzz.actions import PATHS, SCREENS, Action, drawn
from fuzz.session import Tab
from playwright.sync_api import Error, sync_playwright
from support.chromium import ARGUMENTS, CHROMIUM, served

EPISODE = 80
"""Actions in one tab, before another is opened."""
DEEP = 20
"""After so many actions the page is left to rest, and its link is compared too."""
NOWHERE = "http://127.0.0.1:9"
"""A proxy that does not answer: nothing is fetched from the network."""


@contextmanager
def fuzzed_server(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """Serve the app without a network; yield its address, and what reads its log further."""
    log = folder / "server.log"
    names = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
    environment = dict.fromkeys(names, NOWHERE) | {
        "no_proxy": "127.0.0.1,localhost",
        "FALSEMATCH_DATA": str(folder / "data"),
        "SCIKIT_LEARN_DATA": str(folder / "scikit-learn"),
    }
    with log.open("w") as written, served(log=written, **environment) as base:
        place = 0

        def read() -> str:
            nonlocal place
            with log.open() as file:
                file.seek(place)
                text = file.read()
                place = file.tell()
            return text

        yield base, read


class Fuzzer:
    """Draws episodes from a seed, and finds the shortest way to a failure."""

    def __init__(self, browser: Any, base: str, log: Callable[[], str], folder: Path) -> None:
        """Fuzz a server with a browser; screenshots and replays are written into a folder."""
        self.browser, self.base, self.log, self.folder = browser, base, log, folder
        self.done = 0
        self.kinds: collections.Counter[str] = collections.Counter()
        self.seconds: collections.Counter[str] = collections.Counter()

    def tab(self, begun: dict[str, Any]) -> Tab:
        """Open a tab as an episode begins."""
        width, height = begun["screen"]
        return Tab(
            self.browser,
            self.base,
            self.log,
            viewport={"width": width, "height": height},
            color_scheme=begun["look"],
            reduced_motion=begun["motion"],
            has_touch=width < 500,
        )

    def episode(self, seed: str, length: int) -> dict[str, Any] | None:
        """Run one episode; return its failure, or None."""
        chance = random.Random(seed)
        begun = {
            "screen": chance.choice(SCREENS[:4]),
            "look": chance.choice(("light", "dark")),
            "motion": chance.choice(("no-preference", "reduce")),
            "path": chance.choice(PATHS),
        }
        actions: list[Action] = [{"do": "link", "to": begun["path"], "at": 0}]
        actions += [drawn(chance) for _ in range(length - 1)]
        tab = self.tab(begun)
        said: list[str] = []
        urls: list[str] = []
        try:
            for i, action in enumerate(actions):
                urls.append(tab.page.url)
                begun_at = time.monotonic()
                wrong = tab.do(action)
                self.seconds[action["do"]] += time.monotonic() - begun_at
                self.done += 1
                self.kinds[action["do"]] += 1
                said.append(f"{_short(action)} {tab.words}")
                if not wrong and (i % DEEP == DEEP - 1 or i == len(actions) - 1):
                    begun_at = time.monotonic()
                    wrong = tab.deep_check()
                    self.kinds["rest"] += 1
                    self.seconds["rest"] += time.monotonic() - begun_at
                if wrong:
                    shot = self.folder / f"fuzz-{seed}-{i}.png".replace("/", "-")
                    try:
                        tab.page.screenshot(path=shot)
                    except Error:
                        shot = Path("none")
                    return {
                        "seed": seed,
                        "at": i,
                        "wrong": wrong,
                        "begun": begun,
                        "actions": actions[: i + 1],
                        "urls": urls,
                        "said": said,
                        "url": tab.page.url,
                        "screenshot": str(shot),
                    }
        finally:
            tab.close()
        return None

    def replay(self, begun: dict[str, Any], actions: list[Action]) -> list[str]:
        """Do a list of actions in a new tab; return what is wrong at the first that fails."""
        tab = self.tab(begun)
        try:
            for action in actions:
                wrong = tab.do(action)
                if wrong:
                    return wrong
            return tab.deep_check()
        finally:
            tab.close()

    def shortened(self, failure: dict[str, Any]) -> list[Action] | None:
        """Return the shortest tail of the actions that fails alike; None if none does."""
        actions, wanted = failure["actions"], _kind(failure["wrong"])
        tried = 1
        while True:
            first = max(0, len(actions) - tried)
            start = failure["urls"][first]
            # A tail begins where the tab was then.
            tail = actions[first:]
            if first and start.startswith(self.base):
                opened = {"do": "link", "to": start.removeprefix(self.base) or "/", "at": 0}
                tail = [opened, *tail]
            if _kind(self.replay(failure["begun"], tail)) == wanted:
                return tail
            if not first:
                return None
            tried *= 2


def _short(action: Action) -> str:
    shown = {k: v for k, v in action.items() if k in ("key", "times", "to", "text", "by")}
    return " ".join([action["do"], *[str(v) for v in shown.values()]])


def _kind(wrong: list[str]) -> str:
    """Return what a failure is known by: its first sentence without numbers."""
    return re.sub(r"[\d.,]+", "#", wrong[0])[:80] if wrong else ""


def report(failure: dict[str, Any], tail: list[Action] | None, file: Path | None) -> str:
    """Describe a failure so that it can be done again."""
    lines = [
        f"seed {failure['seed']}, action {failure['at']}, at {failure['url']}",
        *[f"  wrong: {text}" for text in failure["wrong"][:5]],
        f"  screen {failure['begun']}",
        *[f"  did: {text}" for text in failure["said"][-8:]],
        f"  screenshot: {failure['screenshot']}",
    ]
    if tail is None:
        lines.append("  not seen again when its actions were repeated")
    elif file is not None:
        lines.append(f"  {len(tail)} actions repeat it: python tests/fuzz/fuzz.py --replay {file}")
    return "\n".join(lines)


def fuzz(
    actions: int, seed: int, folder: Path, *, stop_at_first: bool, shorten: bool = True
) -> tuple[int, list[str]]:
    """Fuzz; return how many actions were done, and a report of each different failure."""
    found: dict[str, str] = {}
    with sync_playwright() as started, fuzzed_server(folder) as (base, log):
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        fuzzer = Fuzzer(browser, base, log, folder)
        begun, episode = time.monotonic(), 0
        while fuzzer.done < actions:
            length = min(EPISODE, actions - fuzzer.done)
            failure = fuzzer.episode(f"{seed}-{episode}", length)
            episode += 1
            if failure is not None:
                kind = _kind(failure["wrong"])
                if kind not in found:
                    tail = fuzzer.shortened(failure) if shorten else None
                    file = folder / f"fuzz-{failure['seed']}.json"
                    kept = {"begun": failure["begun"], "actions": tail or failure["actions"]}
                    file.write_text(json.dumps(kept, indent=1))
                    found[kind] = report(failure, tail, file)
                    print(found[kind], flush=True)
                else:
                    print(f"again: {kind} (seed {failure['seed']})", flush=True)
                if stop_at_first:
                    break
            spent = time.monotonic() - begun
            print(f"{fuzzer.done} actions, {spent:.0f} s, {len(found)} kinds", flush=True)
        for kind, count in fuzzer.kinds.most_common():
            print(f"{kind:10} {count:6} {fuzzer.seconds[kind] / count:8.3f} s each", flush=True)
        browser.close()
    return fuzzer.done, list(found.values())


def main() -> int:
    """Fuzz, or replay a failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "fuzz")
    parser.add_argument("--replay", type=Path, help="a file that a failure left")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.replay:
        return _replay(given.replay, given.out)
    _done, found = fuzz(given.actions, given.seed, given.out, stop_at_first=False)
    return 1 if found else 0


def _replay(file: Path, folder: Path) -> int:
    kept = json.loads(file.read_text())
    with sync_playwright() as started, fuzzed_server(folder) as (base, log):
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        fuzzer = Fuzzer(browser, base, log, folder)
        tab = fuzzer.tab(kept["begun"])
        wrong: list[str] = []
        for action in kept["actions"]:
            wrong = tab.do(action)
            print(_short(action), tab.words, "→", tab.page.url.replace(base, ""), wrong, flush=True)
            if wrong:
                break
        wrong = wrong or tab.deep_check()
        tab.page.screenshot(path=folder / "replay.png")
        print(wrong or "nothing wrong", folder / "replay.png")
        tab.close()
        browser.close()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
