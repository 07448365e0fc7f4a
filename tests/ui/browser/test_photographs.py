"""Photographs beside the sketches: only on request, blurred until clicked. Noise stands in."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from support.chromium import IN_CHROMIUM, opened, served, watched
from support.replay import default_replay

from simulator.datasets.dataset import load_dataset

pytestmark = IN_CHROMIUM

SHOWN = 3


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    """Return a folder with noise under the names of the closest pairs' photos."""
    root = tmp_path_factory.mktemp("photos")
    view = default_replay().at()
    pairs = [(c["probe"], c["gallery_key"]) for c in view.candidates().to_dict("records")[:SHOWN]]
    for name, folder, keys in (
        ("congress-115", "congress/225x275", [probe for probe, _ in pairs]),
        ("lfw", "lfw_home/lfw_funneled", [other for _, other in pairs]),
    ):
        photo = load_dataset(name).manifest.set_index("key")["photo"]
        for number, key in enumerate(keys):
            path = root / folder / photo[key]
            path.parent.mkdir(parents=True, exist_ok=True)
            noise = np.random.default_rng(number).integers(0, 255, (275, 225, 3), np.uint8)
            Image.fromarray(noise).save(path)
    return root


def blur(page, place: int) -> str:
    """Return the filter over a photograph as the browser draws it."""
    return page.locator(".pair img").nth(place).evaluate("(img) => getComputedStyle(img).filter")


def test_photographs_only_on_request_and_blurred_until_clicked(browser, photos, tmp_path):
    """Sketches come first; the switch shows blurred photographs; a click shows one clearly."""
    environment = {"FALSEMATCH_PHOTOS": str(photos), "FALSEMATCH_CACHE": str(tmp_path)}
    with (
        served(**environment) as address,
        watched(browser, viewport={"width": 1280, "height": 1600}) as page,
    ):
        opened(page, address, "/?gallery=lfw")
        page.locator(".pair svg").nth(55).wait_for(state="attached")
        assert page.locator(".pair svg").count() == 56
        assert page.locator(".pair img").count() == 0
        page.locator("label", has_text="Show photographs").click()
        page.locator(".pair img").first.wait_for()
        assert page.locator(".pair img").count() == 2 * SHOWN
        assert page.locator(".pair svg").count() == 56 - 2 * SHOWN
        assert all(blur(page, place).startswith("blur(") for place in range(2 * SHOWN))
        first = page.locator(".pair button").first
        assert first.get_attribute("aria-pressed") == "false"
        first.focus()
        page.keyboard.press("Enter")
        assert first.get_attribute("aria-pressed") == "true"
        assert blur(page, 0) == "none"
        assert blur(page, 1).startswith("blur(")
        first.click()
        assert blur(page, 0).startswith("blur(")
        names = " ".join(page.locator(".pair img").evaluate_all("(all) => all.map((i) => i.alt)"))
        assert "stand-in" in names
        assert "lfw" not in page.locator(".pairs").inner_html().lower().replace("data:image", "")
        page.locator("label", has_text="Show photographs").click()
        page.wait_for_timeout(1500)
        assert page.locator(".pair img").count() == 0
        assert page.locator(".pair svg").count() == 56
