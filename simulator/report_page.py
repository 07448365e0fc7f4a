"""A sweep as one HTML file that opens offline: question, answer, pictures, methods, run card."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from simulator.board import Board
from simulator.board_maker import make_board
from simulator.curves import LEGAL_NOTE
from simulator.datasets.dataset import load_dataset
from simulator.errors import DatasetNotFound, FalseMatchError
from simulator.experiment import Experiment, run
from simulator.files import write_bytes
from simulator.language import percent
from simulator.page_parts import frame_of, in_a_page, json_in_a_page, mountable, ui_file
from simulator.sweep_chart import PANELS, panels
from simulator.sweep_file import GRID, read_sweep
from simulator.sweep_summary import NAMES, Summary, answer, summarise

_HERE = Path(__file__).resolve().parent
TABLE_ROWS = 2000
METHODS = (
    "Every person is searched in the gallery; a search with at least one stranger at or under the "
    "distance threshold counts as falsely matched. Photos of the same person never count. "
    "Confidence is a calibrated probability per comparison at equal odds, of this matcher. "
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
    grid = (folder / GRID).read_text("utf-8") if (folder / GRID).is_file() else ""
    write_bytes(out, report_html(card, frame, grid, photos).encode())


def report_html(
    card: dict[str, Any], frame: pd.DataFrame, grid: str, photos: Path | None = None
) -> str:
    """The report as text. Everything from data and grid is escaped."""
    summary = summarise(frame)
    question = str(card["question"])
    parts = [
        f"<h1>{escape(question)}</h1>",
        f'<p class="answer">{escape(answer(frame, summary))}</p>',
        _pictures(summary),
        _live(frame, photos),
        _numbers(summary),
        _failures(card),
        _methods(frame, summary),
        _data_cards(card),
        _run_card(card, grid),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(question)}</title><style>{_own('report.css')}</style></head>"
        f"<body><main>{''.join(parts)}</main><script>{_script()}</script></body></html>"
    )


def _own(name: str) -> str:
    return (_HERE / "page" / name).read_text("utf-8")


def _script() -> str:
    mounted = [
        f'(() => {{ {ui_file("common.js")}\n{mountable(name)}\nplace("{name}", mount); }})();'
        for name in ("pairs", "live")
    ]
    return in_a_page("\n".join([_own("report.js"), *mounted]))


def _pictures(summary: Summary) -> str:
    drawn = panels(summary)
    if not drawn:
        return ""
    figures = "".join(
        f"<section><h3>{escape(title[0].upper() + title[1:])}</h3>{legend}{svg}</section>"
        for title, svg, legend in drawn
    )
    bars = (
        f"Marks: mean of {summary.runs} runs with different seeds; lines up and down hold 95% of "
        "the runs between them, or Wilson's 95% interval where nothing is drawn."
        if summary.runs > 1
        else "Lines up and down: 95% interval (Wilson)."
    )
    note = f" Only the first {PANELS} pictures are drawn." if len(drawn) == PANELS else ""
    return (
        f'<h2>Rate of false matches</h2><p class="note">{bars}{note}</p>'
        f'<div class="panels">{figures}</div>'
    )


def _live(frame: pd.DataFrame, photos: Path | None) -> str:
    first = frame.iloc[0]
    experiment = Experiment(
        probes=first.probes,
        gallery=first.gallery,
        matcher=first.matcher,
        condition=None if pd.isna(first.condition) else first.condition,
    )
    try:
        board = make_board(run(experiment), "report")
    except FalseMatchError as error:
        return f'<h2>Every person at every threshold</h2><p class="note">{escape(str(error))}</p>'
    told = f"{first.probes} searched in the whole of {first.gallery}, matcher {first.matcher}"
    if experiment.condition:
        told += f", condition {experiment.condition}"
    frames = "".join(
        f'<template id="{name}-frame"><style>{part["css"]}</style>{part["html"]}</template>'
        for name, part in ((name, frame_of(name)) for name in ("live", "pairs"))
    )
    return (
        f"<h2>Every person at every threshold</h2><p>{escape(told)}. Move the threshold.</p>"
        f"{frames}{_data('live', board.tables)}{_data('pairs', _pairs(board, experiment, photos))}"
        f'<div id="live" data-stop="{_start(board)}"></div>'
        "<h2>The pairs behind the numbers</h2>"
        '<p class="note">Gallery people appear as stand-ins: they are nobody’s suspects.</p>'
        '<div id="pairs"></div>'
    )


def _start(board: Board) -> int:
    """Where the threshold stands first: the ACLU's count, as in the app; else the first preset."""
    stops = board.stops.stops
    found = [stop.position for stop in stops if stop.key == "aclu-count"]
    return (found or [stop.position for stop in stops if stop.label] or [0])[0]


def _data(name: str, content: bytes) -> str:
    text = json_in_a_page(content.decode())
    return f'<script type="application/json" id="{name}-data">{text}</script>'


def _pairs(board: Board, experiment: Experiment, photos: Path | None) -> bytes:
    if photos is None:
        return board.pairs
    from simulator.thumbnail import photo_path, thumbnail_uri

    datasets = load_dataset(experiment.probes), load_dataset(experiment.gallery)
    shown: dict[str, list[str | None]] = {"probe": [], "stand_in": []}
    for pair in board.pair_keys[:60]:
        for name, dataset, key in zip(shown, datasets, pair, strict=True):
            path = photo_path(dataset, key, photos)
            shown[name].append(None if path is None else thumbnail_uri(path))
    addition = json.dumps(shown, separators=(",", ":")).encode()
    return board.pairs[:-1] + b',"photos":' + addition + b"}"


def _numbers(summary: Summary) -> str:
    columns = [*summary.varied, "group_by", "label"]
    heads = [*(NAMES.get(c, c.replace("_", " ")) for c in summary.varied), "grouped by", "group"]
    heads += ["falsely matched", "searched", "rate", "low", "high"]
    head = "".join(
        f'<th scope="col"><button type="button">{escape(h)}</button></th>' for h in heads
    )
    rows = []
    for _, row in summary.table.head(TABLE_ROWS).iterrows():
        cells = [escape(str(row[c])) for c in columns]
        cells += [f"{row['false_matches']:.4g}", str(row["searches"])]
        text = "".join(f"<td>{cell}</td>" for cell in cells)
        text += "".join(
            f'<td data-value="{row[c]:.8g}">{percent(row[c])}</td>' for c in ("fpir", "low", "high")
        )
        rows.append(f"<tr>{text}</tr>")
    more = len(summary.table) - TABLE_ROWS
    note = f" The first {TABLE_ROWS:,} of {len(summary.table):,} rows." if more > 0 else ""
    return (
        '<h2>The numbers</h2><div class="scroll" tabindex="0" role="region" '
        f'aria-label="The numbers"><table class="sorts"><caption>Click a heading to sort.{note}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _failures(card: dict[str, Any]) -> str:
    failed = card["failures"]
    if not failed:
        return ""
    told = "".join(f"<li>Cell {f['cell']}: {escape(f['reason'])}</li>" for f in failed[:50])
    return f"<h2>{len(failed)} cells could not be done</h2><ul>{told}</ul>"


def _methods(frame: pd.DataFrame, summary: Summary) -> str:
    told = [METHODS]
    if frame["gallery_size"].notna().any() or frame["mix"].notna().any():
        told.append("Galleries are drawn without replacement, anew for every seed. ")
    if frame["labels_shuffled"].any():
        told.append("Shuffled labels are dealt out at random among the people searched: what is ")
        told.append("then left between groups is chance. ")
    if (frame["threshold_per"] == "group").any():
        told.append("Thresholds are fitted on one random half of the searches to everybody's rate ")
        told.append(f"there, and rates are those of the other half. {LEGAL_NOTE} ")
    told.append(
        "Intervals hold the gallery fixed. "
        if summary.runs == 1
        else "The spread is between draws, over the same people. "
    )
    return f"<h2>Methods</h2><p>{escape(''.join(told))}</p>"


def _data_cards(card: dict[str, Any]) -> str:
    told = ["<h2>Data</h2>"]
    for name in card["datasets"]:
        try:
            known = load_dataset(Path(name).name).card
        except (DatasetNotFound, FalseMatchError):
            told.append(f"<p>{escape(name)}: its card is not on this machine.</p>")
            continue
        labels = "; ".join(f"{c} by {label.author}" for c, label in known.labels.items())
        told.append(
            f"<h3>{escape(known.title)}</h3>"
            + _facts(
                {
                    "Who": known.summary,
                    "Labels": labels,
                    "Source": known.source,
                    "Licence": known.licence,
                    "Consent": known.consent,
                    "Harms": known.harms,
                    "Cite": known.citation,
                }
            )
        )
    return "".join(told)


def _run_card(card: dict[str, Any], grid: str) -> str:
    shown = {
        name.replace("_", " "): value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
        for name, value in card.items()
        if name not in ("failures", "question")
    }
    return f"<h2>Run card</h2>{_facts(shown)}<pre>{escape(grid)}</pre>"


def _facts(rows: dict[str, str]) -> str:
    told = (
        f"<dt>{escape(k)}</dt><dd>{escape(' '.join(str(v).split()))}</dd>" for k, v in rows.items()
    )
    return f"<dl>{''.join(told)}</dl>"
