"""What a match is worth at every stop: the curve over the gallery's size follows the thumb."""

from __future__ import annotations

import math

import numpy as np

from simulator.board.stops import Stops
from simulator.charts.by_stop import Live, LiveLine, stop_words
from simulator.charts.chart import Chart
from simulator.charts.gallery_size import beyond_searched
from simulator.charts.live.size_curves import TICKS
from simulator.experiment.both_errors import OncePerPerson, falsely_matched, missed_at
from simulator.experiment.expected_rates import ExpectedRates
from simulator.experiment.result import Result
from simulator.i18n.language import _, number, percent
from simulator.search.base_rate import ppv, ppv_interval
from simulator.search.mated_searches import MatedSearches
from simulator.stats.rate_words import interval_words


def live_worth_chart(
    rates: ExpectedRates,
    result: Result,
    stops: Stops,
    mated: MatedSearches,
    prior: float,
    channel: str,
) -> Chart:
    """Chart PPV over gallery size at every stop; two lines beyond the size searched.

    Args:
        rates: of everyone together, at every stop, each person counting once.
        result: the search.
        stops: the settings of its threshold.
        mated: where missed matches are measured.
        prior: share of searches whose person is in the gallery.
        channel: whose thumb the chart follows.
    """
    top = math.log(max(rates.sizes))
    missed = missed_at(mated, [stop.distance for stop in stops.stops])

    def worth(
        fpir: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    ) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        return np.array(
            [
                [ppv(prior, m.value, f) for f in row]
                for m, row in zip(missed, fpir.tolist(), strict=True)
            ]
        )

    name = _("share of matches that are right")
    places = [math.log(size) / top for size in rates.sizes]
    inside = [i for i, drawn in enumerate(rates.inside) if drawn]
    beyond = [*inside[-1:], *(i for i, drawn in enumerate(rates.inside) if not drawn)]
    solid = worth(rates.fpir[:, inside, 0])
    lines = [LiveLine(name, [places[i] for i in inside], solid)]
    if len(beyond) > 1:
        for end in (rates.low, rates.high):
            outside = worth(end[:, beyond[1:], 0])
            joined = np.concatenate([solid[:, -1:], outside], axis=1)
            lines.append(LiveLine(name, [places[i] for i in beyond], joined, dashed=True))
    measured = len(result.gallery_rows)
    at_measured = rates.sizes.index(measured)
    largest = rates.sizes[inside[-1]]
    said = _(
        "At {setting}, if {prior} of all searches are for somebody who is in the gallery of "
        "{photos} photos: **{share}** of those that return somebody return the right person{ends}."
    )
    says = [
        said.format(
            setting=stop_words(stop),
            prior=percent(prior, None),
            photos=number(measured),
            share=_share(solid[stop.position, inside.index(at_measured)]),
            ends=_ends(prior, m, falsely_matched(result.at(distance=stop.distance))),
        )
        for stop, m in zip(stops.stops, missed, strict=True)
    ]
    return Chart(
        title=_("What a match is worth in galleries of other sizes"),
        alt="",
        x_label=_("photos in the gallery"),
        y_label=_("matches that are right"),
        x_ticks=[(math.log(s) / top, number(s)) for s in TICKS if s <= max(rates.sizes)],
        series=[],
        marker=(places[at_measured], _("searched here: {count}").format(count=number(measured))),
        beyond=beyond_searched(math.log(largest) / top, max(rates.sizes) > largest),
        head=[],
        rows=[],
        live=Live(channel, says, lines=lines),
    )


def _share(value: float) -> str:
    return _("not measurable") if math.isnan(value) else percent(float(value))


def _ends(prior: float, missed: OncePerPerson, false: OncePerPerson) -> str:
    """Return the interval in parentheses, and what it is if each search counts once."""
    low, high = ppv_interval(prior, missed.ends, false.ends)
    words = [] if math.isnan(low) else [interval_words(low, high)[1]]
    if missed.several or false.several:
        each = ppv(prior, missed.by_search.value, false.by_search.value)
        words.append(
            _("each person counts once; by searches it is {share}").format(share=_share(each))
        )
    return f" ({'; '.join(words)})" if words else ""
