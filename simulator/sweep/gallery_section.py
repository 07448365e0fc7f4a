"""The section of a sweep's report on matcher or gallery."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from simulator.charts.matcher_or_gallery import (
    few_people_note,
    gallery_matrix,
    matrix_caption,
    other_references,
    parts_table,
)
from simulator.errors import FalseMatchError
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.analyses.matcher_or_gallery_measures import (
    OVER_PEOPLE,
    WITH_THESE_PHOTOS,
    verdict,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_groups import gallery_groups, tally_labels
from simulator.experiment.portraits import BOTH, EITHER
from simulator.experiment.run import run
from simulator.i18n.label_names import column_name
from simulator.i18n.plurals import plural
from simulator.search.named_mixes import TITLES
from simulator.storage.escaping import html_text as escape

TITLE = "<h2>Matcher or gallery?</h2>"


def gallery_section(frame: pd.DataFrame) -> str:
    """Return the section; empty where nothing is grouped, or the gallery has no labels.

    It searches the whole of the first gallery, at the middle one of the sweep's distances.

    Args:
        frame: the sweep's rows.
    """
    columns = [str(column) for column in frame["group_by"].unique() if column]
    distances = sorted(frame.loc[frame["distance"] > 0, "distance"].unique())
    one = frame.iloc[0]
    if not columns or not distances or one.portrait in (EITHER, BOTH):
        return ""
    experiment = Experiment(
        probes=one.probes,
        gallery=one.gallery,
        matcher=one.matcher,
        portrait=one.portrait,
        paintings=bool(one.paintings),
        without_kin=bool(one.without_kin),
    )
    distance = float(distances[len(distances) // 2])
    try:
        view = run(experiment).at(distance=distance)
        labels = tally_labels(view)
        if not labels:
            return ""
        # The gallery's own label of the same name, if it has one, says who meets their own group.
        label = next((column for column in columns if column in labels), labels[0])
        found = MatcherOrGallery(view, gallery_groups(view, label))
        parts = "".join(_column(found, column) for column in columns)
    except FalseMatchError as error:
        return f'{TITLE}<p class="note">{escape(str(error))}</p>'
    return (
        f"{TITLE}<p>{escape(one.probes)} searched in the whole of {escape(one.gallery)}, at "
        f"distance {distance:g}; then what galleries of {plural(found.photos, 'photo')} would "
        f"give, by the exact formula. The gallery's groups are by "
        f"{escape(column_name(label))}.</p>{parts}"
        f'<p class="note">{escape(few_people_note(found))} {escape(OVER_PEOPLE)} '
        f"{escape(WITH_THESE_PHOTOS)}</p>"
    )


def _column(found: MatcherOrGallery, column: str) -> str:
    pairs = found.pairs(column)
    if not pairs:
        return ""
    html = [f"<h3>{escape(column_name(column)).capitalize()}</h3>"]
    for name, shares in found.mixes().items():
        first = found.parts(shares, *pairs[0])
        if first is None:
            continue
        html += [
            f"<h4>{escape(TITLES[name])}</h4>",
            f"<p>{escape(verdict(first))}</p>",
            _table(*parts_table(found, shares, column)),
        ]
        others = other_references(first)
        if others:
            html.append(f'<p class="note">{escape(others)}</p>')
    matrix = gallery_matrix(found, column)
    html += [
        f"<p>{escape(matrix_caption(found))}</p>",
        _table(
            ["searched for", *(matrix.heads or matrix.labels)],
            [
                [label, *(texts[0] + _rest(texts[1:]) for texts in cells)]
                for label, cells in zip(matrix.labels, matrix.cells, strict=True)
            ],
        ),
    ]
    return "".join(html)


def _rest(texts: Sequence[str]) -> str:
    return f" ({'; '.join(texts)})" if texts else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(text)}</td>" for text in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        '<div class="scroll" tabindex="0" role="group" '
        f'aria-label="{escape(", ".join(head))}"><table><thead><tr>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
