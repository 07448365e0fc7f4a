"""The fuzzer's actions: drawn from a seed, written as JSON, and done again by a replay.

An action names its target by a share of the list of visible controls, so that it can be drawn
before the page is known, and does the same again on the same page.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGETS = (HERE / "targets.js").read_text()

Action = dict[str, Any]

PATHS = (
    "/",
    "/lessons",
    "/lab",
    "/audit",
    "/batch",
    "/data",
    "/own-photo",
    "/tonight",
    "/one-of-these",
)
LINKS = (
    "/?predict=off",
    "/?predict=on&gallery=legislators",
    "/?threshold=99%25&by=gender&predict=off",
    "/?gallery=lfw&threshold=80%25&predict=off",
    "/?gallery=lfw&portrait=second&predict=off",
    "/?threshold=aclu-count&by=race_ethnicity*gender&lang=es",
    "/?threshold=rubbish&by=nothing&gallery=nowhere&portrait=third&lang=xx",
    "/?threshold=%00%F0%9F%98%80&by=%3Cscript%3E",
    "/lab?probes=london&gallery=legislators",
    "/lab?probes=nothing&gallery=nowhere&matcher=none",
    "/lab?matcher=eigenfaces",
    "/lab?condition=face-32px",
    "/lab?panel=Gallery+size+and+mix&projector=true",
    "/lab?panel=What+it+costs&lang=es",
    "/lab?panel=Bias+or+luck%3F",
    "/lab?panel=Both+errors&threshold=80%25",
    "/lab?panel=What+a+match+is+worth",
    "/lab?panel=Another+portrait",
    "/lab?panel=Two+settings",
    "/lab?panel=rubbish",
    "/audit?refuse=90&women=50",
    "/audit?refuse=rubbish&women=-1",
    "/lessons?lesson=1&task=2",
    "/lessons?lesson=99&task=-1&lang=es",
    "/data?lang=es",
)
KEYS = (
    *("Tab", "Shift+Tab", "Enter", "Space", "Escape", "Home", "End", "PageUp", "PageDown"),
    *(
        "ArrowLeft",
        "ArrowRight",
        "ArrowUp",
        "ArrowDown",
        "ArrowLeft",
        "ArrowRight",
        "Tab",
        "r",
        "c",
    ),
)
SCREENS = ((1366, 620), (1280, 700), (1024, 700), (390, 664), (900, 700), (640, 900), (320, 568))
TYPED = ("", "0", "-1", "99.9%", "1e9", "abc", "<b>ñ😀</b>", "50", "0.5")
CONTROLS = (
    "a[href], button, input, select, summary, [role=radio], [role=option], .mark, [tabindex='0']"
)
LEFT_OUT = (
    r"fetch the photographs|traer las fotograf|descargar las fotograf|encode the photo|codificar"
)
"""Words of buttons that download or encode photographs: not to be pressed here."""
OFTEN = {
    "key": 30,
    "tap": 26,
    "drag": 12,
    "select": 4,
    "type": 2,
    "scroll": 4,
    "anywhere": 4,
    "swipe": 2,
    "page": 3,
    "link": 1.5,
    "back": 2.5,
    "forward": 1.5,
    "reload": 0.8,
    "language": 1,
    "projector": 1,
    "resize": 2,
    "look": 1,
    "embed": 0.3,
}
"""Kind of action → how often it is drawn."""
LOADS = {"link", "back", "forward", "reload", "embed", "page", "language", "projector"}
"""Kinds after which the fuzzer waits until the page is drawn."""


def drawn(chance: random.Random) -> Action:
    """Draw one action."""
    kind = chance.choices(list(OFTEN), list(OFTEN.values()))[0]
    action: Action = {"do": kind}
    if kind == "key":
        action |= {"key": chance.choice(KEYS), "times": chance.choice((1, 1, 1, 3, 8))}
    elif kind == "link":
        action |= {"to": chance.choice(LINKS)}
    elif kind == "resize":
        action |= {"to": list(chance.choice(SCREENS))}
    elif kind == "look":
        action |= {"to": chance.choice(("light", "dark"))}
    elif kind == "scroll":
        action |= {"by": chance.choice((-2000, -300, 300, 2000))}
    elif kind == "type":
        action |= {"text": chance.choice(TYPED)}
    action["at"] = round(chance.random(), 4)
    action["to_x"] = round(chance.random(), 3)
    action["to_y"] = round(chance.random(), 3)
    return action


def do(page: Any, base: str, action: Action) -> str:
    """Do one action on a page.

    Args:
        page: Playwright's page.
        base: the server's address.
        action: as :func:`drawn` returns it.

    Returns:
        In words, what it was done to.
    """
    return _DOES[action["do"]](page, base, action)


def _target(page: Any, selector: str, action: Action) -> dict[str, Any] | None:
    found: dict[str, Any] | None = page.evaluate(TARGETS, [selector, action["at"], LEFT_OUT])
    return found


def _key(page: Any, _base: str, action: Action) -> str:
    focused = page.evaluate(
        "() => { let e = document.activeElement; while (e?.shadowRoot?.activeElement) "
        "e = e.shadowRoot.activeElement; return [e?.tagName ?? '', e?.textContent?.slice(0, 60) "
        "?? '', Boolean(e?.target)]; }"
    )
    if action["key"] in {"Enter", "Space"} and _left_out(focused):
        return "left out"
    for _ in range(action["times"]):
        page.keyboard.press(action["key"])
    return f"on {focused[0]} {focused[1][:30]!r}"


def _left_out(focused: list[Any]) -> bool:
    return bool(focused[2]) or bool(re.search(LEFT_OUT, focused[1], re.IGNORECASE))


def _tap(page: Any, _base: str, action: Action) -> str:
    target = _target(page, CONTROLS, action)
    if target is None or target["kind"] == "file":
        return "nothing"
    page.mouse.click(target["x"], target["y"])
    return f"{target['tag']} {target['words']!r}"


def _drag(page: Any, _base: str, action: Action) -> str:
    target = _target(page, "input[type=range], [role=slider]", action)
    if target is None:
        return "nothing"
    width = target["width"] if target["tag"] == "input" else 300
    page.mouse.move(target["x"], target["y"])
    page.mouse.down()
    for share in (action["to_y"], action["at"], action["to_x"]):
        page.mouse.move(target["left"] + share * width, target["y"])
    page.mouse.up()
    return f"{target['tag']} {target['words']!r}"


def _select(page: Any, _base: str, action: Action) -> str:
    target = _target(page, "select", action)
    if target is None:
        return _tap(page, _base, action)
    page.mouse.click(target["x"], target["y"])
    page.keyboard.press("Escape")
    for _ in range(int(action["to_x"] * target["options"])):
        page.keyboard.press("ArrowDown" if action["to_y"] > 0.3 else "ArrowUp")
    return f"select {target['words'][:20]!r}"


def _type(page: Any, _base: str, action: Action) -> str:
    target = _target(page, "input[type=text], input[type=number], textarea", action)
    if target is None:
        return "nothing"
    page.mouse.click(target["x"], target["y"])
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(action["text"])
    page.keyboard.press("Enter")
    return f"{target['tag']} {target['words']!r}"


def _scroll(page: Any, _base: str, action: Action) -> str:
    page.mouse.wheel(0, action["by"])
    return ""


def _anywhere(page: Any, _base: str, action: Action) -> str:
    size = page.viewport_size
    x, y = action["to_x"] * size["width"], action["to_y"] * size["height"]
    if page.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest?.('a[target]'))", [x, y]
    ):
        return "left out"
    page.mouse.click(x, y)
    return f"{x:.0f}, {y:.0f}"


def _swipe(page: Any, _base: str, action: Action) -> str:
    size = page.viewport_size
    page.mouse.move(action["at"] * size["width"], action["to_y"] * size["height"])
    page.mouse.down()
    page.mouse.move(action["to_x"] * size["width"], action["at"] * size["height"], steps=3)
    page.mouse.up()
    return ""


def _page(page: Any, _base: str, action: Action) -> str:
    links = "[data-testid=stTopNav] a, [data-testid=stSidebarNav] a, [data-testid^=stTopNavLink]"
    target = _target(page, links, action)
    if target is None:
        return "nothing"
    page.mouse.click(target["x"], target["y"])
    return repr(target["words"])


def _link(page: Any, base: str, action: Action) -> str:
    page.goto(base + action["to"])
    return ""


def _back(page: Any, _base: str, _action: Action) -> str:
    # Not out of the app: the tab's first entry is an empty page.
    if page.evaluate("navigation.currentEntry.index") < 2:
        return "nothing"
    page.go_back(wait_until="commit")
    return ""


def _forward(page: Any, _base: str, _action: Action) -> str:
    if not page.evaluate("navigation.canGoForward"):
        return "nothing"
    page.go_forward(wait_until="commit")
    return ""


def _reload(page: Any, _base: str, _action: Action) -> str:
    page.reload()
    return ""


def _language(page: Any, _base: str, action: Action) -> str:
    target = _target(page, "[class*=st-key-speak] button, [data-language]", action)
    if target is None:
        return "nothing"
    page.mouse.click(target["x"], target["y"])
    return repr(target["words"])


def _projector(page: Any, _base: str, action: Action) -> str:
    target = _target(page, ".st-key-projector label, .st-key-projector button", action)
    if target is None:
        return "nothing"
    page.mouse.click(target["x"], target["y"])
    return ""


def _resize(page: Any, _base: str, action: Action) -> str:
    page.set_viewport_size({"width": action["to"][0], "height": action["to"][1]})
    return ""


def _look(page: Any, _base: str, action: Action) -> str:
    page.emulate_media(color_scheme=action["to"])
    return ""


def _embed(page: Any, _base: str, _action: Action) -> str:
    page.goto(page.url + ("&" if "?" in page.url else "?") + "embed=true")
    return ""


_DOES = {
    "key": _key,
    "tap": _tap,
    "drag": _drag,
    "select": _select,
    "type": _type,
    "scroll": _scroll,
    "anywhere": _anywhere,
    "swipe": _swipe,
    "page": _page,
    "link": _link,
    "back": _back,
    "forward": _forward,
    "reload": _reload,
    "language": _language,
    "projector": _projector,
    "resize": _resize,
    "look": _look,
    "embed": _embed,
}
