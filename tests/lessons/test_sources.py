"""Every number of a step has its source below the step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.lessons import figures, story
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.sources import sources

LESSONS = load_lessons()


@pytest.mark.parametrize("lesson", LESSONS, ids=[lesson.key for lesson in LESSONS])
def test_every_number_has_its_source_on_the_page(lesson):
    """A step that shows a figure, a fact or a picture of data says where it comes from."""
    for step in lesson.steps:
        found = {line["kind"]: line["text"] for line in sources(step)}
        if step.show.what in ("board", "pairs", "table", "curve", "people", "reviewer"):
            assert found, step.name
        for fact in step.sources:
            shown = step.show.options.get("facts", ())
            assert fact in shown or story.facts()[fact].source in found[figures.PUBLISHED]


def test_published_and_measured_are_told_apart():
    """One step, three kinds, a line each."""
    step = next(s for lesson in LESSONS if lesson.key == "2" for s in lesson.steps)
    step = replace(
        step, text="{aclu_searches} {aclu_rate} {flagged_p99} {eigen_flagged}", sources=()
    )
    found = sources(step)
    assert [line["kind"] for line in found] == ["measured", "published", "computed"]
    assert found[0]["text"].count(";") == 1
    assert "Jacob Snow" in found[1]["text"]
