"""The Lab on one screen: its bar, its rail, and what follows the thumb."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from support.chromium import IN_CHROMIUM, SCREENS, at_rest, each_screen, falsely_matched, opened
from support.replay import replay_in

pytestmark = IN_CHROMIUM

HIGHEST_BAR = {"phone": 150}
MOST_WORDS = 40
WHO = ".lab-who .mark"
TWO = ".lab-two .row"


def in_link(page) -> dict[str, str]:
    """Return what the link holds."""
    return {name: values[0] for name, values in parse_qs(urlparse(page.url).query).items()}


LONG = pytest.mark.long


@pytest.mark.parametrize(
    "path",
    ["/lab?lang=es", "/lab?probes=london", pytest.param("/lab?gallery=legislators", marks=LONG)],
)
def test_all_is_seen_without_scrolling(page, address, path):
    """Bar, control, count, verdict and every group lie inside the first screen."""
    opened(page, address, path, WHO)
    page.wait_for_timeout(700)
    for screen, height in each_screen(page):
        rows = page.locator(".lab-who .row").all()
        assert len(rows) >= 2
        boxes = {
            "control": page.locator(".lab-bar input[type=range]").bounding_box(),
            "count": page.locator(".lab-bar .live .count").bounding_box(),
            "verdict": page.locator(".lab-who .verdict").bounding_box(),
            **{f"row {i}": row.bounding_box() for i, row in enumerate(rows)},
        }
        below = {name: box for name, box in boxes.items() if box["y"] + box["height"] > height}
        assert below == {}, screen
        bar = page.locator(".lab-bar").bounding_box()
        assert bar["height"] <= HIGHEST_BAR.get(screen, 110)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_two_searches_are_on_one_screen(page, address):
    """Control, both counts and every group of both."""
    opened(page, address, "/lab?panel=Two+settings&differs=gallery&other=legislators", TWO)
    page.wait_for_timeout(700)
    for screen, height in each_screen(page):
        last = page.locator(TWO).last.bounding_box()
        assert page.locator(TWO).count() == 7
        assert last["y"] + last["height"] <= height
        assert page.locator(".lab-bar").bounding_box()["height"] <= HIGHEST_BAR.get(screen, 110)


def test_few_words_come_before_the_first_control(page, address):
    """The page's name; then the questions, which are controls themselves."""
    opened(page, address, "/lab", WHO)
    before = page.evaluate(
        """() => { const main = document.querySelector('[data-testid=stMain]');
        const first = main.querySelector('button, select, input');
        const words = document.createRange(); words.setStart(main, 0); words.setEndBefore(first);
        return words.toString().trim(); }"""
    )
    assert len(before.split()) <= MOST_WORDS


def test_the_rows_follow_the_thumb_and_nothing_is_sent(page, address):
    """While it is dragged, marks and rates change and the socket is silent; afterwards the link."""
    frames = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: frames.append(data)))
    opened(page, address, "/lab?threshold=99%25", WHO)
    page.wait_for_timeout(700)
    box = page.locator(".lab-bar input[type=range]").bounding_box()
    middle = box["y"] + box["height"] / 2
    before = falsely_matched(page)
    page.mouse.move(box["x"] + box["width"] * 0.5, middle)
    page.mouse.down()
    frames.clear()
    seen = set()
    for part in (0.4, 0.6, 0.7, 0.85):
        page.mouse.move(box["x"] + box["width"] * part, middle)
        page.wait_for_timeout(60)
        counts = page.locator(".lab-who .rate span").all_text_contents()
        seen.add((falsely_matched(page), *counts))
        lit = page.locator(".lab-who .mark.on").count()
        assert lit == sum(int(text.split()[0]) for text in counts)
    assert len(seen) == 4
    assert frames == []
    assert page.locator(".lab-who .mark.was").count() >= before > 0
    page.mouse.up()
    page.wait_for_url("**threshold=*")
    page.wait_for_function("() => !location.search.includes('99%25')")


def test_the_bar_stays_and_every_panel_has_it(page, address):
    """It is sticky under the head; another question keeps the threshold."""
    page.set_viewport_size(SCREENS["laptop"])
    opened(page, address, "/lab?threshold=99%25", WHO)
    flagged = falsely_matched(page)
    assert flagged == replay_in("lfw").at(confidence=0.99).fpir.events
    at_rest(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 500)")
    page.wait_for_timeout(500)
    assert 40 < page.locator(".lab-bar").bounding_box()["y"] < 80
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.get_by_role("radio", name="What is lost?").click()
    # The panel searches with the other portraits first.
    page.wait_for_selector(".chart .line", state="attached", timeout=120_000)
    at_rest(page)
    assert page.locator(".lab-who").count() == 0
    assert falsely_matched(page) == flagged
    assert in_link(page)["panel"] == "What it costs"
    page.get_by_role("radio", name="Who?").click()
    page.wait_for_selector(WHO)
    assert falsely_matched(page) == flagged


def test_a_word_of_the_sentence_chooses_another_search(page, address):
    """What cannot be combined any more is reset; the link holds every choice."""
    opened(page, address, "/lab?condition=grain", WHO)
    page.locator('.lab-bar select[name="gallery"]').select_option("legislators")
    page.wait_for_url("**gallery=legislators**", timeout=120_000)
    page.locator('.lab-bar select[name="kin"]').wait_for(timeout=120_000)
    page.wait_for_selector(WHO)
    held = in_link(page)
    assert held["condition"] == "grain"
    assert {"probes", "matcher", "portrait", "kin"} <= set(held)
    page.locator('.lab-bar select[name="portrait"]').select_option("second")
    page.wait_for_url("**condition=none**", timeout=120_000)


@pytest.mark.parametrize("name", ["gallery", "probes", "matcher", "panel"])
def test_an_unknown_choice_is_named(page, address, name):
    """One line says what was expected and found."""
    opened(page, address, f"/lab?{name}=nope", WHO)
    said = page.inner_text("[data-testid=stAlert]")
    assert "'nope'" in said
    assert re.search(r"expected \w+ to be one of", said)


def test_the_first_page_is_carried_over(page, address):
    """Gallery, threshold and grouping; the link holds them."""
    opened(page, address, "/?gallery=legislators&threshold=99%25&by=party", ".shift-picture .mark")
    flagged = falsely_matched(page)
    page.get_by_role("link", name="Lab").click()
    page.wait_for_selector(WHO, timeout=120_000)
    page.wait_for_timeout(700)
    held = in_link(page)
    assert (held["gallery"], held["threshold"], held["by"]) == ("legislators", "99%", "party")
    assert page.locator('.lab-bar select[name="gallery"]').input_value() == "legislators"
    assert falsely_matched(page) == flagged


def test_one_slider_moves_two_searches(page, address):
    """Both galleries at the same confidence, as two searches give it; without the socket."""
    opened(page, address, "/lab?panel=Two+settings&differs=gallery&other=legislators", TWO)
    page.locator('.lab-bar .presets button[data-label="99%"]').click()
    counts = page.locator(".lab-two .sides b").all_text_contents()[1::2]
    said = [
        replay_in(gallery).at(confidence=0.99).fpir.events for gallery in ("lfw", "legislators")
    ]
    assert [int(count.replace(",", "")) for count in counts] == said
    assert "same confidence" in page.inner_text(".lab-two .same")
