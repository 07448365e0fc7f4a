"""The interval of a rate in words: zero events are told as on the first page."""

from __future__ import annotations

import math

from support.replay import default_replay

from simulator.experiment.terminal.terminal_text import print_view
from simulator.i18n.language import percent
from simulator.stats.intervals import wilson, zero_events_bound
from simulator.stats.rate_words import bound_words, ends_in_short, ends_said, interval_words


def test_with_events_it_is_the_interval():
    low, high = wilson(3, 40)
    assert ends_said(3 / 40, 40, low, high) == interval_words(low, high)[1]
    assert ends_in_short(3 / 40, 40, low, high) == f"{percent(low)}–{percent(high)}"


def test_without_an_event_it_is_the_one_sided_bound():
    """0 of 51: at most 5.7%, where the two-sided Wilson interval ends at 7.0%."""
    low, high = wilson(0, 51)
    assert percent(high) == "7.0%"
    assert ends_said(0.0, 51, low, high) == "at most 5.7%"
    assert ends_in_short(0.0, 51, low, high) == bound_words(zero_events_bound(51))[0]


def test_too_few():
    assert "too few people" in ends_said(0.2, 5, math.nan, math.nan)
    assert ends_in_short(0.0, 5, math.nan, math.nan) == "too few"


def test_the_terminal_uses_the_same_words():
    import io

    from rich.console import Console

    stream = io.StringIO()
    print_view(default_replay().at(distance=0.3), ("gender",), Console(file=stream, width=160))
    said = stream.getvalue()
    assert "95% interval 0.0%" not in said
    assert f"at most {percent(zero_events_bound(535))}" in said
    assert f"at most {percent(zero_events_bound(112))}" in said
