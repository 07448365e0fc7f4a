"""Tonight: the walk past the camera is played, paused, stepped and skipped in a real Chromium."""

from __future__ import annotations

import json
import re

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, SCREENS, each_screen, watched
from support.program_output import replayed

from simulator.board.tonight import walking_order
from simulator.ui import cached

pytestmark = IN_CHROMIUM

GALLERY = "gallery=legislators"
MOST_WORDS = 40
FINGER = 44
"""Pixels that a fingertip needs, each way."""


def walk(page, address, query="predict=off"):
    """Open the page and wait for the queue."""
    page.goto(f"{address}/tonight?{GALLERY}&{query}")
    page.wait_for_selector(".tonight .walker", timeout=120_000, state="attached")
    page.wait_for_timeout(700)
    return page


def state(page) -> str:
    """Return where the run is: ready, playing, paused or ended."""
    return page.locator(".tonight").get_attribute("data-state")


def stopped(page) -> int:
    """Return how many are in the tally."""
    return int(page.locator(".counter b").inner_text().replace(",", ""))


def tally(page) -> dict[str, str]:
    """Return "4 of 51" by the name of the group."""
    rows = page.locator(".tonight .row").all()
    return {
        row.locator("h2").text_content(): row.locator(".counts b").text_content() for row in rows
    }


def as_counted(**threshold: float) -> dict[str, str]:
    """Return the same from what ``run --json`` prints."""
    groups = replayed("legislators", **threshold)["groups"]["race_ethnicity"]
    return {g["label"]: f"{g['false_matches']} of {g['searches']}" for g in groups}


def skip(page) -> None:
    """Go to the end of the run by keyboard."""
    page.keyboard.press("Escape")
    page.wait_for_selector('.tonight[data-state="ended"]')


def test_two_runs_are_those_of_the_command_line_and_the_first_stays(page, address):
    """Counts by group at two thresholds; the first run's marks are hollow during the second."""
    walk(page, address)
    page.locator(".play").click()
    skip(page)
    first = tally(page)
    assert first == as_counted(false_matches=28)
    assert stopped(page) == page.locator(".cell.on").count() - several(first) == 28
    page.locator(".monitor button", has_text="our 99%").click()
    assert state(page) == "playing"
    assert page.locator(".cell.was").count() == 28
    skip(page)
    second = tally(page)
    assert second == as_counted(confidence=0.99)
    assert page.locator(".cell.was").count() == 28
    assert "stopped 28" in page.inner_text(".monitor")


def several(counts: dict[str, str]) -> int:
    """Return how many marks belong to people who are in two groups already counted."""
    return sum(int(count.split()[0]) for count in counts.values()) - 28


def test_a_run_plays_through_by_itself(page, address):
    """Fast, everybody walks past and the verdict comes; nothing is sent meanwhile."""
    sent = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: sent.append(data)))
    walk(page, address, "predict=off&threshold=0.44")
    page.locator(".speed select").select_option("2")
    page.wait_for_timeout(1500)
    before = len(sent)
    page.locator(".play").click()
    page.wait_for_selector('.tonight[data-state="ended"]', timeout=60_000)
    assert page.inner_text(".counter").endswith("of 535")
    assert len(sent) == before
    flagged = json.loads(cached.first_board().tables)["stops"]["flagged"]
    assert stopped(page) in flagged
    assert page.locator(".rate b").first.inner_text().endswith("%")
    assert page.locator(".monitor .verdict").inner_text()


def test_each_stop_shows_its_pair_in_the_order_of_the_walk(page, address):
    """Name, group, distance, both faces, and that they are two people; each is said once."""
    board = cached.first_board()
    tables, pairs = json.loads(board.tables), json.loads(board.pairs)
    count = board.flagged[board.stops.default.position]
    order = [rank for rank in walking_order(tables["people"]["name"]) if rank < count]
    walk(page, address)
    for number, rank in enumerate(order[:4], start=1):
        page.keyboard.press("ArrowRight")
        card = page.inner_text(".monitor")
        assert state(page) == "paused"
        assert pairs["probe"][rank] in card
        assert pairs["stand_in"][rank] in card
        assert tables["people"]["distance"][rank] in card
        assert "Not the same person" in card
        assert page.locator(".faces img, .faces svg").count() == 2
        said = page.locator(".spoken").text_content()
        assert said.startswith(f"Stop {number}: {pairs['probe'][rank]}")
        assert stopped(page) == number - 1
    page.keyboard.press("ArrowLeft")
    assert pairs["probe"][order[2]] in page.inner_text(".monitor")
    assert "criminal" not in page.inner_text("body").lower()


def test_the_space_key_pauses(page, address):
    """A paused run stands still and goes on where it stood."""
    walk(page, address)
    page.locator(".play").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(400)
    assert state(page) == "playing"
    page.keyboard.press("Space")
    assert state(page) == "paused"
    seen = page.inner_text(".counter"), page.locator(".walker").evaluate_all(POSITIONS)
    page.wait_for_timeout(600)
    assert (page.inner_text(".counter"), page.locator(".walker").evaluate_all(POSITIONS)) == seen
    page.keyboard.press("Space")
    page.wait_for_timeout(600)
    assert page.locator(".walker").evaluate_all(POSITIONS) != seen[1]


POSITIONS = "(all) => all.map((e) => e.getAttribute('transform')).join()"


def test_the_guess_comes_before_the_first_run_only(page, address):
    """One tap, repeated at the end; pressing Play instead skips it."""
    walk(page, address, "predict=on")
    assert "535" in page.inner_text(".monitor .question")
    page.locator(".answers button", has_text="100").click()
    page.keyboard.press("Space")
    assert state(page) == "playing"
    skip(page)
    assert "Your guess: 100." in page.inner_text(".monitor")
    page.locator(".presets button").first.click()
    assert page.locator(".monitor .answers").count() == 0


def test_without_motion_it_goes_from_stop_to_stop(browser, address):
    """Who asks for less motion gets no walking: each press shows the next false match."""
    with watched(browser, viewport=SCREENS["laptop"], reduced_motion="reduce") as page:
        walk(page, address)
        assert not page.locator(".play").is_visible()
        page.get_by_role("button", name="Next false match").click()
        assert state(page) == "paused"
        places = page.locator(".walker").evaluate_all(POSITIONS)
        page.wait_for_timeout(500)
        assert page.locator(".walker").evaluate_all(POSITIONS) == places
        assert page.locator(".flights svg").count() == 0
        for _ in range(27):
            page.keyboard.press("Space")
        assert stopped(page) == 27
        page.keyboard.press("ArrowRight")
        assert state(page) == "ended"
        assert stopped(page) == 28


@pytest.mark.parametrize(
    "query", ["&lang=es", pytest.param("&by=person_of_color", marks=pytest.mark.long)]
)
def test_all_is_on_one_screen(page, address, query):
    """Threshold, buttons, street, pair or verdict, and every group, before and after the run."""
    walk(page, address, "predict=on" + query)
    lead = f"{page.inner_text('.st-key-lead')} {page.inner_text('.monitor .question')}"
    assert len(lead.split()) <= MOST_WORDS
    for press in (None, "ArrowRight", "Escape"):
        if press:
            page.keyboard.press(press)
        for screen, height in each_screen(page):
            parts = page.locator(".setting, .transport, .stage, .monitor > *, .tonight .row").all()
            below = [part.bounding_box() for part in parts if part.is_visible()]
            assert [box for box in below if box["y"] + box["height"] > height] == []
            cut = "(e) => e.scrollHeight - e.clientHeight"
            assert page.locator(".monitor").evaluate(cut) <= 2, (press, screen)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_finger_hits_every_control(browser, address):
    """On a phone every button and menu is 44 pixels high, and a tap plays and skips."""
    with watched(browser, viewport=SCREENS["phone"], has_touch=True, is_mobile=True) as page:
        walk(page, address, "predict=on")
        for control in page.locator(".tonight :is(button, select, input):visible").all():
            assert control.bounding_box()["height"] >= FINGER, control.inner_html()
        page.locator(".answers button").nth(2).tap()
        page.locator(".play").tap()
        assert state(page) == "playing"
        page.locator(".skip").tap()
        assert state(page) == "ended"
        assert stopped(page) == 28


def test_the_setting_goes_along_from_page_to_page(page, address):
    """From the first page to the walk and back, with its link."""
    page.goto(f"{address}/?{GALLERY}&threshold=99%25&by=gender&predict=off")
    page.wait_for_selector(".shift-picture .mark", timeout=120_000, state="attached")
    page.wait_for_timeout(500)
    page.get_by_role("link", name="Tonight").click()
    page.wait_for_url("**/tonight?*threshold=99*")
    page.wait_for_selector(".tonight .walker", state="attached")
    page.wait_for_timeout(700)
    assert page.inner_text(".tonight .value") == "99.0%"
    assert page.locator(".tonight .row").count() == 2
    page.locator(".presets button", has_text="2018").click()
    page.wait_for_url(re.compile("threshold=aclu-count"))
    page.get_by_role("link", name="The test").click()
    page.wait_for_selector(".shift-picture .mark", state="attached")
    page.wait_for_timeout(700)
    assert page.inner_text(".live .count") == "28"


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, address, scheme):
    """axe finds nothing: before the run, at a stop and at its end."""
    with watched(browser, viewport=SCREENS["laptop"], color_scheme=scheme) as page:
        walk(page, address, "predict=on")
        assert findings(page) == []
        page.keyboard.press("ArrowRight")
        assert findings(page) == []
        skip(page)
        assert findings(page) == []
