"""Every text in the app is translated, and no catalog has unused texts."""

from __future__ import annotations

import ast
import re

import catalogue
import pytest
from babel.messages.catalog import Catalog

from simulator.datasets.card import load_card
from simulator.i18n.glossary import definition
from simulator.i18n.language import DEFAULT, LANGUAGES, catalogue_file, placeholders
from simulator.storage.paths import bundled

OTHERS = [code for code in LANGUAGES if code != DEFAULT]


@pytest.fixture(scope="module")
def template():
    return catalogue.template()


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated(code, template) -> None:
    """Nothing is missing, empty, fuzzy or unused, and every placeholder is kept.

    ``make catalogue`` says what to do.
    """
    assert catalogue.faults(catalogue.read(code), template) == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_file_is_as_the_tool_writes_it(code, template) -> None:
    """The file is as the tool writes it, so that a corrected word is the only change."""
    text = catalogue.as_text(catalogue.updated(code, template)).decode()
    assert text == catalogue_file(code).read_text("utf-8")


@pytest.mark.parametrize("code", OTHERS)
def test_numbers_in_texts_follow_the_language(code) -> None:
    """Spanish is that of the Americas: 95% has no space. No translation says "criminal"."""
    for message in catalogue.read(code):
        for text in catalogue.forms(message.string):
            form = re.sub(r"\[\[[^|\]]*\|", "", text)
            assert "criminal" not in form.lower()
            if code == "es":
                assert not re.search(r"\d\s%", form), form


def test_texts_are_found(template) -> None:
    """Texts come from every kind of source: pages, constants, plurals, cards, terms, lessons."""
    found = {catalogue.forms(message.id)[0] for message in template}
    assert "Who is falsely matched?" in found
    assert "White or not listed" in found
    assert "race and ethnicity" in found
    assert "95% interval" in found
    assert definition("95% interval") in found
    card = load_card(bundled("datasets") / "congress-115" / "card.toml")
    assert " ".join(card.labels["cbc_member"].how.split()) in found
    assert "What a face matcher does" in found
    assert not any(text != text.strip() and text.strip(" ,") == "" for text in found)


def test_marked_texts_can_be_looked_up() -> None:
    """No f-string and no joined text inside ``_()``: the catalog could not hold it."""
    for path in sorted((catalogue.ROOT / "simulator").rglob("*.py")):
        for call in catalogue.marking_calls(path):
            for argument in call.args:
                assert not isinstance(argument, (ast.JoinedStr, ast.BinOp)), (
                    f"{path.name}:{call.args[0].lineno}: {ast.unparse(argument)[:80]}"
                )


def test_placeholders_have_no_english_format(template) -> None:
    """``{count:,}`` would show English separators everywhere; a step's answer may be named."""
    for message in template:
        for form in catalogue.forms(message.id):
            try:
                names = placeholders(form)
            except ValueError:
                continue
            assert not [n for n in names if ":" in n and not n.startswith("answer:")], form


def test_faults_are_told() -> None:
    """One line for each, with the text."""
    wanted = Catalog(locale="es", fuzzy=False)
    for text in ("a {n}", "b", "c", ("one", "{n} many")):
        wanted.add(text)
    have = Catalog(locale="es", fuzzy=False)
    have.add("a {n}", "a {m}")
    have.add("b", "")
    have.add("old", "viejo")
    have.add(("one", "{n} many"), ("uno", "{n} muchos"), flags=["fuzzy"])
    assert catalogue.faults(have, wanted) == [
        "missing: c",
        "unused: old",
        "placeholders differ from the text: a {n}",
        "untranslated: b",
        "fuzzy: one",
    ]


def test_a_new_language_begins_empty(template) -> None:
    """Every text is there, none is translated, and the plural rule is the language's own."""
    begun = catalogue.updated("pl", template)
    assert len(begun) == len(template)
    assert len(catalogue.faults(begun, template)) == len(template)
    assert "nplurals=" in catalogue.as_text(begun).decode()
