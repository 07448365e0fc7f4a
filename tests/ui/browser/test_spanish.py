"""The app in Spanish in a real Chromium: words, commas, the page's language, the switch."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from support.chromium import (
    FIRST_PAGE,
    IN_CHROMIUM,
    choose_preset,
    distance,
    falsely_matched,
    group_counts,
    open_from_menu,
    opened,
)
from support.replay import replay_in

pytestmark = IN_CHROMIUM

PAGES = {
    "/?lang=es": FIRST_PAGE,
    "/?lang=es&gallery=lfw": FIRST_PAGE,
    "/lab?lang=es&panel=What+it+costs": ".chart .line",
    "/lessons?lang=es": "text=Lección 2",
    "/lessons?lang=es&lesson=4&step=interval": "text=intervalo del 95",
    "/data?lang=es": "text=Daños conocidos",
    "/audit?lang=es&refuse=90&women=50": ".audit-dial .mark",
}


def language(page) -> str:
    """Return the language that the page declares to the browser."""
    return page.evaluate("document.documentElement.lang")


def in_link(page, name: str) -> list[str]:
    """Return a parameter's values in the address bar."""
    return parse_qs(urlparse(page.url).query).get(name, [])


def test_the_first_page_in_spanish(page, address):
    """Words, decimal points and the page's declared language are those of Spanish."""
    opened(page, address, "/?lang=es")
    said = replay_in("legislators").at()
    assert language(page) == "es-MX"
    assert page.inner_text("h1") == "¿Quién tiene una falsa coincidencia?"
    assert page.inner_text(".card.matched .sub") == "5.2% (intervalo del 95%: 3.6–7.5%)"
    assert distance(page) == f"{said.distance:.4f}"
    words = page.inner_text("[data-testid=stMain]")
    assert f"{len(said.result.gallery_rows):,}" in words
    assert "miembros del Congreso desde 1973" in words
    white = said.by("race_ethnicity").set_index("group").loc["White"]
    count = group_counts(page)[0]
    assert count == f"{white['false_matches']} de {white['searches']}"


def test_the_news_photos_in_spanish(page, address):
    """The other gallery, with its drawings of people without a name."""
    opened(page, address, "/?lang=es&gallery=lfw")
    assert language(page) == "es-MX"
    assert page.inner_text("h1") == "¿Quién tiene una falsa coincidencia?"
    assert page.inner_text(".card.matched .sub") == "5.2% (intervalo del 95%: 3.6–7.5%)"
    assert distance(page) == "0.4680"
    assert "13,194 fotos" in page.inner_text("[data-testid=stMain]")
    assert group_counts(page)[0] == "20 de 422"
    assert re.match(r"doble \d+", page.inner_text(".pair .names span >> nth=0"))
    label = page.locator("input[type=range]").get_attribute("aria-valuetext")
    assert label == "confianza 99.93%, distancia 0.4680: 28 de 535 con falsa coincidencia"


def test_the_threshold_moves_and_the_link_keeps_the_language(page, address):
    """A preset, a key and another grouping work as in English; the link names both."""
    opened(page, address, "/?lang=es")
    at_99 = replay_in("legislators").at(confidence=0.99).fpir.events
    choose_preset(page, "99%")
    page.wait_for_timeout(700)
    assert falsely_matched(page) == at_99
    assert in_link(page, "threshold") == ["99%"]
    assert in_link(page, "lang") == ["es"]
    page.locator("input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    page.locator("select").first.select_option("gender")
    page.get_by_text("Hombres").first.wait_for()
    page.wait_for_timeout(700)
    assert falsely_matched(page) < at_99
    assert page.locator(".row h2").first.inner_text() == "Hombres"
    assert in_link(page, "lang") == ["es"]


def test_the_switch_turns_the_page_around_and_back(page, address):
    """The threshold does not move; the link and the page's language change."""
    opened(page, address)
    at_99 = replay_in("legislators").at(confidence=0.99).fpir.events
    choose_preset(page, "99%")
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Español").click()
    page.wait_for_selector("text=¿Quién tiene una falsa coincidencia?")
    page.wait_for_timeout(1000)
    assert language(page) == "es-MX"
    assert falsely_matched(page) == at_99
    assert page.inner_text(".value") == "99.0%"
    assert (in_link(page, "lang"), in_link(page, "threshold")) == (["es"], ["99%"])
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("text=Who is falsely matched?")
    page.wait_for_timeout(1000)
    assert language(page) == "en"
    assert page.inner_text(".value") == "99.0%"
    assert in_link(page, "lang") == []


def test_another_page_keeps_the_language(page, address):
    """The navigation is in Spanish too, and the link of every page names the language."""
    opened(page, address, "/?lang=es")
    open_from_menu(page, "Datos y consentimiento")
    page.wait_for_selector("text=Daños conocidos")
    page.wait_for_timeout(700)
    assert in_link(page, "lang") == ["es"]
    assert language(page) == "es-MX"


def test_a_choice_stays_when_the_language_changes(page, address):
    """The Lab's panel has another name afterwards, but stays, and so does the link."""
    opened(page, address, "/lab?panel=What+it+costs", ".chart .line")
    page.get_by_role("button", name="Español").click()
    page.get_by_role("radio", name="¿Qué se pierde?", checked=True).wait_for()
    page.wait_for_timeout(700)
    assert in_link(page, "panel") == ["What it costs"]


@pytest.mark.parametrize(("path", "selector"), PAGES.items(), ids=PAGES)
def test_longer_words_fit(page, address, path, selector):
    """No page is wider than a screen or a phone, and the switches on top cover nothing."""
    page.goto(address + path)
    page.wait_for_selector(selector, timeout=180_000, state="attached")
    page.wait_for_function("document.documentElement.lang === 'es-MX'")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 2400})
        page.wait_for_timeout(700)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        switches = page.locator(".st-key-head-switches").bounding_box()
        for link in page.locator("[data-testid=stTopNavLink]:visible").all():
            box = link.bounding_box()
            assert box["x"] + box["width"] <= switches["x"]
