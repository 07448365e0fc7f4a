"""The pages that a class begins with: the test, Tonight, and the lessons."""

from __future__ import annotations

import dataclasses
import json
from html import escape
from itertools import product

from simulator.board.board import Board
from simulator.board.first_page import GALLERIES, GALLERY_OF_OLD_LINKS
from simulator.board.stops import log_odds
from simulator.board.stored import first_board
from simulator.board.story import (
    LEAD,
    TERMS,
    TITLE,
    TONIGHT,
    TONIGHT_LEAD,
    TONIGHT_TERMS,
    story,
)
from simulator.board.tonight import tonight_data
from simulator.i18n.language import _, marked
from simulator.lessons.content import lesson_content
from simulator.lessons.kinds import LessonContent
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.payload import payload
from simulator.lessons.steps import Lesson
from simulator.site.drawings import drawn_only
from simulator.site.parts import Page

PORTRAITS = ("first", "second")
SEARCHES = tuple(product(GALLERIES, PORTRAITS))
"""(gallery, portrait) of every search that the first page can show."""
POLITICIANS = "politicians"
"""The lessons' list of pairs that shows faces in the app."""
DRAWN = marked(
    "In the app, this step shows official portraits. This copy holds no photos, so both faces are "
    "drawn."
)


def first_pages() -> list[Page]:
    """Return the test, Tonight and the lessons, in the current language."""
    boards = {(g, p): drawn_only(first_board(p, g)) for g, p in SEARCHES}
    settings = {
        "galleries": GALLERIES,
        "portraits": PORTRAITS,
        "old_gallery": GALLERY_OF_OLD_LINKS,
    }
    heads = {
        (gallery, portrait): json.dumps(
            {"exact": exact(board), "story": story(board, portrait, faces=False)},
            ensure_ascii=False,
        ).encode()
        for (gallery, portrait), board in boards.items()
    }
    return [
        Page(
            "index",
            _(TITLE),
            _(LEAD),
            '<div id="picture"></div><div class="below-picture"><p id="story"></p>'
            f'<h2>{escape(_("The pairs behind the numbers"))}</h2><div id="pairs"></div></div>',
            ("setting", "shift_picture", "pairs"),
            ("site_first",),
            {"kind": "first", **settings},
            {
                _name(key): b"\n".join((heads[key], board.tables, board.pairs))
                for key, board in boards.items()
            },
            TERMS,
        ),
        Page(
            "tonight",
            _(TONIGHT),
            _(TONIGHT_LEAD),
            '<div id="picture"></div>',
            ("setting", "tonight"),
            ("site_first",),
            {"kind": "tonight", **settings},
            {
                _name(key): b"\n".join((heads[key], tonight_data(board)))
                for key, board in boards.items()
            },
            TONIGHT_TERMS,
        ),
        lessons_page(boards["legislators", "first"]),
    ]


def exact(board: Board) -> dict[str, object]:
    """Return the numbers by which a link's threshold finds its stop, and where a control begins."""
    stops = board.stops.stops
    return {
        "opens": board.stops.default.position,
        "distance": [stop.distance for stop in stops],
        "log_odds": [
            None if stop.confidence is None else log_odds(stop.confidence) for stop in stops
        ],
    }


def lessons_page(politicians: Board) -> Page:
    """Return the lessons that need no matcher, with drawings only.

    Args:
        politicians: the search among other members of Congress, drawings only; a lesson shows it.
    """
    lessons = [without_photos(lesson) for lesson in load_lessons() if lesson.offline]
    content: LessonContent = lesson_content()
    pairs = {**content["pairs"], POLITICIANS: politicians.pairs.decode()}
    data = payload(lessons, content | {"pairs": pairs}, play=True)
    return Page(
        "lessons",
        _("Lessons"),
        "",
        '<div id="picture"></div>',
        ("lesson",),
        ("site_first",),
        {"kind": "lessons"},
        {"lessons": data},
        headed=False,
    )


def without_photos(lesson: Lesson) -> Lesson:
    """Return a lesson that says where it shows drawings instead of the app's photos."""
    return dataclasses.replace(
        lesson,
        steps=tuple(
            dataclasses.replace(step, text=f"{step.text}\n\n{DRAWN}")
            if step.show.options.get("board") == POLITICIANS
            else step
            for step in lesson.steps
        ),
    )


def _name(search: tuple[str, str]) -> str:
    return f"search-{search[0]}-{search[1]}"
