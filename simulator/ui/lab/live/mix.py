"""The Lab's panel on who is in the gallery: named mixes and a dial, which move the rows at once."""

from __future__ import annotations

import streamlit as st

from simulator.charts.html_tables import table
from simulator.charts.live.mix_strips import OWN, mix_strips
from simulator.charts.named_mixes import SAME_BUT_THE_GALLERY, few_note, shift_rows
from simulator.experiment.experiment import Experiment
from simulator.experiment.mixes import photos_in_mixes
from simulator.experiment.not_measurable import NO_GALLERY_LABELS, not_measurable
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, ngettext, number, ungrouped
from simulator.i18n.markdown import literal
from simulator.search.named_mixes import AS_IS
from simulator.ui import cached, cached_live, components
from simulator.ui.frame import shows_errors
from simulator.ui.lab.live.on_release import drawn_for, on_release
from simulator.ui.page_language import choice
from simulator.ui.threshold_picture import current_stop


@st.fragment
@shows_errors
def mix(experiment: Experiment, channel: str) -> None:
    """Show FPIR by group in galleries of every named mix, and of one's own."""
    result = cached.result(experiment)
    groups = cached_live.gallery_groups(result)
    mixes = cached_live.named_mixes(result)
    if len(groups) < 2 or not mixes:
        st.info(not_measurable(NO_GALLERY_LABELS))
        return
    board = cached.board(experiment, channel)
    stop = current_stop(board, channel)
    columns = cached.label_columns(experiment.probes)
    column = None
    if columns:
        column = str(
            choice(
                st.selectbox,
                _("A row for each group by"),
                columns,
                key="mix-by",
                format_func=column_name,
            )
        )
    photos = photos_in_mixes(result)
    rates = {}
    for one in mixes:
        # The data set as it is needs no drawing by group.
        shares = None if one.name == AS_IS else tuple(one.shares.items())
        found = cached_live.mix_rates(result, board.stops, column, photos, shares)
        if found is not None:
            rates[one.name] = found
    key = f"mix-picture-{experiment.gallery}"
    told = getattr(st.session_state.get(key), "mix", None)
    own = None
    if told and len(told["parts"]) == len(groups):
        own = {value: part for (value, _words), part in zip(groups, told["parts"], strict=True)}
        drawn = tuple((value, float(part)) for value, part in own.items() if part)
        found = cached_live.mix_rates(result, board.stops, column, photos, drawn)
        if found is not None:
            rates[OWN] = found
    drawn_for(channel, stop)
    data = cached_live.picture(
        result,
        lambda: mix_strips(rates, mixes, groups, own, board.stops, channel).to_bytes(),
        *("mix", channel, column, own),
    )
    components.strips(key=key, data=data, on_mix_change=lambda: None)
    with st.expander(_("The numbers, and what they mean")), on_release("mix-table"):
        shift = cached_live.shift_by_mix(result, stop.distance, column, photos)
        title = _("Falsely matched, with {photos} at distance {distance}").format(
            photos=ngettext("{count} photo", "{count} photos", photos).format(count=number(photos)),
            distance=ungrouped(stop.distance, 4),
        )
        head, rows = shift_rows(shift, result.identified)
        st.html(table(head, rows, title, row_heads=True))
        st.caption(
            " ".join(
                filter(None, (_(SAME_BUT_THE_GALLERY), literal(few_note(shift, result.identified))))
            )
        )
