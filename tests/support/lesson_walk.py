"""Going through a lesson by keyboard alone, in the app's page or in the static folder."""

from __future__ import annotations

import re
from typing import Any

FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  return at;
}"""
GUESS = 11


def tab_to(page: Any, selector: str, most: int = 90) -> None:
    """Press Tab until the element with the focus matches a selector."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"(s) => ({FOCUSED})()?.matches(s) ?? false", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by Tab: {place(page)}")


def place(page: Any) -> str:
    """Return the lesson's heading and address, for an error message."""
    return f"{page.locator('.lesson h1').inner_text()!r} at {page.url}"


def heading_has_focus(page: Any) -> bool:
    """Return whether a step's heading has the focus, from which it is read out."""
    return bool(page.evaluate(f"() => ({FOCUSED})().matches('h1')"))


def walk_step(page: Any) -> str:
    """Do a step's task without a mouse; return the kind of the task."""
    kind = page.locator(".task").get_attribute("class").split()[1]
    if kind != "read":
        assert page.locator(".turn .next").get_attribute("aria-disabled") == "true", place(page)
    TASKS[kind](page)
    page.wait_for_selector(".turn .next:not([aria-disabled])")
    return kind


def _number(page: Any) -> None:
    tab_to(page, "input[type=number]")
    page.keyboard.type(str(GUESS))
    page.keyboard.press("Enter")
    page.wait_for_selector(".compare")


def _choose(page: Any) -> None:
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chosen")
    # Whoever chose wrong reads why, before what the step shows.
    wrong = page.locator(".choice:has(label.right) .chosen:not(.right)").count()
    assert page.locator(".reveal .why:first-child").count() == wrong, place(page)


def _write(page: Any) -> None:
    tab_to(page, "textarea")
    page.keyboard.type("<b>Both errors</b> & the gallery.")
    tab_to(page, "button[type=submit]")
    page.keyboard.press("Enter")


def _threshold(page: Any) -> None:
    tab_to(page, "input[type=range]")
    for key in ("ArrowRight", "End", "Home"):
        page.keyboard.press(key)
        page.wait_for_timeout(500)
        if page.locator(".turn .next[aria-disabled]").count() == 0:
            return
    for place_of in range(page.locator(".presets button").count()):
        tab_to(page, f".presets button:nth-child({place_of + 1})")
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        if page.locator(".turn .next[aria-disabled]").count() == 0:
            return
    raise AssertionError(f"the threshold cannot be moved far enough: {place(page)}")


def _click(page: Any) -> None:
    for _ in range(page.locator(".cards details").count()):
        tab_to(page, ".cards summary")
        page.keyboard.press("Enter")
        page.wait_for_timeout(100)


def _try(page: Any) -> None:
    tab_to(page, ".tried input")
    page.keyboard.press("Space")


def _review(page: Any) -> None:
    total = int(re.findall(r"\d+", page.inner_text("#review-title"))[-1])
    for n in range(2 * total):
        assert page.locator(".claim").count() == (n >= total)
        tab_to(page, ".decide button")
        if n % 3 == 0:
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    page.wait_for_selector(".outcome")


TASKS = {
    "read": lambda page: None,
    "number": _number,
    "choose": _choose,
    "write": _write,
    "threshold": _threshold,
    "click": _click,
    "try": _try,
    "review": _review,
}


def walk_lesson(page: Any) -> list[str]:
    """Go from the step that is shown to the sheet; return the kinds of the tasks."""
    kinds = []
    while True:
        kinds.append(walk_step(page))
        title = page.inner_text(".lesson h1")
        last = page.locator(".steps li:last-child [aria-current]").count()
        assert page.locator(".goal").count() == last, place(page)
        tab_to(page, ".turn .next")
        page.keyboard.press("Enter")
        page.wait_for_function(
            f"(t) => ({FOCUSED})()?.matches('h1') && ({FOCUSED})().textContent !== t", arg=title
        )
        if page.locator(".turn").count() == 0:
            return kinds
