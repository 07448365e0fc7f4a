"""Lessons are data: every one loads, and a slip names its lesson and step."""

from __future__ import annotations

import re

import pytest

from simulator.errors import LessonError
from simulator.lessons.kinds import DOES, HIDDEN, SHOWS
from simulator.lessons.lesson_file import TEXTS, load_lessons, read_lesson
from simulator.lessons.steps import PLACEHOLDER, TERM, paragraphs, texts

HEAD = 'title = "A"\nquestion = "B?"\ngoal = "C."\nminutes = 10\n'
STEP = '[[steps]]\nname = "one"\ntitle = "One"\n'
WRONG = (
    'do = {{ what = "choose", ask = "?", options = ["A", "B"], right = "B", '
    'wrong = [{{ option = "{}", name = "{}", why = "{}" }}] }}'
)
FILES = sorted(TEXTS.glob("*.toml"))
SETTING_NAMES = re.compile(
    r"\b(80|85|95|99|99\.9)%|\b20[0-2]\d\b|\b[A-Z][a-z]+ \d{1,2}, |\b1:[1N]\b"
)


@pytest.fixture
def written(tmp_path):
    """Return a lesson from its text."""

    def read(text):
        path = tmp_path / "9-planted.toml"
        path.write_text(text)
        return read_lesson(path)

    return read


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_lesson_loads(path):
    """The lessons have names, minutes and steps."""
    lesson = read_lesson(path)
    assert 10 <= lesson.minutes <= 15
    assert lesson.steps[0].do.what or lesson.steps


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lesson_ends_in_what_a_learner_can_say(path):
    """The goal is a sentence that the last step shows."""
    assert re.fullmatch(r"Now you can say .+\.", read_lesson(path).goal)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_wrong_choice_is_answered(path):
    """Where one option is right, each other one says why it is not, and names the belief."""
    for step in read_lesson(path).steps:
        options = step.do.options
        if options.get("right"):
            left = [option for option in options["options"] if option != options["right"]]
            assert [wrong["option"] for wrong in options["wrong"]] == left, step.name
            assert len({wrong["name"] for wrong in options["wrong"]}) == len(left), step.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_typed_digits(path):
    """Every number in a text is a figure; only dates and names of settings are typed."""
    for step, text in texts(read_lesson(path)):
        rest = SETTING_NAMES.sub("", TERM.sub("", PLACEHOLDER.sub("", text)))
        assert not re.search(r"\d", rest), f"{path.name}, step {step!r}: {text}"


def test_the_order_and_the_keys():
    """The file's name gives the order and the link."""
    keys = [lesson.key for lesson in load_lessons()]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ('text = "{flagged_p9}"', "'flagged_p9'"),
        ('text = "A [[fals match]]."', "'fals match'"),
        ('text = "Half {open"', "closed"),
        ('text = "Half **bold"', "closed"),
        ('text = "{answer}"', "only in the reveal"),
        ('reveal = "{answer}"', "only in the reveal"),
        ('reveal = "{answer:two}"', "'two'"),
        ('txt = "A"', "txt"),
        ('show = { what = "movie" }', "'movie'"),
        ('show = { what = "board", speed = 2 }', "speed"),
        ('show = { what = "table" }', "found nothing"),
        ('show = { what = "people", rows = [{ label = "A", figure = "listed" }] }', "a rate"),
        ('show = { what = "facts", facts = ["rumour"] }', "'rumour'"),
        ('setting = { threshold = "99%" }', "show = 'board'"),
        ('do = { what = "number", ask = "?", high = "many" }', "'many'"),
        ('do = { what = "choose", ask = "?", options = ["A"] }', "two options"),
        ('do = { what = "choose", ask = "?", options = ["A", "B"], right = "C" }', "'C'"),
        (WRONG.format("B", "b", "No."), "do.wrong.option"),
        (WRONG.format("C", "b", "No."), "do.wrong.option"),
        (WRONG.format("A", "A b", "No."), "'A b'"),
        (WRONG.format("A", "b", " "), "a sentence"),
        (WRONG.format("A", "b", "{flagged_p9}"), "'flagged_p9'"),
        (WRONG.format("A", "b", "No.").replace('right = "B", ', ""), "do.right"),
        (WRONG.format("A", "b", "No.").replace(", why", ", because"), "name and option and why"),
        ('do = { what = "threshold", ask = "?", until = { moved = true } }', "show = 'board'"),
        ('do = { what = "click", ask = "?", cards = ["A"] }', "text and title"),
        ('do = { what = "review", ask = "?" }', "belong together"),
        ('sources = ["rumour"]', "'rumour'"),
        ("minutes = 3", "minutes"),
    ],
)
def test_a_slip_names_its_step(written, slip, told):
    """The step's name stands in the error, with what was found."""
    with pytest.raises(LessonError, match="9-planted.toml, step 'one'") as error:
        written(HEAD + STEP + slip)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = ", "TOML"),
        (HEAD, "steps"),
        (HEAD + "steps = []", "steps"),
        (HEAD + "steps = [1]", "step 1"),
        (HEAD + '[[steps]]\nname = "A B"\ntitle = "One"', "step 1"),
        (HEAD + STEP + STEP, "no other step"),
        (HEAD.replace("minutes = 10", 'minutes = "ten"') + STEP, "minutes"),
    ],
)
def test_a_broken_file_is_named(written, text, told):
    """For a file that is not a lesson, the error names it and says what was expected."""
    with pytest.raises(LessonError, match="9-planted.toml") as error:
        written(text)
    assert told in str(error.value)


def test_paragraphs_and_lists():
    """An empty line parts paragraphs, a hyphen items; line breaks are spaces."""
    assert paragraphs("One\nline.\n\n- a\n  b\n- c\n") == ["One line.", "- a b", "- c"]


def test_the_document_names_every_kind():
    """docs/lessons.md lists what a step can show and ask for, and every option."""
    text = (TEXTS.parents[2] / "docs" / "lessons.md").read_text("utf-8")
    for kinds in (SHOWS, DOES):
        for kind, options in kinds.items():
            line = next(
                line
                for line in text.splitlines()
                if line.startswith("| `") and f"`{kind}`" in line.split("|")[1]
            )
            assert all(
                f"`{option}" in line or f" {option}:" in line or f"{option} =" in line
                for option in options
            ), kind
    assert all(f"`{name}`" in text for name in HIDDEN)
