"""Each page with a dial on one screen: control, count, every group and the verdict, unscrolled."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from support.chromium import IN_CHROMIUM, at_rest, each_screen, opened

pytestmark = IN_CHROMIUM

MOST_WORDS = 40
MOST_TABS = 8


@dataclass(frozen=True)
class Dial:
    """What a page shows on its first screen, as selectors.

    Attributes:
        path: the page.
        control: its dials, each of them.
        count: the number that follows the dial.
        rows: the rows of its groups.
        line: its verdict or takeaway.
    """

    path: str
    control: str
    count: str
    rows: str
    line: str


DIALS = {
    "first page": Dial(
        "/?predict=off",
        ".shift-picture input[type=range]",
        ".shift-picture .live .count",
        ".shift-picture .row",
        ".shift-picture .verdict .line",
    ),
    "question": Dial(
        "/?predict=on&gallery=legislators",
        ".shift-picture input[type=range]",
        ".shift-picture .live .count",
        ".shift-picture .row",
        ".shift-picture .predict",
    ),
    "Tonight": Dial(
        "/tonight",
        ".tonight input[type=range]",
        ".tonight .counter",
        ".tonight .rows > *",
        ".tonight .monitor",
    ),
    "Lab": Dial(
        "/lab",
        ".lab-bar input[type=range]",
        ".lab-bar .live .count",
        ".lab-who .row",
        ".lab-who .verdict .line",
    ),
    "Audit": Dial(
        "/audit",
        ".audit-dial input[type=range]",
        ".audit-dial .live .count",
        ".audit-dial .row",
        ".audit-dial .takeaway .line",
    ),
}
# What is read before the first control, in the order of the page, through all shadow roots.
WORDS = """() => {
  const words = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { words.push(node.nodeValue); return false; }
    if (node.nodeType === Node.COMMENT_NODE) return false;
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["STYLE", "SCRIPT", "LABEL"].includes(node.tagName)) return false;
      const { display, visibility } = getComputedStyle(node);
      if (display === "none" || visibility === "hidden") return false;
      // What the page answers is no text to be read first.
      if (node.matches("[class*=unseen], [aria-live], [aria-hidden=true]")) return false;
      if (node.matches("input, select, button:not(.help), [role=radio], a[href]")) return true;
    }
    return [...(node.shadowRoot ?? node).childNodes].some(walk);
  };
  const found = walk(document.querySelector(".st-key-page"));
  return { found, words: words.join(" ").split(/\\s+/).filter(Boolean) };
}"""
FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return document.querySelector(".st-key-page").contains(document.activeElement)
    && e.matches("input, button, select, summary, a, textarea, [tabindex]");
}"""


@pytest.mark.parametrize("name", DIALS)
def test_the_first_screen_has_it_all(page, address, name):
    """Whole and unscrolled; few words come first, and the first control is some Tabs away."""
    dial = DIALS[name]
    opened(page, address, dial.path, dial.rows)
    at_rest(page)
    for screen, height in each_screen(page):
        boxes = {}
        for part in ("control", "count", "rows", "line"):
            found = [one for one in page.locator(getattr(dial, part)).all() if one.is_visible()]
            assert found, part
            boxes |= {f"{part} {i}": one.bounding_box() for i, one in enumerate(found)}
        assert sum(place.startswith("rows") for place in boxes) > 1
        below = {
            place: box
            for place, box in boxes.items()
            if box["y"] < 0 or box["y"] + box["height"] > height
        }
        assert below == {}, screen
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        before = page.evaluate(WORDS)
        assert before["found"]
        assert len(before["words"]) <= MOST_WORDS, " ".join(before["words"])
    reached = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
    assert any(reached)
