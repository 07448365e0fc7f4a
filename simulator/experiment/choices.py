"""The choices for a search, given the data sets and packs that are installed."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.datasets.dataset import (
    comes_encoded,
    dataset_folder,
    dataset_names,
    load_dataset,
)
from simulator.datasets.kin import kin_of
from simulator.experiment.portraits import FIRST
from simulator.experiment.substitutes import CONDITIONS_FOLDER
from simulator.i18n.language import marked
from simulator.matchers.plugins import plugin_names
from simulator.matchers.registry import NAMES
from simulator.search.confidence import CALIBRATED_ON, CALIBRATION_FILE
from simulator.search.packs import finished_by, pack_names

CLEAN = marked("none")
PACK_PARTS = 3
PORTRAIT_CHOICES = (marked("first"), marked("second"), marked("either"), marked("both"))
"""The portraits of :data:`simulator.experiment.portraits.PORTRAITS`, as words to translate."""


def probe_sets() -> list[str]:
    """List the data sets that can be searched for: by encodings, or by a finished search."""
    known = _encoded() | {probes for probes, _ in _searched()}
    return [name for name in dataset_names() if name in known]


def gallery_sets(probes: str) -> list[str]:
    """List the data sets that these probes can be searched in, as encodings or finished search."""
    known = {gallery for one, gallery in _searched() if one == probes}
    if probes in _encoded():
        known |= _encoded()
    return [name for name in dataset_names() if name in known]


def _encoded() -> set[str]:
    return {name for name in dataset_names() if comes_encoded(dataset_folder(name))}


def _searched() -> set[tuple[str, str]]:
    """Return (probes, gallery) of every finished search whose data sets are both installed."""
    packs = [name.split("--") for name in pack_names()]
    pairs = {(parts[0], parts[1]) for parts in packs if len(parts) == PACK_PARTS}
    return {pair for pair in pairs if set(pair) <= set(dataset_names())}


def shows_people(probes: str, gallery: str) -> bool:
    """Return whether the people on both sides of a pair may be shown."""
    return all(load_dataset(name).card.people_shown for name in (probes, gallery))


def lists_relatives(probes: str, gallery: str) -> bool:
    """Return whether the gallery may list relatives of these people: both know the same ids."""
    searched_in = load_dataset(gallery)
    if load_dataset(probes).card.identity_space != searched_in.card.identity_space:
        return False
    return bool(kin_of(searched_in))


def matchers(probes: str, gallery: str) -> list[str]:
    """List the matchers that compared these data sets: by encodings, or in a search pack."""
    names = []
    if all(comes_encoded(dataset_folder(name)) for name in (probes, gallery)):
        names += list(NAMES)
    names += finished_by(probes, gallery)
    return list(dict.fromkeys(names)) or list(NAMES)


@dataclass(frozen=True)
class MatcherHere:
    """Where a matcher can be used.

    Attributes:
        encodes: whether any two data sets with its encodings can be compared.
        finished: (probes, gallery) of its finished searches.
        calibrated: whether its distances have a confidence.
    """

    encodes: bool
    finished: tuple[tuple[str, str], ...]
    calibrated: bool


def matchers_here() -> dict[str, MatcherHere]:
    """Return the matchers by name: those that encode, and those of finished searches."""
    packs = [parts for name in pack_names() if len(parts := name.split("--")) == PACK_PARTS]
    names = [*NAMES, *plugin_names(), *(parts[2] for parts in packs)]
    calibrated_on = dataset_folder(CALIBRATED_ON)
    return {
        name: MatcherHere(
            name in (*NAMES, *plugin_names()),
            tuple((probes, gallery) for probes, gallery, matcher in packs if matcher == name),
            (calibrated_on / CALIBRATION_FILE.format(matcher=name)).is_file(),
        )
        for name in dict.fromkeys(names)
    }


def encoded_under() -> dict[str, list[str]]:
    """Return image condition → data sets that were encoded under it."""
    found: dict[str, list[str]] = {}
    for name in dataset_names():
        for path in sorted((dataset_folder(name) / CONDITIONS_FOLDER).glob("*.npz")):
            found.setdefault(path.stem, []).append(name)
    return found


def conditions(probes: str, gallery: str) -> list[str]:
    """List the image conditions under which these probes can be searched there, "none" first.

    Where only a finished search is installed, there are no others.
    """
    if gallery not in _encoded():
        return [CLEAN]
    folder = dataset_folder(probes) / CONDITIONS_FOLDER
    return [CLEAN, *sorted(path.stem for path in folder.glob("*.npz"))]


def portraits(probes: str, gallery: str) -> list[str]:
    """List which portraits of these people can be searched with there, the first one first.

    There are others only where the card names them, and both they and the gallery are installed
    with encodings.
    """
    other = load_dataset(probes).card.other_portraits
    encoded = _encoded()
    return list(PORTRAIT_CHOICES) if {probes, gallery, other} <= encoded else [FIRST]
