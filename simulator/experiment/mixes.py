"""What named mixes of the gallery do to the false matches, at one fixed threshold."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from simulator.errors import ExperimentError
from simulator.experiment.at_threshold import AtThreshold
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_curve import gallery_size_curves
from simulator.experiment.not_measurable import GROUP_LACKS_PHOTOS, not_measurable
from simulator.experiment.outcome import SearchOutcome
from simulator.experiment.portraits import BOTH, EITHER, opened, probes_of
from simulator.experiment.substitutes import pack_instead
from simulator.search.gallery import SMALLEST_GALLERY
from simulator.search.gallery_size import are_shares
from simulator.search.named_mixes import MixOfGallery, mix_of, mixes_of
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.storage.json_values import json_rows

PHOTOS = 1500
"""Photos in each gallery that is compared: the a number that UTKFace has of each group but one."""
BY_FORMULA = (
    "expected over all galleries of this size and mix that could be drawn from the one searched, "
    "by the exact formula, at the same distance"
)


@dataclass(frozen=True)
class AskedGallery:
    """A gallery that was asked of a finished search, which answers it as an expectation.

    Attributes:
        mix: a named mix, or photos or shares by group; None for the gallery's own.
        photos: photos in the gallery.
    """

    mix: str | Mapping[str, float] | None
    photos: int


def without_draw_of_pack(experiment: Experiment) -> tuple[Experiment, AskedGallery | None]:
    """Separate size and mix from an experiment whose gallery comes only as a finished search.

    Such a search is not run again in a gallery that is drawn, but it answers the expected rate in
    galleries of every size and mix.

    Returns:
        The experiment to run, and the gallery to answer; the experiment as it is, and None, where
        galleries can be drawn or the whole one is asked for.

    Raises:
        ExperimentError: no such mix, or the finished search cannot give something else.
    """
    mix, size = experiment.mix, experiment.gallery_size
    if mix is None and size is None:
        return experiment, None
    plain = dataclasses.replace(experiment, mix=None, gallery_size=None)
    pack = pack_instead(plain, probes_of(plain), opened(plain.gallery, plain))
    if pack is None:
        return experiment, None
    if size is not None and size < SMALLEST_GALLERY:
        raise ExperimentError(
            f"expected a gallery size from {SMALLEST_GALLERY}, found {size}. Choose a larger one."
        )
    if mix is None or isinstance(mix, str):
        return plain, AskedGallery(mix, size or PHOTOS)
    if are_shares(mix):
        return plain, AskedGallery(mix, size or min(PHOTOS, len(pack.gallery_keys)))
    if size is not None:
        raise ExperimentError(
            "expected either a gallery size or a mix of counts, found both. Leave the size out, or "
            "write shares, such as F=50%,M=50%."
        )
    return plain, AskedGallery(mix, int(sum(mix.values())))


def expected_in(
    view: AtThreshold, asked: AskedGallery, columns: Sequence[str | None]
) -> dict[str | None, pd.DataFrame]:
    """Return the FPIR expected in a gallery, by group of the probes.

    Args:
        view: a result at a threshold.
        asked: its mix and number of photos.
        columns: labels of the probes; None for everyone together.

    Returns:
        Column → one row a group: group, label, searches, people, fpir, gallery_low, gallery_high
        (between them lie 95% of random galleries), bracket_low, bracket_high, kind and too_few (by
        people); with several photos of somebody also fpir_by_person.
    """
    curves = gallery_size_curves(view, columns, [asked.photos], mix=asked.mix)
    shown = ["group", "label", "searches", "people", "fpir", "gallery_low", "gallery_high"]
    shown += ["bracket_low", "bracket_high", "kind"]
    if view.result.several_photos:
        shown.append("fpir_by_person")
    return {
        column: curve[shown].assign(too_few=curve["people"] < FEWEST_TRIALS_FOR_AN_INTERVAL)
        for column, curve in curves.items()
    }


def _as_json(view: AtThreshold, asked: AskedGallery, columns: list[str]) -> dict[str, Any]:
    found = expected_in(view, asked, [None, *columns])
    return {
        "everyone": json_rows(found[None])[0],
        "groups": {column: json_rows(found[column]) for column in columns},
    }


def mix_in_words(mix: MixOfGallery) -> dict[str, Any]:
    """Return a named mix as JSON values: its shares, its source, and what it leaves out."""
    figures = mix.figures
    return {
        "name": mix.name,
        "label": mix.column,
        "shares": mix.shares,
        "not_drawn": list(mix.not_drawn),
        "source": None if figures is None else dataclasses.asdict(figures),
        "share_without_counterpart": None if figures is None else figures.share_without_counterpart,
    }


def _unit(mix: Mapping[str, float]) -> str:
    return "shares" if are_shares(mix) else "photos"


def asked_gallery(view: AtThreshold, asked: AskedGallery, columns: list[str]) -> dict[str, Any]:
    """Return what a finished search expects in a gallery, as JSON: key ``expected_in_mix``."""
    described: dict[str, Any] | None = None
    if isinstance(asked.mix, str):
        described = mix_in_words(mix_of(asked.mix, view.result.gallery))
    elif asked.mix is not None:
        described = {_unit(asked.mix): dict(asked.mix)}
    whole = {"mix": described, "gallery_size": asked.photos, "how": BY_FORMULA}
    return whole | _as_json(view, asked, columns)


def named_mixes(view: AtThreshold, columns: list[str]) -> dict[str, Any] | None:
    """Return the FPIR by group in galleries of every named mix, as JSON values.

    Args:
        view: a result at a threshold.
        columns: labels of the probes.

    Returns:
        ``gallery_size``, ``how``, and ``mixes``: for each, what :func:`mix_in_words` says, with
        ``everyone`` and ``groups``, and those that cannot be drawn from this gallery, with ``why``
        instead. None where the gallery has no labels, is too small, or each person is searched with
        two portraits.
    """
    result = view.result
    mixes = mixes_of(result.gallery)
    if result.experiment.portrait in (EITHER, BOTH) or not mixes:
        return None
    photos = photos_in_mixes(result)
    return {
        "gallery_size": photos,
        "how": BY_FORMULA,
        "mixes": [mix_in_words(mix) | _drawn_as_json(view, mix, photos, columns) for mix in mixes],
    }


def photos_in_mixes(result: SearchOutcome) -> int:
    """Return how many photos each gallery has that is compared, at most :data:`PHOTOS`."""
    return min(PHOTOS, len(result.gallery_rows))


def _drawn_as_json(
    view: AtThreshold, mix: MixOfGallery, photos: int, columns: list[str]
) -> dict[str, Any]:
    """Return a mix's rates; or why there are none: a drawn gallery may lack a group of the mix."""
    try:
        return _as_json(view, AskedGallery(mix.name, photos), columns)
    except ExperimentError:
        groups = ", ".join(mix.shares)
        return {"why": not_measurable(GROUP_LACKS_PHOTOS, groups=groups)}


def shift_by_mix(view: AtThreshold, photos: int, column: str | None) -> dict[str, pd.DataFrame]:
    """Return, for every named mix, the FPIR of each probe group in a gallery of that mix.

    Args:
        view: a result at a threshold.
        photos: photos in each gallery.
        column: a label of the probes; None for everyone together.

    Returns:
        Name of the mix → the table of :func:`expected_in_mix`.
    """
    return {
        mix.name: expected_in(view, AskedGallery(mix.name, photos), [column])[column]
        for mix in mixes_of(view.result.gallery)
    }
