"""Errors that a user can cause and correct.

Each message says what was expected, what was found, and what to do next, in one line: the command
line prints it as it stands and exits with status 1.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def printable(text: str) -> str:
    """The text, unprintable characters spelled out: a file's name must not steer a terminal."""
    return "".join(c if c.isprintable() else _spelled_out(c) for c in text)


def _spelled_out(character: str) -> str:
    # A byte of a file's name that is not UTF-8 comes as half of a character.
    byte = "\udc80" <= character <= "\udcff"
    return f"\\x{ord(character) & 0xFF if byte else ord(character):02x}"


def nearest_name(found: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a sentence that asks whether the nearest of the known names was meant.

    Args:
        found: what was written.
        known: the names there are.
        otherwise: the sentence where none is near.
    """
    names = list(known)
    lower = {name.lower(): name for name in reversed(names)}
    close = difflib.get_close_matches(found.strip().lower(), lower, 1, cutoff=0.5)
    if not close:
        # A part of a name is what people type who do not know all of it.
        close = [name for name in lower if len(found) > 2 and found.lower() in name]
    return f"Did you mean {lower[close[0]]!r}?" if close else otherwise


class FalseMatchError(Exception):
    """Base of every expected error of this package."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(" ".join(str(message).split())))


class DatasetNotFound(FalseMatchError):
    """No data set of that name is installed."""


class ManifestError(FalseMatchError):
    """A manifest does not have the columns or rows it must have."""


class CardError(FalseMatchError):
    """A data set's card is missing or says too little."""


class PhotoError(FalseMatchError):
    """A photo is missing, is not an image, or is too large to be one."""


class NoFaceFound(FalseMatchError):
    """A photo was expected to show a face and none was found."""


class EncodingFileError(FalseMatchError):
    """An encodings file is missing, truncated or altered."""


class EncodingMismatch(FalseMatchError):
    """Two sets of encodings come from different matchers or settings."""


class MatcherNotInstalled(FalseMatchError):
    """The packages that compute encodings are not installed."""


class WeightsError(FalseMatchError):
    """The file of the network's weights is missing or is another than the one that is known."""


class LabelError(FalseMatchError):
    """A group column is not among a data set's labels."""


class ThresholdError(FalseMatchError):
    """A threshold cannot be found or does not make sense."""


class RateError(FalseMatchError, ValueError):
    """A rate or an interval was asked for from counts or distances that there cannot be."""


class ExperimentError(FalseMatchError):
    """An experiment cannot be run as it is described."""


class CalibrationError(FalseMatchError):
    """No calibration of confidence exists for this matcher, or its file is unusable."""


class PackError(FalseMatchError):
    """A search pack is missing, truncated or altered."""


class TeachingError(FalseMatchError):
    """A document of the teacher's pack is missing or broken."""


class LessonError(FalseMatchError):
    """A lesson or a step in it is not as the format asks."""


class SlowerEncoder(UserWarning):
    """A notice, no error: the fast encoder cannot run here, and the reference does its work."""
