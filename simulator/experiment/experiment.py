"""The experiment: what is searched in what, and where the threshold is set."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.experiment.check_fields import checked_fields


@dataclass(frozen=True)
class Experiment:
    """The probes, the gallery that is searched, and the threshold.

    Attributes:
        probes: data set whose people are searched for.
        gallery: data set that is searched.
        matcher: the algorithm whose encodings are compared.
        gallery_size: draw this many gallery photos at random; all by default.
        mix: draw so many gallery photos from each group, e.g. ``{"F": 2000, "M": 2000}``; or shares
            that add up to 1, or the name of a mix (``us-arrests-2018``), of ``gallery_size`` photos
            or all that fit it.
        one_photo_per_person: keep one photo, drawn at random, of each person in the gallery.
        condition: an image condition under which the probes were encoded; the gallery stays clean.
        seed: of the random draws.
        distance, confidence, false_matches, fpir, fmr: the threshold, one of the five; 28 false
            matches (the ACLU's count) by default. Confidence is a fraction of 1. ``fpir`` is the
            largest share of people, ``fmr`` the largest share of comparisons of a person searched
            for with a photo in the gallery, that may be a false match.
        reference: ``COLUMN=GROUP``, such as ``gender=M``: ``fpir`` or ``fmr`` is that of this group
            of the people searched for, not of everybody.
        group_by: label columns of the probes.
        portrait: which portrait of each person is searched with: ``first`` (the probes' own),
            ``second`` (the other portraits that the probes' card names), or both of them, with a
            person falsely matched if ``either`` or if ``both`` are.
        paintings: search portraits that are paintings too.
        without_kin: leave each person's own relatives out of that person's candidates, where the
            gallery lists them.
        same_gallery_as: search only the photos that the finished search by this matcher searched,
            so that two matchers are compared in one gallery.

    Raises:
        ExperimentError: a field has another type, or a value that cannot be meant; a reference is
            given without a rate.
        ThresholdError: the confidence is no fraction of 1.
    """

    probes: str = "congress-115"
    gallery: str = "lfw"
    matcher: str = "dlib"
    gallery_size: int | None = None
    mix: Mapping[str, float] | str | None = None
    seed: int = 0
    distance: float | None = None
    confidence: float | None = None
    false_matches: int | None = None
    group_by: tuple[str, ...] = ()
    one_photo_per_person: bool = False
    condition: str | None = None
    portrait: str = "first"
    paintings: bool = False
    without_kin: bool = False
    fpir: float | None = None
    fmr: float | None = None
    reference: str | None = None
    same_gallery_as: str | None = None

    def __post_init__(self) -> None:
        """Check every field, whoever sets it (:mod:`simulator.experiment.check_fields`)."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        for name, value in checked_fields(fields).items():
            if value is not fields[name]:
                object.__setattr__(self, name, value)
