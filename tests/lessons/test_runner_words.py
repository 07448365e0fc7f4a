"""The lesson runner's own words."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.charts import embedding
from simulator.i18n.language import LANGUAGES, speaking
from simulator.lessons.runner_words import runner_words

SCRIPTS = Path(embedding.__file__).parent / "static"
TEXT = "".join(path.read_text("utf-8") for path in SCRIPTS.rglob("lesson*.js"))
USED = set(re.findall(r"\b(?:words|w)\.([a-z_]+)\b(?!\()", TEXT))


def test_every_word_that_the_scripts_use_exists() -> None:
    """A missing word would show as "undefined"."""
    assert len(USED) > 20
    assert set(runner_words()) >= USED


def test_every_language_fills_the_same_braces() -> None:
    """A translation drops or invents no number."""
    english = {name: set(re.findall(r"\{\w+\}", text)) for name, text in runner_words().items()}
    for code in LANGUAGES:
        with speaking(code):
            words = runner_words()
        assert {name: set(re.findall(r"\{\w+\}", text)) for name, text in words.items()} == english
        assert all(text.strip() for text in words.values())


def test_no_word_is_unused() -> None:
    """A word that no script shows would be translated for nothing."""
    assert set(runner_words()) == USED
