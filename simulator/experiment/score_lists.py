"""A search that another system ran, from its candidate lists."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.portraits import BOTH, EITHER, opened, probes_of
from simulator.experiment.result import Result
from simulator.experiment.run import from_pack
from simulator.search.packs import Pack
from simulator.search.scores.as_pack import pack_from_scores
from simulator.search.scores.candidate_lists import Scores
from simulator.search.scores.read import load_scores
from simulator.search.scores.scale import similarity_to_distance

DONE_ELSEWHERE = (
    "matcher",
    "gallery_size",
    "mix",
    "one_photo_per_person",
    "condition",
    "same_gallery_as",
    "seed",
)
"""Fields of an experiment that describe a search; finished lists cannot honor them."""


@dataclass(frozen=True)
class Lists:
    """Candidate lists, how to read them, and where they end.

    Attributes:
        path: the file or folder.
        scores_are, scale: as for :func:`simulator.search.scores.read.load_scores`.
        cut, max_faces: as for :func:`simulator.search.scores.as_pack.pack_from_scores`.
        similarity: the threshold, in the lists' own unit.
    """

    path: Path
    scores_are: str | None = None
    scale: str | None = None
    cut: float | None = None
    max_faces: int | None = None
    similarity: float | None = None


def replay_lists(experiment: Experiment, lists: Lists) -> tuple[Result, Pack, Scores]:
    """Return the result of another system's search, its pack, and the lists as they were read.

    Raises:
        ExperimentError: the experiment describes a search that these lists are not of.
        ScoresError: the lists cannot be understood, or do not fit the two data sets.
    """
    _refuse_what_lists_cannot_honor(experiment)
    probes, gallery = probes_of(experiment), opened(experiment.gallery, experiment)
    scores = load_scores(lists.path, lists.scores_are, lists.scale)
    if lists.similarity is not None:
        distance = similarity_to_distance(lists.similarity, scores.scale)
        experiment = dataclasses.replace(experiment, distance=distance)
    pack = pack_from_scores(
        scores, probes, gallery, lists.path, cut=lists.cut, max_faces=lists.max_faces
    )
    return from_pack(experiment, probes, gallery, pack), pack, scores


def reading_notes(scores: Scores, *, with_scale: bool = True) -> list[str]:
    """Return, in sentences, how lists were read and what was left out of them.

    Args:
        scores: the lists.
        with_scale: whether to say how distances were calculated, which the JSON holds.
    """
    notes = [f"Distances: {scores.scale}."] if with_scale else []
    if scores.passed_over:
        notes.append(f"Not read: {', '.join(scores.passed_over)}.")
    if scores.unused:
        columns = "column" if len(scores.unused) == 1 else "columns"
        notes.append(f"Not used: the {columns} {', '.join(scores.unused)}.")
    return notes


def _refuse_what_lists_cannot_honor(experiment: Experiment) -> None:
    plain = Experiment()
    for name in DONE_ELSEWHERE:
        value = getattr(experiment, name)
        if value != getattr(plain, name):
            option = f"--{name.replace('_', '-')}"
            shown = "" if isinstance(value, bool) else f" {value}"
            raise ExperimentError(
                "expected a finished search, whose lists are used as that system made them, found "
                f"{option}{shown}, which they cannot follow. Leave it out."
            )
    if experiment.portrait in (EITHER, BOTH):
        raise ExperimentError(
            "expected the first or the second portrait for another system's lists, which are of "
            f"one search, found {experiment.portrait!r}. Choose one of the two."
        )
