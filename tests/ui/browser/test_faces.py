"""Both faces of people in public office, side by side; drawings of everybody else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from support.chromium import IN_CHROMIUM, choose_preset, opened, watched
from support.replay import replay_in

pytestmark = IN_CHROMIUM

LEGISLATORS = "/"
"""The page opens with the gallery whose people may be shown."""
LOADED = "(image) => image.complete && image.naturalWidth > 0"


def faces(page):
    """Return the portraits in the list of pairs."""
    return page.locator(".pair img.portrait")


def in_link(page) -> list[str]:
    """Return the gallery in the address bar."""
    return parse_qs(urlparse(page.url).query).get("gallery", [])


def test_both_faces_load_when_they_come_into_view(browser, address):
    """Natural color, no blur, name and office; no face before its time, and no other host."""
    fetched: list[str] = []
    closest = replay_in("legislators").at().candidates().iloc[0]
    with watched(browser, viewport={"width": 1280, "height": 620}) as page:
        page.on("request", lambda request: fetched.append(request.url))
        opened(page, address, LEGISLATORS)
        faces(page).nth(40).wait_for(state="attached")
        page.wait_for_timeout(700)
        assert not [url for url in fetched if url.endswith(".webp")]
        first = page.locator(".pair").first
        first.scroll_into_view_if_needed()
        for place in range(2):
            image = first.locator("img").nth(place)
            page.wait_for_function(LOADED, arg=image.element_handle())
            assert image.get_attribute("loading") == "lazy"
            assert image.evaluate("(e) => getComputedStyle(e).filter") == "none"
        names = first.locator("img").evaluate_all("(all) => all.map((image) => image.alt)")
        assert names[0] == f"Official portrait of {closest.probe_name}"
        assert closest.gallery_person.startswith(names[1].removeprefix("Official portrait of "))
        assert all(first.locator("small").all_inner_texts())
        page.wait_for_timeout(700)
        assert 2 <= len([url for url in fetched if url.endswith(".webp")]) < faces(page).count()
    hosts = {urlparse(url).netloc for url in fetched if url.startswith("http")}
    assert hosts == {urlparse(address).netloc}


def test_a_relative_is_marked(page, address):
    """The pair of father and son says so; the count without relatives is one line."""
    opened(page, address, LEGISLATORS)
    view = replay_in("legislators").at()
    related = [row for row in view.candidates().to_dict("records") if row["relation"]]
    page.locator(".relation").first.wait_for(state="attached")
    marked = page.locator(".pair", has=page.locator(".relation"))
    assert marked.count() == len(related)
    assert related[0]["probe_name"] in marked.first.inner_text()
    assert page.inner_text(".kin").startswith(
        f"Without relatives: {view.fpir_without_kin.events} of 535"
    )


def test_the_switch_goes_back_to_drawings(page, address):
    """By keyboard too; the other gallery keeps none of it."""
    opened(page, address, LEGISLATORS)
    faces(page).first.wait_for(state="attached")
    shown = faces(page).count()
    switch = page.get_by_role("switch", name="Show drawings instead")
    switch.focus()
    page.keyboard.press("Space")
    assert faces(page).count() == 0
    assert page.locator(".pair .face").count() == 56
    page.keyboard.press("Space")
    assert faces(page).count() == shown > 40


def test_the_gallery_is_one_click_and_one_link(page, address):
    """The switch writes it, Back undoes it; stand-ins have neither face nor switch."""
    total = {name: replay_in(name) for name in ("legislators", "lfw")}
    opened(page, address)
    faces(page).first.wait_for(state="attached")
    assert in_link(page) == []
    photos = len(total["legislators"].gallery_rows)
    assert f"among {photos:,} other members of Congress" in page.inner_text("[data-testid=stMain]")
    page.locator(".galleries button", has_text="news photos").click()
    page.locator('.galleries [aria-pressed="true"]:has-text("news photos")').wait_for()
    page.wait_for_timeout(700)
    assert in_link(page) == ["lfw"]
    assert faces(page).count() == 0
    assert not page.get_by_role("switch", name="Show drawings instead").is_visible()
    assert page.locator(".card.matched .big b").inner_text() == "28"
    assert f"in {len(total['lfw'].gallery_rows):,} news photos" in page.inner_text(
        "[data-testid=stMain]"
    )
    page.go_back()
    page.locator('.galleries [aria-pressed="true"]:has-text("other members")').wait_for()
    page.wait_for_timeout(700)
    assert in_link(page) == []
    faces(page).first.wait_for(state="attached")


def test_a_looser_threshold_brings_more_faces(page, address):
    """After the thumb is let go, the pairs that it added have faces too."""
    opened(page, address, LEGISLATORS)
    faces(page).first.wait_for(state="attached")
    page.wait_for_timeout(700)
    before = faces(page).count()
    choose_preset(page, "99%")
    # A pair whose faces are on their way is drawn until they are there.
    page.wait_for_function(
        "(n) => { const list = [...document.querySelectorAll('*')].map((e) => e.shadowRoot)"
        ".find((r) => r?.querySelector('.pairs')); return list && "
        "list.querySelectorAll('.pair img.portrait').length > n && "
        "!list.querySelector('.pair.waiting'); }",
        arg=before,
    )


def test_faces_behind_a_page_of_its_own(page, address):
    """In the Lab, an address relative to the page is served too."""
    opened(page, address, "/lab?gallery=legislators")
    first = page.locator(".pair").first
    first.scroll_into_view_if_needed()
    page.wait_for_function(LOADED, arg=first.locator("img").first.element_handle())


def test_a_phone_shows_them_side_by_side(browser, address):
    with watched(browser, viewport={"width": 390, "height": 664}) as page:
        opened(page, address, LEGISLATORS)
        first = page.locator(".pair").first
        first.scroll_into_view_if_needed()
        page.wait_for_function(LOADED, arg=first.locator("img").nth(1).element_handle())
        left, right = (first.locator("img").nth(place).bounding_box() for place in (0, 1))
        assert left["y"] == right["y"]
        assert left["x"] + left["width"] <= right["x"]
        assert left["height"] == pytest.approx(1.25 * left["width"], abs=1)
