"""Pairs as drawings: group and name on each card, and one face laid over the other on request."""

from __future__ import annotations

import pytest
from support.chromium import IN_CHROMIUM, opened, watched

pytestmark = IN_CHROMIUM

CARD = ".pair:has(.lay)"


@pytest.fixture
def page(browser, address):
    """Return the first page with news photos, answered, when its list is there."""
    with watched(browser, viewport={"width": 1280, "height": 1400}) as page:
        opened(page, address, "/?gallery=lfw&predict=off&threshold=99%25")
        page.locator(".pair svg.face").nth(55).wait_for(state="attached")
        yield page


def places(card) -> list[list[float]]:
    """Return left, top, width and height of each face on a card."""
    return card.locator(".face").evaluate_all(
        "(all) => all.map((e) => { const r = e.getBoundingClientRect();"
        " return [r.x, r.y, r.width, r.height]; })"
    )


def test_a_pair_is_laid_over_by_keyboard_and_back(page):
    """Enter on the card's button puts both faces into one place; again, side by side."""
    card = page.locator(CARD).first
    left, right = places(card)
    assert left[0] + left[2] <= right[0]
    button = card.locator(".lay")
    assert button.get_attribute("aria-pressed") == "false"
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".pair .laid").wait_for()
    one, other = places(card)
    assert one == other
    assert button.get_attribute("aria-pressed") == "true"
    assert button.evaluate("(e) => e === e.getRootNode().activeElement")
    page.keyboard.press("Enter")
    page.locator(".pair .laid").wait_for(state="detached")


def test_two_faces_differ_without_color(page):
    """Laid over each other, the other person's lines are dashed, and hers or his are not."""
    card = page.locator(CARD).first
    card.locator(".lay").click()
    dashes = card.locator(".face .jaw").evaluate_all(
        "(all) => all.map((e) => getComputedStyle(e).strokeDasharray)"
    )
    assert dashes[0] == "none" != dashes[1]


def test_the_list_has_a_switch_for_all(page):
    """It lays every pair over, except where a face is not drawn; a card's button undoes its own."""
    page.locator(".pairs label.over").click()
    laid, cards = page.locator(".pair .laid"), page.locator(CARD)
    laid.first.wait_for()
    assert laid.count() == cards.count() > 28
    cards.first.locator(".lay").click()
    assert laid.count() == cards.count() - 1


def test_a_face_that_is_not_drawn_says_so(page):
    """Some news photos show a head turned too far: words take the drawing's place."""
    undrawn = page.locator(".pair .undrawn")
    assert undrawn.count() > 0
    assert "turned" in undrawn.first.text_content()
    assert undrawn.first.locator("xpath=ancestor::li").locator(".lay").count() == 0


def test_a_card_has_name_group_and_distance(page):
    """Above the list it says once that these are drawings and not photographs."""
    text = page.locator(".pair").first.inner_text().split("\n")
    assert {"Mazie K. Hirono", "Asian or Pacific Islander"} <= set(text)
    assert any("0.362" in line for line in text)
    assert "not photographs" in page.locator(".pairs .count").inner_text()


def test_the_pair_behind_a_mark_is_laid_over_too(page):
    """Its button keeps the keyboard's focus, and its faces share one place."""
    page.locator(".mark.on").first.click()
    box = page.locator(".person")
    box.locator(".lay").focus()
    page.keyboard.press("Space")
    box.locator(".laid").wait_for()
    one, other = places(box)
    assert one == other
    assert box.locator(".lay").get_attribute("aria-pressed") == "true"
    page.keyboard.press("Escape")
    assert box.is_hidden()
