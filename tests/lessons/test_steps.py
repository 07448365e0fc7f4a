"""A lesson as data: its texts, a paragraph at a time."""

from __future__ import annotations

from simulator.lessons.steps import (
    Do,
    Lesson,
    Show,
    Step,
    one_line,
    paragraphs,
    placeholders,
    texts,
)

STEP = Step(
    name="guess",
    title="A guess",
    text="First\nline.\n\n- one\n- two",
    show=Show("people", {"rows": [{"label": "Everyone", "figure": "flagged_aclu"}]}),
    threshold="",
    by="",
    do=Do("number", {"ask": "How\nmany?", "unit": "%"}),
    reveal="It was {flagged_aclu}.",
    sources=(),
)
LESSON = Lesson("9", "Title", "Question?", 5, "Goal.", (STEP,))


def test_paragraphs_and_list_items_are_one_line_each() -> None:
    """Empty lines separate paragraphs, and hyphens separate items."""
    assert paragraphs("a\nb\n\n- c\n  d\n- e\n") == ["a b", "- c d", "- e"]
    assert paragraphs(" \n\n ") == []
    assert one_line(" a\n  b ") == "a b"


def test_every_visible_text_of_a_lesson() -> None:
    """The lesson's own texts come first; a unit without a letter is not translated."""
    assert list(texts(LESSON)) == [
        ("", "Title"),
        ("", "Question?"),
        ("", "Goal."),
        ("guess", "A guess"),
        ("guess", "First line."),
        ("guess", "- one"),
        ("guess", "- two"),
        ("guess", "It was {flagged_aclu}."),
        ("guess", "Everyone"),
        ("guess", "How many?"),
    ]


def test_placeholders_in_order() -> None:
    """Names between braces, repeated where they are repeated."""
    assert placeholders("{a} and {b.percent}, {a}; {answer:guess}") == [
        "a",
        "b.percent",
        "a",
        "answer:guess",
    ]
    assert placeholders("none") == []
