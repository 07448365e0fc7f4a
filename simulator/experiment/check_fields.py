"""The rules of an experiment's fields, for whoever makes it: command line, file, Python, app."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from simulator.errors import ExperimentError, FalseMatchError
from simulator.search.gallery_size import are_shares
from simulator.search.named_mixes import mix_name
from simulator.stats.confidence_unit import check_fraction
from simulator.stats.numbers import is_number, is_whole

FLAGS = ("one_photo_per_person", "paintings", "without_kin")
RATES = ("fpir", "fmr")
LARGEST_SEED = 2**32 - 1
"""Seeds of some generators have 32 bits."""

_WHOLE: dict[str, tuple[float, float, str]] = {
    # Which sizes there are, only the gallery can say.
    "gallery_size": (float("-inf"), float("inf"), "a whole number of photos"),
    "false_matches": (1, float("inf"), "a whole number from 1"),
    "seed": (0, LARGEST_SEED, f"a whole number from 0 to {LARGEST_SEED}"),
}
_NAMES = ("probes", "gallery", "matcher", "portrait")
_OPTIONAL_NAMES = ("condition", "reference", "same_gallery_as")


def checked_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return an experiment's fields as they are kept: paths as text, columns as a tuple.

    Raises:
        ExperimentError: a field has another type, or a value that cannot be meant.
        ThresholdError: the confidence is no fraction of 1.
    """
    kept = dict(fields)
    for name in (*_NAMES, *_OPTIONAL_NAMES):
        kept[name] = _text(name, kept[name])
    for name in FLAGS:
        if not isinstance(kept[name], bool):
            _refuse(name, "True or False", kept[name])
    for name, (low, high, words) in _WHOLE.items():
        value = kept[name]
        if value is not None or name == "seed":
            if not is_whole(value) or not low <= value <= high:
                _refuse(name, words, value)
            kept[name] = int(value)
    for name in RATES:
        if kept[name] is not None and not (is_number(kept[name]) and 0 < kept[name] < 1):
            _refuse(name, "a fraction between 0 and 1, such as 0.01", kept[name])
    distance = kept["distance"]
    if distance is not None and not (is_number(distance) and distance >= 0):
        _refuse("distance", "a number from 0", distance)
    if kept["confidence"] is not None:
        kept["confidence"] = check_fraction(kept["confidence"])
    kept["group_by"] = _columns(kept["group_by"])
    kept["mix"] = _mix(kept["mix"])
    if kept["reference"] is not None and kept["fpir"] is None and kept["fmr"] is None:
        raise ExperimentError(
            "expected a rate (fpir or fmr) to fix in the reference group "
            f"{kept['reference']!r}, found none. Add fpir = 0.01."
        )
    return kept


def _text(name: str, value: Any) -> str | None:
    if value is None and name in _OPTIONAL_NAMES:
        return None
    text = os.fspath(value) if isinstance(value, (str, os.PathLike)) else None
    if not isinstance(text, str):
        _refuse(name, "a name", value)
    return text


def _columns(value: Any) -> tuple[str, ...]:
    listed = isinstance(value, Sequence) and not isinstance(value, (str, bytes))
    if not listed or not all(isinstance(one, str) and one for one in value):
        _refuse("group_by", 'a list of column names, such as ["gender"]', value)
    return tuple(value)


def _mix(value: Any) -> Mapping[str, float] | str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _named(value)
    words = (
        'photos of each group, such as {"F": 2000, "M": 2000}, shares of it that add up to 1, or '
        "the name of a mix"
    )
    if not isinstance(value, Mapping) or not value:
        _refuse("mix", words, value)
    for group, photos in value.items():
        if not isinstance(group, str) or not is_number(photos) or photos < 0:
            _refuse("mix", words, dict(value))
    if are_shares(value):
        return {group: float(share) for group, share in value.items()}
    if not all(is_whole(photos) for photos in value.values()):
        _refuse("mix", words, dict(value))
    return {group: int(photos) for group, photos in value.items()}


def _named(value: str) -> str:
    try:
        return mix_name(value)
    except FalseMatchError as error:
        raise ExperimentError(str(error)) from error


def _refuse(name: str, expected: str, found: Any) -> NoReturn:
    raise ExperimentError(f"expected {name} to be {expected}, found {found!r}. Correct it.")
