"""The Lab's pictures follow the thumb while it is dragged, and nothing is sent meanwhile."""

from __future__ import annotations

import functools
from urllib.parse import quote

import pytest
from support.chromium import IN_CHROMIUM, opened, watched
from support.replay import default_replay

from simulator.board.stop_finder import find_stops
from simulator.charts.by_stop import stop_words

pytestmark = IN_CHROMIUM

THUMB = ".lab-bar input[type=range]"
SAYS = ".st-key-panel .fm .says"
PANELS = {
    "How big a gallery?": ".chart .line",
    "Who is in it?": ".strips .dot",
    "What is lost?": ".chart .dot",
    "Luck?": ".strips .dot",
    "Pairs of groups": ".grid td",
    "Both errors": ".chart .dot",
    "What a match is worth": ".chart .line",
}
"""Panel → what of its picture moves."""
WHERE = """(selector) => [...document.querySelectorAll('*')]
  .flatMap((one) => one.shadowRoot ? [...one.shadowRoot.querySelectorAll(selector)] : [])
  .map((one) => one.outerHTML).join()"""
GOAL = 150


def listen(messages, socket):
    """Note every message that the browser sends."""
    socket.on("framesent", lambda data: messages.append(data))


@pytest.mark.parametrize(("panel", "moving"), PANELS.items(), ids=list(PANELS))
def test_a_dragged_thumb_moves_the_picture(browser, address, panel, moving):
    """Picture and sentence are of the stop under the thumb before it is released."""
    stops = find_stops(default_replay()).stops
    with watched(browser, viewport={"width": 1366, "height": 620}) as page:
        messages: list[object] = []
        page.on("websocket", functools.partial(listen, messages))
        opened(page, address, f"/lab?panel={quote(panel)}", f"{SAYS}:not(:empty)")
        page.wait_for_timeout(2500)
        thumb = page.locator(THUMB)
        box = thumb.bounding_box()
        last = int(thumb.get_attribute("max"))
        y = box["y"] + box["height"] / 2

        def at(stop):
            return box["x"] + 14 + stop / last * (box["width"] - 28)

        before = page.evaluate(WHERE, moving)
        page.mouse.move(at(int(thumb.input_value())), y)
        page.mouse.down()
        sent = len(messages)
        page.mouse.move(at(GOAL), y, steps=10)
        page.wait_for_timeout(200)
        stop = int(thumb.input_value())
        says = page.locator(SAYS).first.inner_text()
        assert says.startswith(f"At {stop_words(stops[stop])}")
        assert page.evaluate(WHERE, moving) != before
        assert len(messages) == sent
        assert page.evaluate("document.documentElement.hasAttribute('data-away')")
        page.mouse.up()
        page.wait_for_function("!document.documentElement.hasAttribute('data-away')")
        assert page.locator(SAYS).first.inner_text() == says


def test_a_named_mix_moves_the_rows_and_the_dials_at_once(browser, address):
    """A button shows another mix without a message; its parts are on the dials."""
    with watched(browser, viewport={"width": 1366, "height": 620}) as page:
        messages: list[object] = []
        page.on("websocket", functools.partial(listen, messages))
        path = f"/lab?panel={quote('Who is in it?')}"
        opened(page, address, path, f"{SAYS}:not(:empty)")
        page.wait_for_timeout(2500)
        sent, before = len(messages), page.locator(SAYS).inner_text()
        buttons = page.locator(".strips .choices button")
        buttons.nth(2).click()
        assert page.locator(SAYS).inner_text() != before
        assert buttons.nth(2).get_attribute("aria-pressed") == "true"
        assert len(messages) == sent
        first = page.locator(".strips .dials input").first
        first.focus()
        first.press("ArrowRight")
        page.wait_for_selector(".strips .choices button:nth-child(5)[aria-pressed=true]")
        assert page.locator(".strips .wait").is_hidden()
