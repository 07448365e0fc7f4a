"""The lessons' page opens, and imports nothing heavy if its numbers are cached."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from simulator.lessons.lesson_file import load_lessons


@pytest.mark.slow
@pytest.mark.usefixtures("fresh_pages")
def test_the_page_opens(monkeypatch):
    """The page is one component with every lesson; the matcher starts only on request."""
    from simulator.ui import components

    shown = []
    monkeypatch.setattr(components, "lesson", lambda **given: shown.append(given))
    source = "from simulator.ui.pages.lessons import page; page()"
    app = AppTest.from_string(source, default_timeout=120).run()
    assert not app.exception
    assert not app.error
    data = json.loads(shown[0]["data"])
    assert [lesson["key"] for lesson in data["lessons"]] == [x.key for x in load_lessons()]


@pytest.mark.slow
def test_kept_lessons_need_no_heavy_library():
    """The second start opens at once, without pandas or NumPy."""
    code = (
        "import sys\n"
        "from simulator.lessons.lesson_file import load_lessons\n"
        "from simulator.lessons.content import lesson_content\n"
        "from simulator.lessons.payload import payload\n"
        "assert payload(load_lessons(), lesson_content())\n"
        "print(sorted({'numpy', 'pandas', 'streamlit'} & set(sys.modules)))"
    )
    for expected in (None, "[]"):
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        assert expected in (None, done.stdout.strip())
