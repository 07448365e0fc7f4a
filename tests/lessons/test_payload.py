"""What the runner takes: texts as parts, never as markup; sources beside every number."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from simulator.i18n.language import speaking
from simulator.lessons import content, figures, story
from simulator.lessons.fill_in import date_text, fill, parts, plain_text
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.payload import blocks, payload
from simulator.lessons.sources import sources

VALUES = {
    name: {"events": 3, "trials": 10, "low": 0.1, "high": 0.6, "bound": 0.6}
    if figure.kind == "rate"
    else 0.5
    for name, figure in figures.FIGURES.items()
}
BOARD = json.dumps({"id": "0", "channel": "c", "stops": {}, "people": {}})
PAIRS = json.dumps({"id": "0", "channel": "c", "lines": [[0, 17, False]] * 9, "probe": ["A"] * 9})
CONTENT = {
    "figures": VALUES,
    "boards": dict.fromkeys(figures.BOARDS, BOARD),
    "pairs": dict.fromkeys(figures.BOARDS, PAIRS),
    "tables": {name: {"caption": name, "head": [], "rows": []} for name in figures.TABLES},
    "curves": {name: {} for name in figures.CURVES},
    "reviewer": {
        "setting": 0.99,
        "pairs": [{"claim": True, "same": False, "confidence": 0.995, "distance": 0.5}],
        "orders": [[0], [0]],
        "lines": [],
    },
}
LESSONS = load_lessons()


def test_a_paragraph_in_parts():
    """Bold, a term with its definition, a figure with its origin, the learner's answer."""
    found = parts("You said {answer}: **{flagged_p99}** in a [[gallery|pile]].", VALUES)
    assert found == [
        {"text": "You said "},
        {"text": "–", "answer": ""},
        {"text": ": "},
        {"text": "3 of 10", "figure": "measured", "bold": True},
        {"text": " in a "},
        {"text": "pile", "means": "The photos that are searched."},
        {"text": "."},
    ]


def test_what_looks_like_markup_stays_text():
    """The runner shows every part as text."""
    text = "<b>&amp;</b>"
    assert parts(text, VALUES) == [{"text": text}]


def test_texts_for_a_worksheet():
    """With markup, or plain; an answer's place stays."""
    text = "**{flagged_p99.events}** in a [[gallery|pile]], {answer}."
    assert fill(text, VALUES) == "**3** in a [[gallery|pile]], {answer}."
    assert plain_text(text, VALUES) == "3 in a pile, {answer}."


def test_lists_lose_their_hyphens():
    """Items are marked, not spelled."""
    found = blocks("One.\n\n- two\n- three", VALUES)
    assert [(block["item"], block["parts"][0]["text"]) for block in found] == [
        (False, "One."),
        (True, "two"),
        (True, "three"),
    ]


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2018-07-26", "July 26, 2018", "26 de julio de 2018"),
        ("2018-07", "July 2018", "julio de 2018"),
        ("2018", "2018", "2018"),
    ],
)
def test_dates(date, english, spanish):
    """As people write them."""
    assert date_text(date) == english
    with speaking("es"):
        assert date_text(date) == spanish


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


def test_the_payload_begins_with_its_digest():
    """The browser knows it again; another text has another digest."""
    first = payload(LESSONS, CONTENT)
    assert first.startswith(b'{"id":"')
    other = payload([replace(LESSONS[0], title="Another"), *LESSONS[1:]], CONTENT)
    assert first[:24] != other[:24]
    assert payload(LESSONS, CONTENT) == first


def test_the_payload_holds_what_its_lessons_show():
    """No board, table or curve that no step shows, unless it is to play with."""
    only = [lesson for lesson in LESSONS if lesson.key == "1"]
    data = json.loads(payload(only, CONTENT))
    assert data["boards"] == data["pairs"] == data["tables"] == data["curves"] == {}
    played = json.loads(payload(only, CONTENT, play=True))
    assert set(played["boards"]) == set(played["pairs"]) == {"replay"}
    assert set(played["tables"]) == set(figures.TABLES)
    every = json.loads(payload(LESSONS, CONTENT))
    assert len(every["pairs"]["replay"]["probe"]) == 6
    assert len(played["pairs"]["replay"]["probe"]) == 9
    assert set(every["boards"]) == set(figures.BOARDS)


def test_guesses_have_numbers_for_ends():
    """Figures as ends of the scale are numbers by then."""
    for lesson in json.loads(payload(LESSONS, CONTENT))["lessons"]:
        for step in lesson["steps"]:
            if step["do"]["what"] == "number":
                assert isinstance(step["do"]["low"], (int, float))
                assert isinstance(step["do"]["high"], (int, float))


def test_the_reviewer_sees_no_score_before_the_end():
    """The claim is no more than what the threshold allows."""
    pair = json.loads(payload(LESSONS, CONTENT))["reviewer"]["pairs"][0]
    assert pair["said"] == "Match: confidence 99% or more."
    assert "distance" not in pair


def test_a_cached_file_that_is_cut_off_is_not_used(tmp_path):
    """A cut-off file counts as no file."""
    path = tmp_path / "kept.json"
    content._save(CONTENT, path)
    assert content._load(path) == CONTENT
    path.write_bytes(path.read_bytes()[:-5])
    assert content._load(path) is None
    assert content._load(tmp_path / "none.json") is None


def test_the_content_is_calculated_once(monkeypatch, tmp_path):
    """The second time it comes from memory, and in another process from disk."""
    from simulator.lessons import make_content

    calls = []
    monkeypatch.setattr(make_content, "make_content", lambda: calls.append(1) or CONTENT)
    monkeypatch.setattr(content, "_known", {})
    assert content.lesson_content() == CONTENT
    assert content.values() == VALUES
    monkeypatch.setattr(content, "_known", {})
    assert content.lesson_content() == CONTENT
    assert calls == [1]
