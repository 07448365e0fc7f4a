"""What the runner in the browser takes: lessons with their figures, pictures, words, as JSON.

Nothing in it is markup: texts are parts that the runner shows as text. Nothing heavy is imported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from simulator.charts.embedding import MOUNTED, frame_of, ui_file
from simulator.i18n.language import _, language, percent
from simulator.lessons import figures, story
from simulator.lessons.content import Material
from simulator.lessons.fill_in import date_text, parts
from simulator.lessons.runner_words import runner_words
from simulator.lessons.sources import KINDS, sources
from simulator.lessons.steps import Lesson, Show, Step, paragraphs

Json = dict[str, Any]


def payload(lessons: Iterable[Lesson], material: Material, *, play: bool = False) -> bytes:
    """Everything that the runner needs, in the current language.

    Args:
        lessons: to show.
        material: of :func:`simulator.lessons.content.material`.
        play: also the replay to play with freely, its pairs and tables: for the static folder,
            which has no other page.

    Returns:
        JSON that begins with a digest of the rest, by which the browser knows it again.
    """
    chosen = list(lessons)
    shown = [step.show for lesson in chosen for step in lesson.steps]
    boards = {show.options["board"] for show in shown if "board" in show.options}
    pairs = {show.options["board"] for show in shown if show.what == "pairs"}
    content: Json = {
        "language": language(),
        "words": runner_words(),
        "origins": {kind: _(text) for kind, text in KINDS.items()},
        "frames": {name: frame_of(name) for name in MOUNTED},
        "sheet_css": ui_file("sheet.css"),
        "lessons": [_lesson(lesson, material["figures"]) for lesson in chosen],
        "boards": {n: json.loads(material["boards"][n]) for n in _kept(boards, play)},
        "pairs": {
            name: _pairs(json.loads(material["pairs"][name]), None if play else shown)
            for name in _kept(pairs, play)
        },
        "tables": {
            name: table
            for name, table in material["tables"].items()
            if play or name in {show.options.get("table") for show in shown}
        },
        "curves": {
            name: curve
            for name, curve in material["curves"].items()
            if name in {show.options.get("curve") for show in shown}
        },
        "reviewer": _reviewer(material["reviewer"]),
        "play": play,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'{{"id":"{digest}",{text[1:]}'.encode()


def _pairs(every: Json, shown: list[Show] | None) -> Json:
    """The pairs that some step shows; every pair where the threshold moves them (None)."""
    if shown is None:
        return every
    most = max(show.options["count"] for show in shown if show.what == "pairs")
    # The lines of a sketch are no list of pairs.
    return {
        key: value[:most] if isinstance(value, list) and key != "lines" else value
        for key, value in every.items()
    }


def _kept(names: set[str], play: bool) -> list[str]:
    return sorted(names | ({"replay"} if play else set()))


def _lesson(lesson: Lesson, values: Mapping[str, Any]) -> Json:
    return {
        "key": lesson.key,
        "title": _(lesson.title),
        "question": _(lesson.question),
        "goal": _(lesson.goal),
        "minutes": lesson.minutes,
        "steps": [_step(step, values) for step in lesson.steps],
    }


def _step(step: Step, values: Mapping[str, Any]) -> Json:
    return {
        "name": step.name,
        "title": _(step.title),
        "text": blocks(step.text, values),
        "show": _show(step, values),
        "threshold": step.threshold,
        "by": step.by,
        "do": _do(step, values),
        "reveal": blocks(step.reveal, values),
        "sources": sources(step),
    }


def blocks(text: str, values: Mapping[str, Any]) -> list[Json]:
    """Paragraphs and items of lists, each as its parts."""
    return [
        {"item": paragraph.startswith("- "), "parts": _without_hyphen(parts(paragraph, values))}
        for paragraph in paragraphs(text)
    ]


def _without_hyphen(found: list[Json]) -> list[Json]:
    if found and found[0]["text"].startswith("- "):
        found[0] = found[0] | {"text": found[0]["text"][2:]}
    return [part for part in found if part["text"]]


def _show(step: Step, values: Mapping[str, Any]) -> Json:
    options = dict(step.show.options)
    if step.show.what == "people":
        options["rows"] = [_people(row, values) for row in options["rows"]]
    if step.show.what == "facts":
        options["facts"] = [_fact(name, values) for name in options["facts"]]
    return {"what": step.show.what, **options}


def _people(row: Mapping[str, str], values: Mapping[str, Any]) -> Json:
    name = row["figure"]
    found = values[name]
    origin = figures.FIGURES[name].origin
    zero = not found["events"]
    between = (
        _("at most {rate}").format(rate=figures.written(f"{name}.bound", values))
        if zero
        else figures.written(f"{name}.interval", values)
    )
    return {
        "label": parts(row["label"], values),
        "events": found["events"],
        "trials": found["trials"],
        "count": figures.written(name, values),
        "rate": figures.written(f"{name}.percent", values),
        "between": between,
        "low": found["low"],
        "high": found["bound"] if zero else found["high"],
        "origin": origin,
    }


def _fact(name: str, values: Mapping[str, Any]) -> Json:
    fact = story.facts()[name]
    return {
        "date": date_text(fact.date),
        "parts": parts(fact.text, values),
        "source": _(fact.source),
    }


def _do(step: Step, values: Mapping[str, Any]) -> Json:
    options = dict(step.do.options)
    if "ask" in options:
        options["ask"] = parts(" ".join(options["ask"].split()), values)
    if step.do.what == "number":
        for end in ("low", "high"):
            if isinstance(options[end], str):
                options[end] = figures.amount(options[end], values)
        options["unit"] = _(options["unit"]) if options["unit"] else ""
        truth = options["truth"]
        options["truth"] = truth and {
            "value": figures.amount(truth, values),
            "text": figures.written(truth, values),
            "origin": figures.FIGURES[truth.partition(".")[0]].origin,
        }
    if step.do.what == "choose":
        options["right"] = options["options"].index(options["right"]) if options["right"] else None
        options["options"] = [parts(option, values) for option in options["options"]]
    if step.do.what == "click":
        options["cards"] = [
            {"title": parts(card["title"], values), "text": blocks(card["text"], values)}
            for card in options["cards"]
        ]
    return {"what": step.do.what, **options}


def _reviewer(found: Json) -> Json:
    """The claim in words: the machine says no more than its threshold allows."""
    at = percent(found["setting"], 0)
    claims = {
        True: _("Match: confidence {level} or more.").format(level=at),
        False: _("No match: confidence under {level}.").format(level=at),
    }
    from simulator.i18n.language import confidence_text

    return found | {
        "pairs": [
            {
                **{k: v for k, v in pair.items() if k not in ("confidence", "distance")},
                "said": claims[pair["claim"]],
                "confidence": confidence_text(pair["confidence"]),
            }
            for pair in found["pairs"]
        ]
    }
