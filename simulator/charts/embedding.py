"""Pieces of pages that live outside Streamlit too: the app's own pictures, ready to be mounted.

Reports, lessons and the static folder show the same picture as the app, from the same files.
"""

from __future__ import annotations

import functools
from pathlib import Path

_STATIC = Path(__file__).resolve().parent / "static"
_EXPORT = "export default function ("
MOUNTED = ("live", "pairs", "chart")
"""Pictures that lessons show."""
RUNNER = ("lesson_text", "lesson_tasks", "lesson_show", "lesson_review", "lesson_sheet", "lesson")
"""The scripts of the lesson runner, in order."""


@functools.cache
def ui_file(name: str) -> str:
    """The text of a file of the app's pictures."""
    return (_STATIC / name).read_text("utf-8")


def mountable(name: str) -> str:
    """The script of a picture, as a script that declares a function ``mount(component)``."""
    return ui_file(f"{name}.js").replace(_EXPORT, "function mount(", 1)


def frame_of(name: str) -> dict[str, str]:
    """What a picture is drawn in, inside a shadow root: ``css`` and ``html``."""
    return {
        "css": ui_file("common.css") + ui_file(f"{name}.css"),
        "html": ui_file(f"{name}.html"),
    }


def in_a_page(script: str) -> str:
    """A script that can stand inside a ``<script>`` element."""
    return script.replace("</script", "<\\/script")


def json_in_a_page(text: str) -> str:
    """JSON that can stand inside a ``<script type="application/json">`` element."""
    # "<" cannot end the element or begin a comment once it is written as an escape.
    return text.replace("<", "\\u003c")


def lesson_script() -> str:
    """The lesson runner's script: a module with the app's pictures mounted inside it."""
    mounts = ",\n".join(
        f"{name}: (() => {{ {mountable(name)}\nreturn mount; }})()" for name in MOUNTED
    )
    parts = [ui_file("common.js"), f"const mounts = {{ {mounts} }};"]
    return "\n".join([*parts, *(ui_file(f"{name}.js") for name in RUNNER)])
