"""Reading an age: an adult's, a minor's, or one that nobody can be sure of.

Only what is understood counts as an adult's. A range that reaches below 18 is a minor's, because
the person may be one, and what cannot be read is neither: that person is left out and counted.
"""

from __future__ import annotations

import enum
import math
import re
import unicodedata

ADULT = 18
OLDEST = 130
"""Nobody has reached this age; such a number is a code or a mistake."""


class Age(enum.Enum):
    """What an entry says of a person's age."""

    ADULT = "18 or older"
    MINOR = "under 18, or may be"
    UNKNOWN = "not understood"


_NUMBER = r"(\d{1,3}(?:\.\d+)?)"
_YEARS = r"(?:\s*(?:years?|yrs?|y|yo|y/o|a[nñ]os|anos)(?:[\s-]*(?:old|of age))?\.?)?"
_ONE = re.compile(_NUMBER + _YEARS)
_RANGE = re.compile(
    rf"[(\[]?\s*{_NUMBER}{_YEARS}\s*(?:-|,|;|to|a|\.\.)\s*{_NUMBER}{_YEARS}\s*[)\]]?"
)
_AT_LEAST = re.compile(
    rf"(?:>=?|at least|from|over|more than|older than|above)\s*{_NUMBER}{_YEARS}"
    rf"|{_NUMBER}{_YEARS}\s*(?:\+|plus|and (?:over|older|up|above)|or (?:over|older|more|above))"
)
_BELOW = re.compile(
    rf"(?:<=?|under|below|up to|less than|younger than|at most)\s*{_NUMBER}{_YEARS}"
    rf"|{_NUMBER}{_YEARS}\s*(?:and|or) (?:under|younger|less|below)"
)
_IN_MONTHS = re.compile(rf"{_NUMBER}\s*(?:days?|weeks?|wks?|months?|mos?)(?:[\s-]*old)?")
_MINORS = frozenset(
    {"minor", "child", "kid", "baby", "infant", "toddler", "teen", "teenager", "adolescent"}
    | {"juvenile", "underage", "menor", "niño", "niña", "bebé", "adolescente"}
)
_ADULTS = frozenset({"adult", "adulto", "adulta"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"≥": ">=", "≤": "<="})


def read_age(text: str) -> Age:
    """Return what an entry says of a person's age.

    Args:
        text: a number of years (``17.5``, ``17 years``), a range (``10-19``, ``(8, 12)``), a bound
            (``<18``, ``60+``, ``more than 70``), or a word (``minor``, ``adult``). A range or bound
            that reaches below 18 is a minor's. Dates, codes and everything else are unknown.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    plain = re.sub(r"^(\d{1,3}),(\d+)(?![\d,])", r"\1.\2", " ".join(plain.strip(" \t\"'").split()))
    if plain in _MINORS or _IN_MONTHS.fullmatch(plain):
        return Age.MINOR
    if plain in _ADULTS:
        return Age.ADULT
    youngest = _youngest(plain)
    if not youngest < OLDEST:
        return Age.UNKNOWN
    return Age.ADULT if youngest >= ADULT else Age.MINOR


def _youngest(plain: str) -> float:
    """Return the lowest age in years that an entry allows; nan if it is not understood."""
    if found := _ONE.fullmatch(plain) or _AT_LEAST.fullmatch(plain):
        return _first(found)
    if found := _RANGE.fullmatch(plain):
        low, high = float(found[1]), float(found[2])
        return low if low <= high < OLDEST else math.nan
    if found := _BELOW.fullmatch(plain):
        return 0.0 if _first(found) < OLDEST else math.nan
    return math.nan


def _first(found: re.Match[str]) -> float:
    return next(float(group) for group in found.groups() if group is not None)
