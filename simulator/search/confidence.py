"""Confidence: the calibrated probability that two photos show one person, at equal odds.

It is a function of one comparison's distance, measured on every labeled comparison of LFW:
p(d) = f_mated(d) / (f_mated(d) + f_non-mated(d)). It is this matcher's, not Rekognition's, and it
says little about a search, in which one probe is compared with thousands of strangers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from simulator.errors import CalibrationError, ThresholdError
from simulator.matchers.base import MatcherInfo
from simulator.search.search import BIN_WIDTH, BINS, bin_of, distance_blocks, euclidean
from simulator.stats.confidence_unit import check_fraction
from simulator.storage.checksums import check_digest
from simulator.storage.files import write_bytes
from simulator.storage.formats.json_files import parse_json
from simulator.storage.reading import read_regular

FORMAT = 1
CALIBRATED_ON = "lfw"
CALIBRATION_FILE = "calibration-{matcher}.json"
PRESET_CONFIDENCES = (0.8, 0.95, 0.99, 0.999)
"""The thresholds of the 2018 test and of the reply to it, and a stricter one."""
LEVELS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999)


@dataclass(frozen=True)
class Calibration:
    """The relation of distance and confidence for one matcher, with its interval and provenance.

    Attributes:
        matcher_identity: the matcher it belongs to.
        distances: (k,) ascending nodes.
        log_odds: (k,) strictly falling; natural logarithm of the odds at equal prior odds.
        measured: (low, high) distances between which both kinds of comparisons occurred; outside,
            confidence is extrapolated along the outermost slope.
        interval_log_odds, interval_low, interval_high: the bootstrap interval of the distance at
            which each log-odds value is reached.
        provenance: the data and the method.
    """

    matcher_identity: str
    distances: NDArray[np.float64]
    log_odds: NDArray[np.float64]
    measured: tuple[float, float]
    interval_log_odds: NDArray[np.float64]
    interval_low: NDArray[np.float64]
    interval_high: NDArray[np.float64]
    provenance: dict[str, Any]

    def confidence(self, distance: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Return the confidence, a fraction of 1, at each distance."""
        return np.asarray(expit(self.log_odds_at(distance)))

    def odds(self, distance: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Return the odds, at equal prior odds, that a comparison at each distance is mated.

        Where the confidence is so close to 1 that a float cannot tell, the odds are still finite.
        """
        return np.asarray(np.exp(self.log_odds_at(distance)))

    def log_odds_at(self, distance: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Return the natural logarithm of the :meth:`odds` at each distance."""
        return _line(np.asarray(distance, float), self.distances, self.log_odds)

    def distance(self, confidence: float) -> float:
        """Return the distance at which this confidence is reached.

        Raises:
            ThresholdError: confidence is no fraction between 0 and 1, or no distance has it.
        """
        confidence = check_fraction(confidence)
        distance = float(
            _line(np.array(logit(confidence)), -self.log_odds, self.distances, sign=-1)
        )
        if distance < 0:
            raise ThresholdError(
                f"no distance of this matcher gives a confidence of {100 * confidence:g}%; at "
                f"distance 0 it is {100 * float(self.confidence(0.0)):.6g}%. Choose a lower one."
            )
        return distance

    def interval(self, confidence: float) -> tuple[float, float]:
        """Return the 95% bootstrap interval, over subjects, of the distance at this confidence."""
        at = float(logit(confidence))
        return (
            float(np.interp(at, self.interval_log_odds, self.interval_low)),
            float(np.interp(at, self.interval_log_odds, self.interval_high)),
        )

    def extrapolated(self, distance: float) -> bool:
        """Return whether the distance is outside the measured range."""
        return not self.measured[0] <= distance <= self.measured[1]

    def save(self, path: Path) -> None:
        """Write the calibration as JSON."""
        content = {
            "format": FORMAT,
            "matcher": self.matcher_identity,
            "distances": [round(float(x), 6) for x in self.distances],
            "log_odds": [round(float(x), 6) for x in self.log_odds],
            "measured": [round(x, 6) for x in self.measured],
            "interval": {
                "log_odds": [round(float(x), 6) for x in self.interval_log_odds],
                "low": [round(float(x), 6) for x in self.interval_low],
                "high": [round(float(x), 6) for x in self.interval_high],
            },
            "provenance": self.provenance,
        }
        write_bytes(path, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def load_calibration(path: Path, matcher: MatcherInfo, digest: str | None = None) -> Calibration:
    """Read a calibration file.

    Raises:
        CalibrationError: it is missing, was altered, or belongs to another matcher.
    """
    repair = "Restore the file (git checkout) or run `falsematch datasets build lfw` again."
    if not path.is_file():
        raise CalibrationError(
            f"expected a calibration of confidence at {path}, found none. {repair} "
            "Thresholds given with --distance work without one."
        )
    check_digest(path, digest, CalibrationError, repair)
    try:
        raw = parse_json(read_regular(path).decode("utf-8"))
        if raw["format"] != FORMAT:
            raise ValueError(f"it has format {raw['format']}")
        loaded = Calibration(
            matcher_identity=str(raw["matcher"]),
            distances=np.array(raw["distances"], float),
            log_odds=np.array(raw["log_odds"], float),
            measured=(float(raw["measured"][0]), float(raw["measured"][1])),
            interval_log_odds=np.array(raw["interval"]["log_odds"], float),
            interval_low=np.array(raw["interval"]["low"], float),
            interval_high=np.array(raw["interval"]["high"], float),
            provenance=dict(raw["provenance"]),
        )
        if not (np.diff(loaded.distances) > 0).all() or not (np.diff(loaded.log_odds) < 0).all():
            raise ValueError("its curve is not monotone")
        curves = (loaded.distances, loaded.log_odds)
        intervals = (loaded.interval_log_odds, loaded.interval_low, loaded.interval_high)
        for curve in (curves, intervals):
            same = {one.shape for one in curve}
            if len(same) > 1 or len(curve[0]) < 2 or curve[0].ndim != 1:
                raise ValueError("its curves have no two nodes, or not equally many")
            if not all(np.isfinite(one).all() for one in curve):
                raise ValueError("its curves are not all numbers")
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError) as error:
        raise CalibrationError(
            f"{path} is not a calibration of format {FORMAT} ({error}). {repair}"
        ) from error
    if loaded.matcher_identity != matcher.identity:
        raise CalibrationError(
            f"expected a calibration of {matcher.identity}, found one of "
            f"{loaded.matcher_identity}. Confidence of one matcher means nothing for another; "
            "use --distance."
        )
    return loaded


def calibrate(
    vectors: NDArray[np.float32],
    identities: Sequence[str],
    matcher: MatcherInfo,
    *,
    replicates: int = 400,
    seed: int = 0,
    provenance: dict[str, Any] | None = None,
) -> Calibration:
    """Measure confidence on all comparisons of a labeled data set.

    Weights make every person count equally: each person with several photos contributes one mated
    comparison in total, and each pair of people one non-mated comparison. The curve is the isotonic
    regression of "same person" on distance at equal odds; its steps are joined at their centers of
    weight, so that it is strictly monotone (centered isotonic regression).

    Args:
        vectors: (n, d) a labeled data set's encodings.
        identities: (n,) who each row shows.
        matcher: the matcher that calculated the vectors.
        replicates: bootstrap replicates over subjects for the interval.
        seed: seed of the bootstrap.
        provenance: saved with the curve.

    Raises:
        CalibrationError: there are no mated or no non-mated comparisons.

    Source:
        Oron & Flournoy (2017), Centered isotonic regression, Stat. Biopharm. Res. 9, 258–267.
        Snijders & Borgatti (1999) for the bootstrap over vertices, without self-pairs.
    """
    names, subject = np.unique(np.asarray(identities), return_inverse=True)
    mated = _mated(vectors, subject)
    reach = mated.reach()
    non_mated, closest = _non_mated(vectors, subject, reach)
    if not len(mated.weight) or not len(non_mated.weight):
        raise CalibrationError(
            "expected people with several photos and several people whose comparisons overlap, "
            f"found {mated.comparisons} mated and {non_mated.comparisons} non-mated comparisons. "
            "Calibrate on a larger labeled data set."
        )
    ones = np.ones(len(names))
    distances, log_odds = _curve(mated.density(ones), non_mated.density(ones), reach)
    if len(distances) < 2:
        raise CalibrationError(
            "expected mated and non-mated comparisons at the same distances, found none: this "
            "data set is too easy or too small to measure confidence on. Use a larger one."
        )
    random = np.random.default_rng(seed)
    grid = np.linspace(0, float(logit(LEVELS[-1])), 93)
    reached = np.empty((replicates, len(grid)))
    for i in range(replicates):
        weight = random.multinomial(len(names), ones / len(names)).astype(float)
        nodes = _curve(mated.density(weight), non_mated.density(weight), reach)
        reached[i] = _line(grid, -nodes[1], nodes[0], sign=-1) if len(nodes[0]) > 1 else np.nan
    low, high = np.nanpercentile(reached, [2.5, 97.5], axis=0)
    return Calibration(
        matcher_identity=matcher.identity,
        distances=distances,
        log_odds=log_odds,
        measured=(closest, float(distances[-1])),
        interval_log_odds=grid,
        interval_low=low,
        interval_high=high,
        provenance={
            **(provenance or {}),
            "people": len(names),
            "people_with_several_photos": int((np.bincount(subject) > 1).sum()),
            "photos": len(vectors),
            "mated_comparisons": int(mated.comparisons),
            "non_mated_comparisons": int(non_mated.comparisons),
            "weighting": "each person one mated, each pair of people one non-mated comparison",
            "method": "centred isotonic regression at equal odds",
            "interval": f"95%, {replicates} bootstrap replicates over subjects, seed {seed}",
        },
    )


@dataclass(frozen=True)
class _Tally:
    """Weighted comparisons: the subjects, distance bin and weight of each.

    Comparisons beyond the curve's reach are only summed (``rest``): resampling people hardly moves
    their total.
    """

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    bins: NDArray[np.int64]
    weight: NDArray[np.float64]
    rest: float
    comparisons: int

    def density(self, subjects: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (bins,) the share of weight per bin when subject i counts ``subjects[i]``."""
        factor = subjects[self.first]
        rest = 0.0
        if self.first is not self.second:
            factor = factor * subjects[self.second]
            rest = self.rest * _pairs(subjects)
        counted = np.bincount(self.bins, self.weight * factor, minlength=BINS)
        return np.asarray(counted / (counted.sum() + rest))

    def reach(self) -> float:
        """Return the distance within which all but ``_TAIL`` of the weight lies."""
        share = np.cumsum(np.bincount(self.bins, self.weight, minlength=BINS))
        return float(np.searchsorted(share, (1 - _TAIL) * share[-1]) * BIN_WIDTH)


_TAIL = 0.005
"""The share of mated comparisons at the far end, which are mostly wrong labels and wrong faces."""


def _pairs(subjects: NDArray[np.float64]) -> float:
    """Count the pairs of different subjects, relative to each subject counting once."""
    n = len(subjects)
    return float((subjects.sum() ** 2 - (subjects**2).sum()) / (n * n - n)) if n > 1 else 0.0


def _mated(vectors: NDArray[np.float32], subject: NDArray[np.intp]) -> _Tally:
    """Tally every pair of photos of one person."""
    first: list[NDArray[np.intp]] = []
    bins: list[NDArray[np.int64]] = []
    order = np.argsort(subject, kind="stable")
    for rows in np.split(order, np.cumsum(np.bincount(subject))[:-1]):
        i, j = np.triu_indices(len(rows), 1)
        first.append(np.full(len(i), subject[rows[0]]))
        bins.append(bin_of(euclidean(vectors[rows[i]], vectors[rows[j]])))
    people = np.concatenate(first)
    pairs = np.bincount(people, minlength=1)
    return _Tally(people, people, np.concatenate(bins), 1.0 / pairs[people], 0.0, len(people))


def _non_mated(
    vectors: NDArray[np.float32], subject: NDArray[np.intp], reach: float
) -> tuple[_Tally, float]:
    """Tally every pair of photos of two people; return also the closest distance among them."""
    photos = np.bincount(subject)
    share = 1.0 / photos[subject]
    parts: list[tuple[NDArray[np.int64], ...]] = []
    far, count, closest = 0.0, 0, math.inf
    for start, stop, columns, block in distance_blocks(vectors, vectors):
        rows, cols = np.arange(start, stop), np.arange(columns.start, columns.stop)
        other = (rows[:, None] < cols) & (subject[rows][:, None] != subject[cols])
        near = block <= reach
        count += int(other.sum())
        far += float(share[rows] @ (other & ~near) @ share[cols])
        i, j = np.nonzero(other & near)
        distance = block[i, j]
        closest = min(closest, float(distance.min(initial=math.inf)))
        parts.append((subject[rows[i]], subject[cols[j]], bin_of(distance)))
    first, second, bins = (np.concatenate([part[side] for part in parts]) for side in range(3))
    weight = 1.0 / (photos[first] * photos[second])
    return _Tally(first, second, bins, weight, far, count), closest


def _curve(
    mated: NDArray[np.float64], non_mated: NDArray[np.float64], reach: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the nodes (distance, log-odds) of the centered isotonic regression."""
    from sklearn.isotonic import IsotonicRegression

    weight = mated + non_mated
    used = np.flatnonzero(weight[: round(reach / BIN_WIDTH) + 1] > 0)
    center = (used - 0.5) * BIN_WIDTH
    share = mated[used] / weight[used]
    fitted = IsotonicRegression(increasing=False).fit_transform(
        center, share, sample_weight=weight[used]
    )
    blocks = np.flatnonzero(np.diff(fitted, prepend=np.inf) != 0)
    mass = np.add.reduceat(weight[used], blocks)
    middle = np.add.reduceat(weight[used] * center, blocks) / mass
    height = np.add.reduceat(weight[used] * share, blocks) / mass
    # A block without any non-mated (or mated) comparison is beyond the measured range.
    inside = (height > 0) & (height < 1)
    return middle[inside], np.asarray(logit(height[inside]))


def _line(
    x: NDArray[np.float64],
    nodes_x: NDArray[np.float64],
    nodes_y: NDArray[np.float64],
    sign: int = 1,
) -> NDArray[np.float64]:
    """Interpolate linearly between nodes; extrapolate along the slope of the outermost tenth."""
    at = sign * x
    y = np.interp(at, nodes_x, nodes_y)
    reach = max(1, len(nodes_x) // 10)
    for end, inner, outside in ((0, reach, at < nodes_x[0]), (-1, -1 - reach, at > nodes_x[-1])):
        if len(nodes_x) > reach:
            slope = (nodes_y[inner] - nodes_y[end]) / (nodes_x[inner] - nodes_x[end])
            y = np.where(outside, nodes_y[end] + slope * (at - nodes_x[end]), y)
    return np.asarray(y)
