"""The Lab's panels. Each shows what other modules calculate, for one experiment and threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from simulator.charts.fmr_matrix import fmr_matrix
from simulator.charts.gallery_size import size_chart
from simulator.charts.group_thresholds import (
    PER_MILLION,
    by_person_rows,
    group_threshold_rows,
    split_rows,
)
from simulator.charts.named_mixes import (
    ARRESTS_ARE_NOT_PEOPLE,
    SAME_BUT_THE_GALLERY,
    few_note,
    mix_sentences,
    shift_rows,
)
from simulator.charts.threshold_cost import cost_by_group, cost_chart, each_person_words
from simulator.charts.two_portraits import are_two_portraits, two_portraits_words
from simulator.comparison.fmr import ComparisonTally
from simulator.comparison.largest_part import comparisons_carried
from simulator.comparison.split_thresholds import find_splits
from simulator.comparison.subgroup_matrix import copies_counted, groupings, sets_with_counts
from simulator.experiment.comparison_measures import edge_of
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_curve import SIZES
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import _, marked, ngettext, number, ungrouped
from simulator.i18n.markdown import literal
from simulator.search.named_mixes import AS_IS, TITLES, US_ARRESTS
from simulator.ui import cached, components, jobs
from simulator.ui.frame import shows_errors
from simulator.ui.page_language import choice
from simulator.ui.tables import matrix_table, table
from simulator.ui.threshold_picture import current_stop

if TYPE_CHECKING:
    import pandas as pd

NOT_BY_RACE = marked(
    "Missed matches by race are measurable in London and among members of Congress with two "
    "portraits, with wide intervals; elsewhere the answer is “not measurable here”."
)
OWN_MIX = marked("A mix of my own")
NOBODY = marked("no group: everyone together")
ANOTHER_MATCHER = marked(
    "Not measurable here: the people in {name} were not compared by the matcher chosen above."
)
NO_MATES = marked(
    "Not measurable here: none of the people searched for are known to be in a gallery that this "
    "matcher compared."
)
MIDDLE = "100"
"""False matches per million comparisons that are selected first."""


@st.fragment
@shows_errors
def gallery(experiment: Experiment, channel: str) -> None:
    """Show FPIR by the gallery's size and mix, from the exact formula."""
    st.subheader(_("A gallery of another size or mix"), anchor=False)
    st.markdown(
        _(
            "Nothing is searched again: the number of strangers under the threshold gives the "
            "exact expected value over all galleries that could be drawn."
        )
    )
    left, right = st.columns(2)
    groups = cached.gallery_groups(experiment)
    with left:
        by = choice(
            st.selectbox,
            _("A line for each group by"),
            [NOBODY, *cached.label_columns(experiment.probes)],
            key="size-by",
            format_func=_column,
        )
        sizes = [size for size in SIZES if size >= 10]
        size = st.select_slider(_("Photos in the gallery"), sizes, value=1000, key="size-photos")
    mix = None
    with right:
        if len(groups) > 1 and st.toggle(_("Choose the gallery's mix"), key="mix"):
            mix = _dial(experiment, groups)
    if mix is not None and not any(mix.values()):
        st.warning(
            _("Expected at least one part from some group, found none. Move one of the sliders.")
        )
        return
    stop = current_stop(cached.board(experiment, channel), channel)
    column = None if by == NOBODY else str(by)
    mixed = None if mix is None else tuple(sorted(mix.items()))
    curve = cached.size_curve(experiment, stop.distance, column, mixed)
    st.markdown(cached.at_size(experiment, stop.distance, column, mixed, int(size)))
    view = cached.result(experiment).at(distance=stop.distance)
    components.chart(key="size-chart", data=size_chart(curve, view).to_bytes())
    st.caption(
        _(
            "The bands hold 95% of random galleries. Beyond the gallery that was searched there "
            "is no exact answer. Two dotted lines bracket it: the lower one tends to be too low, "
            "the upper one too high."
        )
    )
    if mix is not None:
        _whose_gallery(experiment, stop.distance, column, int(size))


def _dial(experiment: Experiment, groups: list[tuple[str, str]]) -> dict[str, float]:
    """Show the named mixes and a slider for each group; return the shares that are set.

    Choosing a name moves the sliders, and moving a slider makes the mix the learner's own.
    """
    keys = {value: f"mix-{value}" for value, _label in groups}
    mixes = {
        TITLES[mix.name]: mix
        for mix in cached.named_mixes(experiment.gallery)
        if set(mix.shares) <= set(keys)
    }

    def move_sliders() -> None:
        mix = mixes.get(st.session_state["whose"])
        if mix is not None:
            for value, key in keys.items():
                st.session_state[key] = mix.whole_percent(value)

    def own() -> None:
        st.session_state["whose"] = OWN_MIX

    if st.session_state.get("whose") not in (*mixes, OWN_MIX):
        st.session_state["whose"] = TITLES[AS_IS] if mixes else OWN_MIX
    if any(key not in st.session_state for key in keys.values()):
        move_sliders()
        for key in keys.values():
            st.session_state.setdefault(key, 1)
    chosen = choice(
        st.selectbox,
        _("Whose gallery?"),
        [*mixes, OWN_MIX],
        key="whose",
        on_change=move_sliders,
    )
    parts = {
        value: float(st.slider(_parts_of(label), 0, 100, key=keys[value], on_change=own))
        for value, label in groups
    }
    mix = mixes.get(str(chosen))
    if mix is None:
        return parts
    st.caption(literal(" ".join(mix_sentences(mix))))
    if mix.name == US_ARRESTS:
        st.caption(_(ARRESTS_ARE_NOT_PEOPLE))
    return {value: share for value, share in mix.shares.items() if share}


def _whose_gallery(experiment: Experiment, distance: float, column: str | None, size: int) -> None:
    """Show the false matches of each group in every named mix, at one threshold."""
    columns = cached.label_columns(experiment.probes)
    shift = cached.shift_by_mix(experiment, distance, column or next(iter(columns), None), size)
    if not shift:
        return
    title = _("Whose gallery? Falsely matched, with {photos} at distance {distance}").format(
        photos=ngettext("{count} photo", "{count} photos", size).format(count=number(size)),
        distance=ungrouped(distance, 4),
    )
    st.markdown(f"**{title}**")
    identified = cached.result(experiment).identified
    head, rows = shift_rows(shift, identified)
    st.html(table(head, rows, title, row_heads=True))
    st.caption(" ".join(filter(None, (_(SAME_BUT_THE_GALLERY), few_note(shift, identified)))))


@st.fragment
@shows_errors
def cost(experiment: Experiment, channel: str) -> None:
    """Show false matches and missed matches at every threshold."""
    st.subheader(_("The other side: true matches lost"), anchor=False)
    names = cached.mated_names(experiment)
    if not names:
        st.info(_(NO_MATES))
        return
    name = choice(
        st.selectbox,
        _("People who are in the gallery, searched for with another photo"),
        names,
        index=0 if are_two_portraits(names[0]) or "lfw" not in names else names.index("lfw"),
        key="mated",
        format_func=cached.mated_title,
    )
    mated = jobs.result_or_progress(
        f"mated {name} {experiment}",
        _("Searching for people who are in the gallery"),
        lambda _progress: cached.mated(experiment, str(name)),
    )
    if mated is None:
        return
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    result = cached.result(experiment)
    components.chart(key="cost-chart", data=cost_chart(result, board.stops, mated, stop).to_bytes())
    # Those who were searched with these very portraits: their false matches stand beside.
    view = result.at(distance=stop.distance) if mated.strangers is not None else None
    head, rows = cost_by_group(mated, stop.distance, view)
    st.html(table(head, rows, _("Missed true matches by group")))
    each_person = each_person_words(mated, stop.distance)
    if each_person:
        st.markdown(each_person)
    if are_two_portraits(str(name)):
        st.markdown(" ".join(two_portraits_words(mated, stop.distance)))
    if not mated.measures_race:
        not_by_race = _("Not measurable here: missed matches by race.")
        st.markdown(f"**{not_by_race}** {_(NOT_BY_RACE)}")
    else:
        st.caption(_(NOT_BY_RACE))


@st.fragment
@shows_errors
def matrix(experiment: Experiment, channel: str) -> None:
    """Show FMR by pair of groups."""
    st.subheader(_("False matches between groups, one comparison at a time"), anchor=False)
    left, right = st.columns(2)
    with left:
        sets = [experiment.probes, experiment.gallery, *sets_with_counts()]
        names = list(dict.fromkeys(sets))
        name = str(st.selectbox(_("Everybody compared with everybody in"), names, key="fmr-of"))
    tally_of_pack = cached.pack_comparisons(experiment) if name == experiment.gallery else None
    if tally_of_pack is not None:
        stop = current_stop(cached.board(experiment, channel), channel)
        _show_matrix(tally_of_pack.table(stop.distance), stop.distance)
        return
    if not cached.compared_alike(experiment, name):
        st.info(_(ANOTHER_MATCHER).format(name=name))
        return
    counts = cached.subgroup_counts(name)
    columns = cached.label_columns(name) if counts is None else groupings(counts)
    if not columns:
        st.info(_("Not measurable here: {name} has no labels.").format(name=name))
        return
    with right:
        column = str(
            choice(st.selectbox, _("Groups by"), columns, key="fmr-by", format_func=column_name)
        )
    stop = current_stop(cached.board(experiment, channel), channel)
    if counts is not None:
        tally = _counted(name, column, copies_counted(counts))
    elif cached.is_small(name):
        _show_matrix(cached.fmr_table(name, column, stop.distance), stop.distance)
        return
    else:
        tally = jobs.result_or_progress(
            f"fmr {name} {column}",
            _("Comparing everybody with everybody"),
            lambda progress: cached.comparisons(name, column, progress),
            jobs.in_percent,
        )
    if tally is None:
        return
    _show_matrix(tally.table(stop.distance), stop.distance)


def _show_matrix(rates: pd.DataFrame, distance: float) -> None:
    st.html(matrix_table(fmr_matrix(rates), _("FMR by pair of groups")))
    st.caption(
        _(
            "False matches per million comparisons at distance {distance}, and the counts behind "
            "them. The diagonal compares people of the same group. The stronger the color, the "
            "higher the rate, on a logarithmic scale."
        ).format(distance=ungrouped(edge_of(distance), 3))
    )


def _counted(name: str, column: str, copies: int) -> ComparisonTally:
    """Return the counts of a data set without encodings, and show what they cannot say."""
    st.caption(
        _(
            "Counted in advance; no encodings come with {name}. It does not say which photos "
            "show the same person, so two photos of one person count as a false match: these "
            "rates are upper bounds, and missed matches are undefined."
        ).format(name=name)
    )
    with_copies = st.toggle(
        _("Also count the {count} comparisons between two copies of one photo").format(
            count=number(copies)
        ),
        key="fmr-copies",
    )
    return cached.subgroup_tally(name, column, with_copies)


@st.fragment
@shows_errors
def thresholds(experiment: Experiment, _channel: str) -> None:
    """Show one threshold for all beside one per group."""
    st.subheader(_("One threshold for all, or one per group"), anchor=False)
    left, middle, right = st.columns(3)
    with left:
        names = list(dict.fromkeys([experiment.gallery, experiment.probes]))
        name = str(st.selectbox(_("People compared with each other"), names, key="thresholds-of"))
    if not cached.installed(name).has_encodings:
        st.info(_("Not measurable here: no encodings come with {name}.").format(name=name))
        return
    columns = cached.label_columns(name)
    if not columns:
        st.info(_("Not measurable here: {name} has no labels.").format(name=name))
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
        lambda progress: cached.halves(name, column, progress),
        jobs.in_percent,
    )
    if counted is None:
        return
    target = PER_MILLION[str(wanted)]
    fitted = cached.group_thresholds(counted, target)
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
    splits = find_splits(cached.installed(name), column, target)
    if splits is not None:
        with st.expander(_("Would other halves of the people give the same?")):
            st.html(table(*split_rows(splits), _("Thresholds over many halves of the people")))
            st.caption(
                _(
                    "Over {splits} random halves of these people: the median, and in brackets the "
                    "range without the lowest and the highest. The halves share people, so this "
                    "is no 95% interval."
                ).format(splits=number(int(splits["splits"].iloc[0])))
            )
    st.markdown(_(fitted.note))


def _column(column: str) -> str:
    return _(column) if column == NOBODY else column_name(column)


def _million(text: str) -> str:
    return number(float(text.replace(",", "")))


def _parts_of(label: str) -> str:
    return _("Parts of {group}").format(group=group_name(label))
