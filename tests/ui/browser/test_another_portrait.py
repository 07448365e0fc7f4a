"""The line and the switch for another portrait of the same members, in a real Chromium."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from support.chromium import IN_CHROMIUM, falsely_matched, open_from_menu, opened
from support.replay import replay_in

pytestmark = IN_CHROMIUM

ANOTHER, FIRST = "another", "first"


def people(result, **threshold) -> set[str]:
    """Return the keys of those falsely matched."""
    view = result.at(**threshold)
    keys = result.probes.encodings.keys[view.flagged]
    return set(keys.tolist())


def press(page, portrait: str) -> None:
    """Press one side of the switch and wait until the picture shows those portraits."""
    page.locator(".portraits button", has_text=portrait).click()
    shows(page, portrait)


def shows(page, portrait: str) -> None:
    """Wait until the switch says so, and the page has settled."""
    page.locator(f'.portraits button[aria-pressed="true"]:has-text("{portrait}")').wait_for()
    page.wait_for_timeout(700)


def searched(page) -> str:
    """Return the words beside the large number."""
    return page.inner_text(".card.matched .big small").strip()


def in_link(page, name: str) -> list[str]:
    """Return a parameter's values in the address bar."""
    return parse_qs(urlparse(page.url).query).get(name, [])


@pytest.mark.parametrize(
    ("gallery", "key", "threshold"),
    [
        ("legislators", "aclu-count", {"false_matches": 28}),
        ("lfw", "aclu-count", {"false_matches": 28}),
        ("lfw", "99%25", {"confidence": 0.99}),
        ("lfw", "0.5000", {"distance": 0.5}),
    ],
)
def test_the_line_is_what_two_searches_count(page, address, gallery, key, threshold):
    """Others and all falsely matched, as the two searches give them at this setting."""
    here, there = (people(replay_in(gallery, p), **threshold) for p in ("first", "second"))
    opened(page, address, f"/?threshold={key}&gallery={gallery}")
    assert falsely_matched(page) == len(here)
    assert page.inner_text(".another .line") == (
        f"The same members, another portrait: {len(there - here)} of the {len(there)} are others."
    )
    assert f"of these {len(here)} there is really another photo" in page.inner_text(
        ".another .really"
    )
    press(page, ANOTHER)
    assert falsely_matched(page) == len(there)
    assert page.inner_text(".another .line") == (
        f"The same members, first portrait: {len(here - there)} of the {len(here)} are others."
    )


def test_the_line_follows_the_thumb_without_the_server(page, address):
    """While keys move the thumb, the line changes before anything is sent."""
    frames = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: frames.append(data)))
    opened(page, address)
    page.wait_for_timeout(700)
    before, lines = len(frames), set()
    page.locator("input[type=range]").focus()
    for _ in range(4):
        page.keyboard.press("PageDown")
        lines.add(page.inner_text(".another .line"))
    assert len(lines) == 4
    assert len(frames) == before


def test_the_switch_and_the_back_button(page, address):
    """One link is one state: the switch writes it, Back undoes it, a reload keeps it."""
    opened(page, address)
    page.wait_for_timeout(700)
    assert (falsely_matched(page), searched(page)) == (28, "of 535")
    press(page, ANOTHER)
    assert (falsely_matched(page), searched(page)) == (28, "of 525")
    assert in_link(page, "portrait") == ["second"]
    assert "525 with another portrait" in page.inner_text("[data-testid=stMain]")
    page.reload()
    shows(page, ANOTHER)
    assert searched(page) == "of 525"
    page.go_back()
    shows(page, FIRST)
    assert (falsely_matched(page), searched(page)) == (28, "of 535")
    assert in_link(page, "portrait") == []
    # The same wish again, after Back, is a new one.
    press(page, ANOTHER)
    press(page, FIRST)
    assert searched(page) == "of 535"
    assert in_link(page, "portrait") == []


def test_the_switch_keeps_threshold_and_grouping(page, address):
    """Only the portraits change; the pairs below are those of the other portraits."""
    opened(page, address, "/?threshold=99.9%25&by=gender&gallery=lfw")
    press(page, ANOTHER)
    expected = people(replay_in("lfw", "second"), confidence=0.999)
    assert page.locator("select").first.input_value() == "gender"
    assert falsely_matched(page) == len(expected) == page.locator(".pair").count()
    assert in_link(page, "threshold") == ["99.9%"]
    open_from_menu(page, "Data and consent")
    page.wait_for_selector("text=Known harms")
    page.get_by_role("link", name="The test").click()
    shows(page, ANOTHER)
    assert falsely_matched(page) == len(expected)
    assert in_link(page, "portrait") == ["second"]


def test_by_keyboard_the_focus_stays_on_the_switch(page, address):
    """Enter switches; then the focus is on the pressed side, which a screen reader names."""
    opened(page, address)
    page.locator(".portraits button", has_text=ANOTHER).focus()
    page.keyboard.press("Enter")
    shows(page, ANOTHER)
    group = page.get_by_role("group", name="Portrait")
    assert group.get_by_role("button").all_inner_texts() == [FIRST, ANOTHER]
    focused = page.locator(".portraits button:focus")
    assert focused.inner_text() == ANOTHER
    assert focused.get_attribute("aria-pressed") == "true"


def test_an_old_link_to_the_rate_opens_the_count(page, address):
    """28 of 535 is both; its button is the pressed one."""
    opened(page, address, "/?threshold=aclu-rate")
    page.wait_for_timeout(700)
    assert falsely_matched(page) == 28
    pressed = page.locator('.presets button[aria-pressed="true"]')
    assert pressed.all_inner_texts() == ["as many as in 2018"]


def test_a_portrait_that_does_not_exist_is_one_sentence(page, address):
    """The page opens with the first portraits and says what a link may ask for."""
    opened(page, address, "/?portrait=painting")
    assert "expected the portrait first or second" in page.inner_text("[data-testid=stAlert]")
    assert searched(page) == "of 535"


def test_the_lab_has_no_switch(page, address):
    """There, the menus choose the portraits."""
    opened(page, address, "/lab")
    assert page.locator(".portraits button:visible").count() == 0


def test_in_spanish(page, address):
    """Line, switch and explanation are translated."""
    opened(page, address, "/?lang=es&portrait=second&gallery=lfw")
    shows(page, "otro")
    assert page.inner_text(".another .line").startswith(
        "Los mismos miembros, primer retrato: 10 de"
    )
    assert "porque el retrato es una pintura" in page.inner_text(".note")
