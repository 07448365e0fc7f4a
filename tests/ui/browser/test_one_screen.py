"""The first page on one screen: what is seen without scrolling, the question, ghosts and pairs."""

from __future__ import annotations

import re

import pytest
from support.chromium import (
    FIRST_PAGE,
    IN_CHROMIUM,
    SCREENS,
    choose_preset,
    each_screen,
    falsely_matched,
    group_counts,
    opened,
    watched,
)
from support.replay import replay_in

from simulator.experiment.luck import luck_by_column
from simulator.stats.significance import LEVEL

pytestmark = IN_CHROMIUM

MOST_WORDS = 40
MOST_WORDS_OF_THE_SENTENCE = 20
WAITS = "?predict=on&gallery=legislators"
ONCE = "by=gender"
"""A grouping in which everybody is in one row."""


@pytest.mark.parametrize("path", ["/?gallery=lfw", "/?lang=es"])
def test_all_is_seen_without_scrolling(page, address, path):
    """Control, count, every group with its rate, and the verdict lie inside the first screen."""
    opened(page, address, path, FIRST_PAGE)
    for screen, height in each_screen(page):
        boxes = {
            "control": page.locator("input[type=range]").bounding_box(),
            "count": page.locator(".live .count").bounding_box(),
            "line": page.locator(".verdict:visible, .predict:visible").bounding_box(),
            **{f"row {i}": row.bounding_box() for i, row in enumerate(page.locator(".row").all())},
        }
        assert len(boxes) == 9
        below = {name: box for name, box in boxes.items() if box["y"] + box["height"] > height}
        assert below == {}, screen
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_projector_switch_still_fits(browser, address):
    """With type a third larger, on a projector's 1024 by 700."""
    with watched(browser, viewport=SCREENS["projector"]) as page:
        opened(page, address)
        page.locator("label", has_text="Projector").click()
        page.wait_for_timeout(1500)
        last = page.locator(".row").last.bounding_box()
        assert last["y"] + last["height"] <= SCREENS["projector"]["height"]


def test_few_words_come_before_the_first_control(page, address):
    """At most 40, of which the sentence has at most 20."""
    opened(page, address, "/" + WAITS, FIRST_PAGE)
    lead = page.inner_text(".st-key-lead")
    question = page.inner_text(".predict .question")
    assert len(f"{lead} {question}".split()) <= MOST_WORDS
    assert len(page.inner_text(".st-key-lead p").split()) <= MOST_WORDS_OF_THE_SENTENCE


def test_no_rate_is_shown_before_the_question_is_answered(page, address):
    """Neither filled marks nor numbers, on the screen or for a screen reader; moving is allowed."""
    opened(page, address, f"/{WAITS}&{ONCE}", FIRST_PAGE)
    assert page.locator(".mark.on").count() == 0
    assert set(page.locator(".rate b").all_text_contents()) == {"?"}
    assert set(group_counts(page)) == {""}
    assert not page.locator(".verdict").is_visible()
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".mark.on").count() == 0
    labels = page.locator(".marks").evaluate_all("(all) => all.map((e) => e.ariaLabel)")
    assert not any(re.search(r"\d", label) for label in labels)
    page.get_by_role("button", name="Some groups more than others").click()
    assert page.locator(".mark.on").count() == falsely_matched(page)
    assert "You said: Some groups more than others." in page.inner_text(".verdict .small")


def test_skipping_shows_the_count_of_2018_and_what_was_before(page, address):
    """The page opens at our 80%; whoever skips sees the shift to 28 at once."""
    opened(page, address, f"/{WAITS}&{ONCE}", FIRST_PAGE)
    loose = replay_in("legislators").at(confidence=0.8).fpir.events
    assert falsely_matched(page) == loose
    page.get_by_role("button", name="Just show me").click()
    page.wait_for_timeout(700)
    assert falsely_matched(page) == 28
    assert page.locator(".mark.on").count() == 28
    assert page.locator(".mark.was").count() == loose


def test_a_link_with_a_threshold_is_followed(page, address):
    """The question is asked at the link's setting."""
    opened(page, address, "/" + WAITS + "&threshold=99%25", FIRST_PAGE)
    assert falsely_matched(page) == replay_in("legislators").at(confidence=0.99).fpir.events


@pytest.mark.parametrize("label", ["80%", "99%", "28 of 535 = 5.2%, as in 2018"])
@pytest.mark.parametrize("grouping", ["race_ethnicity", "person_of_color", "gender"])
def test_the_verdict_is_the_tests(page, address, label, grouping):
    """It claims a difference only where the corrected p of the command line does."""
    opened(page, address, f"/?by={grouping}&gallery=lfw")
    choose_preset(page, label)
    page.wait_for_timeout(500)
    threshold = {"80%": 0.8, "99%": 0.99}.get(label)
    view = replay_in("lfw").at(
        **({"confidence": threshold} if threshold else {"false_matches": 28})
    )
    tests = luck_by_column(view, [grouping])[grouping].tests
    claimed = "times as often" in page.inner_text(".verdict .line")
    assert claimed == any(test.p_holm <= LEVEL for test in tests)


def test_ghosts_are_those_matched_before_the_movement(page, address):
    """One movement of several keys has one ghost: where it began."""
    opened(page, address, f"/?gallery=legislators&{ONCE}")
    before = falsely_matched(page)
    page.locator("input[type=range]").focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    assert page.locator(".mark.was").count() == before
    page.wait_for_timeout(700)
    middle = falsely_matched(page)
    assert middle > before
    page.keyboard.press("PageUp")
    assert page.locator(".mark.was").count() == middle
    assert page.locator(".over i.was:visible").count() == 2


def test_another_portrait_has_ghosts_too(page, address):
    """Who drops out and who comes in, by name, as two searches give it."""
    names = {
        portrait: set(replay_in("legislators", portrait).at().candidates()["probe_name"])
        for portrait in ("first", "second")
    }
    opened(page, address)
    page.locator(".portraits button", has_text="another").click()
    pressed = page.locator('.portraits button[aria-pressed="true"]:has-text("another")')
    pressed.wait_for(timeout=120_000)
    page.wait_for_timeout(700)
    out, into = names["first"] - names["second"], names["second"] - names["first"]
    said = f"{len(out)} drop out, {len(into)} come in."
    assert said in page.inner_text(".verdict .small")


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_a_mark_opens_its_pair(page, address, by):
    """Name, group, distance, both faces; it stays while the threshold moves, and says so."""
    view = replay_in("legislators").at()
    white = view.result.groups("race_ethnicity")[0].members & view.flagged
    keys = set(view.result.probes.encodings.keys[white].tolist())
    matched = [row for row in view.candidates().itertuples() if row.probe in keys]
    farthest = matched[-1]
    opened(page, address)
    page.locator(".pair img.portrait").first.wait_for(state="attached")
    row = page.locator(".row").first
    if by == "mouse":
        row.locator(".mark.on").last.click()
    else:
        row.locator(".marks").focus()
        for _ in matched[1:]:
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    pair = page.locator(".person")
    assert farthest.probe_name in pair.inner_text()
    assert farthest.gallery_person.split(" (")[0] in pair.inner_text()
    assert "White or not listed" in pair.inner_text()
    assert f"{farthest.distance:.3f}" in pair.inner_text()
    assert pair.locator("img").count() == 2
    assert pair.inner_text().count("Falsely matched") == 1
    page.locator("input[type=range]").focus()
    page.keyboard.press("End")
    assert "Not matched" in pair.inner_text()
    page.locator(".person .close").click()
    assert not pair.is_visible()


def test_a_pair_beyond_the_threshold_gets_its_faces(page, address):
    """They are fetched when it is opened; Escape closes it and the focus is on the row again."""
    opened(page, address)
    row = page.locator(".row").first
    row.locator(".marks").focus()
    page.keyboard.press("End")
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    pair = page.locator(".person")
    assert "Not matched" in pair.inner_text()
    pair.locator("img, svg").nth(1).wait_for()
    page.keyboard.press("Escape")
    assert not pair.is_visible()
    assert row.locator(".marks").evaluate("(e) => e === e.getRootNode().activeElement")


def test_on_a_phone_the_control_stays_in_view(browser, address):
    """It is sticky under the page's head while the rows scroll."""
    with watched(browser, viewport=SCREENS["phone"], has_touch=True) as page:
        opened(page, address)
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 250)")
        page.wait_for_timeout(300)
        box = page.locator("input[type=range]").bounding_box()
        count = page.locator(".live .count").bounding_box()
        assert 40 < count["y"] < box["y"] < 200


def test_the_projector_is_in_the_link(page, address):
    """A reload, another page and a link keep it."""
    opened(page, address)
    page.locator("label", has_text="Projector").click()
    page.wait_for_url("**projector=true**")
    large = "parseFloat(getComputedStyle(document.documentElement).fontSize) > 20"
    page.reload()
    page.wait_for_function(large)
    page.get_by_role("link", name="Lessons").click()
    page.wait_for_url("**/lessons?*projector=true*")
    assert page.evaluate(large)


@pytest.mark.parametrize("path", ["/?projector=true", "/?lang=es&projector=true"])
def test_in_large_type_no_row_runs_into_the_next(browser, address, path):
    """Every text of a row stays in its row, and every plain stop can be seen, at 1024 by 700."""
    with watched(browser, viewport=SCREENS["projector"]) as page:
        opened(page, address, path, FIRST_PAGE)
        for row in page.locator(".row").all():
            box = row.bounding_box()
            assert box["y"] + box["height"] <= SCREENS["projector"]["height"]
            for part in row.locator("h2, .rate").all():
                inside = part.bounding_box()
                assert inside["y"] >= box["y"] - 2
                assert inside["y"] + inside["height"] <= box["y"] + box["height"] + 2
        more = page.locator(".presets .more").bounding_box()
        last = page.locator(".presets [data-stop]").last.bounding_box()
        assert last["x"] + last["width"] <= more["x"] + 1


def test_further_settings_are_within_reach_on_a_phone(browser, address):
    """Their button is on the screen, whatever else the row of stops holds."""
    with watched(browser, viewport=SCREENS["phone"]) as page:
        for path in ("/", "/?lang=es"):
            opened(page, address, path, FIRST_PAGE)
            more = page.locator(".presets .more").bounding_box()
            assert more["x"] + more["width"] <= SCREENS["phone"]["width"]


def test_the_question_is_asked_once_in_a_tab(page, address):
    """After a reload the answer is still there; another tab is asked."""
    opened(page, address, "/" + WAITS, FIRST_PAGE)
    page.get_by_role("button", name="Some groups more than others").click()
    page.wait_for_timeout(700)
    page.reload()
    page.wait_for_selector(FIRST_PAGE, state="attached")
    assert "You said: Some groups more than others." in page.inner_text(".verdict .small")
    assert not page.locator(".predict").is_visible()


@pytest.mark.parametrize("row", ["first", "last"])
def test_a_pair_covers_no_switch(page, address, row):
    """Its card grows into the rows."""
    opened(page, address, "/?by=gender&gallery=legislators&threshold=99%25", FIRST_PAGE)
    mark = getattr(page.locator(".row"), row).locator(".mark.on").first
    mark.click()
    page.wait_for_timeout(700)
    card = page.locator(".person").bounding_box()
    switches = page.locator(".switches").bounding_box()
    assert card["y"] + card["height"] <= switches["y"] + 1
