"""The language of the app: texts, plurals, numbers, and the effects of a broken catalog."""

from __future__ import annotations

import math
import threading

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from simulator.i18n import language
from simulator.i18n.language import (
    LANGUAGES,
    _,
    confidence_text,
    marked,
    ngettext,
    number,
    percent,
    placeholders_kept,
    speak,
    speaking,
    ungrouped,
)


@pytest.fixture
def catalogues(tmp_path, monkeypatch):
    """Return a function that writes a Spanish catalog: text → translation, or raw bytes."""

    def write(texts: dict | bytes) -> None:
        folder = tmp_path / "es" / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "falsematch.po").open("wb") as file:
            if isinstance(texts, bytes):
                file.write(texts)
                return
            catalogue = Catalog(locale="es", fuzzy=False)
            for text, translation in texts.items():
                flags = ["fuzzy"] if translation == "fuzzy" else []
                catalogue.add(text, translation, flags=flags)
            write_po(file, catalogue)

    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    language._catalogue.cache_clear()
    yield write
    language._catalogue.cache_clear()


def test_english_is_as_written() -> None:
    """English texts are not looked up, and numbers are formatted as Python does."""
    assert _("Falsely matched") == marked("Falsely matched") == "Falsely matched"
    assert [ngettext("person", "people", n) for n in (0, 1, 2)] == ["people", "person", "people"]
    assert number(13194) == "13,194"
    assert number(6.08, 1) == "6.1"
    assert ungrouped(1234.5, 2) == "1234.50"
    assert percent(0.061) == "6.1%"
    assert percent(0.999, None) == "99.9%"
    assert ungrouped(0.6) == "0.6"
    assert percent(math.nan) == "not estimable"
    assert confidence_text(0.99) == "99.0%"
    assert confidence_text(None) == "no calibration"
    assert confidence_text(1.0) == "over 99.999999%"
    assert confidence_text(0.999999994) == "99.999999%"


def test_english_needs_no_library() -> None:
    """The first page stays fast: only other languages import Babel."""
    import subprocess
    import sys

    code = (
        "import sys; from simulator.i18n.language import _, number, percent, speak; speak('en');"
        "_('x'); number(1.5); percent(.5); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_spanish(catalogues) -> None:
    """Texts and plurals are translated; a text without a translation stays English."""
    catalogues({"Women": "Mujeres", ("one pair", "{count} pairs"): ("un par", "{count} pares")})
    with speaking("es"):
        assert _("Women") == "Mujeres"
        assert _("Men") == "Men"
        assert _("") == ""
        assert ngettext("one pair", "{count} pairs", 1) == "un par"
        assert ngettext("one pair", "{count} pairs", 28).format(count=28) == "28 pares"
    assert _("Women") == "Women"


def test_numbers_follow_the_locale(catalogues) -> None:
    """Spanish is written as in the Americas: 13,194 and 6.1%, without a space."""
    catalogues({})
    with speaking("es"):
        assert number(13194) == "13,194"
        assert number(1234567.891, 2) == "1,234,567.89"
        assert ungrouped(0.4706, 4) == "0.4706"
        assert percent(0.061) == "6.1%"
        assert percent(0.999, None) == "99.9%"
        assert ungrouped(0.6) == "0.6"
        assert percent(12.5) == "1250.0%"
        assert confidence_text(0.99999) == "99.999%"
        # 0.15 and 0.25 have no exact binary form: another rounding would show other digits.
        digits = [number(x, 1) for x in (0.15, 0.25, 0.35)]
    assert digits == [number(x, 1) for x in (0.15, 0.25, 0.35)]


def test_separators_are_those_of_the_region(catalogues, monkeypatch) -> None:
    """Without the region, Spanish is Spain's: 1.234.567,9 and a space before the percent sign."""
    catalogues({})
    monkeypatch.setattr(language, "REGIONS", {})
    language._signs.cache_clear()
    with speaking("es"):
        written = (number(1234567.89, 1), ungrouped(0.4706, 4), percent(0.061))
    language._signs.cache_clear()
    assert written == ("1.234.567,9", "0,4706", "6,1\u00a0%")


def test_the_browser_is_told_the_region() -> None:
    """JavaScript writes numbers by the same region, and a screen reader picks its voice by it."""
    assert language.browser_language() == "en"
    with speaking("es"):
        assert language.browser_language() == "es-MX"
    assert [language.locale_of(code) for code in ("en", "es", "fr")] == ["en", "es_MX", "fr"]


def test_fuzzy_and_empty_entries_stay_english(catalogues) -> None:
    """A translation tool's guess does not count as a translation."""
    catalogues({"Women": "fuzzy", "Men": ""})
    with speaking("es"):
        assert (_("Women"), _("Men")) == ("Women", "Men")


@pytest.mark.parametrize("translation", ["{cuantos} de {total}", "{count}", "{count} de {", ""])
def test_a_translation_with_other_placeholders_stays_english(catalogues, translation) -> None:
    """A corrected word must not break the page when its numbers are filled in."""
    catalogues({"{count} of {total}": translation})
    with speaking("es"):
        assert _("{count} of {total}").format(count=1, total=2) == "1 of 2"


@pytest.mark.parametrize(
    "broken", [b"\xff\xfe\x00", b'msgid "Women"\nnonsense\n', b'msgstr "x"\nnonsense\n']
)
def test_a_broken_catalogue_costs_its_language_only(catalogues, broken) -> None:
    """The app continues in English, numbers too, and one sentence says what to correct."""
    catalogues(broken)
    assert "falsematch.po" in language.problem("es")
    assert "\n" not in language.problem("es")
    with speaking("es"):
        assert language.language() == "en"
        assert (_("Women"), number(13194)) == ("Women", "13,194")


def test_a_missing_catalogue_is_said(catalogues) -> None:
    """A missing catalog is reported in the same way."""
    assert speak("es") == "en"
    assert "No such file" in language.problem("es")
    assert language.problem("en") == language.problem("xx") == ""


@pytest.mark.parametrize("code", ["", "xx", "../es", "EN", "<b>"])
def test_an_unknown_language_is_english(code) -> None:
    """Whatever the link says, an unknown code falls back to English."""
    assert speak(code) == "en"


def test_a_language_is_of_its_thread(catalogues) -> None:
    """Two readers at once: the other thread speaks English until it says otherwise."""
    catalogues({"Women": "Mujeres"})
    heard = []
    with speaking("es"):
        other = threading.Thread(target=lambda: heard.append(_("Women")))
        other.start()
        other.join()
        heard.append(_("Women"))
    assert heard == ["Women", "Mujeres"]


@pytest.mark.parametrize(
    ("text", "translation", "kept"),
    [
        ("{a} of {b}", "{b}: {a}", True),
        ("{a} of {b}", "{a}", False),
        ("{a}", "{a} {b}", False),
        ("no brace", "sin llave", True),
        ("{a}", "", True),
        (("one", "{n} many"), ("uno", "{n} muchos"), True),
        (("one", "{n} many"), ("uno", "muchos"), False),
        (("one", "{n} many"), ("{m} uno", "{n} muchos"), False),
        ("{a}", "{a", False),
        ("a [[match]] of {n}", "una [[match|coincidencia]] de {n}", True),
        ("a [[match]]", "una [[coincidencia]]", False),
        ("a [[match]]", "una coincidencia", False),
    ],
)
def test_placeholders_kept(text, translation, kept) -> None:
    """The last form has every name of the text; no form has another."""
    assert placeholders_kept(text, translation) is kept


def test_every_language_has_a_catalogue_that_can_be_read() -> None:
    """Every catalog that ships can be read."""
    assert [language.problem(code) for code in LANGUAGES] == [""] * len(LANGUAGES)
