"""The parts of every report: one HTML file that opens offline and has the app's pictures in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from simulator.charts.embedding import (
    frame_of,
    in_a_page,
    json_in_a_page,
    mountable,
    shared_script,
    ui_file,
)
from simulator.datasets.dataset import load_dataset
from simulator.datasets.origin import origin_notes
from simulator.errors import FalseMatchError
from simulator.storage.escaping import POLICY_TAG, html_text as escape


def document(title: str, parts: Iterable[str], mounted: Mapping[str, str]) -> str:
    """Return a whole page.

    Args:
        title: the title; it is escaped here.
        parts: the content, as HTML.
        mounted: id of a place → picture of the app that is mounted there.
    """
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'{POLICY_TAG}<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{ui_file('report.css')}</style></head>"
        f"<body><main>{''.join(parts)}</main><script>{_script(mounted)}</script></body></html>"
    )


def _script(mounted: Mapping[str, str]) -> str:
    scripts = []
    for picture in dict.fromkeys(mounted.values()):
        places = "".join(
            f'place("{place}", mount, "{picture}"); '
            for place, shown in mounted.items()
            if shown == picture
        )
        scripts.append(f"(() => {{ {shared_script()}\n{mountable(picture)}\n{places}}})();")
    return in_a_page("\n".join([ui_file("report.js"), *scripts]))


def frames(pictures: Iterable[str]) -> str:
    """Return the templates of the app's pictures; each goes before its picture's first place."""
    return "".join(
        f'<template id="{name}-frame"><style>{part["css"]}</style>{part["html"]}</template>'
        for name, part in ((name, frame_of(name)) for name in pictures)
    )


def data(place: str, content: bytes) -> str:
    """Return a picture's data, for the place of that id."""
    text = json_in_a_page(content.decode())
    return f'<script type="application/json" id="{place}-data">{text}</script>'


def origins(names: Iterable[str]) -> str:
    """Return a note for each data set whose origin nobody stated; empty if there is none."""
    return "".join(f'<p class="note">{escape(note)}</p>' for note in origin_notes(names))


def data_cards(names: Iterable[str]) -> str:
    """Say who is in the data sets, who labeled them, and under which license and consent."""
    cards = ["<h2>Data</h2>"]
    for name in names:
        try:
            card = load_dataset(Path(name).name).card
        except FalseMatchError:
            cards.append(f"<p>{escape(name)}: its card is not on this computer.</p>")
            continue
        labels = "; ".join(f"{c} by {label.author}" for c, label in card.labels.items())
        cards.append(
            f"<h3>{escape(card.title)}</h3>"
            + facts(
                {
                    "Who": card.summary,
                    "Labels": labels,
                    "Source": card.source,
                    "License": card.licence,
                    "Consent": card.consent,
                    "Harms": card.harms,
                    "Cite": card.citation,
                }
            )
            + origins([name])
        )
    return "".join(cards)


def run_card(card: Mapping[str, Any], grid: str = "") -> str:
    """Say how the numbers were measured, and show the grid that asked for them."""
    settings = {
        name.replace("_", " "): value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
        for name, value in card.items()
        if name not in ("failures", "question")
    }
    text = f"<pre>{escape(grid)}</pre>" if grid else ""
    return f"<h2>Run card</h2>{facts(settings)}{text}"


def facts(rows: Mapping[str, str]) -> str:
    """Return names with their texts as an HTML list; both are escaped."""
    items = (
        f"<dt>{escape(k)}</dt><dd>{escape(' '.join(str(v).split()))}</dd>" for k, v in rows.items()
    )
    return f"<dl>{''.join(items)}</dl>"
