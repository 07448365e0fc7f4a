"""The clip of the README: the real first page, whose threshold is dragged until 28 are left.

No face is photographed in it: the gallery is the news photos, whose people are drawn. Every frame
is a screenshot of the app; only the time between them is set here.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page

START = "/?gallery=lfw&predict=off&threshold=80%25"
SIZE = (1024, 700)
STEPS = 44
"""Frames of the drag."""
DRAG, READ, SHORT = 70, 1700, 1100
"""Milliseconds: between two frames of the drag, before and after it, and before a click."""
LARGEST = 600_000
"""Bytes."""
COLORS = 256


def take_clip(browser: Browser, base: str, folder: Path) -> None:
    """Write ``shift.webp``, a loop of some eight seconds, and its last frame, ``shift.png``.

    Raises:
        SystemExit: a photographed face is on the page, or the clip is too large.
    """
    page = browser.new_context(
        viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="light"
    ).new_page()
    page.goto(base + START)
    page.wait_for_selector(".shift-picture .mark", state="attached", timeout=60_000)
    page.wait_for_selector(".pairs .pair", state="attached", timeout=60_000)
    page.wait_for_timeout(4000)
    frames: list[Image.Image] = []
    times: list[int] = []
    area = _area(page)

    def take(milliseconds: int) -> None:
        frames.append(Image.open(io.BytesIO(page.screenshot(clip=area))).convert("RGB"))
        times.append(milliseconds)

    goal = page.locator(".presets button").nth(2)
    take(READ)
    for x, y in _way(page, goal):
        page.mouse.move(x, y)
        page.wait_for_timeout(40)
        take(DRAG)
    page.mouse.up()
    goal.click()
    page.wait_for_timeout(1500)
    take(SHORT)
    page.locator(".row:nth-child(4) .mark.on").first.click()
    page.wait_for_timeout(800)
    take(READ)
    page.locator(".person .lay").click()
    page.wait_for_timeout(500)
    page.mouse.move(5, 5)
    take(READ)
    if page.locator("img.portrait, .person img").count():
        raise SystemExit("expected no photographed face in the clip, found one.")
    still = frames[-1].quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    still.save(folder / "shift.png", optimize=True)
    path = folder / "shift.webp"
    frames[0].save(
        path,
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=0,
        quality=60,
        method=4,
        minimize_size=True,
    )
    page.context.close()
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"expected a clip of {LARGEST} bytes, found {path.stat().st_size}.")


def _area(page: Page) -> FloatRect:
    """Return the part of the page from its title to its switches."""
    title, picture = page.locator("h1").bounding_box(), page.locator(".inside").bounding_box()
    assert title
    assert picture
    top = title["y"] - 12
    bottom = min(picture["y"] + picture["height"] + 8, SIZE[1])
    return {
        "x": picture["x"] - 16,
        "y": top,
        "width": picture["width"] + 32,
        "height": bottom - top,
    }


def _way(page: Page, goal: Locator) -> list[tuple[float, float]]:
    """Take hold of the thumb and return its way to where a preset's button moves it, slow last."""
    slider = page.locator(".shift-picture input[type=range]")
    start = _thumb(slider)
    goal.click()
    page.wait_for_timeout(800)
    end = _thumb(slider)
    page.locator(".presets button").first.click()
    page.wait_for_timeout(1200)
    page.mouse.move(*start)
    page.mouse.down()
    return [
        (start[0] + (end[0] - start[0]) * (1 - (1 - step / STEPS) ** 2), start[1])
        for step in range(1, STEPS + 1)
    ]


def _thumb(slider: Locator) -> tuple[float, float]:
    """Return where the thumb's middle is on the page."""
    place: list[float] = slider.evaluate(
        """(e) => { const r = e.getBoundingClientRect(), radius = r.height / 2;
        const share = (e.value - e.min) / (e.max - e.min);
        return [r.x + radius + share * (r.width - 2 * radius), r.y + radius]; }"""
    )
    return place[0], place[1]
