"""Matchers that other packages bring, through the entry point ``falsematch.matchers``.

An entry point names a callable that takes no arguments and returns an object with ``info`` and
``encode`` (:class:`simulator.matchers.base.Matcher`). ``docs/example-matcher`` is a working one.
Whatever a plugin returns is checked, because encodings are stored and compared for a long time.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

import numpy as np
from numpy.typing import NDArray

from simulator.errors import FalseMatchError
from simulator.matchers.base import Face, FailureToEnrol, Matcher, MatcherInfo

GROUP = "falsematch.matchers"


class PluginError(FalseMatchError):
    """A matcher of another package does not work."""


def plugin_names() -> tuple[str, ...]:
    """Return the names of the matchers that other installed packages bring."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


@functools.cache
def load_plugin(name: str) -> Matcher:
    """Load a matcher by the name of its entry point.

    Raises:
        PluginError: it cannot be imported or is not a matcher.
    """
    point = _point(name)
    try:
        matcher = point.load()()
    except Exception as error:
        raise PluginError(
            f"expected a matcher {name!r} at {point.value}, found that it does not load "
            f"({type(error).__name__}: {error}). Ask its author, or uninstall it."
        ) from error
    info = getattr(matcher, "info", None)
    sound = isinstance(info, MatcherInfo) and info.name == name and info.dimension > 0
    if not sound or not callable(getattr(matcher, "encode", None)):
        raise PluginError(
            f"expected a matcher with encode() and an info of the name {name!r} at {point.value}, "
            f"found {type(matcher).__name__} with {info!r}. See docs/example-matcher."
        )
    return CheckedMatcher(matcher)


def _point(name: str) -> EntryPoint:
    points = [point for point in entry_points(group=GROUP) if point.name == name]
    if len({point.value for point in points}) != 1:
        raise PluginError(
            f"expected one package with a matcher {name!r}, found {len(points)}. "
            "Install it, or uninstall the others."
        )
    return points[0]


class CheckedMatcher:
    """A matcher whose every answer is checked before anyone uses it."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    @property
    def info(self) -> MatcherInfo:
        """Name, version and settings."""
        return self._matcher.info

    def encode(self, pixels: NDArray[np.uint8]) -> Face | FailureToEnrol:
        """Encode one photo.

        Raises:
            PluginError: the matcher fails, or returns something other than a face.
        """
        name = self.info.name
        try:
            outcome = self._matcher.encode(pixels)
        except Exception as error:
            raise PluginError(
                f"the matcher {name!r} failed on a photo ({type(error).__name__}: {error}). A "
                "face or a failure to enroll was expected; ask its author."
            ) from error
        if isinstance(outcome, FailureToEnrol):
            return outcome
        wrong = _wrong(outcome, self.info)
        if wrong is not None:
            raise PluginError(
                f"expected a face or a failure to enroll from the matcher {name!r}, found {wrong}. "
                "See docs/example-matcher."
            )
        return outcome

    def encode_all(self, pictures: Sequence[NDArray[np.uint8]]) -> list[Face | FailureToEnrol]:
        """Encode several photos, one after the other."""
        return [self.encode(pixels) for pixels in pictures]


def _wrong(outcome: object, info: MatcherInfo) -> str | None:
    if not isinstance(outcome, Face):
        return type(outcome).__name__
    if outcome.vector.shape != (info.dimension,) or outcome.vector.dtype != np.float32:
        return f"a vector {outcome.vector.dtype}{outcome.vector.shape}"
    if not np.isfinite(outcome.vector).all():
        return "a vector that is not finite"
    if outcome.landmarks.shape != (68, 2) or len(outcome.box) != 4 or len(outcome.size) != 2:
        return "landmarks, a box or a size of another shape"
    return None
