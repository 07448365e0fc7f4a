"""A static folder for a class: one page that opens from a USB stick, without network or server.

It holds the replay with a threshold to drag, its pairs as sketches and its tables, and every lesson
that needs no matcher: distances, sketches and labels, but no encoding, and no photo or name of any
private person. The portraits of people in public office that a lesson shows are in it, no others.
"""

from __future__ import annotations

from pathlib import Path

from simulator.charts.embedding import frame_of, in_a_page, json_in_a_page, lesson_script, ui_file
from simulator.errors import FalseMatchError
from simulator.i18n.language import _, browser_language, speaking
from simulator.lessons.content import lesson_content
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.payload import payload
from simulator.storage.escaping import POLICY_TAG, html_text as escape
from simulator.storage.whole_folder import check_nothing_is_lost, write_folder

PAGE = "index.html"
MOST_BYTES = 8_000_000


def write_lessons(out: Path, code: str = "en") -> Path:
    """Write the folder, whole or not at all.

    Args:
        out: a new or empty folder, or one that this function wrote before.
        code: the language.

    Returns:
        The page to open.

    Raises:
        FalseMatchError: the folder holds other files or cannot be written; a data set is missing.
    """
    check_nothing_is_lost(out, [PAGE])
    with speaking(code):
        page = lesson_page().encode()
    if len(page) > MOST_BYTES:
        raise FalseMatchError(
            f"expected a page of at most {MOST_BYTES:,} bytes, so that it opens on any computer, "
            f"found {len(page):,}. Show fewer boards in the lessons."
        )
    write_folder(out, {PAGE: page})
    return out / PAGE


def lesson_page() -> str:
    """Return the page, in the current language."""
    lessons = [lesson for lesson in load_lessons() if lesson.offline]
    data = payload(lessons, lesson_content(), play=True).decode()
    own_script = ui_file("lesson_folder.js")
    frame = frame_of("lesson")
    script = lesson_script().replace("export default function (", "function mount(", 1)
    return "".join(
        (
            f'<!doctype html><html lang="{browser_language()}"><head><meta charset="utf-8">',
            POLICY_TAG,
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(_('Lessons'))} – falsematch</title>",
            f"<style>{ui_file('lesson_folder.css')}</style></head><body>",
            f"<header><span>falsematch</span> <span>{escape(_('No network needed'))}</span>",
            '<button id="projector" type="button" aria-pressed="false">',
            f"{escape(_('Projector'))}</button></header>",
            '<main><div id="lessons"></div></main>',
            f'<template id="lesson-frame"><style>{frame["css"]}</style>{frame["html"]}</template>',
            f'<script type="application/json" id="lesson-data">{json_in_a_page(data)}</script>',
            f"<script>(() => {{ {in_a_page(script)}\n{in_a_page(own_script)} }})();",
            "</script></body></html>\n",
        )
    )
