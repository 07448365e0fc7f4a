"""The settings of a threshold control: one list for the picture, for Python and for the URL.

The control runs over calibrated confidence on a logit scale, because the interesting settings lie
between 99% and 99.99%. Each stop's distance has four decimals, so that a setting can be written
down and repeated with ``falsematch run --distance``; presets keep their exact distance.

Nothing heavy is imported here: the app's first page needs it.
:mod:`simulator.board.stop_finder` finds the stops of a result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from simulator.errors import ThresholdError
from simulator.i18n.language import _

ACLU_COUNT = "aclu-count"
"""Key of the stop that flags as many people as the ACLU reported."""
ACLU_RATE = "aclu-rate"
"""Key of the stop that flags the ACLU's share of the searches, where that is another count."""
PERCENT_FROM = 50
"""A number without a percent sign is a confidence from here on: no distance is as large."""


@dataclass(frozen=True)
class Stop:
    """One setting.

    Attributes:
        position: its place on the control, from 0.
        distance: the threshold.
        confidence: calibrated, a fraction of 1; None without a calibration.
        key: its name in the URL.
        label: the text of a preset's button; None for other stops.
    """

    position: int
    distance: float
    confidence: float | None
    key: str
    label: str | None = None


@dataclass(frozen=True)
class Stops:
    """All settings of one result, from the loosest to the strictest.

    Attributes:
        stops: at positions 0, 1, 2, …
        ticks: (position, text) of the axis.
    """

    stops: tuple[Stop, ...]
    ticks: tuple[tuple[float, str], ...]

    @property
    def presets(self) -> list[Stop]:
        """The settings that have a button."""
        return [stop for stop in self.stops if stop.label is not None]

    @property
    def default(self) -> Stop:
        """The stop where a control begins: the ACLU's count, or else the first preset or stop."""
        at_count = (stop for stop in self.presets if stop.key == ACLU_COUNT)
        return next(at_count, (self.presets or self.stops)[0])

    def find(self, text: str) -> Stop:
        """Return the stop that a URL names: a preset's key, a distance or a confidence in percent.

        The percent sign, awkward in an address, may be left out.

        Raises:
            ThresholdError: the text names no stop.
        """
        text = text.strip()
        named = {stop.key: stop for stop in self.stops}
        if text == ACLU_RATE and text not in named:
            # Where 28 is the ACLU's rate too, the two are one stop.
            text = ACLU_COUNT
        if text in named:
            return named[text]
        try:
            value = float(text.rstrip("%"))
        except ValueError as error:
            raise self._not_understood(text) from error
        if not text.endswith("%") and not PERCENT_FROM <= value < 100:
            if not 0 <= value <= 2:
                raise self._not_understood(text)
            return min(self.stops, key=lambda stop: abs(stop.distance - value))
        with_confidence = [stop for stop in self.stops if stop.confidence is not None]
        if not 0 < value < 100 or not with_confidence:
            raise self._not_understood(text)
        wanted = log_odds(value / 100)
        return min(with_confidence, key=lambda s: abs(log_odds(s.confidence or 0.5) - wanted))

    def _not_understood(self, text: str) -> ThresholdError:
        return ThresholdError(
            _(
                "expected a threshold such as {distance} (a distance), {confidence} or {preset}, "
                "found {found}. Move the control to choose one."
            ).format(
                distance=self.stops[-1].key,
                confidence="99.9%",
                preset=self.presets[0].key if self.presets else "80%",
                found=repr(text[:40]),
            )
        )


def log_odds(share: float) -> float:
    """Return the natural logarithm of share / (1 − share)."""
    return math.log(share / (1 - share))
