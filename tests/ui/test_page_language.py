"""The language of a page: how it is chosen, and that no text of the app stays English."""

from __future__ import annotations

from gettext import NullTranslations
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.datasets.dataset import dataset_names
from simulator.i18n import language
from simulator.matchers.registry import NAMES
from simulator.sweep.ready_made import ready_made

ROOT = Path(__file__).resolve().parents[2]
SLOW = 60
SAID = {
    "replay": ["¿Quién tiene una falsa coincidencia?", "13,194 fotos"],
    "lessons": ["Lecciones"],
    "lab": ["Laboratorio", "¿Qué se pierde?", "Para estadísticos"],
    "batch": ["Lotes", "Descargar la cuadrícula"],
    "data": ["Datos y consentimiento", "Daños conocidos", "Personas negras 51"],
    "audit": ["¿Quién recibe la respuesta errónea?"],
    "own_photo": ["Tu propia foto"],
}
PANELS = (
    "What it costs",
    "Bias or luck?",
    "Another gallery",
    "Pairs of groups",
    "Both errors",
    "What a match is worth",
    "Does a human check stop it?",
    "One threshold or several",
    "Two settings",
)
AS_THEY_ARE = {*NAMES, "eigenfaces", *dataset_names(), *ready_made()}
"""Names that are the same in every language."""
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("fresh_pages")]


@pytest.fixture
def untranslated(monkeypatch):
    """Return the English texts that were requested but are missing in the catalog."""
    asked = set()
    texts = language._catalogue("es").texts
    spanish = set(texts._catalog.values())

    class Recorder(NullTranslations):
        def gettext(self, message):
            if message not in spanish and any(letter.isalpha() for letter in message):
                asked.add(message)
            return message

        def ngettext(self, one, many, n):
            asked.add(one)
            return one if n == 1 else many

    monkeypatch.setattr(texts, "_fallback", Recorder())
    return asked


def opened(page, **query):
    """Open one page in Spanish."""
    app = AppTest.from_string(
        f"from simulator.ui.pages.{page} import page; page()", default_timeout=SLOW
    )
    app.session_state["language"] = "es"
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def english(asked) -> set:
    """Return the requested texts that should have been translated."""
    return asked - AS_THEY_ARE


def shown(app) -> str:
    """Return everything on the page as one text."""
    return " ".join(
        str(getattr(element, "value", "")) + repr(element.proto) for element in app.main
    )


@pytest.mark.parametrize("page", SAID)
def test_every_page_speaks_spanish(page, untranslated):
    """The page has its Spanish words, and no requested text is missing in the catalog."""
    app = opened(page)
    assert not app.exception
    for text in SAID[page]:
        assert text in shown(app)
    assert english(untranslated) == set()


@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_of_the_lab_speaks_spanish(panel, untranslated):
    """A link with the English words is understood, and nothing in the panel stays English."""
    app = opened("lab", panel=panel)
    assert not app.exception
    assert app.session_state["lab-link"].values["panel"] == panel
    assert english(untranslated) == set()


def test_a_link_chooses_the_language():
    """``?lang=es`` is adopted and kept in the session; the page and its navigation speak it."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SLOW)
    app.query_params["lang"] = "es"
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == ["¿Quién tiene una falsa coincidencia?"]
    assert app.session_state["language"] == "es"
    assert [button.label for button in app.button] == ["English"]


def test_the_switch_chooses_the_language():
    """A press changes the page's language and link, and another press changes them back."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SLOW).run()
    app.button(key="speak-es").click().run()
    assert [title.value for title in app.title] == ["¿Quién tiene una falsa coincidencia?"]
    assert app.query_params["lang"] in ("es", ["es"])
    app.button(key="speak-en").click().run()
    assert [title.value for title in app.title] == ["Who is falsely matched?"]
    assert "lang" not in app.query_params


@pytest.mark.parametrize("given", ["fr", "../es", "<b>", ""])
def test_an_unknown_language_in_the_link_is_english(given):
    """Whatever the link says, the page opens."""
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SLOW)
    app.query_params["lang"] = given
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Who is falsely matched?"]


def test_a_broken_catalogue_is_one_sentence(monkeypatch, tmp_path):
    """The app continues in English and says which file to fix."""
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    language._catalogue.cache_clear()
    try:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SLOW)
        app.query_params["lang"] = "es"
        app.run()
    finally:
        language._catalogue.cache_clear()
    assert not app.exception
    assert [title.value for title in app.title] == ["Who is falsely matched?"]
    assert "falsematch.po" in app.warning[0].value
