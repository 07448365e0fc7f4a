"""Results in a notebook: small HTML tables, everything escaped."""

from __future__ import annotations

from html import escape

from simulator.datasets.origin import origin_notes
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.outcome import SearchOutcome
from simulator.i18n.language import confidence_text, percent


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
    total = view.fpir
    columns = view.columns()
    tables = "".join(_table(view, column) for column in columns[:2])
    more = ", ".join(escape(column) for column in columns[2:])
    also = f"<p>Also: <code>view.by(…)</code> with {more}.</p>" if more else ""
    return (
        f"<p><b>{total.events} of {total.trials} falsely matched = {percent(total.value)}</b> "
        f"(95% interval {percent(total.low)} to {percent(total.high)}) at distance "
        f"{view.distance:g}, confidence {escape(confidence_text(view.confidence))}.</p>"
        f"{tables}{also}{_origins(view.result)}"
    )


def _origins(result: SearchOutcome) -> str:
    notes = origin_notes((result.probes, result.gallery))
    return "".join(f"<p>{escape(note)}</p>" for note in notes)


def _table(view: AtThreshold, column: str) -> str:
    heads = (column.replace("_", " "), "falsely matched", "searched", "rate", "95% interval")
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    rows = "".join(
        f"<tr><td>{escape(str(row.label))}</td><td>{row.false_matches}</td><td>{row.searches}</td>"
        f"<td>{percent(row.fpir)}</td><td>{percent(row.low)} to {percent(row.high)}</td></tr>"
        for row in view.by(column).itertuples()
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
