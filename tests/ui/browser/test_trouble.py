"""Failures while the app is open: one sentence on the page, nothing lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.chromium import (
    IN_CHROMIUM,
    ROOT,
    choose_preset,
    falsely_matched,
    opened,
    served,
    watched,
)

pytestmark = IN_CHROMIUM

LONG = "/lab?probes=lfw&gallery=lfw"
"""Thirteen thousand searches: long enough to be seen."""
SEARCH = 90_000


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    """Return a copy of the app's files, to be damaged."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in ("datasets", "experiments", "simulator"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "streamlit_app.py", copy)
    return copy


def test_a_deleted_file_is_one_sentence_and_mends_itself(browser, checkout, tmp_path):
    """The page names the file and what to do; once it is restored, a reload is enough."""
    lost = checkout / "datasets" / "lfw" / "encodings.npz"
    kept = lost.rename(tmp_path / "kept.npz")
    cache = {"FALSEMATCH_CACHE": str(tmp_path), "FALSEMATCH_DATA": str(tmp_path)}
    with served(checkout, **cache) as address, watched(browser) as page:
        for path in ("/", "/lab", "/data"):
            page.goto(address + path)
            alert = page.locator("[data-testid=stAlert]").first
            alert.wait_for(timeout=60_000)
            assert "encodings.npz" in alert.inner_text()
            assert "git checkout" in alert.inner_text()
            assert page.locator("[data-testid=stException]").count() == 0
            assert "Traceback" not in page.inner_text("body")
        kept.rename(lost)
        opened(page, address)
        assert falsely_matched(page) == 28
        # What is open stays open when the file goes again.
        lost.rename(kept)
        choose_preset(page, "99%")
        page.wait_for_timeout(1500)
        assert falsely_matched(page) > 28
        assert page.locator("[data-testid=stAlert]").count() == 0
        kept.rename(lost)


def test_a_search_shows_progress_is_stopped_and_starts_again(browser, tmp_path):
    """Stop leaves a button to start again; the page stays usable."""
    with served(FALSEMATCH_CACHE=str(tmp_path)) as address, watched(browser) as page:
        page.goto(address + LONG)
        progress = page.get_by_role("progressbar")
        progress.wait_for(timeout=SEARCH)
        page.get_by_role("button", name="Stop", exact=True).click()
        again = page.get_by_role("button", name="Start again: Searching")
        again.wait_for(timeout=SEARCH)
        assert progress.count() == 0
        again.click()
        progress.wait_for(timeout=SEARCH)
        page.wait_for_selector(".lab-who .row", timeout=SEARCH)
        assert page.locator("[data-testid=stException]").count() == 0


def test_a_browser_closed_in_mid_work_loses_nothing(browser, tmp_path):
    """The search goes on without its page; the next page finds it under way or done."""
    with served(FALSEMATCH_CACHE=str(tmp_path)) as address:
        with watched(browser) as page:
            page.goto(address + LONG)
            page.get_by_role("progressbar").wait_for(timeout=SEARCH)
        with watched(browser) as page:
            page.goto(address + LONG)
            page.wait_for_selector(".lab-who .row", timeout=SEARCH)
            assert page.inner_text(".lab-bar .of") == "of 13,194 falsely matched"
        with watched(browser) as page:
            opened(page, address)
            assert falsely_matched(page) == 28
