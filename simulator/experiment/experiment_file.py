"""Experiments as TOML files, checked before anything runs."""

from __future__ import annotations

import dataclasses
import os
from typing import Any

from simulator.errors import ExperimentError, FalseMatchError, ThresholdError
from simulator.experiment.experiment import Experiment
from simulator.experiment.portraits import FIRST, PORTRAITS
from simulator.stats.confidence_unit import check_percent
from simulator.storage.formats.toml_files import kinds_in_words, read_toml, unknown_key
from simulator.storage.paths import as_path

_TYPES: dict[str, tuple[type, ...]] = {
    "probes": (str,),
    "gallery": (str,),
    "matcher": (str,),
    "gallery_size": (int,),
    "mix": (dict, str),
    "seed": (int,),
    "distance": (int, float),
    "confidence": (int, float),
    "false_matches": (int,),
    "group_by": (list,),
    "one_photo_per_person": (bool,),
    "condition": (str,),
    "portrait": (str,),
    "paintings": (bool,),
    "without_kin": (bool,),
    "fpir": (int, float),
    "fmr": (int, float),
    "reference": (str,),
    "same_gallery_as": (str,),
}


def load_experiment(path: str | os.PathLike[str]) -> Experiment:
    """Read an experiment from a file; its ``confidence`` is in percent, as on the command line.

    Raises:
        ExperimentError: the file is missing, is not TOML, has an unknown key or a wrong type.
    """
    path = as_path(path, "an experiment's file")
    return experiment_from(read_toml(path, ExperimentError, content="an experiment"), str(path))


def experiment_from(raw: dict[str, Any], name: str) -> Experiment:
    """Build an experiment from the keys of a TOML table.

    Raises:
        ExperimentError: an unknown key, a wrong type, or no such portrait.
    """
    for key, value in raw.items():
        if key not in _TYPES:
            raise unknown_key(key, _TYPES, name, ExperimentError)
        is_flag = _TYPES[key] == (bool,)
        if not isinstance(value, _TYPES[key]) or isinstance(value, bool) != is_flag:
            raise ExperimentError(
                f"expected {key} to be {kinds_in_words(_TYPES[key])} in {name}, found {value!r}. "
                "Correct that line."
            )
    if raw.get("portrait", FIRST) not in PORTRAITS:
        raise ExperimentError(
            f"expected portrait to be {', '.join(PORTRAITS[:-1])} or {PORTRAITS[-1]} in {name}, "
            f"found {raw['portrait']!r}. Correct that line."
        )
    values = dict(raw)
    if "confidence" in values:
        values["confidence"] = _percent(values["confidence"], name) / 100
    if "group_by" in values:
        values["group_by"] = tuple(_texts(values["group_by"], name))
    try:
        return dataclasses.replace(Experiment(), **values)
    except FalseMatchError as error:
        raise ExperimentError(f"in {name}: {error}") from error


def _percent(value: float, name: str) -> float:
    try:
        return check_percent(value)
    except ThresholdError as error:
        raise ExperimentError(f"in {name}: {error}") from error


def _texts(value: list[Any], name: str) -> list[str]:
    if not all(isinstance(item, str) for item in value):
        raise ExperimentError(
            f"expected group_by to list column names in {name}, found {value!r}. Correct that line."
        )
    return value
