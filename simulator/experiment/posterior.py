"""The probability of each false match within its search, by photos and by people (``posterior``).

The gallery's photos are the hypotheses of :func:`simulator.search.base_rate.nearest_posterior`: who
is in it with 530 photos is 530 of them. By people, each person of the gallery is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.errors import CalibrationError
from simulator.experiment.at_threshold import AtThreshold
from simulator.search.base_rate import likelihood_ratio, nearest_posterior, posterior_of_people

PRIOR = 0.5
_TOGETHER = 64


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
        None where each photo is a person of its own or nobody is identified, and where no
        encodings are bundled. With two portraits of each person, that of the portrait whose
        search was kept, as by photos.

    Raises:
        CalibrationError: this matcher has no calibrated confidence.
    """
    result = view.result
    vectors = result.gallery.encodings.vectors
    if result.pack is not None or not vectors.shape[1] or not result.gallery.card.identities:
        return None
    keys = result.gallery_keys.tolist()
    who = result.gallery.identities.loc[keys].to_numpy(dtype=str)
    names, person = np.unique(who, return_inverse=True)
    if len(names) == len(keys):
        return None
    probes = result.probes
    mine = probes.identities.loc[probes.encodings.keys.tolist()].to_numpy(dtype=str)
    left_out: dict[int, list[int]] = {}
    if result.kin is not None and result.experiment.without_kin:
        for pair in result.kin.pairs:
            left_out.setdefault(pair.probe, []).append(pair.gallery_row)
    closest = person[result.search.candidates[:, 0]]
    values = []
    flagged = np.flatnonzero(view.flagged)
    rows = _distances(probes.encodings.vectors[flagged], vectors[result.gallery_rows])
    for probe, distances in zip(flagged.tolist(), rows, strict=True):
        strangers = np.ones(len(keys), bool)
        own = int(np.searchsorted(names, mine[probe]))
        if own < len(names) and names[own] == mine[probe]:
            strangers &= person != own
        strangers[left_out.get(probe, [])] = False
        ratios = likelihood_ratio(result.calibration, distances[strangers])
        each = posterior_of_people(ratios, person[strangers], prior)
        values.append(float(each[closest[probe]]))
    share = float(np.bincount(person).max() / len(keys))
    return PosteriorByPerson(np.array(values), len(names), share)


def _distances(
    probes: NDArray[np.float32], gallery: NDArray[np.float32]
) -> Iterator[NDArray[np.float64]]:
    """Yield (n,) distances in float64 from each probe to every photo of the gallery."""
    theirs = gallery.astype(np.float64)
    squares = np.einsum("ij,ij->i", theirs, theirs)
    # A few at a time: one product of matrices is much faster than one for each probe.
    for first in range(0, len(probes), _TOGETHER):
        mine = probes[first : first + _TOGETHER].astype(np.float64)
        own = np.einsum("ij,ij->i", mine, mine)[:, None]
        yield from np.sqrt(np.maximum(own + squares - 2 * mine @ theirs.T, 0))
