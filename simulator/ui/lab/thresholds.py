"""The Lab's panel on one threshold for all, or one for each group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from simulator.charts.group_thresholds import (
    PER_MILLION,
    by_person_rows,
    group_threshold_rows,
    split_rows,
)
from simulator.charts.html_tables import table
from simulator.comparison.largest_part import comparisons_carried
from simulator.comparison.split_thresholds import find_splits
from simulator.experiment.experiment import Experiment
from simulator.experiment.not_measurable import (
    NO_ENCODINGS,
    NO_PROBE_LABELS,
    OTHER_MATCHER,
    not_measurable,
)
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, number
from simulator.i18n.set_names import set_name
from simulator.ui import cached, cached_thresholds, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.page_language import choice

if TYPE_CHECKING:
    from simulator.charts.comparisons import Halves

MIDDLE = "100"
"""False matches per million comparisons that are selected first."""


@st.fragment
@shows_errors
def thresholds(experiment: Experiment, _channel: str) -> None:
    """Show one threshold for all beside one per group."""
    left, middle, right = st.columns(3)
    with left:
        names = list(dict.fromkeys([experiment.gallery, experiment.probes]))
        name = str(
            st.selectbox(
                _("People compared with each other"),
                names,
                key="thresholds-of",
                format_func=set_name,
            )
        )
    if not cached.installed(name).has_encodings:
        st.info(not_measurable(NO_ENCODINGS, name=set_name(name)))
        return
    if not cached.same_matcher(experiment, name):
        st.info(not_measurable(OTHER_MATCHER, name=set_name(name)))
        return
    columns = cached.label_columns(name)
    if not columns:
        st.info(not_measurable(NO_PROBE_LABELS))
        return
    with middle:
        column = str(
            choice(
                st.selectbox,
                _("A threshold for each group by"),
                columns,
                key="thresholds-by",
                format_func=column_name,
            )
        )
    with right:
        wanted = choice(
            st.selectbox,
            _("False matches per million comparisons"),
            list(PER_MILLION),
            key="thresholds-fmr",
            index=list(PER_MILLION).index(MIDDLE),
            format_func=_million,
        )
    counted = jobs.result_or_progress(
        f"halves {name} {column}",
        _("Comparing everybody with everybody, half of the people at a time"),
        lambda progress: cached_thresholds.halves(name, column, progress),
        jobs.in_percent,
    )
    if counted is None:
        return
    target = PER_MILLION[str(wanted)]
    fitted = cached_thresholds.group_thresholds(counted, target)
    title = _("One threshold per group, and one for all")
    if fitted.by_person is not None:
        once = _("Each pair of people, and each person, counts once")
        st.markdown(f"**{once}**")
        st.html(table(*by_person_rows(fitted.by_person), f"{title}: {once}"))
        st.markdown(" ".join(comparisons_carried(counted[1])))
        st.markdown("**{}**".format(_("Each comparison of two photos counts once")))
    head, rows = group_threshold_rows(fitted)
    st.html(table(head, rows, title))
    st.caption(
        _(
            "Fitted on half of the people, measured on the other half. FMR: false matches "
            "between two people of one group. FNMR: comparisons of one person’s photos that do "
            "not match."
        )
    )
    with st.expander(_("Would other halves of the people give the same?")):
        _other_halves(name, column, target, counted)
    st.markdown(_(fitted.note))


def _other_halves(name: str, column: str, target: float, counted: Halves) -> None:
    """Show the thresholds over many halves: those that are stored, or on request."""
    dataset = cached.installed(name)
    splits = find_splits(dataset, column, target)
    if splits is None:
        if not st.toggle(_("Try 40 other halves of the people"), key="thresholds-splits"):
            return
        splits = jobs.result_or_progress(
            f"splits {name} {column} {target}",
            _("Splitting the people in two, 40 times"),
            lambda _progress: cached_thresholds.splits(name, column, target, counted[0]),
        )
        if splits is None:
            return
    st.html(table(*split_rows(splits), _("Thresholds over many halves of the people")))
    st.caption(
        _(
            "Over {splits} random halves of these people: the median, and in brackets the range "
            "without the lowest and the highest. The halves share people, so this is no 95% "
            "interval."
        ).format(splits=number(int(splits["splits"].iloc[0])))
    )


def _million(text: str) -> str:
    return number(float(text.replace(",", "")))
