"""A rate over people who have several photos, and what those photos are worth.

The spread between people says how many independent searches their photographs are worth; the
interval is Wilson's for that number, made wider where that is known to be too narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv

from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL, wilson
from simulator.stats.subject_intervals import FEWEST_PEOPLE_FOR_AN_INTERVAL

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PhotoInterval:
    """A number and its interval, in which the choice of photo has a part.

    Attributes:
        value: the number itself; nan where it is undefined.
        low, high: 95% by default; nan where there are too few people for an interval.
        effective: how many independent searches (of a share: false matches) the photographs are
            worth; of a gap or ratio, those of the smaller side; nan without an interval.
        counted: how many people the interval rests on: those searched; of a share, those falsely
            matched with at least one photograph; of a gap or ratio, those of the smaller side.
    """

    value: float
    low: float
    high: float
    effective: float
    counted: int

    @property
    def too_few(self) -> bool:
        """Return whether the interval rests on so few people that it may miss too often."""
        return self.counted < FEWEST_TRIALS_FOR_AN_INTERVAL


def rate_of_shares(shares: Floats, photographs: int, *, level: float = 0.95) -> PhotoInterval:
    """Return the average over people of the share of each one's photographs, and its interval.

    Args:
        shares: (people,) as :func:`simulator.stats.photo_choice.falsely_matched` returns them.
        photographs: how many photographs these people have together.
        level: nominal coverage.
    """
    y, people = shares, len(shares)
    if people < FEWEST_PEOPLE_FOR_AN_INTERVAL:
        value = float(y.mean()) if people else math.nan
        return PhotoInterval(value, math.nan, math.nan, math.nan, people)
    value, effective = float(y.mean()), searches_worth(y, photographs)
    return PhotoInterval(value, *rate_ends(value, effective, people, level), effective, people)


def searches_worth(shares: Floats, photographs: int) -> float:
    """Return how many independent searches these people's photographs are worth.

    At least one for each person: p(1 − p) over the variance between people. A few people who are
    flagged with some of their photos do not show that variance: it comes out too small where by
    chance nobody is flagged with all of them, and with 3 people in 1,000 an interval covered 92%.
    So it is reckoned as if one more person were flagged with all of theirs, and again as if one
    more were flagged with none; the smaller number counts. All photographs flagged, or none: the
    photos of one person may always agree, so it is the number of people.

    Args:
        shares: (people,) the share of each one's photographs that is flagged.
        photographs: how many these people have together, the most that they can be worth.
    """
    people = len(shares)
    if not shares.var():
        return float(people)
    worth = [float(photographs)]
    for added in (0.0, 1.0):
        more = np.append(shares, added)
        worth.append(people * float(more.mean()) * (1 - float(more.mean())) / float(more.var()))
    return min(worth)


def rate_ends(
    value: float, effective: float, people: int, level: float = 0.95
) -> tuple[float, float]:
    """Return the interval of a rate that is worth so many independent searches.

    It is Wilson's. Where the photos say that the people are worth more searches than there are
    people, that number is an estimate: there it also reaches as far as Jeffreys' interval. With up
    to three events its lower end is a Poisson bound that holds, as in
    :func:`simulator.stats.intervals.rate_interval`; three trials without the event likewise. With
    fewer than 20 people, where tables say "too few", it is Wilson's alone.

    Args:
        value: the rate, each person counting once.
        effective: how many independent searches it is worth.
        people: how many people there are.
        level: nominal coverage.

    Source:
        Brown, Cai & DasGupta (2001), Statistical Science 16, 101–133, for Jeffreys' interval and
        the modified Wilson interval.
    """
    low, high = wilson_of(value, effective, level)
    if people < FEWEST_TRIALS_FOR_AN_INTERVAL:
        return low, high
    events = min(value * effective, effective)
    rest, tail = effective - events, (1 - level) / 2
    few = 3 if effective > 50 else 2
    if not math.isclose(effective, people):
        if events > 0:
            low = min(low, float(betaincinv(events + 0.5, rest + 0.5, tail)))
        if rest > 0:
            high = max(high, float(betaincinv(events + 0.5, rest + 0.5, 1 - tail)))
    if 0 < events <= few:
        low = min(low, float(gammaincinv(events, 2 * tail)) / effective)
    if 0 < rest <= few:
        high = max(high, 1 - float(gammaincinv(rest, 2 * tail)) / effective)
    return low, high


def wilson_of(value: float, effective: float, level: float) -> tuple[float, float]:
    """Return Wilson's interval of a rate that is worth so many independent searches."""
    return wilson(min(value * effective, effective), effective, level)
