"""What else differs between the people searched for: other labels, age, and their photos.

A group's false matches are compared among people who are alike in these. Which ones there are
depends on the data set; what was not measured is said, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import load_dataset
from simulator.datasets.face_measurements import BRIGHTNESS, SHARPNESS, face_measurements
from simulator.datasets.groups import TIMES, UNLABELED
from simulator.datasets.photo_measurements import BLACK_AND_WHITE, photo_colors
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER
from simulator.faces.face_measurements import eye_distances, turned
from simulator.i18n.language import _
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

Floats = NDArray[np.float64]

RACE, GENDER, AGE, PHOTO = "race", "gender", "age", "photo"
FAMILIES = {
    RACE: ("person_of_color", "race_ethnicity", "race", "ethnicity"),
    GENDER: ("gender", "sex"),
    AGE: ("birth_year", "age", "age_band", "age_group"),
}
"""Columns of the manifest that say the same kind of thing; the first one found is adjusted for."""

SAME_KIND = {"cbc_member": RACE}
"""Labels that are never adjusted for, and not adjusted for their own kind either."""

MOST_UNKNOWN = 0.1
"""A measurement that a larger share of the people lacks is not adjusted for."""
_YEARS = ("birth_year", "age")


@dataclass(frozen=True)
class Covariate:
    """One kind of thing to adjust for.

    Attributes:
        kind: race, gender, age or photo.
        names: (k,) what each column is, as the manifest or the measurement calls it.
        values: (people, k) numbers; nan where somebody's is not known.
    """

    kind: str
    names: tuple[str, ...]
    values: Floats


@dataclass(frozen=True)
class Covariates:
    """Everything to adjust for in one search.

    Attributes:
        known: in the order in which they are added.
        missing: kind or measurement → why it is not adjusted for, in words.
    """

    known: tuple[Covariate, ...]
    missing: dict[str, str]

    def beside(self, column: str) -> list[Covariate]:
        """Return those that are not the same kind of thing as a label column or ``a*b``."""
        same = {kind_of(part) for part in column.split(TIMES)}
        return [covariate for covariate in self.known if covariate.kind not in same]


def kind_of(column: str) -> str:
    """Return race, gender or age for a column of that kind, else the column itself."""
    found = [kind for kind, columns in FAMILIES.items() if column in columns]
    return found[0] if found else SAME_KIND.get(column, column)


def covariates(result: SearchOutcome) -> Covariates:
    """Collect what is known about the people searched for and their photos.

    Somebody with several photos has their average.
    """
    keys = result.probes.encodings.keys.tolist()
    manifest = result.probes.manifest.set_index("key").loc[keys]
    known: list[Covariate] = []
    missing: dict[str, str] = {}
    for kind, columns in FAMILIES.items():
        there = [name for name in columns if name in manifest.columns]
        found = _of_label(result, manifest, kind, there)
        if found is None:
            missing[kind] = (
                _("too few people in every group but one, or too many without a label")
                if there
                else _("not listed for these people")
            )
        else:
            known.append(found)
    photo = _of_photo(result, keys, missing)
    if photo is not None:
        known.append(photo)
    return Covariates(tuple(known), missing)


def _of_label(
    result: SearchOutcome, manifest: pd.DataFrame, kind: str, columns: Sequence[str]
) -> Covariate | None:
    for name in columns:
        if kind == AGE and name in _YEARS:
            years = pd.to_numeric(manifest[name], errors="coerce").to_numpy(float)
            if _known_enough(years):
                return Covariate(kind, (name,), _by_person(result, years[:, None]))
        elif name in result.probes.card.labels:
            found = _indicators(result, name)
            if found is not None:
                return Covariate(kind, *found)
    return None


def _indicators(result: SearchOutcome, column: str) -> tuple[tuple[str, ...], Floats] | None:
    """Return a yes-or-no column for each group but the largest; None with fewer than two groups.

    Groups of fewer than 20 people count with the largest.
    """
    groups = result.groups(column)
    unlabeled = np.zeros(len(result.person), bool)
    members = []
    for group in groups:
        if group.value == UNLABELED:
            unlabeled = group.members
        else:
            members.append((group.value, _by_person(result, group.members[:, None])))
    large = [
        (value, inside)
        for value, inside in members[1:]
        if (inside > 0).sum() >= FEWEST_TRIALS_FOR_AN_INTERVAL
    ]
    if not large or unlabeled.mean() > MOST_UNKNOWN:
        return None
    values = np.column_stack([inside for _value, inside in large])
    values[_by_person(result, unlabeled[:, None])[:, 0] > 0] = np.nan
    return tuple(f"{column}={value}" for value, _inside in large), values


def _of_photo(result: SearchOutcome, keys: list[str], missing: dict[str, str]) -> Covariate | None:
    if result.experiment.portrait in (EITHER, BOTH):
        missing[PHOTO] = _("each person was searched for with two portraits")
        return None
    measured = _face(result) | _pixels(result, keys, missing)
    columns = {}
    for name, values in measured.items():
        if not _known_enough(values):
            missing[name] = _("not measured in these photos")
        elif name != BLACK_AND_WHITE or _both_common(values):
            columns[name] = values
    if not columns:
        missing[PHOTO] = _("not measured in these photos")
        return None
    values = _by_person(result, np.column_stack(list(columns.values())))
    return Covariate(PHOTO, tuple(columns), values)


def _face(result: SearchOutcome) -> dict[str, Floats]:
    """Return the size of each face (doublings of the distance between the eyes) and its turn."""
    landmarks, sizes = _landmarks(result)
    apart = eye_distances(landmarks)
    there = apart > 0
    size, turn = np.full(len(apart), np.nan), np.full(len(apart), np.nan)
    size[there] = np.log2(apart[there])
    turn[there] = turned(landmarks[there], sizes[there])
    return {"face_size": size, "turned": turn}


def _landmarks(result: SearchOutcome) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Return landmarks, (n, 68, 2), and the photos' sizes, (n, 2); zeros where there are none.

    A finished search has none: there, those of the data set's own encodings are taken.
    """
    encodings = result.probes.encodings
    if encodings.landmarks.any() or result.experiment.condition is not None:
        return encodings.landmarks, encodings.sizes
    source = load_dataset(str(result.probes.folder))
    if not source.has_encodings:
        return encodings.landmarks, encodings.sizes
    known = source.all_encodings
    row_of = {key: row for row, key in enumerate(known.keys.tolist())}
    landmarks = np.zeros((len(encodings.keys), 68, 2), np.int32)
    sizes = np.zeros((len(encodings.keys), 2), np.int32)
    for place, key in enumerate(encodings.keys.tolist()):
        if key in row_of:
            landmarks[place] = known.landmarks[row_of[key]]
            sizes[place] = known.sizes[row_of[key]]
    return landmarks, sizes


def _pixels(result: SearchOutcome, keys: list[str], missing: dict[str, str]) -> dict[str, Floats]:
    """Return what was measured in the clean photos' pixels; sharpness in doublings."""
    if result.experiment.condition is not None:
        for name in (SHARPNESS, BRIGHTNESS):
            missing[name] = _("measured in the clean photos only")
        return {}
    measured, colors = face_measurements(result.probes, keys), photo_colors(result.probes, keys)
    if measured is None:
        for name in (SHARPNESS, BRIGHTNESS):
            missing[name] = _("not measured in these photos")
        found = {}
    else:
        sharp = measured[SHARPNESS].to_numpy(float)
        found = {
            SHARPNESS: np.log2(np.maximum(sharp, 1.0)),
            BRIGHTNESS: measured[BRIGHTNESS].to_numpy(float),
        }
    if colors is not None:
        gray = np.where(colors == "", np.nan, colors == BLACK_AND_WHITE).astype(float)
        found[BLACK_AND_WHITE] = gray
    return found


def _both_common(values: Floats) -> bool:
    counts = [int((values == side).sum()) for side in (0.0, 1.0)]
    return min(counts) >= FEWEST_TRIALS_FOR_AN_INTERVAL


def _known_enough(values: Floats) -> bool:
    return bool(len(values)) and float(np.isnan(values).mean()) <= MOST_UNKNOWN


def _by_person(result: SearchOutcome, values: NDArray[np.bool_] | Floats) -> Floats:
    """Average each person's searches: (searches, k) → (people, k)."""
    searches = np.bincount(result.person, minlength=result.people)
    summed = [np.bincount(result.person, column, minlength=result.people) for column in values.T]
    return np.column_stack(summed) / searches[:, None]
