"""Matchers and their encoders by name. Nothing is imported until a matcher is asked for."""

from __future__ import annotations

import warnings

from simulator.errors import FalseMatchError, SlowerEncoder, nearest_name
from simulator.matchers.base import Matcher, MatcherInfo
from simulator.matchers.plugins import load_plugin, plugin_names

NAMES = ("dlib",)

DEFAULT_DISTANCES = {"dlib": 0.6}
"""Matcher → the distance its own documentation uses: face_recognition's default tolerance, which is
dlib's published operating point."""

ENCODERS = ("fast", "dlib")
"""Implementations of the matcher ``dlib``, the default first: ``dlib`` is the reference."""


def load_matcher(name: str, encoder: str = "dlib") -> Matcher:
    """Load a matcher and its models.

    Raises:
        FalseMatchError: no matcher or encoder has that name.
        MatcherNotInstalled: its packages are missing.
    """
    if name not in NAMES and name in plugin_names():
        return load_plugin(name)
    _check(name, encoder)
    if encoder == "fast":
        from simulator.matchers.fast import FastMatcher

        return FastMatcher()
    from simulator.matchers.dlib import DlibMatcher

    return DlibMatcher()


def matcher_info(name: str, encoder: str = "dlib") -> MatcherInfo:
    """Return name, version and settings of an installed matcher without loading its models.

    Raises:
        FalseMatchError: no matcher or encoder has that name.
        MatcherNotInstalled: its packages are missing.
    """
    if name not in NAMES and name in plugin_names():
        return load_plugin(name).info
    _check(name, encoder)
    if encoder == "fast":
        from simulator.matchers.fast import fast_info

        return fast_info()
    from simulator.matchers.dlib import installed_info

    return installed_info()


def usable_encoder(name: str, encoder: str) -> str:
    """Return the encoder asked for, or the reference where the fast one cannot run.

    Warns:
        SlowerEncoder: the reference is used instead, and why; once per process.

    Raises:
        FalseMatchError: no matcher or encoder has that name.
        MatcherNotInstalled: its packages are missing.
    """
    if name not in NAMES and name in plugin_names():
        return "dlib"  # one photo at a time; a plugin brings its own encoder
    _check(name, encoder)
    if encoder != "fast":
        return encoder
    from simulator.matchers.fast import why_unusable

    reason = why_unusable()
    if reason is None:
        return encoder
    if reason not in _warned:
        _warned.add(reason)
        warnings.warn(
            f"the fast encoder cannot run: {reason}. The dlib encoder is used, with the same "
            "vectors at a fraction of the speed.",
            SlowerEncoder,
            stacklevel=2,
        )
    return "dlib"


_warned: set[str] = set()


def _check(name: str, encoder: str) -> None:
    if name not in NAMES:
        raise FalseMatchError(
            f"expected a matcher among {', '.join([*NAMES, *plugin_names()])}, found {name!r}. "
            + nearest_name(name, [*NAMES, *plugin_names()], "Choose one of them.")
        )
    if encoder not in ENCODERS:
        raise FalseMatchError(
            f"expected an encoder among {', '.join(ENCODERS)}, found {encoder!r}. Choose one of "
            "them."
        )
