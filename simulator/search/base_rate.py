"""Trust in a candidate: the base rate of a search, and the posterior over a gallery."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from simulator.errors import ExperimentError
from simulator.search.confidence import Calibration
from simulator.search.search import BIN_WIDTH, BINS, Search


def ppv(prior: float, fnir: float, fpir: float) -> float:
    """Calculate PPV: among searches that return somebody, the share that return the mate.

    π(1−FNIR) / [π(1−FNIR) + π·FNIR·FPIR + (1−π)·FPIR]: searches that find their mate, those whose
    mate is missed while somebody else is returned, and those without a mate.

    Args:
        prior: π, share of searches whose mate is enrolled.
        fnir: share of those that miss their mate; nan makes the result nan.
        fpir: share of non-mated searches that return somebody.

    Returns:
        nan where nobody is ever returned.

    Raises:
        ExperimentError: an argument is not a share.
    """
    for name, value in (("prior", prior), ("FNIR", fnir), ("FPIR", fpir)):
        if not (math.isnan(value) or 0 <= value <= 1) or (name == "prior" and math.isnan(value)):
            raise ExperimentError(
                f"expected {name} as a fraction from 0 to 1, found {value}. Write 0.1 for 10%."
            )
    hits = prior * (1 - fnir)
    alarms = hits + prior * fnir * fpir + (1 - prior) * fpir
    return hits / alarms if alarms > 0 else math.nan


def ppv_interval(
    prior: float,
    fnir: tuple[float, float, float],
    fpir: tuple[float, float, float],
) -> tuple[float, float]:
    """Return the 95% interval of :func:`ppv`, from those of its two measured rates.

    With h = π(1−FNIR), the searches that find their mate, log odds of PPV = log(h / (1−h)) −
    log FPIR: a difference of two estimates from different searches, each with its own interval.
    Where a rate is measured as 0, its logarithm has no distance to the interval's end: there the
    outermost values of both intervals are the bounds.

    Args:
        prior: π, share of searches whose mate is enrolled; taken as known.
        fnir: the rate and the two ends of its 95% interval.
        fpir: the same.

    Returns:
        (low, high); nan where a rate has no interval.

    Source:
        Newcombe (1998), Stat. Med. 17, 873–890, method 10, for the difference of any two estimates
        with intervals (quoted second-hand as MOVER, Zou & Donner 2008).
    """
    if any(math.isnan(value) for value in (*fnir, *fpir)):
        return math.nan, math.nan
    found = [prior * (1 - miss) for miss in (fnir[2], fnir[0], fnir[1])]
    ends = ppv(prior, fnir[2], fpir[2]), ppv(prior, fnir[1], fpir[1])
    if not (0 < found[1] < 1 and fpir[0] > 0):
        return ends
    hit, alarm = logit(found), [_log(rate) for rate in fpir]
    middle = float(hit[1]) - alarm[0]
    low = middle - math.hypot(hit[1] - hit[0], alarm[2] - alarm[0])
    high = middle + math.hypot(hit[2] - hit[1], alarm[0] - alarm[1])
    return float(expit(low)), float(expit(high))


def _log(rate: float) -> float:
    return math.log(rate) if rate > 0 else -math.inf


@dataclass(frozen=True)
class ExpectedSearches:
    """The expected outcomes of a number of searches.

    Attributes:
        enrolled: searches for somebody who is in the gallery.
        mates_found: those among them that return that person.
        only_strangers: searches that return somebody, but only strangers.
    """

    enrolled: float
    mates_found: float
    only_strangers: float


def expected_searches(prior: float, fnir: float, fpir: float, searches: float) -> ExpectedSearches:
    """Calculate the parts of :func:`ppv` as numbers of searches.

    PPV is mates_found ÷ (mates_found + only_strangers).

    Args:
        prior: π, share of searches whose mate is enrolled.
        fnir: share of those that miss their mate.
        fpir: share of non-mated searches that return somebody.
        searches: the number of searches.
    """
    enrolled = prior * searches
    missed = enrolled * fnir
    return ExpectedSearches(
        enrolled, enrolled - missed, missed * fpir + (searches - enrolled) * fpir
    )


def posterior(
    likelihood_ratios: ArrayLike, total: ArrayLike, size: ArrayLike, prior: float
) -> NDArray[np.float64]:
    """Calculate the probability that a gallery photo shows the probe, given a search's distances.

    pᵢ = (π/N)·LRᵢ / [(1−π) + (π/N)·Σⱼ LRⱼ].

    Args:
        likelihood_ratios: LRᵢ of the photos in question.
        total: Σⱼ LRⱼ over the whole gallery of that search.
        size: N, its photos; each person is assumed to have one.
        prior: π, the probability before the search that the probe's mate is enrolled.

    Raises:
        ExperimentError: the prior is not between 0 and 1.
    """
    if not 0 <= prior <= 1:
        raise ExperimentError(f"expected a prior from 0 to 1, found {prior}. Write 0.1 for 10%.")
    each = prior / np.asarray(size, float)
    ratios = np.asarray(likelihood_ratios, float)
    return np.asarray(each * ratios / ((1 - prior) + each * np.asarray(total, float)))


def posterior_of_people(
    likelihood_ratios: ArrayLike, person: NDArray[np.intp], prior: float
) -> NDArray[np.float64]:
    """Calculate the probability that the probe is each person of a gallery, each counting once.

    As :func:`posterior`, with a hypothesis per person: somebody's photos share that person's part
    of the prior, so LR is the mean over them, and many photos make nobody more probable.

    Args:
        likelihood_ratios: (n,) LR of every photo of another person, or of the mate, in the gallery.
        person: (n,) whom each photo shows, numbered from 0; a number without a photo is nobody.
        prior: π, the probability before the search that the probe's mate is enrolled.

    Returns:
        (people,) probabilities, 0 for nobody. With one photo of each person they are those of
        :func:`posterior`.

    Raises:
        ExperimentError: the prior is not between 0 and 1.
    """
    photos = np.bincount(person)
    ratios = np.bincount(person, np.asarray(likelihood_ratios, float)) / np.maximum(photos, 1)
    return posterior(ratios, ratios.sum(), int((photos > 0).sum()), prior)


def likelihood_ratio(calibration: Calibration, distance: ArrayLike) -> NDArray[np.float64]:
    """Return how many times more often mates than strangers are at this distance."""
    return calibration.odds(np.asarray(distance, float))


def nearest_posterior(
    search: Search, calibration: Calibration, prior: float = 0.5
) -> NDArray[np.float64]:
    """Calculate (p,) the posterior of each probe's nearest stranger, from lists and tallies.

    Args:
        search: a finished search; distances beyond the candidate list are taken from the tallies,
            at the middle of their bins.
        calibration: the same matcher's calibration.
        prior: π, the probability before the search that the probe's mate is enrolled.
    """
    centers = (np.arange(BINS) - 0.5).clip(0) * BIN_WIDTH
    of_bins = likelihood_ratio(calibration, centers)
    total = search.tallies.sum(axis=1) @ of_bins
    nearest = likelihood_ratio(calibration, search.nearest)
    # The nearest one's own term exactly, not at its bin's middle.
    bins = np.minimum(np.ceil(np.nan_to_num(search.nearest) / BIN_WIDTH), BINS - 1).astype(int)
    total = total - of_bins[bins] + nearest
    return posterior(nearest, total, np.maximum(search.non_mates, 1), prior)
