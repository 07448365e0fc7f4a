"""What is around every page: the menu, the switches, and the way to its first control."""

from __future__ import annotations

import pytest
from support.chromium import IN_CHROMIUM, watched

pytestmark = IN_CHROMIUM

PAGES = ("", "tonight", "one-of-these", "lessons", "lab", "audit", "batch", "data", "own-photo")
MOST_TABS = 8
PHONE = {"width": 390, "height": 664}
SCREENS = (PHONE, {"width": 1280, "height": 2400})
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  const within = document.querySelector(".st-key-page").contains(document.activeElement);
  return within && e.matches("input, button, select, summary, a, textarea, [tabindex]");
}"""


def idle(page, address: str, path: str) -> None:
    """Open a page and wait until its script has ended."""
    page.goto(f"{address}/{path}")
    page.wait_for_selector("h1", state="attached", timeout=120_000)
    page.wait_for_selector(
        '[data-test-script-state="notRunning"]', state="attached", timeout=120_000
    )
    page.wait_for_timeout(500)


@pytest.mark.parametrize("screen", [SCREENS[1], pytest.param(PHONE, marks=pytest.mark.long)])
@pytest.mark.parametrize("path", PAGES)
def test_the_first_control_is_reached_soon(page, address, path, screen):
    """By at most eight Tabs on every page, on a phone too; and no request of a page fails."""
    page.set_viewport_size(screen)
    failed: list[str] = []
    page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
    idle(page, address, path)
    reached = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert any(reached)
    assert failed == []


def test_the_phones_menu_closes_after_a_choice(browser, address):
    """Its own close button is not under the switches, and closes it too."""
    with watched(browser, viewport=PHONE) as page:
        idle(page, address, "")
        opener = page.get_by_test_id("stExpandSidebarButton")
        opener.click()
        close = page.locator("[data-testid=stSidebarCollapseButton] button")
        close.click()
        page.wait_for_timeout(500)
        assert not page.locator(".st-key-head-switches input").is_checked()
        opener.click()
        page.get_by_test_id("stSidebarNavLink").filter(has_text="Batch").click()
        page.wait_for_selector("h1:has-text('Batch')", timeout=60_000)
        page.wait_for_timeout(500)
        assert not close.is_visible()
        assert page.evaluate("getComputedStyle(document.body).overflow") != "hidden"


@pytest.mark.parametrize(
    "path", ["?embed=true", "?lang=es", "?embed=true&lang=es", "?lang=es&projector=true"]
)
def test_the_menu_and_the_switches_do_not_overprint(browser, address, path):
    """In both languages, embedded too, on tablets of any width."""
    with watched(browser, viewport={"width": 1024, "height": 700}) as page:
        idle(page, address, path)
        for width in (1024, 900, 800, 700):
            page.set_viewport_size({"width": width, "height": 700})
            page.wait_for_timeout(400)
            _apart(page, width)


def _apart(page, width) -> None:
    switches = page.locator(".st-key-head-switches").bounding_box()
    links = page.locator(
        "[data-testid=stTopNavLink]:visible, [data-testid=stTopNavSection]:visible"
    )
    for link in links.all():
        box = link.bounding_box()
        assert box["x"] + box["width"] <= switches["x"]
    assert switches["x"] + switches["width"] <= width
