"""One of these is you in a real Chromium: by keyboard and by touch."""

from __future__ import annotations

import json

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, watched

from simulator.board.first_page import LFW
from simulator.lessons.one_of_these import standing
from simulator.ui import cached

pytestmark = IN_CHROMIUM
CHROMEBOOK = {"width": 1366, "height": 620}
PHONE = {"width": 390, "height": 664}
FINGER = 44
PARTS = ".setting, .counts, .numbers, .numbers li, .asks, .card > *, .turn button"


@pytest.fixture(scope="module")
def tables():
    """Return the board that the page looks up."""
    return json.loads(cached.first_board(gallery=LFW).tables)


def lit(page) -> list[int]:
    """Return the numbers that light up."""
    return [int(text) for text in page.locator(".numbers li.on").evaluate_all(NUMBERS)]


LOWEST = "(all) => Math.max(...all.map((e) => e.getBoundingClientRect().bottom))"
NUMBERS = "(all) => all.map((e) => e.firstChild.nodeValue)"


def cards(page, address, query=""):
    """Open the page of the app."""
    page.goto(f"{address}/one-of-these?{query}")
    page.wait_for_selector(".one-of-these li", timeout=120_000, state="attached")
    page.wait_for_timeout(700)
    return page


# Spanish is the longer one.
@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.long), "es"])
def test_a_class_plays_it_by_keyboard_on_one_screen(browser, address, tables, lang):
    """Everyone stands and sits down again, and the questions follow; axe finds nothing."""
    with watched(browser, viewport=CHROMEBOOK, reduced_motion="reduce") as page:
        cards(page, address, f"lang={lang}")
        assert len(lit(page)) == 0
        page.locator("input[type=range]").focus()
        page.keyboard.press("Home")
        assert len(lit(page)) == 30
        page.keyboard.press("ArrowRight")
        page.locator(".presets button").nth(2).press("Enter")
        stop = tables["stops"]["key"].index("99%")
        assert lit(page) == standing(tables, stop, 30)
        assert f"{tables['stops']['flagged'][stop]} " in page.inner_text(".congress")
        page.wait_for_function("document.activeElement !== document.body")
        assert str(lit(page)[-1]) in page.locator("div.spoken").text_content()
        assert page.locator(".numbers li").first.evaluate(
            "(e) => getComputedStyle(e).transitionDuration"
        ) in ("0s", "1e-05s")
        seen = []
        for _ in range(6):
            seen.append(page.inner_text(".card"))
            assert page.locator(PARTS).evaluate_all(LOWEST) <= CHROMEBOOK["height"]
            cut = page.locator(".card").evaluate("(e) => e.scrollHeight - e.clientHeight")
            assert cut <= 2
            if len(seen) < 6:
                page.locator(".next").press("Enter")
        assert "John Lewis" in seen[3]
        assert "Robert Williams" in seen[4]
        assert "2024" in seen[5]
        assert findings(page) == []


def test_a_learner_draws_a_card_by_touch(browser, address, tables):
    """Chance deals it; it is kept in this tab; every control is as large as a fingertip."""
    with watched(browser, viewport=PHONE, has_touch=True, is_mobile=True) as page:
        cards(page, address, "cards=24")
        drawn = set()
        for _ in range(12):
            page.locator(".draw").tap()
            drawn.add(int(page.inner_text(".drawn b")))
        assert drawn <= set(range(1, 25))
        assert len(drawn) > 3
        kept = page.inner_text(".drawn b")
        assert page.locator(".numbers li.mine").evaluate_all(NUMBERS) == [kept]
        for control in page.locator(".one-of-these :is(button, select, input):visible").all():
            assert control.bounding_box()["height"] >= FINGER, control.inner_html()
        page.reload()
        page.wait_for_selector(".drawn b", timeout=120_000)
        assert page.inner_text(".drawn b") == kept
        page.locator(".presets button").first.tap()
        assert len(lit(page)) == 24
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
