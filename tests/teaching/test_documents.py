"""Templates: fields filled in, mistakes named with their file and line."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from simulator.errors import TeachingError
from simulator.teaching.documents import DOCUMENTS, app_address, fields, fill, languages


def test_fields_are_filled_in() -> None:
    """Every field is replaced, also twice in a line, and a figure is not filled in again."""
    figures = {"a": "28", "b": "{a}"}
    assert fill("{a} of {a}: {b}", figures, "x.md") == "28 of 28: {a}"
    assert fields("{a} and {b} and {a}") == ["a", "b", "a"]
    assert fill("no field", {}, "x.md") == "no field"


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("one\ntwo {flaged}", ["{flaged}", "x.md", "line 2", "flagged"]),
        ("one\n\nthree {", ["single {", "x.md", "line 3"]),
        ("} one", ["single }", "line 1"]),
        ("{}", ["{}", "line 1"]),
    ],
)
def test_a_mistake_is_named(template: str, words: list[str]) -> None:
    """The file, the line, and the nearest name."""
    with pytest.raises(TeachingError) as error:
        fill(template, {"flagged": "28"}, "x.md")
    assert all(word in str(error.value) for word in words)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("http://localhost:8501/", "http://localhost:8501"),
        ("https://school.example/faces/", "https://school.example/faces"),
        ("ftp://school.example", None),
        ("http://a/?q=1", None),
        ('http://a"onclick=', None),
        ("", None),
    ],
)
def test_the_apps_address(given: str, address: str | None) -> None:
    """Plain http or https, without a slash at its end; anything else is refused."""
    if address is None:
        with pytest.raises(TeachingError, match="http://"):
            app_address(given)
    else:
        assert app_address(given) == address


def test_every_language_has_every_document() -> None:
    """English comes with the program."""
    assert "en" in languages()
    assert len(set(DOCUMENTS)) == len(DOCUMENTS)


def test_misses_in_lfw_are_called_searches_not_people() -> None:
    """9,140 searches are of 1,682 people: no sentence may count the searches as people."""
    templates = sorted((files("simulator") / "teaching" / "en").iterdir(), key=str)
    lessons = sorted((files("simulator") / "lessons" / "texts").iterdir(), key=str)
    named = 0
    for file in [*templates, *lessons]:
        if not file.name.endswith((".md", ".toml")):
            continue
        for paragraph in file.read_text("utf-8").split("\n\n"):
            if "{missed_lfw_" in paragraph and "do = " not in paragraph:
                named += 1
                assert re.search("search|photos", paragraph), (file.name, paragraph)
                assert not re.search(r"\{missed_lfw_\w+\} (people|members)", paragraph), file.name
    assert named > 5
