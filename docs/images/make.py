"""Make the pictures in docs/ and the README from the running app: no photographed face.

Those of the first page show the gallery of news photos, whose people are drawn. ``make.py clip``
makes only the README's clip and its still.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "benchmarks"))
COLORS = 256
DRAWINGS = "/?gallery=lfw&predict=off"


def main() -> None:
    """Start the app without photographs, and take the pictures."""
    from app import ARGUMENTS, opened, served, up
    from clip import take_clip

    os.environ.pop("FALSEMATCH_PHOTOS", None)
    with sync_playwright() as playwright, served() as (base, _process, _started):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        up(base)
        take_clip(browser, base, HERE)
        if "clip" in sys.argv[1:]:
            return
        page = opened(browser, base, DRAWINGS)
        page.set_viewport_size({"width": 1280, "height": 1060})
        _take(page, "test.png")
        page.goto(base + DRAWINGS + "&by=person_of_color*gender&threshold=99.9%25")
        page.set_viewport_size({"width": 1280, "height": 1000})
        page.wait_for_selector(".shift-picture .mark", state="attached")
        page.locator("label", has_text="Projector").click()
        _take(page, "projector.png")
        page.goto(base + "/lab?panel=What+it+costs")
        page.wait_for_selector(".chart .line", state="attached")
        page.wait_for_timeout(2500)
        _save(page.locator(".chart").screenshot(), "cost.png")
        page.goto(base + "/audit")
        page.wait_for_selector(".groups .right", state="attached")
        page.wait_for_timeout(2500)
        _save(page.locator(".groups").first.screenshot(), "audit.png")
        page = browser.new_context(
            viewport={"width": 390, "height": 1500}, color_scheme="dark"
        ).new_page()
        page.goto(base + DRAWINGS)
        page.wait_for_selector(".shift-picture .mark", state="attached")
        _take(page, "phone-dark.png")
        page = browser.new_context(viewport={"width": 1280, "height": 1060}).new_page()
        with tempfile.TemporaryDirectory() as folder:
            page.goto(_report(Path(folder)).as_uri())
            page.wait_for_selector(".threshold-picture .dot", state="attached")
            _take(page, "report.png")
        browser.close()


def _report(folder: Path) -> Path:
    """Run a ready-made grid and return the path of its report."""
    from simulator.sweep.grid import load_grid
    from simulator.sweep.ready_made import find_grid
    from simulator.sweep.report import write_report
    from simulator.sweep.searches import sweep

    sweep(load_grid(find_grid(Path("gallery-size"))), folder / "run")
    write_report(folder / "run", folder / "report.html")
    return folder / "report.html"


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(2500)
    faces = page.locator("img.portrait").count()
    if faces:
        raise SystemExit(f"expected no photographed face on the page of {name}, found {faces}.")
    _save(page.screenshot(), name)


def _save(picture: bytes, name: str) -> None:
    small = (
        Image.open(io.BytesIO(picture))
        .convert("RGB")
        .quantize(COLORS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    )
    small.save(HERE / name, optimize=True)


if __name__ == "__main__":
    main()
