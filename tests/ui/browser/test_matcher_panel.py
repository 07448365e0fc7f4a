"""The live matcher's panel in a real browser: dials, picture, numbers, with and without it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, served
from support.lesson_walk import tab_to

from simulator.live_matcher.dials import CLEAN, Dials
from simulator.live_matcher.recorded_run import load_recording

pytestmark = IN_CHROMIUM
STEP = "/lessons?lesson=1&step=2"
FACT = ".fm.matcher .facts .fact"


@pytest.fixture
def panel(page: Any, address: str) -> Any:
    """Return the step of lesson 1 that shows the live panel."""
    pytest.importorskip("face_recognition", reason="needs the matcher extra")
    pytest.importorskip("skimage", reason="needs scikit-image for its photograph")
    page.set_viewport_size({"width": 1280, "height": 3200})
    return shown(page, address)


def shown(page: Any, address: str) -> Any:
    """Return the panel with its first answer; lessons and matcher may still be starting."""
    page.goto(address + STEP)
    page.wait_for_selector(FACT, timeout=120_000)
    page.wait_for_timeout(500)
    return page


@pytest.fixture(scope="module")
def without_matcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the app as if face_recognition were not installed."""
    folder = tmp_path_factory.mktemp("without")
    (folder / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "real = metadata.version\n"
        "def version(name):\n"
        "    if name == 'face-recognition':\n"
        "        raise metadata.PackageNotFoundError(name)\n"
        "    return real(name)\n"
        "metadata.version = version\n"
    )
    with served(PYTHONPATH=str(folder)) as base:
        yield base


def turn(page: Any, dial: str, keys: str, times: int = 1) -> None:
    """Move a dial by keys, and wait for the answer."""
    page.locator(f"#dial-{dial}").focus()
    for _ in range(times):
        page.keyboard.press(keys)
    settled(page)


def settled(page: Any) -> None:
    """Wait until the dials' answer is shown."""
    # On a fast machine the answer is there before anybody sees that it is asked for.
    page.wait_for_timeout(300)
    page.wait_for_selector(".fm.matcher:not(.busy)", timeout=60_000)


def distances(page: Any) -> tuple[float, float]:
    """Return the distances to her own photo and to the closest stranger's."""
    first, second, _ = page.locator(".fm.matcher .fact b").all_text_contents()
    return float(first), float(second)


def recorded(dials: Dials) -> tuple[float, float]:
    """Return these distances from the recorded run."""
    found = load_recording().answers[dials].found
    assert found is not None
    return found.distance, found.closest.distance


def test_dials_by_keyboard_show_what_the_matcher_says(panel):
    """Live and recorded distances agree; one button goes back to the untouched photo."""
    assert panel.inner_text(".fm.matcher .source").startswith("Live: face_recognition")
    assert distances(panel) == pytest.approx(recorded(CLEAN), abs=2e-3)
    assert panel.locator(".sketch circle").count() == 68
    assert panel.locator(".sketch rect").count() == 1
    turn(panel, "light", "ArrowRight", 5)
    assert panel.get_attribute("#dial-light", "aria-valuetext") == "1/32 of the light (5 stops)"
    assert distances(panel) == pytest.approx(recorded(Dials(5)), abs=2e-3)
    turn(panel, "blur", "ArrowRight", 10)
    assert distances(panel) == pytest.approx(recorded(Dials(5, 10)), abs=2e-3)
    tab_to(panel, ".reset")
    panel.keyboard.press("Enter")
    settled(panel)
    assert distances(panel) == pytest.approx(recorded(CLEAN), abs=2e-3)


def test_no_face_is_said_in_words(panel):
    """In full darkness there is no face, and nothing is drawn or compared."""
    turn(panel, "light", "End")
    assert panel.inner_text(".fm.matcher .failure") == "No face found"
    assert "failure to enroll" in panel.inner_text(".fm.matcher .meaning")
    assert panel.locator(FACT).count() == 0
    assert panel.locator(".sketch circle").count() == 0
    turn(panel, "light", "Home")
    assert panel.locator(FACT).count() == 3


def test_the_photograph_is_shown_on_request_and_blurred_until_clicked(panel):
    """The sketch comes first; hiding it again blurs it again."""
    assert panel.locator(".photograph:visible").count() == 0
    panel.click(".fm.matcher .show")
    panel.wait_for_selector(".photograph:visible")
    blur = "getComputedStyle(e).filter"
    image = panel.locator(".photograph img")
    assert image.evaluate(f"e => {blur}").startswith("blur(")
    assert image.get_attribute("src").startswith("data:image/png;base64,")
    assert image.evaluate("e => [e.naturalWidth, e.naturalHeight]") == [260, 260]
    panel.locator(".photograph").focus()
    panel.keyboard.press("Enter")
    assert image.evaluate(f"e => {blur}") == "none"
    turn(panel, "blur", "ArrowRight", 4)
    panel.click(".fm.matcher .show")
    panel.wait_for_selector(".photograph", state="hidden")
    panel.click(".fm.matcher .show")
    panel.wait_for_selector(".photograph:visible")
    assert image.evaluate(f"e => {blur}").startswith("blur(")


def test_the_numbers_are_a_table_too(panel):
    """The table has 128 rows; the difference is this picture minus the photograph as taken."""
    turn(panel, "size", "ArrowRight", 8)
    panel.click(".fm.matcher summary")
    panel.wait_for_selector(".fm.matcher tbody tr")
    rows = panel.locator(".fm.matcher tbody tr")
    assert rows.count() == 128
    for row in (0, 127):
        now, clean, difference = (
            float(text.replace("−", "-")) for text in rows.nth(row).locator("td").all_inner_texts()
        )
        assert now - clean == pytest.approx(difference, abs=2e-3)


def test_others_on_the_page_can_follow(panel):
    """Other scripts on the page can read the last answer."""
    turn(panel, "light", "ArrowRight", 5)
    followed = panel.evaluate("window.__falsematch.matcher")
    assert followed["dials"] == [5, 0, 89]
    assert followed["live"] is True
    assert followed["distance"] == pytest.approx(recorded(Dials(5))[0], abs=2e-3)


def test_a_process_that_was_killed_is_replaced_and_said(panel):
    """A sentence reports the replaced process, and the answer is shown."""
    psutil = pytest.importorskip("psutil", reason="needs psutil to find the process")
    turn(panel, "light", "ArrowRight")
    mine = psutil.Process(os.getpid()).children(recursive=True)
    workers = [
        one for one in mine if "simulator.live_matcher.portrait_worker" in " ".join(one.cmdline())
    ]
    assert len(workers) == 1
    workers[0].kill()
    turn(panel, "blur", "ArrowRight")  # once: the next answer says nothing of it any more
    assert "a new one was started" in panel.inner_text(".fm.matcher .note")
    assert panel.locator(FACT).count() == 3
    turn(panel, "blur", "ArrowRight", 2)
    assert panel.locator(".fm.matcher .note:visible").count() == 0


def test_without_the_matcher_a_recorded_run_says_so(page, without_matcher):
    """The panel shows day and version; the dials stop at recorded steps without an error."""
    recording = load_recording()
    shown(page, without_matcher)
    source = page.inner_text(".fm.matcher .source")
    assert source.startswith(f"Recorded on {recording.recorded_on} with {recording.matcher}")
    assert "not live" in source
    assert "falsematch matcher install" in page.inner_text(".fm.matcher .note")
    assert int(page.get_attribute("#dial-light", "max")) == len(recording.steps.light) - 1
    turn(page, "light", "ArrowRight", 2)
    assert page.get_attribute("#dial-light", "aria-valuetext") == "1/32 of the light (5 stops)"
    assert distances(page) == pytest.approx(recorded(Dials(5)), abs=1e-3)


@pytest.mark.parametrize("key", ["Home", "End"])
def test_axe_finds_nothing(page, address, key):
    """The panel is accessible with numbers and table and without a face; it fits on a phone."""
    page.set_viewport_size({"width": 1280, "height": 6000})
    shown(page, address)
    page.click(".fm.matcher summary")
    turn(page, "light", "ArrowRight")
    turn(page, "light", key)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 6000})
        page.wait_for_timeout(800)
        assert findings(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
