"""The Lab's panels. Each shows what other modules worked out, for one experiment and threshold."""

from __future__ import annotations

from html import escape

import streamlit as st

from simulator.experiment import Experiment
from simulator.gallery_curve import SIZES
from simulator.lab_charts import (
    PER_MILLION,
    Matrix,
    cost_by_group,
    cost_chart,
    fmr_matrix,
    group_threshold_rows,
    size_chart,
)
from simulator.mated import SOURCES
from simulator.ui import cached, components, jobs
from simulator.ui.frame import guarded
from simulator.ui.picture import picture, stop_of

NOT_BY_RACE = (
    "Missed matches by race are measurable only in London, with wide intervals; elsewhere the "
    "answer is “not measurable here”."
)


@st.fragment
@guarded
def gallery(experiment: Experiment, channel: str) -> None:
    """FPIR over the gallery's size and mix, by the exact formula."""
    st.subheader("A gallery of another size or mix", anchor=False)
    st.markdown(
        "Nothing is searched again: from how many strangers lie under the threshold, the "
        "expectation over all galleries that could be drawn follows exactly."
    )
    left, right = st.columns(2)
    groups = cached.gallery_groups(experiment)
    with left:
        by = st.selectbox(
            "A line for each group by", ["nobody", *cached.label_columns(experiment.probes)]
        )
        size = st.select_slider("Photos in the gallery", [s for s in SIZES if s >= 10], value=1000)
    mix = None
    with right:
        if len(groups) > 1 and st.toggle("Choose the gallery's mix"):
            mix = {
                value: float(st.slider(f"Parts of {label}", 0, 10, 1, key=f"mix-{value}"))
                for value, label in groups
            }
    if mix is not None and not any(mix.values()):
        st.warning("Expected at least one part of some group, found none. Move one of the sliders.")
        return
    stop = stop_of(cached.board(experiment, channel), channel)
    column = None if by == "nobody" else str(by)
    mixed = None if mix is None else tuple(sorted(mix.items()))
    found = cached.size_curve(experiment, stop.distance, column, mixed)
    st.markdown(cached.at_size(experiment, stop.distance, column, mixed, int(size)))
    view = cached.result(experiment).at(distance=stop.distance)
    components.chart(key="size-chart", data=size_chart(found, view).to_bytes())
    st.caption(
        "Bands: between them lie 95% of random galleries. Beyond what was searched there is no "
        "exact answer: two dotted lines bracket it: the lower one tends low, the upper one high."
    )


@st.fragment
@guarded
def cost(experiment: Experiment, channel: str) -> None:
    """False matches and missed mates at every threshold."""
    st.subheader("The other side: true matches lost", anchor=False)
    name = st.selectbox(
        "People who are in the gallery, searched for by another photo",
        list(SOURCES),
        format_func=cached.mated_title,
    )
    mated = jobs.finished(
        f"mated {name}", "Searching for people who are there", lambda _: cached.mated(str(name))
    )
    if mated is None:
        return
    board = cached.board(experiment, channel)
    stop = stop_of(board, channel)
    result = cached.result(experiment)
    components.chart(key="cost-chart", data=cost_chart(result, board.stops, mated, stop).to_bytes())
    head, rows = cost_by_group(mated, stop.distance)
    st.html(_table(head, rows, "Missed true matches by group"))
    if not mated.measures_race:
        st.markdown("**Not measurable here: missed matches by race.** " + NOT_BY_RACE)
    else:
        st.caption(NOT_BY_RACE)


@st.fragment
@guarded
def matrix(experiment: Experiment, channel: str) -> None:
    """FMR by pair of groups."""
    st.subheader("False matches between groups, one comparison at a time", anchor=False)
    left, right = st.columns(2)
    with left:
        names = list(dict.fromkeys([experiment.probes, experiment.gallery]))
        name = str(st.selectbox("Everybody compared with everybody in", names))
    columns = cached.label_columns(name)
    if not columns:
        st.info(f"Not measurable here: {name} has no labels.")
        return
    with right:
        column = str(st.selectbox("Groups by", columns))
    stop = stop_of(cached.board(experiment, channel), channel)
    tally = jobs.finished(
        f"fmr {name} {column}",
        "Comparing everybody with everybody",
        lambda _: cached.comparisons(name, column),
    )
    if tally is None:
        return
    st.html(_matrix(fmr_matrix(tally.table(stop.distance))))
    st.caption(
        f"False matches per million comparisons at distance {stop.distance:.3f}, and what they "
        "were counted from. The diagonal compares people of one group. Darker is more, on a "
        "logarithmic scale."
    )


@st.fragment
@guarded
def thresholds(experiment: Experiment, _channel: str) -> None:
    """One threshold for all against one per group."""
    st.subheader("One threshold for all, or one per group", anchor=False)
    left, middle, right = st.columns(3)
    with left:
        names = list(dict.fromkeys([experiment.gallery, experiment.probes]))
        name = str(st.selectbox("People compared with each other", names))
    columns = cached.label_columns(name)
    if not columns:
        st.info(f"Not measurable here: {name} has no labels.")
        return
    with middle:
        column = str(st.selectbox("A threshold for each group by", columns))
    with right:
        wanted = st.selectbox(
            "False matches per million comparisons", list(PER_MILLION), index=len(PER_MILLION) // 2
        )
    found = jobs.finished(
        f"thresholds {name} {column} {wanted}",
        "Fitting on half of the people, trying on the other half",
        lambda _: cached.group_thresholds(name, column, PER_MILLION[str(wanted)]),
    )
    if found is None:
        return
    head, rows = group_threshold_rows(found)
    st.html(_table(head, rows, "One threshold per group, and one for all"))
    st.caption(
        "Fitted on half of the people, measured on the other half. FMR: false matches of two "
        "people of one group. FNMR: comparisons of one person's photos that miss."
    )
    st.markdown(found.note)


def two_settings() -> None:
    """Two pictures, each with its own search and threshold."""
    from simulator.ui.page_lab import chosen

    st.markdown("Each side has its own search and threshold; the link keeps both.")
    left, right = st.columns(2, gap="medium")
    with left:
        st.subheader("Setting A", anchor=False)
        picture(cached.board(chosen("_a"), "a"), "a")
    with right:
        st.subheader("Setting B", anchor=False)
        picture(cached.board(chosen("_b", "congress-114"), "b"), "b")


def _table(head: list[str], rows: list[list[str]], title: str) -> str:
    heads = "".join(f"<th scope='col'>{escape(text)}</th>" for text in head)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return (
        f"<div class='wide' tabindex='0' role='region' aria-label='{escape(title)}'>"
        f"<table class='plain'><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _matrix(found: Matrix) -> str:
    heads = "".join(f"<th scope='col'>{escape(label)}</th>" for label in found.labels)
    body = ""
    for label, texts, shades in zip(found.labels, found.cells, found.shades, strict=True):
        cells = "".join(
            f"<td style='--shade:{shade}'><b>{escape(rate)}</b><span>{escape(counts)}</span></td>"
            for (rate, counts), shade in zip(texts, shades, strict=True)
        )
        body += f"<tr><th scope='row'>{escape(label)}</th>{cells}</tr>"
    return (
        "<div class='wide' tabindex='0' role='region' aria-label='FMR by pair of groups'>"
        f"<table class='plain matrix'><thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
