"""A sweep as one HTML file that opens offline: question, answer, pictures, methods, run card."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pandas as pd

from simulator.board.board import Board
from simulator.board.build_board import make_board
from simulator.board.inlined_faces import with_faces
from simulator.charts.html_report import data, data_cards, document, frames, origins, run_card
from simulator.comparison.curves import LEGAL_NOTE
from simulator.errors import FalseMatchError
from simulator.experiment.experiment import Experiment
from simulator.experiment.portraits import BOTH, EITHER, FIRST, datasets_of
from simulator.experiment.run import gallery_photos, run
from simulator.i18n.set_names import condition_name, matcher_name, set_name
from simulator.storage.escaping import html_text as escape
from simulator.storage.files import write_bytes
from simulator.sweep.chart import panels
from simulator.sweep.gallery_section import gallery_section
from simulator.sweep.portrait_section import portrait_section
from simulator.sweep.report_sections import failures, figures, numbers
from simulator.sweep.summary import NAMES, Summary, answer, enrollment, summarize
from simulator.sweep.sweep_folder import grid_text, read_sweep

MOST_PHOTOS = 60
"""Most pairs with photographs in a report, closest first; the others stay sketches."""
METHODS = (
    "Every person is searched for in the gallery; a search that returns at least one stranger at "
    "or under the distance threshold counts as falsely matched. Photos of the same person never "
    "count. Confidence is this matcher's calibrated probability per comparison, at equal odds. "
)


def write_report(folder: Path, out: Path, *, photos: Path | None = None) -> None:
    """Write the report of a finished sweep.

    Args:
        folder: the sweep's.
        out: the HTML file.
        photos: embed photographs from this folder, blurred until clicked; sketches only by default.

    Raises:
        FalseMatchError: the run is missing or broken, or the file cannot be written.
    """
    card, frame = read_sweep(folder)
    grid = grid_text(folder)
    write_bytes(out, report_html(card, frame, grid, photos).encode())


def report_html(
    card: dict[str, Any], frame: pd.DataFrame, grid: str, photos: Path | None = None
) -> str:
    """Return the report as HTML. Everything from data and grid is escaped."""
    summary = summarize(frame)
    question = str(card["question"])
    parts = [
        f"<h1>{escape(question)}</h1>",
        f'<p class="answer">{escape(answer(frame, summary))}</p>',
        origins(card["datasets"]),
        figures(panels(summary), summary, "Rate of false matches"),
        _enrollment(frame),
        portrait_section(frame),
        gallery_section(frame),
        _every_threshold(frame, photos),
        numbers(summary, NAMES),
        failures(card),
        _methods(frame, summary),
        data_cards(card["datasets"]),
        run_card(card, grid),
    ]
    return document(question, parts, {"pairs": "pairs", "threshold_picture": "threshold_picture"})


def _enrollment(frame: pd.DataFrame) -> str:
    """Return the section on failures to enroll, which may have lowered the rates."""
    table = enrollment(frame)
    if table.empty:
        return ""
    rows = "".join(
        f"<tr><td>{escape(str(row.probes))}</td><td>{escape(str(row.condition))}</td>"
        f"<td>{row.searches:,}</td><td>{row.failed_to_enrol:,}</td></tr>"
        for row in table.itertuples()
    )
    heads = ("people searched for", "image condition", "searched", "failed to enroll")
    head = "".join(f'<th scope="col">{text}</th>' for text in heads)
    return (
        '<h2>Failures to enroll</h2><p class="note">A photo in which no face is found is not '
        "searched with and matches nobody: a lower rate may only mean fewer searches.</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _gallery_of(experiment: Experiment, frame: pd.DataFrame) -> tuple[Experiment, str]:
    """Return the experiment in the gallery that the cells searched, and that gallery in words.

    Where matchers are compared in the photos of one of them, the cells say how many those are.
    """
    whole = f"all {set_name(experiment.gallery)}"
    others = [name for name in frame["matcher"].unique() if name != experiment.matcher]
    photos = set(frame["gallery_photos"].dropna().astype(int))
    if not others or len(photos) != 1:
        return experiment, whole
    for other in others:
        alike = dataclasses.replace(experiment, same_gallery_as=str(other))
        try:
            if {gallery_photos(alike)} == photos != {gallery_photos(experiment)}:
                return (
                    alike,
                    f"the {set_name(experiment.gallery)} that {matcher_name(str(other))} searched",
                )
        except FalseMatchError:
            continue
    return experiment, whole


def _every_threshold(frame: pd.DataFrame, photos: Path | None) -> str:
    first = frame.iloc[0]
    experiment = Experiment(
        probes=first.probes,
        gallery=first.gallery,
        matcher=first.matcher,
        condition=None if pd.isna(first.condition) else first.condition,
        portrait=first.portrait,
        paintings=bool(first.paintings),
        without_kin=bool(first.without_kin),
    )
    try:
        experiment, where = _gallery_of(experiment, frame)
        board = make_board(run(experiment), "report")
    except FalseMatchError as error:
        return f'<h2>Every person at every threshold</h2><p class="note">{escape(str(error))}</p>'
    text = f"{set_name(first.probes)} searched in {where}, matcher {matcher_name(first.matcher)}"
    if experiment.condition:
        text += f", {condition_name(experiment.condition)}"
    if experiment.portrait != FIRST:
        text += f", portrait: {experiment.portrait}"
    if experiment.without_kin:
        text += ", without relatives"
    return (
        f"<h2>Every person at every threshold</h2><p>{escape(text)}. "
        '<span class="screen">Move the threshold.</span></p>'
        f"{frames(('threshold_picture', 'pairs'))}{data('threshold_picture', board.tables)}"
        f"{data('pairs', _pairs(board, experiment, photos))}"
        f'<div id="threshold_picture" data-stop="{board.stops.default.position}"></div>'
        "<h2>The pairs behind the numbers</h2>"
        f'<p class="note">{escape(_who_is_shown(board))}</p>'
        '<div id="pairs"></div>'
    )


def _who_is_shown(board: Board) -> str:
    if not board.faces:
        return "Gallery people appear as stand-ins: nobody here is a suspect."
    return (
        "Both are people in public office, shown by name; the closest "
        f"{MOST_PHOTOS} pairs with their official portraits. A false match says something about "
        "the matcher, and nothing about them."
    )


def _pairs(board: Board, experiment: Experiment, photos: Path | None) -> bytes:
    listed = with_faces(board, MOST_PHOTOS)
    if photos is None:
        return listed
    from simulator.datasets.thumbnail import photo_path, thumbnail_uri

    # Of two portraits of each person, the first is shown.
    datasets = datasets_of(experiment)[0], datasets_of(experiment)[-1]
    shown: dict[str, list[str | None]] = {"probe": [], "stand_in": []}
    for pair in board.pair_keys[:MOST_PHOTOS]:
        for name, dataset, key in zip(shown, datasets, pair, strict=True):
            path = photo_path(dataset, key, photos)
            shown[name].append(None if path is None else thumbnail_uri(path))
    addition = json.dumps(shown, separators=(",", ":")).encode()
    return listed[:-1] + b',"photos":' + addition + b"}"


def _methods(frame: pd.DataFrame, summary: Summary) -> str:
    sentences = [METHODS]
    if frame["gallery_size"].notna().any() or frame["mix"].notna().any():
        sentences.append("Galleries are drawn without replacement, again for every seed. ")
    if frame["labels_shuffled"].any():
        sentences.append(
            "Shuffled labels are dealt out at random among the people searched for: any difference "
        )
        sentences.append("then left between groups is chance. ")
    if (frame["threshold_per"] == "group").any():
        sentences.append(
            "Thresholds are fitted on one random half of the searches to everyone's rate "
        )
        sentences.append(f"there, and rates are taken from the other half. {LEGAL_NOTE} ")
    if frame["portrait"].isin([EITHER, BOTH]).any():
        sentences.append(
            "Either and both search only people with two different files that are photographs, so "
        )
        sentences.append("they count fewer people; two files may show one photograph. ")
    sentences.append(
        "Intervals hold the gallery fixed. "
        if summary.runs == 1
        else "The spread is between draws, over the same people. "
    )
    return f"<h2>Methods</h2><p>{escape(''.join(sentences))}</p>"
