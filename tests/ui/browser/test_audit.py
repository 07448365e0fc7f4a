"""The Audit page in a real Chromium: dials and effect on one screen, as Python counts them."""

from __future__ import annotations

import re

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM, SCREENS, each_screen, opened, watched
from support.program_output import json_output

pytestmark = IN_CHROMIUM

MARK = ".audit-dial .mark"
TRAINED = "#women:not([disabled])"
MOST_WORDS = 40
MOST_TABS = 8
TRAINING = 400_000
"""Milliseconds for 51 classifiers, where other programs take both cores."""


def audit_page(page, address, path="/audit"):
    """Open the page, and wait until every share of women is trained."""
    opened(page, address, path, MARK)
    page.wait_for_selector(TRAINED, timeout=TRAINING, state="attached")
    page.wait_for_timeout(400)
    return page


def rows(page) -> dict[str, tuple[int, ...]]:
    """Return of each group, as a screen reader hears it: wrong answers, answers, refused."""
    said = page.locator(".audit-dial .marks").evaluate_all("(all) => all.map((e) => e.ariaLabel)")
    found = [re.fullmatch(r"(.*): (\d+) of (\d+) answers wrong, (\d+) refused", s) for s in said]
    return {match[1]: tuple(int(match[i]) for i in (2, 3, 4)) for match in found}


def marks(page) -> list[tuple[int, int]]:
    """Return of each row how many marks are filled, and how many are crossed out."""
    count = """(all) => all.map((row) => [row.querySelectorAll('.mark.wrong').length,
      row.querySelectorAll('.mark.refused').length])"""
    return [tuple(pair) for pair in page.locator(".audit-dial .row").evaluate_all(count)]


def by_command(test: int, column: str, *words: str) -> dict[str, tuple[int, ...]]:
    """Return these counts from ``falsematch audit --json``."""
    groups = json_output("audit", *words)["tests"][test]["groups"][column]
    return {row["label"]: (row["errors"], row["answered"], row["refused"]) for row in groups}


def press(page, dial: str, key: str, times: int) -> None:
    """Move a dial by keys; several presses are one movement."""
    page.locator(dial).focus()
    for _ in range(times):
        page.keyboard.press(key)


RACE = "race_ethnicity*gender"


def test_the_rows_are_what_the_command_line_says(page, address):
    """Moved by keys without the server, and opened by an old link."""
    audit_page(page, address)
    assert rows(page) == by_command(1, RACE)
    press(page, "#women", "ArrowRight", 2)
    page.wait_for_url("**women=30**", timeout=60_000)
    expected = by_command(1, RACE, "--share-of-women", "30")
    assert rows(page) == expected
    assert marks(page) == [(expected[label][0], expected[label][2]) for label in rows(page)]
    audit_page(page, address, "/audit?women=50&refuse=90&tested=london")
    expected = by_command(2, "ethnicity*gender", "--share-of-women", "50", "--abstain", "90")
    assert rows(page) == expected
    total = sum(row[0] for row in expected.values())
    assert page.inner_text(".audit-dial .live .count") == str(total)


@pytest.mark.parametrize(
    "path", ["/audit?lang=es", pytest.param("/audit?women=5&refuse=90", marks=pytest.mark.long)]
)
def test_all_is_seen_without_scrolling(page, address, path):
    """Both dials, count, every group with its rate, and the takeaway lie in the first screen."""
    audit_page(page, address, path)
    for screen, height in each_screen(page):
        seen = ["#women", "#refuse", ".live .count", ".takeaway .line", ".takeaway .small"]
        boxes = {one: page.locator(f".audit-dial {one}").bounding_box() for one in seen}
        for i, row in enumerate(page.locator(".audit-dial .row").all()):
            boxes[f"row {i}"] = row.bounding_box()
        assert len(boxes) == 5 + 11
        below = {name: box for name, box in boxes.items() if box["y"] + box["height"] > height}
        assert below == {}, screen
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_in_large_type_on_a_projector(browser, address):
    """The switch makes type a third larger; all is still on 1024 by 700."""
    with watched(browser, viewport=SCREENS["projector"]) as page:
        audit_page(page, address, "/audit?projector=true")
        last = page.locator(".audit-dial .row").last.bounding_box()
        assert last["y"] + last["height"] <= SCREENS["projector"]["height"]


def test_few_words_and_tabs_come_before_the_dial(page, address):
    """At most 40 words before it, and at most 8 presses of Tab."""
    audit_page(page, address)
    assert len(page.inner_text(".st-key-lead").split()) <= MOST_WORDS
    page.locator("h1").click()
    page.evaluate("document.activeElement?.blur()")
    inside = "[...document.querySelectorAll('*')].some((e) => e.shadowRoot?.activeElement)"
    presses = 0
    while not page.evaluate(inside) and presses <= MOST_TABS:
        page.keyboard.press("Tab")
        presses += 1
    assert presses <= MOST_TABS


def test_a_drag_changes_the_rows_and_asks_nobody(page, address):
    """No message while the thumb is held; what was wrong before stays pale; then the link says."""
    frames = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: frames.append(data)))
    audit_page(page, address)
    page.wait_for_timeout(1500)
    before = rows(page)
    box = page.locator("#women").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 14 + 0.255 * (box["width"] - 28), middle)
    page.mouse.down()
    frames.clear()
    seen = set()
    for step in range(12):
        page.mouse.move(box["x"] + 14 + (0.25 - 0.02 * step) * (box["width"] - 28), middle)
        page.wait_for_timeout(60)
        seen.add(tuple(marks(page)))
    assert frames == []
    assert len(seen) > 3
    assert page.locator(".audit-dial .row .mark.was").count() == sum(
        row[0] for row in before.values()
    )
    assert page.locator(".audit-dial .over i.was:visible").count() >= 3
    wrong = sum(row[0] for row in before.values())
    assert page.inner_text(".audit-dial .before") == f"(before: {wrong} wrong, 0 refused)"
    page.mouse.up()
    page.wait_for_url("**women=**", timeout=60_000)
    share = re.search(r"women=(\d+)", page.url)[1]
    assert rows(page) == by_command(1, RACE, "--share-of-women", share)


def test_own_numbers_are_faded_until_they_are_trained(page, address):
    """While the thumb is held it says so; then the rows are the command line's."""
    audit_page(page, address, "/audit?dial=People+per+group&women_n=100&men_n=900")
    assert rows(page) == by_command(1, RACE, "--mix", "F=100,M=900")
    box = page.locator("#women_n").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 14 + 99 / 1095 * (box["width"] - 28), middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], middle)
    assert page.inner_text(".audit-dial .fade") == "Let go to update"
    page.mouse.up()
    page.wait_for_url("**women_n=**", timeout=60_000)
    page.locator(".audit-dial .fade").wait_for(state="hidden", timeout=60_000)
    page.wait_for_timeout(300)
    women = re.search(r"women_n=(\d+)", page.url)[1]
    assert women != "100"
    assert rows(page) == by_command(1, RACE, "--mix", f"F={women},M=900")


def test_another_test_and_grouping(page, address):
    """A share between two stops of the dial stays as it is; test and grouping are in the link."""
    audit_page(page, address, "/audit?women=37")
    page.locator("#tested").select_option("london")
    page.wait_for_url("**tested=london**", timeout=60_000)
    page.locator(".audit-dial .fade").wait_for(state="hidden", timeout=120_000)
    page.wait_for_timeout(500)
    assert rows(page) == by_command(2, "ethnicity*gender", "--share-of-women", "37")
    page.locator("#groups").select_option("gender")
    page.wait_for_url("**groups=gender**", timeout=60_000)
    assert list(rows(page)) == ["Women", "Men"]


@pytest.mark.long
@pytest.mark.parametrize("look", ["light", "dark", "phone", "Spanish"])
def test_it_is_accessible(browser, address, look):
    """No finding of axe-core; the colors do not carry the meaning alone."""
    context = {"color_scheme": "dark"} if look == "dark" else {}
    if look == "phone":
        context["viewport"] = SCREENS["phone"]
    with watched(browser, **context) as page:
        spanish = "&lang=es" if look == "Spanish" else ""
        audit_page(page, address, f"/audit?women=10&refuse=90{spanish}")
        assert findings(page) == []
