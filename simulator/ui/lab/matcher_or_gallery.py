"""The Lab's panel on matcher or gallery: is it the matcher, or is it who is in the gallery?"""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import matrix_table, table
from simulator.charts.matcher_or_gallery import (
    few_people_note,
    gallery_matrix,
    matrix_caption,
    other_references,
    parts_table,
)
from simulator.datasets.groups import UNLABELED, Group
from simulator.errors import ExperimentError
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.analyses.matcher_or_gallery_measures import (
    OVER_PEOPLE,
    WITH_THESE_PHOTOS,
    verdict,
)
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_groups import FEWEST_PHOTOS
from simulator.experiment.not_measurable import (
    NO_GALLERY_LABELS,
    NO_PROBE_LABELS,
    NO_TWO_GROUPS,
    TOO_FEW_GALLERY_GROUPS,
    TWO_PORTRAITS,
    not_measurable,
)
from simulator.experiment.portraits import BOTH, EITHER
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, ngettext, number, ungrouped
from simulator.i18n.markdown import literal
from simulator.search.named_mixes import TITLES
from simulator.ui import cached, cached_gallery
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import waits
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
@waits
def matcher_or_gallery(experiment: Experiment, channel: str) -> None:
    """Show the gap between two groups in two parts, and the matrix that they come from."""
    st.subheader(_("Is it the matcher, or who is in the gallery?"), anchor=False)
    columns = cached.label_columns(experiment.probes)
    if not columns:
        st.info(not_measurable(NO_PROBE_LABELS))
        return
    result = cached.result(experiment)
    labels = cached_gallery.gallery_labels(result)
    if not labels:
        st.info(not_measurable(NO_GALLERY_LABELS))
        return
    if experiment.portrait in (EITHER, BOTH):
        st.info(not_measurable(TWO_PORTRAITS))
        return
    st.markdown(
        _(
            "People are most often taken for people with the same labels. So a group may be "
            "falsely matched more often just because more of it is in the gallery. Here the "
            "gallery is evened out, and the threshold stays."
        )
    )
    # A label that both sides have shows who meets people of their own group.
    both = [name for name in columns if name in labels]
    first = "gender" if "gender" in both else next(iter(both), columns[0])
    left, right = st.columns(2)
    with left:
        column = str(
            choice(
                st.selectbox,
                _("Groups by"),
                columns,
                index=columns.index(first),
                key="blame-by",
                format_func=column_name,
            )
        )
    with right:
        label = str(
            choice(
                st.selectbox,
                _("The gallery’s groups by"),
                labels,
                index=labels.index(column) if column in labels else 0,
                key="blame-gallery",
                format_func=column_name,
            )
        )
    stop = current_stop(cached.board(experiment, channel), channel)
    try:
        found = cached_gallery.matcher_or_gallery(result, stop.distance, label)
    except ExperimentError:
        st.info(not_measurable(TOO_FEW_GALLERY_GROUPS, fewest=number(FEWEST_PHOTOS)))
        return
    _gap(found, column, stop.distance)
    st.html(matrix_table(gallery_matrix(found, column), _("Falsely matched, by gallery")))
    st.caption(" ".join([matrix_caption(found), literal(few_people_note(found))]))


def _gap(found: MatcherOrGallery, column: str, distance: float) -> None:
    groups = {g.value: g for g in found.groups(column) if g.value != UNLABELED}
    largest_two = next(iter(found.pairs(column)), None)
    if largest_two is None:
        st.info(not_measurable(NO_TWO_GROUPS))
        return
    mixes = found.mixes()
    first, second, third = st.columns(3)
    with first:
        mix = str(
            choice(
                st.selectbox,
                _("Whose gallery?"),
                list(mixes),
                key="blame-mix",
                format_func=lambda name: _(TITLES[name]),
            )
        )
    group, other = (found_group.value for found_group in largest_two)
    with second:
        group = _group(_("The gap between"), groups, group, f"blame-group-{column}")
    with third:
        other = _group(_("and"), groups, other, f"blame-other-{column}")
    if group == other:
        st.warning(_("Expected two different groups, found the same one twice. Choose another."))
        return
    parts = found.parts(mixes[mix], groups[group], groups[other])
    if parts is None:
        st.info(not_measurable(NO_TWO_GROUPS))
        return
    st.markdown(f"**{literal(verdict(parts))}**")
    st.caption(
        " ".join(
            [
                ngettext(
                    "In galleries of {count} photo, at distance {distance}.",
                    "In galleries of {count} photos, at distance {distance}.",
                    found.photos,
                ).format(count=number(found.photos), distance=ungrouped(distance, 4)),
                _(OVER_PEOPLE),
            ]
        )
    )
    with st.expander(_("Every group against the largest, and other ways to divide the gap")):
        st.html(table(*parts_table(found, mixes[mix], column), _("The gaps in two parts")))
        st.markdown(
            literal(" ".join(filter(None, (_(WITH_THESE_PHOTOS), other_references(parts)))))
        )


def _group(question: str, groups: dict[str, Group], first: str, key: str) -> str:
    values = list(groups)
    return str(
        choice(
            st.selectbox,
            question,
            values,
            index=values.index(first),
            key=key,
            format_func=lambda value: group_name(groups[value].label),
        )
    )
