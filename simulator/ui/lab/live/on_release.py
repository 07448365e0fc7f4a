"""What a panel shows only when the thumb is released: it fades while the thumb is elsewhere."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from simulator.board.stops import Stop
from simulator.experiment.experiment import Experiment
from simulator.i18n.language import _
from simulator.ui import cached, components
from simulator.ui.threshold_picture import current_stop

Panel = Callable[[Experiment, str], None]


def drawn_for(channel: str, stop: Stop, bands: Mapping[str, Any] | None = None) -> None:
    """Tell the browser at which stop the server has drawn.

    Args:
        channel: whose thumb it is.
        stop: the stop.
        bands: for charts that follow the thumb, by their key: the bands of this stop alone.
    """
    with st.container(key=f"unseen-released-{channel}"):
        components.released(
            key=f"released-{channel}",
            data={
                "channel": channel,
                "stop": stop.position,
                "wait": _("Let go to update"),
                "bands": dict(bands or {}),
            },
        )


@contextmanager
def on_release(name: str) -> Iterator[None]:
    """Hold what cannot follow the thumb; ``name`` is unique on the page."""
    with st.container(key=f"released-{name}"):
        yield


def waits(panel: Panel) -> Panel:
    """Make a whole panel fade while the thumb is elsewhere than where the server has drawn."""

    @functools.wraps(panel)
    def shown(experiment: Experiment, channel: str) -> None:
        drawn_for(channel, current_stop(cached.board(experiment, channel), channel))
        with on_release(panel.__name__):
            panel(experiment, channel)

    return shown
