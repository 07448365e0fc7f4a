"""The numbers and pictures of the pack: those of the lessons, and a few tables of its own."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.board.build_board import make_board
from simulator.experiment.reproduction import published_rows
from simulator.i18n.language import number, percent, speaking, ungrouped
from simulator.lessons.figures import ATTRIBUTES, FIGURES, MIXES, SIZES, written
from simulator.lessons.fill_in import plain_text
from simulator.lessons.lesson_file import load_lessons
from simulator.lessons.measured_figures import Runs, Values, make_runs, measure
from simulator.lessons.one_of_these import CHANNEL
from simulator.lessons.reviewer import reviewer
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL, zero_events_bound
from simulator.stats.metrics import rate
from simulator.teaching.line import line_picture
from simulator.teaching.number_cards import number_cards_figures, number_cards_picture
from simulator.teaching.pairs_sheet import closest_pairs, pairs_figures, pairs_pictures
from simulator.teaching.paper import LIMIT, threshold_picture
from simulator.teaching.reviewer_sheet import reviewer_figures, reviewer_pictures
from simulator.teaching.timing import timing_figures

ROWS = {
    "default": "matcher's default",
    "p80": "our 80% (not Amazon's)",
    "p95": "our 95% (not Amazon's)",
    "p99": "our 99% (not Amazon's)",
    "p999": "our 99.9% (not Amazon's)",
    "aclu": "the ACLU's count",
}
"""Settings of the answer key, from the loosest to the strictest."""
PAPER = {"a": "aclu", "b": "p999"}
"""Letter of a line in the paper threshold → its setting; the last letter is the strict end."""
STRICT_END = "c"
COLUMNS = ("person_of_color", "gender", "race_ethnicity")
RACES = {
    "white": "White or not listed",
    "black": "Black",
    "hispanic": "Hispanic",
    "asian": "Asian or Pacific Islander",
}
"""A group in a figure's name → what the app calls it."""
LINES = (0.30, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)
"""Distances at which students may draw a line between the eight comparisons."""
LETTERS = {"same": "ACEG", "stranger": "BDFH"}


@dataclass(frozen=True)
class PackContent:
    """Everything a template can name.

    Attributes:
        figures: name → text: one line, or a table in Markdown.
        pictures: name → SVG, or HTML with the faces of a sheet.
    """

    figures: dict[str, str]
    pictures: dict[str, str]


IN_SPANISH = ("london_strangers_p99", "london_apart_p99")
"""Figures that a Spanish sheet of an English pack needs."""


def pack_content() -> PackContent:
    """Calculate everything; this takes several searches of a few seconds each."""
    runs = make_runs()
    values = measure(runs)
    texts = {name: written(name, values) for name in _names()}
    pairs = closest_pairs(runs.politicians)
    eight = _eight(runs)
    texts |= _facts(runs) | _lines(eight) | pairs_figures(runs.politicians, pairs)
    role_play = reviewer(runs.replay.calibration)
    texts |= reviewer_figures(role_play)
    with speaking("es"):
        texts |= {f"{name}_es": written(name, values) for name in IN_SPANISH}
    texts |= number_cards_figures(json.loads(make_board(runs.replay, CHANNEL).tables))
    texts |= timing_figures()
    return PackContent(
        figures=texts
        | {
            "table_lessons": _lessons(values),
            "table_settings": _settings(texts),
            "table_mixes": _mixes(texts),
            "table_groups": _groups(runs),
            "table_sizes": _sizes(texts),
            "table_conditions": _conditions(texts),
            "table_matchers": _matchers(texts),
        },
        pictures={
            "threshold": threshold_picture(
                runs.replay,
                {letter: runs.distance(key) for letter, key in PAPER.items()}
                | {STRICT_END: values["end_distance"]},
            ),
            **pairs_pictures(pairs),
            **reviewer_pictures(role_play),
            "line": line_picture(eight, LETTERS),
            "number-cards": number_cards_picture("en"),
            "number-cards-es": number_cards_picture("es"),
        },
    )


def _names() -> Iterable[str]:
    for name, figure in FIGURES.items():
        yield name
        yield from (f"{name}.{attribute}" for attribute in ATTRIBUTES[figure.kind])


def _facts(runs: Runs) -> dict[str, str]:
    """Return names, versions and the few numbers that no lesson needs."""
    result, view = runs.replay, runs.at("aclu")
    matcher = result.probes.encodings.matcher
    by_our_labels = published_rows(result)[1]
    return {
        "version": importlib.metadata.version("falsematch"),
        "probes_title": result.probes.card.title,
        "matcher": f"{matcher.name} ({matcher.version})",
        "aclu_color_ours": f"{by_our_labels.people_of_color} of {by_our_labels.false_matches}",
        "link_distance_aclu": f"{view.distance:.4f}",
        "paper_limit": ungrouped(LIMIT, 2),
        # The static folder leaves out the lessons that need the matcher itself.
        "lessons_online_only": " and ".join(
            f"lesson {lesson.key}" for lesson in load_lessons() if not lesson.offline
        ),
        **{f"size_{size}_name": number(size) for size in SIZES},
    }


def _eight(runs: Runs) -> dict[str, list[float]]:
    """Pick eight measured comparisons that no line separates."""
    search = runs.replay.search
    same = np.sort(search.mate_distances[~np.isnan(search.mate_distances)])
    strangers = np.sort(search.nearest)
    flagged = runs.at("aclu").fpir.events
    picked = {
        # The closest, the median, one far away, and the farthest.
        "same": same[[0, len(same) // 2, round(0.82 * (len(same) - 1)), -1]],
        # The closest, the last one flagged at the ACLU's count, and two that are not flagged.
        "stranger": strangers[[0, flagged - 1, len(strangers) // 3, round(0.87 * len(strangers))]],
    }
    return {name: [round(float(d), 2) for d in distances] for name, distances in picked.items()}


def _lines(rounded: dict[str, list[float]]) -> dict[str, str]:
    """Write the eight comparisons, and say what each line gets wrong."""
    texts = {
        f"pair_{name}_{place}": ungrouped(distance, 2)
        for name, distances in rounded.items()
        for place, distance in enumerate(distances, start=1)
    }
    return texts | {"pair_rows": "\n".join(_line(line, rounded) for line in LINES)}


def _line(line: float, distances: dict[str, list[float]]) -> str:
    false = [
        x for x, d in zip(LETTERS["stranger"], distances["stranger"], strict=True) if d <= line
    ]
    missed = [x for x, d in zip(LETTERS["same"], distances["same"], strict=True) if d > line]
    cells = (ungrouped(line, 2), ", ".join(false) or "none", ", ".join(missed) or "none")
    return f"| {' | '.join(cells)} |"


def _settings(texts: dict[str, str]) -> str:
    return _table(
        (
            "Setting",
            "Distance",
            "Falsely matched",
            "Rate (95% interval)",
            "People of color",
            "Missed",
        ),
        (
            (
                label,
                texts[f"distance_{key}"],
                texts[f"flagged_{key}"],
                f"{texts[f'flagged_{key}.percent']} ({texts[f'flagged_{key}.interval']})",
                texts[f"color_share_{key}"],
                f"{texts[f'missed_lfw_{key}']} = {texts[f'missed_lfw_{key}.percent']}",
            )
            for key, label in ROWS.items()
        ),
    )


def _groups(runs: Runs) -> str:
    view = runs.at("aclu")
    rows = [row for column in COLUMNS for row in view.by(column).itertuples()]
    table = _table(
        ("Group", "Falsely matched", "Searched", "Rate", "Interval"),
        (
            (
                f"{row.label} †" if row.too_few else row.label,
                str(row.false_matches),
                str(row.searches),
                percent(row.fpir),
                _interval(int(row.false_matches), int(row.searches)),
            )
            for row in rows
        ),
    )
    note = f"† Under {FEWEST_TRIALS_FOR_AN_INTERVAL} people: the interval may be too narrow."
    return f"{table}\n\n{note}"


def _interval(events: int, trials: int) -> str:
    if not events:
        return f"at most {percent(zero_events_bound(trials))} (one-sided)"
    measured = rate(events, trials)
    return f"{percent(measured.low)} to {percent(measured.high)}"


def _lessons(values: Values) -> str:
    """List the app's lessons, with links that the documents turn into addresses."""
    return _table(
        ("Lesson", "Question", "Minutes"),
        (
            (
                f"[{plain_text(lesson.title, values)}](app:/lessons?lesson={lesson.key})",
                plain_text(lesson.question, values),
                str(lesson.minutes),
            )
            for lesson in load_lessons()
        ),
    )


def _mixes(texts: dict[str, str]) -> str:
    return _table(
        ("The gallery holds", *(f"{label}, members" for label in RACES.values())),
        (
            (f"only people labeled {label}", *(texts[f"mix_{key}_{group}"] for group in RACES))
            for key, label in MIXES.items()
        ),
    )


def _sizes(texts: dict[str, str]) -> str:
    rows = [(texts[f"size_{size}_name"], texts[f"size_{size}_aclu"]) for size in SIZES]
    whole = f"{texts['flagged_aclu']} = {texts['flagged_aclu.percent']}"
    return _table(
        ("Photos in the gallery", "Searches that return a stranger"),
        [*rows, (f"all {texts['gallery_photos']}", whole)],
    )


def _conditions(texts: dict[str, str]) -> str:
    titles = {
        "dim": "low light (`low-light`)",
        "blur": "motion blur (`motion-blur`)",
        "tiny": "32-pixel faces (`face-32px`)",
    }
    clear = (
        "clear",
        f"{texts['flagged_aclu']} = {texts['flagged_aclu.percent']}",
        texts["clean_failed"],
        texts["missed_own_aclu"],
    )
    rows = [
        (
            title,
            f"{texts[f'{key}_flagged']} = {texts[f'{key}_flagged.percent']}",
            texts[f"{key}_failed"],
            texts[f"{key}_missed"],
        )
        for key, title in titles.items()
    ]
    return _table(
        ("Portraits", "Falsely matched", "No usable face", "Members who are there, missed"),
        [clear, *rows],
    )


def _matchers(texts: dict[str, str]) -> str:
    return _table(
        ("Falsely matched", "dlib", "eigenfaces"),
        ((label, texts[f"half_{key}"], texts[f"eigen_{key}"]) for key, label in RACES.items()),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
