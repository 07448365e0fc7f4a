"""Fixtures that several tests share: real photos if there are any, small handmade data sets."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from support.chromium import ARGUMENTS, CHROMIUM, served, watched_tab
from support.command_line import Run, run_here
from support.small_datasets import CARD, INFO, Made, encodings_of

import simulator
from simulator.datasets import dataset
from simulator.matchers.base import MatcherInfo
from simulator.storage.files import sha256_of_file

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("without-deadline", deadline=None)
hypothesis.settings.load_profile("without-deadline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens Chromium is a browser test."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def photos() -> Path:
    """Return the folder of real photos."""
    folder = os.environ.get("FALSEMATCH_PHOTOS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("needs real photos: set FALSEMATCH_PHOTOS to their folder")
    return Path(folder)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return the folder of what a test calculates: its own, as on a new machine."""
    return tmp_path / "user-cache"


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the user's data sets and cache."""
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path / "user-data"))
    monkeypatch.setenv("FALSEMATCH_CACHE", str(cache))
    # What a server sets for its process is undone.
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "system")


@pytest.fixture
def fresh_datasets() -> Iterator[None]:
    """Open data sets again for a test that changes what it opened, and for those after it."""
    dataset._opened.cache_clear()
    yield
    dataset._opened.cache_clear()


@pytest.fixture
def fresh_pages() -> Iterator[None]:
    """Give an app test a separate Streamlit runtime, where its components are registered again.

    Afterwards all is as before: a page that was first imported here would keep these components.
    """
    kept = _loaded_pages()
    for name in kept:
        del sys.modules[name]
    yield
    for name in _loaded_pages():
        del sys.modules[name]
    sys.modules.update(kept)
    if "simulator.ui" in kept:
        simulator.ui = kept["simulator.ui"]


def _loaded_pages() -> dict[str, Any]:
    return {name: module for name, module in sys.modules.items() if name.startswith("simulator.ui")}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, which has its libraries loaded."""
    return functools.partial(run_here, monkeypatch, capsys)


@pytest.fixture
def make_dataset(tmp_path: Path) -> Made:
    """Write a data set: rows of (key, subject, gender, origin, vector or None)."""

    def make(
        name: str,
        rows: Sequence[tuple[str, str, str, str, Sequence[float] | None]],
        info: MatcherInfo = INFO,
        space: str = "made",
        extra: str = "",
    ) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "card.toml").write_text(CARD.format(space=space) + extra)
        lines = ["key,subject_id,photo,gender,origin"]
        lines += [f"{key},{who},{key}.jpg,{g},{o}" for key, who, g, o, _ in rows]
        (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
        encodings_of({row[0]: row[4] for row in rows if row[4] is not None}, info).save(
            folder / "encodings.npz"
        )
        digest = sha256_of_file(folder / "encodings.npz")
        (folder / "SHA256SUMS").write_text(f"{digest}  encodings.npz\n")
        return folder

    return make


@pytest.fixture
def line_up(make_dataset: Made) -> tuple[Path, Path]:
    """Four probes and a gallery on a line, so that every distance can be read off.

    Nearest strangers: Ada 0.1, Bea 0.3, Cem 0.5, Dov 0.7. Ada is also in the gallery at 0.02.
    """
    probes = make_dataset(
        "probes",
        [
            ("ada", "ada", "F", "north", (0.0, 0, 0, 0)),
            ("bea", "bea", "F", "south", (10.0, 0, 0, 0)),
            ("cem", "cem", "M", "north|south", (20.0, 0, 0, 0)),
            ("dov", "dov", "M", "north", (30.0, 0, 0, 0)),
            ("eve", "eve", "F", "south", None),
        ],
    )
    gallery = make_dataset(
        "gallery",
        [
            ("g0", "ada", "F", "north", (0.02, 0, 0, 0)),
            ("g1", "uma", "F", "north", (0.1, 0, 0, 0)),
            ("g2", "vic", "M", "north", (10.3, 0, 0, 0)),
            ("g3", "wim", "M", "north", (10.4, 0, 0, 0)),
            ("g4", "xia", "F", "south", (20.5, 0, 0, 0)),
            ("g5", "yan", "M", "south", (30.7, 0, 0, 0)),
        ],
    )
    return probes, gallery


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Return the app's address, served as a user starts it."""
    with served() as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start one Chromium per module, not per session, because it keeps an event loop running."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium: apt install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    """Share a context among a module's tabs: recompiling Streamlit's scripts doubles the time."""
    one = browser.new_context(viewport={"width": 1280, "height": 2400})
    yield one
    one.close()


@pytest.fixture
def page(context: Any) -> Iterator[Any]:
    """Open a tab as tall as a page; afterwards check for no foreign request and no error."""
    with watched_tab(context) as tab:
        yield tab
