"""A finger on the threshold control: dragging moves it, scrolling the page does not."""

from __future__ import annotations

import pytest
from support.chromium import IN_CHROMIUM, falsely_matched, opened, watched

pytestmark = IN_CHROMIUM


@pytest.fixture
def phone(browser, address):
    """Open the first page on a phone with its control in view."""
    with watched(
        browser, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as page:
        opened(page, address)
        page.locator("input[type=range]").scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        yield page


def track(page) -> tuple[float, float, float]:
    """Return the thumb's x and y, and the x at which the track begins."""
    control = page.locator("input[type=range]")
    box = control.bounding_box()
    share = int(control.input_value()) / int(control.get_attribute("max"))
    thumb = 28
    x = box["x"] + thumb / 2 + share * (box["width"] - thumb)
    return x, box["y"] + box["height"] / 2, box["x"]


def swipe(page, x: float, y: float, dx: float, dy: float, steps: int = 12) -> list[tuple[int, str]]:
    """Return the number and the control's text while a finger moves from (x, y) by (dx, dy)."""
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    seen = []
    for step in range(1, steps + 1):
        touch("touchMove", {"x": x + dx * step / steps, "y": y + dy * step / steps})
        page.wait_for_timeout(20)
        seen.append((falsely_matched(page), page.locator("input[type=range]").input_value()))
    touch("touchEnd")
    page.wait_for_timeout(900)
    return seen


def scrolled(page) -> float:
    """Return how far the page is scrolled."""
    return page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")


def test_a_finger_drags_the_threshold(phone):
    """Numbers follow a horizontal drag, the page stays, and the link is written at its end."""
    x, y, _ = track(phone)
    before, at = falsely_matched(phone), scrolled(phone)
    seen = [number for number, _ in swipe(phone, x, y, -120, 0)]
    assert len(set(seen)) > 5
    assert seen == sorted(seen)
    assert falsely_matched(phone) == seen[-1] > before
    assert scrolled(phone) == at
    assert "threshold=0." in phone.url


@pytest.mark.parametrize("beside", [0, -90], ids=["thumb", "track"])
def test_scrolling_from_the_control_moves_nothing(phone, beside):
    """A vertical swipe scrolls the page; the threshold does not move, even for a moment."""
    x, y, _ = track(phone)
    before = (falsely_matched(phone), phone.locator("input[type=range]").input_value())
    at = scrolled(phone)
    seen = swipe(phone, x + beside, y, -12, -200)
    assert scrolled(phone) > at + 50
    assert set(seen) == {before}
    assert (falsely_matched(phone), phone.locator("input[type=range]").input_value()) == before
    assert "threshold" not in phone.url


def test_a_tap_sets_the_threshold(phone):
    """A tap on the track moves the thumb there."""
    _, y, left = track(phone)
    before = falsely_matched(phone)
    phone.touchscreen.tap(left + 150, y)
    phone.wait_for_timeout(900)
    assert falsely_matched(phone) > before
    x, _, _ = track(phone)
    assert x == pytest.approx(left + 150, abs=3)
    assert "threshold=0." in phone.url
