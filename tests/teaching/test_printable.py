"""The pack's pages in a real Chromium: accessible, no request, and on as few sheets as planned."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.accessibility import findings
from support.chromium import IN_CHROMIUM
from support.replay import default_replay

from simulator.teaching.documents import DOCUMENTS
from simulator.teaching.lesson_pack import write_pack
from simulator.teaching.printable import file_name

SHEETS = {
    "worksheet": 2,
    "exit-ticket": 1,
    "paper-threshold": 1,
    "role-cards": 2,
    "one-of-these": 2,
    "number-cards": 5,
    "number-cards-es": 5,
    "pairs-sheet": 3,
    "pairs-sheet-es": 3,
    "reviewer-sheet": 3,
    "reviewer-sheet-es": 3,
}
"""The documents that a teacher copies must not run over onto another sheet."""

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("pack") / "teacher"
    write_pack(out)
    return out


@pytest.fixture
def tab(browser):
    """A tab in which any request but the page itself is an error."""
    opened = browser.new_page(viewport={"width": 1280, "height": 2400})
    foreign: list[str] = []
    opened.on("request", lambda r: None if r.is_navigation_request() else foreign.append(r.url))
    yield opened
    opened.close()
    assert foreign == []


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_accessible_on_a_screen(tab, pages, name):
    """axe-core finds nothing; nothing sticks out sideways, on a phone either."""
    tab.goto((pages / file_name(name)).as_uri())
    for width in (1280, 390):
        tab.set_viewport_size({"width": width, "height": 6000})
        assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert findings(tab) == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", SHEETS)
def test_sheets_on_paper(tab, pages, name, paper):
    tab.goto((pages / file_name(name)).as_uri())
    printed = tab.pdf(format=paper)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == SHEETS[name]


def test_the_ruler_finds_as_many_as_the_app(tab, pages):
    """Marks at or right of line "a" on paper are the false matches at the ACLU's count."""
    tab.goto((pages / "paper-threshold.html").as_uri())
    counted = tab.evaluate(
        """() => {
          const svg = document.querySelector('.picture svg');
          const letter = [...svg.querySelectorAll('text')].find(t => t.textContent === 'a');
          const line = Number(letter.getAttribute('x'));
          const marks = [...svg.querySelectorAll('circle, path[fill="#000"]')];
          const at = mark => mark.tagName === 'circle' ? Number(mark.getAttribute('cx'))
            : Number(mark.getAttribute('d').match(/^M([\\d.]+)/)[1]);
          const right = marks.filter(mark => at(mark) >= line);
          return [right.length, right.filter(mark => mark.tagName === 'path').length];
        }"""
    )

    view = default_replay().at()
    color = view.by("person_of_color").set_index("group").loc["true", "false_matches"]
    assert counted == [view.fpir.events, color]
