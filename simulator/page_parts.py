"""Pieces of pages that live outside Streamlit too: the app's own pictures, ready to be mounted.

Reports, lessons and the static folder show the same picture as the app, from the same files.
"""

from __future__ import annotations

import functools
from pathlib import Path

_UI = Path(__file__).resolve().parent / "ui"
_EXPORT = "export default function ("


@functools.cache
def ui_file(name: str) -> str:
    """The text of a file of the app's pictures."""
    return (_UI / name).read_text("utf-8")


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
