"""Update the catalogs to match the program's texts, and list what is not translated yet.

``make catalogue`` updates every falsematch.po under simulator/i18n/locale: new texts are added
empty, and texts that are no longer shown are removed. ``make catalogue ARGS=fr`` starts another
language.
"""

from __future__ import annotations

import argparse
import ast
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from simulator.i18n import glossary
from simulator.i18n.label_names import written
from simulator.i18n.language import CATALOGUES, DEFAULT, catalogue_file, placeholders_kept
from simulator.lessons import story
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.steps import texts as lesson_texts
from simulator.storage.formats.toml_files import read_toml

ROOT = Path(__file__).resolve().parent.parent
MARKING = {"_": 1, "marked": 1, "ngettext": 2}
"""Function → number of its arguments that are texts. Babel's own extractor would also take strings
in an expression, as in ``_(names["unit"])``."""
CARD_TEXTS = ("title", "summary", "source", "licence", "consent", "harms")
MOST_VALUES = 14
"""A label column with more values than the app shows groups is not translated."""

Text = str | tuple[str, ...]


def template() -> Catalog:
    """Return every text that the app shows, with the files it comes from."""
    found = Catalog(project="falsematch", fuzzy=False)
    for file, text in sorted(texts(), key=lambda pair: pair[0]):
        found.add(text, locations=[(file, None)])  # type: ignore[list-item]
    return found


def texts() -> Iterator[tuple[str, Text]]:
    """Yield (file, text) for every text; a plural is a pair."""
    yield from _in_python()
    yield from _in_glossary()
    yield from _in_lessons()
    for path in sorted((ROOT / "datasets").glob("*/card.toml")):
        yield from _in_card(path)


def _in_python() -> Iterator[tuple[str, Text]]:
    for path in (*sorted((ROOT / "simulator").rglob("*.py")), ROOT / "streamlit_app.py"):
        for call in marking_calls(path):
            if all(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in call.args):
                texts = tuple(str(a.value) for a in call.args if isinstance(a, ast.Constant))
                yield path.relative_to(ROOT).as_posix(), texts[0] if len(texts) == 1 else texts


def marking_calls(path: Path) -> Iterator[ast.Call]:
    """Yield every call of a function that marks its texts, reduced to those texts."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if isinstance(call.func, ast.Name) and call.func.id in MARKING:
            yield ast.Call(call.func, call.args[: MARKING[call.func.id]], [])


def _in_glossary() -> Iterator[tuple[str, Text]]:
    """Yield terms and their definitions, including those from functions' docstrings."""
    for term in glossary.TERMS:
        yield "simulator/i18n/glossary.py", term
        yield "simulator/i18n/glossary.py", glossary.definition(term)


def _in_lessons() -> Iterator[tuple[str, Text]]:
    """The lessons, a paragraph at a time, and what happened, with its sources."""
    for lesson in load_lessons():
        for _, text in lesson_texts(lesson):
            yield f"simulator/lessons/texts/{lesson.key}", text
    for fact in story.facts().values():
        yield "simulator/lessons/story.toml", fact.text
        yield "simulator/lessons/story.toml", fact.source


def _in_card(path: Path) -> Iterator[tuple[str, Text]]:
    """Yield a data set's card, and the values of its labels as the app shows them."""
    card = read_toml(path)
    file = path.relative_to(ROOT).as_posix()
    shown = [card[name] for name in CARD_TEXTS]
    with (path.parent / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        rows = list(csv.DictReader(manifest))
    for column, label in card.get("labels", {}).items():
        shown += [written(column), label["author"], label["how"]]
        cells = {row.get(column) or "" for row in rows}
        values = sorted({value.strip() for cell in cells for value in cell.split("|")} - {""})
        words = label.get("shown_as", {})
        if len(values) <= MOST_VALUES:
            shown += [words.get(value, value.replace("_", " ")) for value in values]
    for text in shown:
        yield file, " ".join(text.split())


def read(code: str) -> Catalog:
    """Read a language's catalog; return an empty one if there is none yet."""
    path = catalogue_file(code)
    if not path.is_file():
        return Catalog(locale=code, project="falsematch", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def updated(code: str, found: Catalog) -> Catalog:
    """Return the catalog with exactly the program's texts."""
    catalogue = read(code)
    catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def as_text(catalogue: Catalog) -> bytes:
    """Return the catalog as a .po file, ordered by source file, without line numbers or dates."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, include_lineno=False, sort_by_file=True, omit_header=True)
    assert catalogue.locale is not None
    head = (
        f"# The app's texts in {catalogue.locale.english_name}; see docs/translating.md\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalogue.locale_identifier}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalogue.plural_forms}\\n"\n\n'
    )
    return head.encode() + file.getvalue()


def faults(catalogue: Catalog, found: Catalog) -> list[str]:
    """List a catalog's faults, one per line: missing, unused, untranslated, fuzzy, placeholders."""
    wanted = {_key(message.id): message.id for message in found if message.id}
    have = {_key(message.id): message for message in catalogue if message.id}
    lines = [f"missing: {key}" for key in wanted if key not in have]
    lines += [f"unused: {key}" for key in have if key not in wanted]
    for key, message in have.items():
        if not all(forms(message.string)):
            lines.append(f"untranslated: {key}")
        if message.fuzzy:
            lines.append(f"fuzzy: {key}")
        if not placeholders_kept(message.id, message.string):
            lines.append(f"placeholders differ from the text: {key}")
    return lines


def forms(text: Any) -> tuple[str, ...]:
    """Return a text, or its singular and plural, as a tuple; untranslated is one empty form."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _key(text: Any) -> str:
    return forms(text)[0]


def main() -> None:
    """Update every catalog, or start one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", nargs="*", help="such as fr; by default, every catalog")
    given = parser.parse_args().language
    known = sorted(
        path.name for path in CATALOGUES.iterdir() if catalogue_file(path.name).is_file()
    )
    found = template()
    for code in given or known:
        if code == DEFAULT:
            parser.error("English needs no catalog: change the text where it is written")
        catalogue = updated(code, found)
        path = catalogue_file(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(catalogue))
        lines = faults(catalogue, found)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(lines)} to fix")
        print("".join(f"  {line[:160]}\n" for line in lines), end="")


if __name__ == "__main__":
    main()
