"""The probability of each false match within its search, by photos and by people (``posterior``).

The gallery's photos are the hypotheses of :func:`simulator.search.base_rate.nearest_posterior`: who
is in it with 530 photos is 530 of them. By people, each person of the gallery is one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import CalibrationError
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.portraits import BOTH, EITHER
from simulator.search.base_rate import likelihood_ratio, nearest_posterior, posterior_of_people
from simulator.search.search import euclidean

PRIOR = 0.5


@dataclass(frozen=True)
class PosteriorByPerson:
    """The posteriors of false matches with each person of the gallery as one hypothesis.

    Attributes:
        values: (f,) of each falsely matched probe, in their order: the probability that the probe
            is the person whose photo is the closest.
        people: how many people the gallery shows.
        largest_share: the part of the most frequent person in the gallery's photos.
    """

    values: NDArray[np.float64]
    people: int
    largest_share: float


def posterior(view: AtThreshold) -> dict[str, Any] | None:
    """Return, for each flagged probe, the probability that its nearest stranger is its mate.

    Where somebody in the gallery has several photos, also with each person counting once.
    """
    try:
        each = nearest_posterior(view.result.search, view.result.calibration, PRIOR)
    except CalibrationError:
        return None
    keys = view.result.probes.encodings.keys[view.flagged].tolist()
    rows = [
        {"probe": key, "posterior": round(value, 6)}
        for key, value in zip(keys, each[view.flagged].tolist(), strict=True)
    ]
    once = posterior_by_person(view, PRIOR)
    if once is None:
        return {"prior": PRIOR, "nearest": rows}
    for row, value in zip(rows, once.values.tolist(), strict=True):
        row["posterior_by_person"] = round(value, 6)
    return {
        "prior": PRIOR,
        "nearest": rows,
        "gallery_people": once.people,
        "largest_share_of_gallery": once.largest_share,
    }


def posterior_by_person(view: AtThreshold, prior: float) -> PosteriorByPerson | None:
    """Compare each falsely matched probe with the whole gallery, by people.

    Args:
        view: a search at a threshold.
        prior: π, the probability before the search that the probe's mate is enrolled.

    Returns:
        None where each photo is a person of its own or nobody is identified, where no encodings
        are bundled, and with two portraits of each person.

    Raises:
        CalibrationError: this matcher has no calibrated confidence.
    """
    result = view.result
    vectors = result.gallery.encodings.vectors
    if result.pack is not None or not vectors.shape[1] or not result.gallery.card.identities:
        return None
    if result.experiment.portrait in (EITHER, BOTH):
        return None
    keys = result.gallery_keys.tolist()
    who = result.gallery.identities.loc[keys].to_numpy(dtype=str)
    names, person = np.unique(who, return_inverse=True)
    if len(names) == len(keys):
        return None
    probes, searched = result.probes, result.gallery.encodings.vectors[result.gallery_rows]
    mine = probes.identities.loc[probes.encodings.keys.tolist()].to_numpy(dtype=str)
    left_out: dict[int, list[int]] = {}
    if result.kin is not None and result.experiment.without_kin:
        for pair in result.kin.pairs:
            left_out.setdefault(pair.probe, []).append(pair.gallery_row)
    values = []
    for probe in np.flatnonzero(view.flagged).tolist():
        strangers = who != mine[probe]
        strangers[left_out.get(probe, [])] = False
        distances = euclidean(probes.encodings.vectors[probe], searched[strangers])
        _some, numbered = np.unique(person[strangers], return_inverse=True)
        each = posterior_of_people(likelihood_ratio(result.calibration, distances), numbered, prior)
        values.append(float(each[numbered[int(np.argmin(distances))]]))
    share = float(np.bincount(person).max() / len(keys))
    return PosteriorByPerson(np.array(values), len(names), share)
