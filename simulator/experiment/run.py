"""Running an experiment.

Everything up to the threshold is computed once by :func:`run`; :meth:`Result.at` applies a
threshold in microseconds and returns a :class:`View`.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset
from simulator.errors import ExperimentError, nearest_name
from simulator.experiment.experiment import Experiment
from simulator.experiment.kin import check_kin, combined_kin, kin_in_lists, relatives_of
from simulator.experiment.portraits import (
    BOTH,
    EITHER,
    check_paintings,
    combined,
    combined_encodings,
    datasets_of,
    opened,
    probes_of,
    two_portraits,
)
from simulator.experiment.probe_search import search_probes
from simulator.experiment.result import Result
from simulator.experiment.substitutes import (
    pack_instead,
    rows_of_other_search,
    to_draw_from,
    under_condition,
)
from simulator.search.gallery import draw
from simulator.search.packs import Pack, finished_by
from simulator.storage.progress import Progress


def run(experiment: Experiment | None = None, *, progress: Progress | None = None) -> Result:
    """Search the probes in the gallery.

    Args:
        experiment: the ACLU's count in the bundled data by default.
        progress: called with the comparisons done and all of them.

    Raises:
        FalseMatchError: a data set is missing or broken, or the experiment contradicts itself.
    """
    experiment = Experiment() if experiment is None else experiment
    if not isinstance(experiment, Experiment):
        raise ExperimentError(
            f"expected an Experiment, found {experiment!r}. Write run(Experiment(probes=…))."
        )
    if experiment.portrait in (EITHER, BOTH):
        return _with_two_portraits(experiment, progress)
    probes, gallery, pack = _prepared(experiment)
    if pack is not None:
        return from_pack(experiment, probes, gallery, pack)
    return searched(experiment, probes, gallery, draw_for(experiment, gallery), progress)


def check_possible(experiment: Experiment) -> tuple[Dataset, Dataset]:
    """Refuse an experiment whose data sets cannot give what it asks for, before any search.

    Returns:
        The probes as they are searched with, and the gallery from which photos are drawn.

    Raises:
        FalseMatchError: what :func:`run` raises about portraits, conditions, matchers, relatives.
    """
    if experiment.portrait in (EITHER, BOTH):
        first, _, gallery = _prepared_twice(experiment)
    else:
        first, gallery, pack = _prepared(experiment)
        if pack is not None:
            finished = from_pack(experiment, first, gallery, pack)
            return finished.probes, finished.gallery
    if experiment.without_kin:
        check_kin(first, gallery, relatives_of(first, gallery, gallery.encodings.keys))
    return first, gallery


def _prepared(experiment: Experiment) -> tuple[Dataset, Dataset, Pack | None]:
    """Open the probes and the gallery of one search, or its pack, and check that they fit."""
    check_paintings(experiment)
    probes, gallery = probes_of(experiment), opened(experiment.gallery, experiment)
    pack = pack_instead(experiment, probes, gallery)
    if pack is not None:
        return probes, gallery, pack
    if experiment.condition is not None:
        probes = under_condition(probes, experiment.condition)
    _check_encodings(experiment, probes, gallery)
    return probes, gallery, None


def _prepared_twice(experiment: Experiment) -> tuple[Dataset, Dataset, Dataset]:
    """Open both portraits of each person, and the gallery, and check that they fit."""
    check_paintings(experiment)
    if experiment.condition is not None:
        raise ExperimentError(
            "expected photos as they are for two portraits of each person, found the condition "
            f"{experiment.condition!r}. Leave it out, or choose the first portrait."
        )
    first, second = two_portraits(experiment)
    gallery = opened(experiment.gallery, experiment)
    for probes in (first, second):
        _check_encodings(experiment, probes, gallery)
    return first, second, gallery


def _check_encodings(experiment: Experiment, probes: Dataset, gallery: Dataset) -> None:
    for dataset in (probes, gallery):
        if dataset.encodings.matcher.name != experiment.matcher:
            known = [one.encodings.matcher.name for one in (probes, gallery)]
            known = list(dict.fromkeys([*known, *finished_by(probes.name, gallery.name)]))
            raise ExperimentError(
                f"expected encodings of the matcher {experiment.matcher!r} in {dataset.name!r}, "
                f"found {dataset.encodings.matcher.name!r}. "
                + nearest_name(experiment.matcher, known, f"Choose {' or '.join(known)}.")
            )
    probes.encodings.check_comparable(gallery.encodings)
    if not len(probes.encodings) and probes.left_out:
        raise ExperimentError(
            f"expected at least one photograph among the probes, found none in {probes.name!r}: "
            f"all are left out ({', '.join(probes.left_out)}). Add --paintings to search them."
        )
    if not len(probes.encodings):
        raise ExperimentError(
            f"expected at least one encoded photo among the probes, found none in {probes.name!r}. "
            "Encode some photos first: `falsematch encode`."
        )


def _with_two_portraits(experiment: Experiment, progress: Progress | None) -> Result:
    """Search both portraits of each person, and keep one search per person."""
    first, second, gallery = _prepared_twice(experiment)
    rows = draw_for(experiment, gallery)
    results = [
        searched(experiment, probes, gallery, rows, _half(progress, place))
        for place, probes in enumerate((first, second))
    ]
    both, second_kept = combined(experiment.portrait, *(result.search for result in results))
    encodings = combined_encodings(first.encodings, second.encodings, second_kept)
    return dataclasses.replace(
        results[0],
        probes=first.with_encodings(encodings, first.left_out),
        search=both,
        kin=combined_kin(experiment.portrait, *(result.kin for result in results)),
    )


def _half(progress: Progress | None, place: int) -> Progress | None:
    """Report the progress of the first or second of two searches as that of both."""
    if progress is None:
        return None
    return lambda done, total: progress(done + place * total, 2 * total)


def gallery_photos(experiment: Experiment) -> int:
    """Count the photos that an experiment searches in, without searching.

    Raises:
        ExperimentError: the gallery has too few photos, or size and mix do not fit together.
    """
    probes, gallery = datasets_of(experiment)[0], opened(experiment.gallery, experiment)
    return len(draw_for(experiment, to_draw_from(experiment, probes, gallery)))


def draw_for(experiment: Experiment, gallery: Dataset) -> NDArray[np.intp]:
    """Draw the rows of the gallery's encodings that an experiment searches.

    Raises:
        ExperimentError: the gallery has too few photos, or size and mix do not fit together.
    """
    rows = rows_of_other_search(experiment, gallery)
    among = gallery if rows is None else gallery.with_encodings(gallery.encodings.take(rows))
    drawn = draw(
        among,
        size=experiment.gallery_size,
        mix=experiment.mix,
        one_photo_per_person=experiment.one_photo_per_person,
        seed=experiment.seed,
    )
    return drawn if rows is None else rows[drawn]


def from_pack(experiment: Experiment, probes: Dataset, gallery: Dataset, pack: Pack) -> Result:
    """Return the result of a search that was run elsewhere: no vector is needed.

    Raises:
        ExperimentError: relatives are to be left out, who are in its lists.
    """
    if experiment.without_kin:
        raise ExperimentError(
            f"expected a search run here, to leave relatives out of it, found the finished search "
            f"of {probes.name!r} in {gallery.name!r}. Leave --without-kin out; where the gallery "
            "lists relatives, the JSON's key kin counts without them."
        )
    searched_for = probes.with_encodings(pack.probe_encodings())
    searched_in = gallery.with_encodings(pack.gallery_encodings())
    relatives = relatives_of(searched_for, searched_in, pack.gallery_keys)
    kin = None
    if relatives is not None:
        mine = searched_for.identities.loc[pack.probe_keys.tolist()].tolist()
        theirs = searched_in.identities.loc[pack.gallery_keys.tolist()].tolist()
        kin = kin_in_lists(pack.search, relatives, (mine, theirs))
    return Result(
        experiment=experiment,
        probes=searched_for,
        gallery=searched_in,
        gallery_rows=np.arange(len(pack.gallery_keys)),
        tally_group_names=pack.tally_group_names,
        mates_excluded=pack.mates_excluded,
        search=pack.search,
        pack=pack,
        kin=kin,
    )


def searched(
    experiment: Experiment,
    probes: Dataset,
    gallery: Dataset,
    chosen: NDArray[np.intp],
    progress: Progress | None = None,
) -> Result:
    """Search the probes in the chosen rows of the gallery's encodings.

    Raises:
        ExperimentError: nobody in the gallery is a stranger to any probe.
    """
    outcome = search_probes(experiment, probes, gallery, chosen, progress)
    return Result(
        **{field.name: getattr(outcome, field.name) for field in dataclasses.fields(outcome)}
    )
