"""How long each part of a plan takes: its words at human speed, and a time for each task."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import TeachingError
from simulator.lessons import story
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.steps import PLACEHOLDER, TERM, Step, step_texts
from simulator.teaching.documents import HERE

PLANS = ("lesson-45", "lesson-45-second", "lesson-90")
READ_A_MINUTE = 238
"""Words of nonfiction that adults read silently in a minute, on average: Brysbaert (2019)."""
SPOKEN_A_MINUTE = 150
"""Words that a teacher says in a minute, with room to breathe."""

_PART = re.compile(r"^## (.+) \((\d+) minutes\)$", re.MULTILINE)
_TIME = re.compile(r"^\*Time:\* (.+)\.$", re.MULTILINE)
_SAID = re.compile(r"^> (.+)$", re.MULTILINE)
_FIGURE = "ten of ten"
"""What a figure counts as: most are a count of a number of people."""
_SHEET = re.compile(r"read worksheet part (\d)")
_TICKET = re.compile(r"read the exit ticket")
_LESSON = re.compile(r"read (?:lesson (\d)|the (reviewer) lesson), steps (\d+) to (\d+)")
_TASK = re.compile(r"[^;]+, (\d+) (minutes?|seconds)")


@dataclass(frozen=True)
class PartTime:
    """One part of a plan.

    Attributes:
        title: its heading.
        minutes: the time that the plan gives it.
        spoken: words that the teacher says.
        read: words that the students read.
        tasks: seconds for its tasks.
    """

    title: str
    minutes: int
    spoken: int
    read: int
    tasks: int

    @property
    def seconds(self) -> int:
        """Return the time that it takes, rounded up."""
        words = 60 * (self.spoken / SPOKEN_A_MINUTE + self.read / READ_A_MINUTE)
        return self.tasks + math.ceil(words)

    @property
    def fits(self) -> bool:
        """Return whether it can be done in the time that the plan gives it."""
        return self.seconds <= 60 * self.minutes


def plan_times(plan: str, folder: Path = HERE / "en") -> list[PartTime]:
    """Time every part of a plan.

    Args:
        plan: the plan's text.
        folder: where the sheets are that students read.

    Raises:
        TeachingError: a part has no time, or one that cannot be read.
    """
    heads = list(_PART.finditer(plan))
    ends = [head.start() for head in heads[1:]] + [len(plan)]
    return [
        _part(head[1], int(head[2]), plan[head.end() : end], folder)
        for head, end in zip(heads, ends, strict=True)
    ]


def _part(title: str, minutes: int, text: str, folder: Path) -> PartTime:
    time = _TIME.search(text)
    if time is None:
        raise TeachingError(
            f'expected a line "*Time:* …" in the part {title!r}, found none. Add what students '
            "read, and the time for each task."
        )
    read = tasks = 0
    for item in time[1].split("; "):
        task = _TASK.fullmatch(item)
        if words := _words_read(item, folder):
            read += words
        elif task:
            tasks += int(task[1]) * (1 if task[2] == "seconds" else 60)
        else:
            raise TeachingError(
                f'expected "a task, 2 minutes" or "read worksheet part 2" in the time of the '
                f"part {title!r}, found {item!r}. Correct it."
            )
    spoken = sum(words_in(said) for said in _SAID.findall(text))
    return PartTime(title, minutes, spoken, read, tasks)


def _words_read(item: str, folder: Path) -> int:
    """Return the number of words; 0 if this is nothing that students read."""
    if sheet := _SHEET.fullmatch(item):
        parts = re.split(r"^## (?=\d\.)", (folder / "worksheet.md").read_text("utf-8"), flags=re.M)
        found = [part for part in parts if part.startswith(f"{sheet[1]}.")]
        return sum(words_in(part) for part in found)
    if _TICKET.fullmatch(item):
        # The page holds the ticket twice.
        return words_in((folder / "exit-ticket.md").read_text("utf-8").partition("\n---\n")[0])
    if lesson := _LESSON.fullmatch(item):
        wanted = next((one for one in load_lessons() if one.key == (lesson[1] or lesson[2])), None)
        steps = wanted.steps[int(lesson[3]) - 1 : int(lesson[4])] if wanted else ()
        return sum(_words_of(step) for step in steps)
    return 0


def _words_of(step: Step) -> int:
    """Count a step's words, with what was published and the longest answer to a wrong choice."""
    whys = [wrong["why"] for wrong in step.do.options.get("wrong", ())]
    facts = [story.facts()[name].text for name in step.show.options.get("facts", ())]
    texts = [text for text in step_texts(step) if text not in whys]
    longest = max(map(words_in, whys), default=0)
    return longest + sum(map(words_in, [*texts, *facts]))


def words_in(text: str) -> int:
    """Count words; a figure counts as three, and what only makes a table or a line as none."""
    shown = TERM.sub(lambda term: term[2] or term[1], PLACEHOLDER.sub(_FIGURE, text))
    return sum(any(letter.isalnum() for letter in word) for word in shown.split())


def timing_figures() -> dict[str, str]:
    """Return what the plans name: a table of the times of each, and the note below it.

    Raises:
        TeachingError: a part has no time that can be read.
    """
    texts = {plan: (HERE / "en" / f"{plan}.md").read_text("utf-8") for plan in PLANS}
    note = (
        f"*Needed* is what you say at {SPOKEN_A_MINUTE} words a minute, what students read at "
        f"{READ_A_MINUTE} (the average for silent reading of nonfiction in English: Brysbaert, "
        "*Journal of Memory and Language*, 2019), and the tasks, with the time that stands at each "
        "part. What is left is for questions, and for students who read more slowly."
    )
    return {f"table_time_{plan}": _table(plan_times(text)) for plan, text in texts.items()} | {
        "note_time": note
    }


def _table(parts: list[PartTime]) -> str:
    rows = [
        (
            part.title,
            f"{part.spoken} words",
            f"{part.read} words",
            _clock(part.tasks),
            _clock(part.seconds),
            _clock(60 * part.minutes),
        )
        for part in parts
    ]
    total = (
        "**All parts**",
        f"{sum(part.spoken for part in parts)} words",
        f"{sum(part.read for part in parts)} words",
        _clock(sum(part.tasks for part in parts)),
        _clock(sum(part.seconds for part in parts)),
        _clock(60 * sum(part.minutes for part in parts)),
    )
    head = ("Part", "You say", "They read", "Tasks", "Needed", "Planned")
    lines = [head, ["---"] * len(head), *rows, total]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"
