"""Code that every page shares: errors as one sentence."""

from __future__ import annotations

import logging

import pytest
from streamlit.testing.v1 import AppTest

from simulator.errors import FalseMatchError
from simulator.i18n.language import speaking


def test_an_expected_error_is_its_sentence():
    """An error shows what was expected, what was found and what to do; nothing else."""

    def script():
        from simulator.errors import FalseMatchError
        from simulator.ui.frame import shows_errors

        def page():
            raise FalseMatchError("expected a file, found none. Restore it.")

        shows_errors(page)()

    app = AppTest.from_function(script, default_timeout=20).run()
    assert not app.exception
    assert [error.value for error in app.error] == ["expected a file, found none. Restore it."]


def test_a_fault_of_the_program_is_one_sentence_too(caplog: pytest.LogCaptureFixture):
    """The page names its kind and no detail; the traceback is for the terminal."""

    def script():
        from simulator.ui.frame import shows_errors

        def page():
            raise ZeroDivisionError("a secret detail")

        shows_errors(page)()

    with caplog.at_level(logging.ERROR, "simulator.ui.frame"):
        app = AppTest.from_function(script, default_timeout=20).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "ZeroDivisionError" in app.error[0].value
    assert "Reload the page" in app.error[0].value
    assert "secret" not in app.error[0].value
    assert "a secret detail" in caplog.text


def test_an_error_says_that_it_is_in_english():
    """Errors are in English, as on the command line; a Spanish page says so."""
    from simulator.ui import frame

    error = FalseMatchError("expected a")
    assert frame.error_text(error) == "expected a"
    with speaking("es"):
        assert frame.error_text(error).startswith("El programa dice, en inglés")
