"""Tables and lists of facts as HTML: wide tables scroll inside their own frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from simulator.storage.escaping import html_text as escape

if TYPE_CHECKING:
    from simulator.charts.fmr_matrix import Matrix


def fact_list(facts: Iterable[tuple[str, str]]) -> str:
    """Return a list of (term, description) as HTML; both are escaped."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in facts)
    return f'<dl class="facts">{rows}</dl>'


def table(
    head: Iterable[str], rows: Iterable[Sequence[str]], title: str, *, row_heads: bool = False
) -> str:
    """Return a table as HTML that can be scrolled with the keyboard where it is too wide.

    Args:
        head: the column heads.
        rows: the texts of each row.
        title: the table's name for a screen reader.
        row_heads: whether the first text of each row is the row's head.
    """
    body = "".join(f"<tr>{_row(row, row_heads)}</tr>" for row in rows)
    return _scrolling(
        f"<table class='plain'><thead><tr>{_column_heads(head)}</tr></thead>"
        f"<tbody>{body}</tbody></table>",
        title,
    )


def matrix_table(matrix: Matrix, title: str) -> str:
    """Return a matrix of rates as HTML: the darker a field, the higher its rate.

    Args:
        matrix: labels, texts and shades from 0 to 1.
        title: the table's name for a screen reader.
    """
    body = ""
    for label, texts, shades in zip(matrix.labels, matrix.cells, matrix.shades, strict=True):
        fields = "".join(
            f"<td style='--shade:{shade}'><b>{escape(rate)}</b>"
            + "".join(f"<span>{escape(text)}</span>" for text in more)
            + "</td>"
            for (rate, *more), shade in zip(texts, shades, strict=True)
        )
        body += f"<tr><th scope='row'>{escape(label)}</th>{fields}</tr>"
    heads = _column_heads(matrix.heads or matrix.labels)
    return _scrolling(
        f"<table class='plain matrix'><thead><tr><td></td>{heads}</tr>"
        f"</thead><tbody>{body}</tbody></table>",
        title,
    )


def _column_heads(heads: Iterable[str]) -> str:
    """Return the heads of a table's columns as HTML."""
    # A corner without a word is no heading.
    return "".join(
        f"<th scope='col'>{escape(text)}</th>" if text else "<td></td>" for text in heads
    )


def _row(texts: Sequence[str], row_head: bool) -> str:
    if not row_head:
        return "".join(f"<td>{escape(text)}</td>" for text in texts)
    first, *others = texts
    return f"<th scope='row'>{escape(first)}</th>" + _row(others, False)


def _scrolling(inside: str, title: str) -> str:
    return (
        f"<div class='wide' tabindex='0' role='region' aria-label='{escape(title)}'>{inside}</div>"
    )
