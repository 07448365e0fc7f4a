"""Read a lesson from its TOML file; an error names its lesson and step."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from simulator.errors import LessonError
from simulator.i18n.glossary import has_definition
from simulator.lessons import figures, story
from simulator.lessons.kinds import DOES, HIDDEN, REQUIRED, SHOWS, UNTIL, Options
from simulator.lessons.steps import (
    ANSWER,
    PLACEHOLDER,
    TERM,
    Do,
    Lesson,
    Show,
    Step,
    paragraphs,
    placeholders,
    step_texts,
)
from simulator.storage.formats.toml_files import kinds_in_words, read_toml

TEXTS = Path(__file__).resolve().parent / "texts"
NAME = re.compile(r"[a-z][a-z0-9-]*")
STEP_KEYS = {"name", "title", "text", "show", "setting", "do", "reveal", "sources"}
Raw = Mapping[str, Any]


def load_lessons() -> tuple[Lesson, ...]:
    """Read every lesson, in the order of the file names.

    Raises:
        LessonError: a lesson or a step has an error.
    """
    return tuple(read_lesson(path) for path in sorted(TEXTS.glob("*.toml")))


def read_lesson(path: Path) -> Lesson:
    """Read a lesson from its file.

    Raises:
        LessonError: the file or a step in it differs from what docs/lessons.md describes.
    """
    where = path.name
    raw = read_toml(path, LessonError, content="a lesson")
    kinds = {"title": str, "question": str, "goal": str, "minutes": int, "steps": list}
    _only(where, raw, {*kinds, "offline"})
    for name, kind in kinds.items():
        _typed(where, raw, name, kind)
    first = path.stem.split("-")[0]
    lesson = Lesson(
        key=first if first.isdigit() else path.stem,
        title=raw["title"],
        question=raw["question"],
        minutes=raw["minutes"],
        goal=raw["goal"],
        steps=tuple(_step(where, i, step) for i, step in enumerate(raw["steps"], start=1)),
        offline=raw.get("offline", True) is True,
    )
    _check_texts(where, lesson)
    return lesson


def _step(where: str, position: int, raw: Any) -> Step:
    name = raw.get("name") if isinstance(raw, dict) else None
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise LessonError(
            f"{where}, step {position}: expected a name of lowercase letters, digits and hyphens, "
            f"found {name!r}."
        )
    here = f"{where}, step {name!r}"
    _only(here, raw, STEP_KEYS)
    _typed(here, raw, "title", str)
    for key, empty in {"text": "", "reveal": "", "setting": {}, "sources": []}.items():
        _typed(here, raw, key, type(empty), empty)
    setting = raw.get("setting", {})
    _only(f"{here}, setting", setting, {"threshold", "by"})
    step = Step(
        name=name,
        title=raw["title"],
        text=raw.get("text", ""),
        show=Show(*_kind(here, "show", raw.get("show", {}), SHOWS, "none")),
        threshold=str(setting.get("threshold", "")),
        by=str(setting.get("by", "")),
        do=Do(*_kind(here, "do", raw.get("do", {}), DOES, "read")),
        reveal=raw.get("reveal", ""),
        sources=tuple(raw.get("sources", ())),
    )
    _check_show(here, step)
    _check_do(here, step)
    for source in step.sources:
        _among(here, "sources", source, story.facts())
    return step


def _kind(
    here: str, key: str, raw: Any, kinds: Mapping[str, Options], usual: str
) -> tuple[str, dict[str, Any]]:
    if not isinstance(raw, dict):
        raise LessonError(f"{here}: expected {key} as a table, found {raw!r}.")
    what = raw.get("what", usual)
    _among(here, f"{key}.what", what, kinds)
    _only(f"{here}, {key} = {what!r}", raw, {"what", *kinds[what]})
    options = {}
    for name, (kind, default) in kinds[what].items():
        value = raw.get(name, default)
        missing = value is REQUIRED or (default is REQUIRED and value in ("", [], {}))
        if missing or not isinstance(value, kind):
            found_words = "nothing" if missing else repr(value)
            raise LessonError(
                f"{here}: {key} = {what!r} expected {name} as {kinds_in_words(kind)}, found "
                f"{found_words}."
            )
        options[name] = value
    return what, options


def _check_show(here: str, step: Step) -> None:
    options = step.show.options
    boards = figures.PAIRS if step.show.what == "pairs" else figures.BOARDS
    for key, names in (
        ("board", boards),
        ("table", figures.TABLES),
        ("curve", figures.CURVES),
    ):
        if key in options:
            _among(here, f"show.{key}", options[key], names)
    for name in options.get("hide", ()):
        _among(here, "show.hide", name, HIDDEN)
    for fact in options.get("facts", ()):
        _among(here, "show.facts", fact, story.facts())
    for row in options.get("rows", ()):
        _shape(here, "show.rows", row, {"label", "figure"})
        if figures.kind_of(row["figure"]) != "rate":
            raise LessonError(f"{here}: show.rows: expected a rate, found {row['figure']!r}.")
    if (step.threshold or step.by) and step.show.what not in ("board", "tonight"):
        raise LessonError(
            f"{here}: a setting needs show = 'board' or 'tonight', found {step.show.what!r}."
        )


def _check_do(here: str, step: Step) -> None:
    options, what = step.do.options, step.do.what
    if what == "number":
        for end in ("low", "high"):
            if not isinstance(options[end], (int, float)):
                _figure(here, f"do.{end}", str(options[end]))
        if options["truth"]:
            _figure(here, "do.truth", options["truth"])
    if what == "choose":
        if len(options["options"]) < 2 or not all(isinstance(o, str) for o in options["options"]):
            raise LessonError(f"{here}: expected two options or more in do.options.")
        if options["right"]:
            _among(here, "do.right", options["right"], options["options"])
        _check_wrong(here, options)
    if what == "threshold":
        if step.show.what != "board":
            raise LessonError(f"{here}: do = 'threshold' needs show = 'board'.")
        until = options["until"]
        if len(until) != 1 or not all(type(v) is UNTIL.get(k) for k, v in until.items()):
            raise LessonError(f"{here}: expected do.until as one of {', '.join(UNTIL)}.")
    for card in options.get("cards", ()):
        _shape(here, "do.cards", card, {"title", "text"})
    if (what == "review") != (step.show.what == "reviewer"):
        raise LessonError(f"{here}: do = 'review' and show = 'reviewer' belong together.")


def _check_wrong(here: str, options: Mapping[str, Any]) -> None:
    """Each answer to a wrong option names a misconception; no option is answered twice."""
    left = [option for option in options["options"] if option != options["right"]]
    if options["wrong"] and not options["right"]:
        raise LessonError(f"{here}: do.wrong needs do.right, found none.")
    for wrong in options["wrong"]:
        _shape(here, "do.wrong", wrong, {"option", "name", "why"})
        _among(here, "do.wrong.option", wrong["option"], left)
        left.remove(wrong["option"])
        if not isinstance(wrong["name"], str) or not NAME.fullmatch(wrong["name"]):
            raise LessonError(
                f"{here}: do.wrong.name: expected the misconception's name in lowercase letters, "
                f"digits and hyphens, found {wrong['name']!r}."
            )
        if not isinstance(wrong["why"], str) or not wrong["why"].strip():
            raise LessonError(f"{here}: do.wrong.why: expected a sentence, found {wrong['why']!r}.")


def _check_texts(where: str, lesson: Lesson) -> None:
    for text in (lesson.title, lesson.question, lesson.goal):
        _check_text(where, text, (), own=False)
    answered: list[str] = []
    for step in lesson.steps:
        here = f"{where}, step {step.name!r}"
        revealed = paragraphs(step.reveal)
        for text in step_texts(step):
            _check_text(here, text, answered, own=text in revealed and step.do.what != "read")
        if step.name in answered or [s.name for s in lesson.steps].count(step.name) > 1:
            raise LessonError(f"{here}: expected a name that no other step has.")
        if step.do.what != "read":
            answered.append(step.name)


def _check_text(here: str, text: str, answered: Collection[str], *, own: bool) -> None:
    for name in placeholders(text):
        answer = ANSWER.fullmatch(name)
        if not answer:
            _figure(here, "a text", name)
        elif answer[1] is not None:
            _among(here, "{answer:…}", answer[1], answered)
        elif not own:
            raise LessonError(f"{here}: expected {{answer}} only in the reveal of a task.")
    rest = TERM.sub("", PLACEHOLDER.sub("", text))
    if re.search(r"[{}]|\[\[|\]\]", rest) or rest.count("**") % 2:
        raise LessonError(f"{here}: expected {{figure}}, [[term]] and **bold** closed: {text!r}.")
    for term, _shown in TERM.findall(text):
        if not has_definition(term):
            raise LessonError(
                f"{here}: expected a term of the glossary, found {term!r}. Leave out the [[ ]]."
            )


def _figure(here: str, what: str, name: str) -> None:
    if not figures.is_figure(name):
        raise LessonError(
            f"{here}: {what}: expected the name of a figure, found {name!r}.{_near(name)}"
        )


def _near(name: str) -> str:
    import difflib

    close = difflib.get_close_matches(name, figures.FIGURES, 3)
    return f" Similar names: {', '.join(close)}." if close else ""


def _among(here: str, what: str, value: Any, names: Collection[str]) -> None:
    if not isinstance(value, str) or value not in names:
        listed = ", ".join(sorted(names)) or "nothing"
        raise LessonError(f"{here}: {what}: expected one of {listed}; found {value!r}.")


def _only(here: str, raw: Raw, names: set[str]) -> None:
    unknown = sorted(set(raw) - names)
    if unknown:
        raise LessonError(
            f"{here}: expected only {', '.join(sorted(names))}; found {', '.join(unknown)}."
        )


def _shape(here: str, what: str, value: Any, names: set[str]) -> None:
    if not isinstance(value, dict) or set(value) != names:
        raise LessonError(f"{here}: {what}: expected {' and '.join(sorted(names))}.")


def _typed(here: str, raw: Raw, name: str, kind: type, default: Any = None) -> None:
    value = raw.get(name, default)
    if type(value) is not kind or (default is None and not value):
        raise LessonError(f"{here}: expected {name} as {kinds_in_words(kind)}, found {value!r}.")
