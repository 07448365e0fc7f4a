"""The JSON that the lesson runner in the browser reads: lessons, figures, pictures and words.

Nothing in it is markup: the runner shows every text part as plain text. This module imports
nothing heavy.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from simulator.board.tonight import walk_of
from simulator.charts.embedding import MOUNTED, frame_of, ui_file
from simulator.i18n.language import _, browser_language, confidence_text
from simulator.lessons import figures, story
from simulator.lessons.fill_in import date_text, parts
from simulator.lessons.kinds import LessonContent
from simulator.lessons.one_of_these import one_of_these
from simulator.lessons.runner_words import runner_words
from simulator.lessons.sources import KINDS, sources
from simulator.lessons.steps import Lesson, Show, Step, paragraphs

Json = dict[str, Any]
REPLAY = "replay"
"""The search that the static folder lets everybody play with."""


Photos = Callable[[str, str], str | None]
"""Data set and key → a photograph as a ``data:`` address; None where there is none."""


def payload(
    lessons: Iterable[Lesson],
    content: LessonContent,
    *,
    play: bool = False,
    photos: Photos | None = None,
) -> bytes:
    """Return everything the runner needs, in the current language.

    Args:
        lessons: the lessons to show.
        content: the return value of :func:`simulator.lessons.content.lesson_content`.
        play: add the freely playable replay, its pairs and its tables: for the static folder,
            which has no other page.
        photos: finds photographs on the user's disk for the role play, which shows sketches where
            one is missing.

    Returns:
        JSON that begins with a digest of the rest, by which the browser recognizes it.
    """
    chosen = list(lessons)
    shown = [step.show for lesson in chosen for step in lesson.steps]
    walks = {show.options["board"] for show in shown if show.what == "tonight"}
    boards = {show.options["board"] for show in shown if show.what == "board"} | walks
    pairs = {show.options["board"] for show in shown if show.what == "pairs"} | walks
    tables = {n: json.loads(content["boards"][n]) for n in _with_replay(boards, play)}
    everything: Json = {
        "language": browser_language(),
        "words": runner_words(),
        "origins": {kind: _(text) for kind, text in KINDS.items()},
        "frames": {name: frame_of(name) for name in MOUNTED},
        "sheet_css": ui_file("sheet.css"),
        "lessons": [_lesson(lesson, content["figures"]) for lesson in chosen],
        "boards": tables,
        "walks": {name: walk_of(tables[name]) for name in sorted(walks)},
        "pairs": {
            name: _pairs(json.loads(content["pairs"][name]), _most(name, shown, play))
            for name in _with_replay(pairs, play)
        },
        "tables": {
            name: table
            for name, table in content["tables"].items()
            if play or name in {show.options.get("table") for show in shown}
        },
        "curves": {
            name: curve
            for name, curve in content["curves"].items()
            if name in {show.options.get("curve") for show in shown}
        },
        "reviewer": _reviewer(content["reviewer"], photos),
        "cards": play and one_of_these(tables[REPLAY], content["figures"]["gallery_photos"]),
        "play": play,
    }
    text = json.dumps(everything, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'{{"id":"{digest}",{text[1:]}'.encode()


def _most(name: str, shown: list[Show], play: bool) -> int | None:
    """Return how many pairs of a search are shown; None for all, where the threshold moves them."""
    walks = any(show.what == "tonight" and show.options["board"] == name for show in shown)
    if walks or (play and name == REPLAY):
        return None
    counts: list[int] = [
        show.options["count"]
        for show in shown
        if show.what == "pairs" and show.options["board"] == name
    ]
    return max(counts)


def _pairs(every: Json, most: int | None) -> Json:
    """Keep the closest pairs, and the faces in them."""
    if most is None:
        return every
    kept = {key: value[:most] if isinstance(value, list) else value for key, value in every.items()}
    if "faces" in every:
        there = {*kept.get("probe_face", ()), *kept.get("stand_in_face", ())}
        kept["faces"] = {key: face for key, face in every["faces"].items() if key in there}
    return kept


def _with_replay(names: set[str], play: bool) -> list[str]:
    return sorted(names | ({REPLAY} if play else set()))


def _lesson(lesson: Lesson, values: Mapping[str, Any]) -> Json:
    return {
        "key": lesson.key,
        "title": _(lesson.title),
        "question": _(lesson.question),
        "goal": parts(lesson.goal, values),
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
    """Split a text into paragraphs and list items, each as its parts."""
    return [
        {"item": paragraph.startswith("- "), "parts": _without_hyphen(parts(paragraph, values))}
        for paragraph in paragraphs(text)
    ]


def _without_hyphen(split: list[Json]) -> list[Json]:
    if split and split[0]["text"].startswith("- "):
        split[0] = split[0] | {"text": split[0]["text"][2:]}
    return [part for part in split if part["text"]]


def _show(step: Step, values: Mapping[str, Any]) -> Json:
    options = dict(step.show.options)
    if step.show.what == "people":
        options["rows"] = [_people(row, values) for row in options["rows"]]
    if step.show.what == "facts":
        options["facts"] = [_fact(name, values) for name in options["facts"]]
    return {"what": step.show.what, **options}


def _people(row: Mapping[str, str], values: Mapping[str, Any]) -> Json:
    name = row["figure"]
    measured = values[name]
    origin = figures.FIGURES[name].origin
    zero = not measured["events"]
    between = (
        _("at most {rate}").format(rate=figures.written(f"{name}.bound", values))
        if zero
        else figures.written(f"{name}.interval", values)
    )
    return {
        "label": parts(row["label"], values),
        "events": measured["events"],
        "trials": measured["trials"],
        "count": figures.written(name, values),
        "rate": figures.written(f"{name}.percent", values),
        "between": between,
        "low": measured["low"],
        "high": measured["bound"] if zero else measured["high"],
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
        whys = {wrong["option"]: wrong for wrong in options["wrong"]}
        options["wrong"] = [_why(whys.get(option), values) for option in options["options"]]
        options["right"] = options["options"].index(options["right"]) if options["right"] else None
        options["options"] = [parts(option, values) for option in options["options"]]
    if step.do.what == "click":
        options["cards"] = [
            {"title": parts(card["title"], values), "text": blocks(card["text"], values)}
            for card in options["cards"]
        ]
    return {"what": step.do.what, **options}


def _why(wrong: Mapping[str, str] | None, values: Mapping[str, Any]) -> Json | None:
    """Return what answers a wrong option, with the name of the misconception behind it."""
    if wrong is None:
        return None
    return {"name": wrong["name"], "parts": parts(" ".join(wrong["why"].split()), values)}


def _reviewer(role_play: Json, photos: Photos | None) -> Json:
    """Put in words what the matcher really says at its setting.

    Photographs are shown for all pairs or for none, so that no pair is easier than another.
    """
    said = {True: _("match ({confidence})"), False: _("no match ({confidence})")}
    found = [
        [photos(role_play["dataset"], key) for key in pair["keys"]] if photos else []
        for pair in role_play["pairs"]
    ]
    all_found = all(faces and all(faces) for faces in found)
    hidden = ("confidence", "distance", "keys", "matched")
    return {key: value for key, value in role_play.items() if key != "dataset"} | {
        "pairs": [
            {
                **{k: v for k, v in pair.items() if k not in hidden},
                "really": said[pair["matched"]].format(
                    confidence=confidence_text(pair["confidence"])
                ),
                "photos": faces if all_found else [],
            }
            for pair, faces in zip(role_play["pairs"], found, strict=True)
        ]
    }
