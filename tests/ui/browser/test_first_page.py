"""The web app in a real Chromium: thumb, keys, numbers, requests and accessibility."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from support.accessibility import findings
from support.chromium import (
    FIRST_PAGE,
    IN_CHROMIUM,
    at_rest,
    choose_preset,
    distance,
    falsely_matched,
    group_counts,
    long_but,
    open_from_menu,
    opened,
)
from support.program_output import replayed

from simulator.i18n.glossary import definition

pytestmark = IN_CHROMIUM

PAGES = {
    "/": FIRST_PAGE,
    "/?predict=on": FIRST_PAGE,
    "/?gallery=lfw": FIRST_PAGE,
    "/?portrait=second": FIRST_PAGE,
    "/lab": ".lab-who .mark",
    "/lab?panel=Gallery+size+and+mix": ".chart .line",
    "/lab?panel=What+it+costs": ".chart .line",
    "/lab?panel=Pairs+of+groups": "table.matrix",
    "/lab?panel=Bias+or+luck%3F": "table.plain",
    "/lab?panel=Both+errors": ".chart .line",
    "/lab?panel=What+a+match+is+worth": ".chart .line",
    "/lab?panel=One+threshold+or+several": "table.plain",
    "/lab?matcher=eigenfaces": ".lab-who .mark",
    "/lab?panel=Two+settings": ".lab-two .row",
    "/audit?refuse=90&women=50": ".audit-dial .mark",
    "/batch": "text=Download the grid",
    "/data": "text=Known harms",
    "/own-photo": "text=Switched off on this server",
}
UNLIKE_OTHERS = (
    "/?gallery=lfw",
    "/lab?panel=What+it+costs",
    "/lab?panel=Pairs+of+groups",
    "/lab?panel=One+threshold+or+several",
    "/lab?panel=Two+settings",
)
"""What test_every_look does not open, and one of each kind."""


OPENS = {"legislators": "/", "lfw": "/?gallery=lfw"}
"""Gallery → the link that opens with it."""


def numbers(page) -> dict:
    """Return the picture's numbers: flagged, searched, people of color, and the bars' counts."""
    bars = group_counts(page)
    return {
        "flagged": falsely_matched(page),
        "color": int(page.inner_text(".card.focus .big b")),
        "distance": float(distance(page)),
        "bars": [tuple(int(n) for n in re.findall(r"\d+", text)) for text in bars],
        "lit": page.locator(".mark.on").count(),
        "pairs": page.locator(".pair").count(),
    }


def settled(page) -> dict:
    """Return the numbers once pairs and URL are up to date."""
    page.wait_for_timeout(700)
    return numbers(page)


def agrees(shown: dict, said: dict) -> None:
    """Check that the picture's numbers are the command line's."""
    assert shown["flagged"] == said["false_matches"] == shown["pairs"]
    rows = said["groups"]["race_ethnicity"]
    assert shown["bars"] == [(row["false_matches"], row["searches"]) for row in rows]
    assert shown["lit"] == sum(row["false_matches"] for row in rows)
    color = {row["group"]: row for row in said["groups"]["person_of_color"]}
    assert shown["color"] == color["true"]["false_matches"]
    assert shown["distance"] == pytest.approx(said["threshold"]["distance"], abs=5e-5)


@pytest.mark.parametrize("gallery", OPENS)
def test_first_view_is_the_aclu_count(page, address, gallery):
    """Without a threshold, the picture shows 28, as the command line does."""
    opened(page, address, OPENS[gallery])
    agrees(settled(page), replayed(gallery, false_matches=28))


@pytest.mark.parametrize("gallery", OPENS)
def test_dragging_the_thumb(page, address, gallery):
    """Numbers follow while the mouse is down, nothing is sent; on release the URL follows."""
    frames = []
    page.on("websocket", lambda ws: ws.on("framesent", lambda data: frames.append(data)))
    opened(page, address, OPENS[gallery])
    box = page.locator("input[type=range]").bounding_box()
    middle = box["y"] + box["height"] / 2
    stop = int(page.locator("input[type=range]").input_value())
    last = int(page.locator("input[type=range]").get_attribute("max"))
    thumb = 28
    x = box["x"] + thumb / 2 + stop / last * (box["width"] - thumb)
    page.mouse.move(x, middle)
    page.mouse.down()
    before, seen = len(frames), set()
    for step in range(1, 31):
        page.mouse.move(x - 6 * step, middle)
        page.wait_for_timeout(20)
        seen.add(numbers(page)["flagged"])
    assert len(seen) > 10
    assert len(frames) == before
    page.mouse.up()
    shown = settled(page)
    link = parse_qs(urlparse(page.url).query)
    assert link["gallery"] == [gallery]
    assert shown["flagged"] > 28
    agrees(shown, replayed(gallery, distance=float(link["threshold"][0])))


@pytest.mark.parametrize(
    ("gallery", "button", "threshold"),
    [
        ("legislators", "99.9%", {"confidence": 0.999}),
        ("legislators", "0.6: matcher’s default", {"distance": 0.6}),
        ("legislators", "28 of 535 = 5.2%, as in 2018", {"false_matches": 28}),
        ("lfw", "80%", {"confidence": 0.8}),
    ],
)
def test_presets(page, address, gallery, button, threshold):
    """A preset shows the command line's numbers at that threshold, in both galleries."""
    opened(page, address, OPENS[gallery])
    choose_preset(page, button)
    agrees(settled(page), replayed(gallery, **threshold))


def test_the_other_gallery_is_one_click_away(page, address):
    """The switch shows its numbers; the link names it, and a reload keeps it."""
    opened(page, address)
    assert page.locator('.galleries button[aria-pressed="true"]').count() == 1
    page.locator(".galleries button", has_text="news photos").click()
    page.locator('.galleries button[aria-pressed="true"]:has-text("news photos")').wait_for()
    agrees(settled(page), replayed("lfw", false_matches=28))
    assert parse_qs(urlparse(page.url).query)["gallery"] == ["lfw"]
    page.reload()
    page.wait_for_selector(FIRST_PAGE, state="attached")
    agrees(settled(page), replayed("lfw", false_matches=28))


def test_a_link_from_before_there_were_two_galleries(page, address):
    """It names a threshold and no gallery, and shows what it showed then: news photos."""
    opened(page, address, "/?threshold=99%25&by=race_ethnicity")
    agrees(settled(page), replayed("lfw", confidence=0.99))
    assert "news photos of other people" in page.inner_text("[data-testid=stMain]")


def test_arrow_keys(page, address):
    """Keys move the thumb by one stop, and the link is written after a pause."""
    opened(page, address)
    slider = page.locator("input[type=range]")
    slider.focus()
    stop = int(slider.input_value())
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    assert int(slider.input_value()) == stop + 5
    assert "falsely matched" in slider.get_attribute("aria-valuetext")
    shown = settled(page)
    key = parse_qs(urlparse(page.url).query)["threshold"][0]
    agrees(shown, replayed("legislators", distance=float(key)))
    page.keyboard.press("Home")
    assert settled(page)["flagged"] == replayed("legislators", confidence=0.5)["false_matches"]


def test_a_link_and_the_back_button(page, address):
    """A link opens its setting; Back returns to the one before, and does not trap."""
    opened(page, address, "/?threshold=99.9%25&by=gender")
    assert page.locator("select").first.input_value() == "gender"
    first = settled(page)["flagged"]
    choose_preset(page, "95%")
    second = settled(page)["flagged"]
    assert second > first
    page.go_back()
    page.wait_for_timeout(1200)
    assert numbers(page)["flagged"] == first


def test_groupings_switch_without_the_server(page, address):
    """Another grouping shows other bars at the same threshold."""
    opened(page, address)
    page.locator("select").first.select_option("gender")
    said = replayed("legislators", false_matches=28)["groups"]["gender"]
    expected = [(row["false_matches"], row["searches"]) for row in said]
    assert settled(page)["bars"] == expected


def test_another_page_and_back_keeps_the_setting(page, address):
    """The session remembers the threshold, and the URL gets it again."""
    opened(page, address)
    choose_preset(page, "99%")
    flagged = settled(page)["flagged"]
    open_from_menu(page, "Data and consent")
    page.wait_for_selector("text=Known harms")
    page.get_by_role("link", name="The test").click()
    page.wait_for_selector(FIRST_PAGE, state="attached")
    assert settled(page)["flagged"] == flagged
    assert "threshold=99" in page.url


LOOKS = {"dark": (1280, "dark"), "phone": (390, "light")}
TWICE_AS_LARGE = 640
"""Half as many pixels across: what is left of a wide screen at 200% zoom."""


def seen(page, width: int, scheme: str) -> None:
    """Set the page's width and color scheme."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 6000})
    page.wait_for_timeout(500)


def overflow(page) -> int:
    """Return by how many pixels the page is wider than the window, or than its main part."""
    return page.evaluate(
        """() => { const main = document.querySelector("[data-testid=stMain]");
        return Math.max(document.documentElement.scrollWidth - innerWidth,
                        main.scrollWidth - main.clientWidth); }"""
    )


@pytest.mark.parametrize("path", long_but(PAGES, UNLIKE_OTHERS))
def test_axe_finds_nothing(page, address, path):
    """Neither on a wide screen in the dark nor on a phone; nothing is cut off, nor at 200% zoom."""
    opened(page, address, path, PAGES[path])
    at_rest(page)
    found = {}
    for look, (width, scheme) in LOOKS.items():
        seen(page, width, scheme)
        at_rest(page)
        found[look] = (findings(page), max(0, overflow(page)))
    assert found == dict.fromkeys(LOOKS, ([], 0))
    seen(page, TWICE_AS_LARGE, "light")
    assert overflow(page) <= 0


@pytest.mark.parametrize("path", long_but(["/", "/lab?panel=What+it+costs", "/data"], ["/"]))
def test_the_projector_is_large_and_readable(page, address, path):
    """Type is a third larger, on every page after the switch; axe finds nothing, all fits."""
    opened(page, address, path, PAGES[path])
    size = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
    before = page.evaluate(size)
    page.locator("label", has_text="Projector").click()
    page.wait_for_timeout(1500)
    # Streamlit pales what it is about to draw again.
    page.wait_for_function("!document.querySelector('[data-stale=true]')", timeout=30_000)
    assert page.evaluate(size) / before > 1.3
    for scheme in ("light", "dark"):
        seen(page, 1280, scheme)
        assert findings(page) == [], scheme
        assert overflow(page) <= 0, scheme


def test_a_term_says_what_it_means(page, address):
    """By keyboard alone, the button beside a term opens its definition and Escape closes it."""
    opened(page, address)
    button = page.locator(".card.matched .help")
    button.focus()
    page.keyboard.press("Enter")
    meaning = page.locator(".explanation:popover-open")
    assert meaning.count() == 1
    assert definition("false match") in meaning.inner_text()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Escape")
    page.wait_for_selector(".explanation:popover-open", state="detached")
    page.wait_for_selector(".card.matched .help[aria-expanded=false]")


def test_a_link_cannot_load_anything(page, address):
    """A link's text is shown as it is: nothing is fetched or hidden behind other words."""
    for text in ("![](http://192.0.2.1/a.png)", "[here](http://192.0.2.1)", "<img src=x>", "**b**"):
        opened(page, address, "/?" + urlencode({"threshold": text}))
        alert = page.locator("[data-testid=stAlert]")
        assert text in alert.inner_text()
        assert alert.locator("img, strong").count() == 0
        assert all(
            url.startswith("http://192.0.2.1") for url in alert.locator("a").all_inner_texts()
        )
