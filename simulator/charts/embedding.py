"""The app's own pictures as scripts, styles and markup that work outside Streamlit too.

Reports, lessons and the static folder show the same picture as the app, from the same files.
"""

from __future__ import annotations

import functools
from pathlib import Path

_STATIC = Path(__file__).resolve().parent / "static"
_EXPORT = "export default function ("
MOUNTED = ("threshold_picture", "pairs", "chart", "tonight", "one_of_these")
"""Pictures that lessons show."""
RUNNER = (
    "lesson_memory",
    "lesson_text",
    "lesson_tasks",
    "lesson_show",
    "lesson_review",
    "lesson_sheet",
    "lesson",
)
"""The scripts of the lesson runner, in order."""
_PARTS = {
    "strips": ("follow", "strips"),
    "grid": ("follow", "grid"),
    "chart": ("follow", "chart_live", "chart"),
    "threshold_picture": ("dots", "numbers", "thumb", "threshold_picture"),
    "audit_dial": ("dots", "thumb", "people_row", "audit_dial"),
    "tonight": (
        "dots",
        "thumb",
        "tonight_street",
        "tonight_tally",
        "tonight_monitor",
        "tonight_controls",
        "tonight",
    ),
    "one_of_these": ("thumb", "one_of_these"),
    "shift_picture": (
        "dots",
        "numbers",
        "thumb",
        "pop_up",
        "shift_pair",
        "shift_rows",
        "shift_picture",
    ),
    "lab_who": ("dots", "numbers", "shift_pair", "shift_rows", "lab_who"),
    "lab_bar": ("thumb", "pop_up", "lab_bar"),
}
"""Pictures whose script is in several files, in order."""
_STYLED_AS = {"lesson_foot": ("lesson",)}
"""Pictures whose styles are those of another."""


@functools.cache
def ui_file(name: str) -> str:
    """Return the text of a file under ``static``; its name is unique there, whatever its folder.

    Raises:
        FileNotFoundError: no such file is installed.
    """
    path = next(_STATIC.rglob(name), None)
    if path is None:
        raise FileNotFoundError(
            f"expected {name} under {_STATIC}, found none. Reinstall falsematch."
        )
    return path.read_text("utf-8")


def shared_script() -> str:
    """Return what the scripts of all pictures use."""
    return ui_file("common.js") + ui_file("face.js")


def script_of(name: str) -> str:
    """Return the script of a picture: a module that exports how it is mounted."""
    return "".join(ui_file(f"{part}.js") for part in _PARTS.get(name, (name,)))


def mountable(name: str) -> str:
    """Return the script of a picture as one that declares a function ``mount(component)``."""
    return script_of(name).replace(_EXPORT, "function mount(", 1)


def frame_of(name: str) -> dict[str, str]:
    """Return what a picture is drawn in, inside a shadow root: ``css`` and ``html``."""
    return {
        "css": ui_file("common.css") + ui_file("face.css") + "".join(_styles_of(name)),
        "html": ui_file(f"{name}.html"),
    }


def _styles_of(name: str) -> list[str]:
    styles = [f"{part}.css" for part in _STYLED_AS.get(name, _PARTS.get(name, (name,)))]
    return [ui_file(style) for style in styles if any(_STATIC.rglob(style))]


def in_a_page(script: str) -> str:
    """Escape a script so that it can be inside a ``<script>`` element."""
    return script.replace("</script", "<\\/script")


def json_in_a_page(text: str) -> str:
    """Escape JSON so that it can be inside a ``<script type="application/json">`` element."""
    # "<" cannot end the element or begin a comment once it is written as an escape.
    return text.replace("<", "\\u003c")


def lesson_script() -> str:
    """Return the lesson runner's script: a module that can mount the app's pictures."""
    mounts = ",\n".join(
        f"{name}: (() => {{ {mountable(name)}\nreturn mount; }})()" for name in MOUNTED
    )
    parts = [shared_script(), f"const mounts = {{ {mounts} }};"]
    return "\n".join([*parts, *(ui_file(f"{name}.js") for name in RUNNER)])
