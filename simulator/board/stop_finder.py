"""Finds the stops of a result's threshold control, including the presets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from simulator.board.stops import ACLU_COUNT, ACLU_RATE, Stop, Stops
from simulator.errors import CalibrationError
from simulator.experiment.result import Result
from simulator.i18n.language import _, number, percent, ungrouped
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.search.confidence import PRESET_CONFIDENCES, Calibration
from simulator.stats.published import ACLU_FALSE_MATCHES, aclu_rate_count
from simulator.stats.threshold import flagging

LOWEST, HIGHEST = 0.5, 0.9999
STEP = 0.02
"""The distance between two stops, in log-odds."""
DISTANCE_STOPS = 400
DISTANCE_DECIMALS = 4
TICKS = (LOWEST, *PRESET_CONFIDENCES, HIGHEST)


@dataclass(frozen=True)
class Scale:
    """The axis of a control: log-odds of the confidence, or distance without a calibration."""

    calibration: Calibration | None
    low: float
    high: float
    last: int

    def position(self, distances: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where distances are on the control's axis; outside 0…last beyond its ends."""
        if self.calibration is None:
            return (self.high - distances) / (self.high - self.low) * self.last
        return (self.calibration.log_odds_at(distances) - self.low) / STEP

    def distance(self, position: int) -> float:
        """Return the distance at a position."""
        if self.calibration is None:
            return self.high - position / self.last * (self.high - self.low)
        return self.calibration.distance(float(expit(self.low + STEP * position)))

    def confidence(self, distance: float) -> float | None:
        """Return the calibrated confidence of a distance; None without a calibration."""
        return None if self.calibration is None else float(self.calibration.confidence(distance))


def find_stops(result: Result) -> Stops:
    """Return the stops of a result's threshold control, including the presets."""
    scale = scale_of(result)
    presets = _presets(result, scale.calibration)
    taken: dict[int, tuple[str, str, float]] = {}
    wanted = scale.position(np.array([distance for _, _, distance in presets]))
    for preset, at in sorted(zip(presets, wanted.tolist(), strict=True), key=lambda pair: pair[1]):
        position = min(max(round(at), 0), scale.last)
        while position in taken:
            position += 1
        taken[position] = preset
    stops = []
    for position in range(scale.last + 1):
        if position in taken:
            key, label, distance = taken[position]
            stops.append(Stop(position, distance, scale.confidence(distance), key, label))
        else:
            distance = round(scale.distance(position), DISTANCE_DECIMALS)
            key = f"{distance:.{DISTANCE_DECIMALS}f}"
            stops.append(Stop(position, distance, scale.confidence(distance), key))
    return Stops(tuple(stops), _ticks(scale))


def calibration_of(result: Result) -> Calibration | None:
    """Return the result's calibration, or None if its matcher has none."""
    try:
        return result.calibration
    except CalibrationError:
        return None


def scale_of(result: Result) -> Scale:
    """Return the axis of a result's control."""
    calibration = calibration_of(result)
    if calibration is not None:
        low, high = float(logit(LOWEST)), float(logit(HIGHEST))
        return Scale(calibration, low, high, round((high - low) / STEP))
    measured = result.search.nearest[~np.isnan(result.search.nearest)]
    high = min(float(measured.max(initial=0)), result.measured_to)
    low = 0.9 * min(float(measured.min(initial=high)), high)
    return Scale(None, low, high if high > low else low + 1, DISTANCE_STOPS)


def _presets(result: Result, calibration: Calibration | None) -> list[tuple[str, str, float]]:
    """Return (key, label, exact distance) of each preset."""
    nearest = result.search.nearest
    searches = len(nearest)
    presets: list[tuple[str, str, float]] = []
    at_rate = aclu_rate_count(searches)
    counts = [
        (ACLU_COUNT, _("{count}: the ACLU’s count"), ACLU_FALSE_MATCHES),
        (ACLU_RATE, _("{count}: the ACLU’s rate"), at_rate),
    ]
    if at_rate == ACLU_FALSE_MATCHES:
        counts = [(ACLU_COUNT, _("{count} of {total} = {rate}, as in 2018"), at_rate)]
    for key, label, count in counts:
        if 1 <= count <= int((~np.isnan(nearest)).sum()):
            words = label.format(
                count=number(count), total=number(searches), rate=percent(count / searches)
            )
            presets.append((key, words, flagging(nearest, count)))
    if calibration is not None:
        presets += [
            (f"{100 * c:g}%", percent(c, None), calibration.distance(c)) for c in PRESET_CONFIDENCES
        ]
    default = DEFAULT_DISTANCES.get(result.experiment.matcher)
    if default is not None:
        label = _("{distance}: matcher’s default").format(distance=ungrouped(default))
        presets.append(("default", label, default))
    return [preset for preset in presets if preset[2] <= result.measured_to]


def _ticks(scale: Scale) -> tuple[tuple[float, str], ...]:
    if scale.calibration is None:
        return tuple(
            (scale.last * part / 4, ungrouped(scale.distance(scale.last * part // 4), 2))
            for part in range(5)
        )
    return tuple(((float(logit(c)) - scale.low) / STEP, percent(c, None)) for c in TICKS)
