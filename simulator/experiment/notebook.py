"""Results in a notebook: small HTML tables, everything escaped."""

from __future__ import annotations

import math

from simulator.datasets.bundled_faces import bundled_face_uri
from simulator.datasets.origin import origin_notes
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.outcome import SearchOutcome
from simulator.i18n.language import confidence_text, percent
from simulator.i18n.plurals import plural
from simulator.stats.rate_words import ends_in_short, ends_said
from simulator.storage.escaping import html_text as escape

PAIRS = 3
"""Pairs with faces that a view shows, closest first."""


def result_html(result: SearchOutcome) -> str:
    """Show a search before any threshold: what was searched in what, and how to go on."""
    return (
        f"<p><b>{escape(result.probes.card.title)}</b>: {len(result.search.nearest):,} of "
        f"{len(result.probes.manifest):,} searched in {len(result.gallery_rows):,} photos of "
        f"<b>{escape(result.gallery.card.title)}</b> "
        f"({result.mates_excluded:,} of them show a probe: never false matches). "
        "Apply a threshold: <code>result.at(confidence=0.999)</code>.</p>" + _origins(result)
    )


def view_html(view: AtThreshold) -> str:
    """Show a result at one threshold: the rate with its interval, and a table by group."""
    total, once = view.fpir, view.fpir_by_person
    unit = people = ""
    if once is not None:
        unit = " photos"
        searched = plural(view.result.people, "person", "people")
        people = (
            f" They show {view.people_falsely_matched} of {searched}; "
            f"each person counted once: {percent(once.value)} "
            f"({ends_said(once.value, once.counted, once.low, once.high)})."
        )
    columns = view.columns()
    tables = "".join(_table(view, column) for column in columns[:2])
    more = ", ".join(escape(column) for column in columns[2:])
    also = f"<p>Also: <code>view.by(…)</code> with {more}.</p>" if more else ""
    return (
        f"<p><b>{total.events} of {total.trials}{unit} falsely matched = "
        f"{percent(total.value)}</b> "
        f"({ends_said(total.value, total.trials, total.low, total.high)}) at distance "
        f"{view.distance:g}, confidence {escape(confidence_text(view.confidence))}.{people}</p>"
        f"{_relatives(view)}{tables}{also}{_closest_pairs(view)}{_origins(view.result)}"
    )


def _closest_pairs(view: AtThreshold) -> str:
    """Show the faces of the closest pairs; empty where their people may not be shown."""
    probes, gallery = view.result.probes, view.result.gallery
    if not (probes.card.people_shown and gallery.card.people_shown):
        return ""
    pairs = []
    for row in view.candidates().head(PAIRS).to_dict("records"):
        faces = [
            _face(bundled_face_uri(dataset, str(row[key])), str(row[name]))
            for dataset, key, name in (
                (probes, "probe", "probe_name"),
                (gallery, "gallery_key", "gallery_person"),
            )
        ]
        relation = f" – a relative: {row['relation']}" if row.get("relation") else ""
        distance = escape(f"distance {row['distance']:.3f}{relation}")
        pairs.append(f"<tr><td>{faces[0]}</td><td>{faces[1]}</td><td>{distance}</td></tr>")
    if not pairs:
        return ""
    heads = "<th>searched for</th><th>falsely matched with</th><th></th>"
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(pairs)}</tbody></table>"


def _face(uri: str | None, name: str) -> str:
    """Show a name, under the person's official portrait where it is bundled."""
    text = escape(name)
    if uri is None:
        return text
    return (
        f'<img src="{uri}" alt="Official portrait of {text}" width="96" height="120" '
        f'loading="lazy"><br>{text}'
    )


def _relatives(view: AtThreshold) -> str:
    """Return the rate with and without relatives; nothing where the gallery lists none."""
    both = ("With relatives", view.fpir_with_kin), ("without them", view.fpir_without_kin)
    counts = [
        f"{words} {one.events} of {one.trials} = {percent(one.value)} "
        f"({ends_said(one.value, one.trials, one.low, one.high)})"
        for words, one in both
        if one is not None
    ]
    return f"<p>{escape(', '.join(counts))}.</p>" if counts else ""


_ENDS = ["fpir", "low", "high"]


def _interval(value: float, trials: int, low: float, high: float) -> str:
    if math.isnan(low):
        return "too few people"
    if not value:
        return ends_in_short(value, trials, low, high)
    return f"{percent(low)} to {percent(high)}"


def _origins(result: SearchOutcome) -> str:
    notes = origin_notes((result.probes, result.gallery))
    return "".join(f"<p>{escape(note)}</p>" for note in notes)


def _table(view: AtThreshold, column: str) -> str:
    several = view.result.several_photos
    unit = " photos" if several else ""
    heads = (
        column.replace("_", " "),
        f"falsely matched{unit}",
        f"searched{unit}",
        *(("people",) if several else ()),
        "rate, each person once" if several else "rate",
        "95% interval",
    )
    ends = ["fpir_by_person", "low_by_person", "high_by_person"] if several else _ENDS
    measured = view.by(column)
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    rows = "".join(
        f"<tr><td>{escape(str(row.label))}</td><td>{row.false_matches}</td><td>{row.searches}</td>"
        + (f"<td>{row.people}</td>" if several else "")
        + f"<td>{percent(value)}</td>"
        f"<td>{_interval(value, row.people if several else row.searches, low, high)}</td></tr>"
        for row, (value, low, high) in zip(
            measured.itertuples(), measured[ends].to_numpy(float).tolist(), strict=True
        )
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
