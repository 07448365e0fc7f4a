"""Each person's closest stranger and mate, plain and normalized, in many draws of a gallery.

In each draw the gallery's people are dealt anew: some are the cohort, the others are enrolled with
one photo each. The people searched are halved. Where people are searched in their own data set,
each half has a gallery of its own, so that no pair of photos is in both halves.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.label_errors import rightly_labeled
from simulator.datasets.one_shot import ONE_SHOT
from simulator.errors import ExperimentError, PackError
from simulator.faces.encodings import Encodings
from simulator.search.search import distance_blocks, euclidean
from simulator.search.two_portraits import has_two_portraits, two_portraits
from simulator.stats.score_normalization import CLOSEST, cohort_moments, probe_wise, symmetric
from simulator.storage.checksums import read_checksums, write_checksums
from simulator.storage.npz import FileKind, open_npz, write_npz
from simulator.storage.progress import Progress

FORMAT = 1
FILE = "normalized-in-{gallery}-{matcher}.npz"
NORMALIZED_CHECKSUMS = "normalized.SHA256SUMS"
DRAWS = 20
"""Each draw gives two splits: either half of the people is fitted on, and tested with, once."""
COHORT = 1000
FEWEST_IN_COHORT = 2 * CLOSEST
FEWEST_PROBES = 40
SCORES = ("plain", "probe", "cohort")
"""The distance itself, normalized by the probe's cohort, and normalized on both sides."""

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class NormalizedScores:
    """What each person's searches gave in each draw.

    Attributes:
        keys: (n,) a photo of each person, which carries the labels.
        nearest: (3, draws, n) the smallest score of a stranger, for each of :data:`SCORES`; nan in
            a draw in which the person is not searched for.
        mates: (3, draws, n) the score of the person's own enrolled photo; nan without one.
        first_half: (draws, n) who is in the first half.
        cohort_people, gallery_people: their numbers; each gallery where each half has its own.
        closest: how many of the cohort count for a photo.
    """

    keys: NDArray[np.str_]
    nearest: Floats
    mates: Floats
    first_half: NDArray[np.bool_]
    cohort_people: int
    gallery_people: int
    closest: int

    @property
    def draws(self) -> int:
        """Return how often gallery, cohort and halves were drawn."""
        return len(self.first_half)


def normalized_scores(
    probes: Dataset,
    gallery: Dataset,
    draws: int = DRAWS,
    progress: Progress | None = None,
    *,
    closest: int = CLOSEST,
) -> NormalizedScores:
    """Search everybody in drawn galleries, and normalize by drawn cohorts.

    A probe is one photo of a person; another photo of that person, drawn as well, is the mate.
    Somebody with one photo has a mate where the card names other portraits of the same people and
    the two are different photographs.

    Args:
        probes: the people searched for; if it is the gallery, they are dealt into cohort and
            halves.
        gallery: an installed data set with encodings.
        draws: how often to draw.
        progress: called with the draws done and all of them.
        closest: how many of the cohort count for a photo.

    Raises:
        ExperimentError: there are too few people for halves or for a cohort.
        EncodingMismatch: the two were not encoded by one matcher.
    """
    probes.encodings.check_comparable(gallery.encodings)
    enrolled = _People.of(rightly_labeled(gallery))
    inside = probes.folder == gallery.folder
    searched = enrolled if inside else _People.of(rightly_labeled(probes))
    if not inside:
        enrolled = enrolled.without_photos_of(searched)
    _check(searched, enrolled)
    mates = None if inside else _other_portraits(probes, searched)
    nearest = np.full((len(SCORES), draws, len(searched)), np.nan, np.float32)
    own = nearest.copy()
    halves = np.zeros((draws, len(searched)), bool)
    sizes = (0, 0)
    for draw in range(draws):
        random = np.random.default_rng([draw, len(searched), len(enrolled)])
        one, another = enrolled.draw(random)
        cohort, rest = _dealt(random, enrolled, searched)
        vectors = enrolled.encodings.vectors
        if inside:
            parts = (rest[: len(rest) // 2], rest[len(rest) // 2 :])
            halves[draw, parts[0]] = True
            for part in parts:
                mine = np.where(another[part] >= 0, another[part], one[part])
                found = scores_of(
                    vectors[mine],
                    vectors[one[part]],
                    vectors[one[cohort]],
                    np.arange(len(part)),
                    np.where((another[part] >= 0)[:, None], vectors[one[part]], np.nan),
                    closest,
                )
                nearest[:, draw, part], own[:, draw, part] = found
            sizes = (len(cohort), len(parts[1]))
        else:
            first, second = searched.draw(random)
            halves[draw, random.permutation(len(searched))[: len(searched) // 2]] = True
            theirs = searched.encodings.vectors
            enrolled_mates = np.where((second >= 0)[:, None], theirs[second], np.nan)
            if mates is not None:
                enrolled_mates = np.where((second >= 0)[:, None], enrolled_mates, mates)
            place = {person: i for i, person in enumerate(enrolled.names[rest].tolist())}
            same = np.array([place.get(person, -1) for person in searched.names.tolist()])
            nearest[:, draw], own[:, draw] = scores_of(
                theirs[first],
                vectors[one[rest]],
                vectors[one[cohort]],
                same,
                enrolled_mates,
                closest,
            )
            sizes = (len(cohort), len(rest))
        if progress is not None:
            progress(draw + 1, draws)
    keys = searched.encodings.keys[np.unique(searched.person, return_index=True)[1]]
    return NormalizedScores(keys, nearest, own, halves, *sizes, closest)


def scores_of(
    probes: Floats,
    gallery: Floats,
    cohort: Floats,
    same: Rows,
    mates: Floats,
    closest: int = CLOSEST,
) -> tuple[Floats, Floats]:
    """Return the smallest score of a stranger and the mate's score, each (3, n).

    Args:
        probes: (n, d) one photo of each person.
        gallery: (g, d) one photo of each person enrolled.
        cohort: (c, d) photos of other people.
        same: (n,) the row of the gallery with the probe's own person; −1 where there is none.
        mates: (n, d) the probe's enrolled mate; nan where there is none.
        closest: how many of the cohort count for a photo.
    """
    mine, theirs = _moments(probes, cohort, closest), _moments(gallery, cohort, closest)
    nearest = np.empty((len(SCORES), len(probes)), np.float32)
    for start, stop, columns, block in distance_blocks(probes, gallery):
        if columns != slice(0, len(gallery)):
            raise ExperimentError("expected a gallery of at most 32,768 people, found more.")
        rows = np.arange(start, stop)
        known = same[rows] >= 0
        block[known.nonzero()[0], same[rows][known]] = np.inf
        of_probe = (mine[0][rows, None], mine[1][rows, None])
        nearest[0, rows] = block.min(axis=1)
        nearest[1, rows] = probe_wise(nearest[0, rows], mine[0][rows], mine[1][rows])
        nearest[2, rows] = symmetric(block, of_probe, theirs).min(axis=1)
    own = np.full((len(SCORES), len(probes)), np.nan, np.float32)
    has = ~np.isnan(mates[:, 0])
    if has.any():
        distances = euclidean(probes[has], mates[has]).astype(np.float32)
        of_probe = (mine[0][has], mine[1][has])
        own[0, has] = distances
        own[1, has] = probe_wise(distances, *of_probe)
        own[2, has] = symmetric(distances, of_probe, _moments(mates[has], cohort, closest))
    return nearest, own


def _moments(photos: Floats, cohort: Floats, closest: int) -> tuple[Floats, Floats]:
    photos = np.ascontiguousarray(photos, np.float32)
    mean, sd = np.empty(len(photos), np.float32), np.empty(len(photos), np.float32)
    for start, stop, _columns, block in distance_blocks(photos, cohort):
        mean[start:stop], sd[start:stop] = cohort_moments(block, closest)
    return mean, sd


@dataclass(frozen=True)
class _People:
    """The enrolled photos of a data set, by person.

    Attributes:
        encodings: the photos.
        person: (photos,) a number for each person.
        names: (people,) their identities.
    """

    encodings: Encodings
    person: Rows
    names: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.names)

    @classmethod
    def of(cls, dataset: Dataset) -> _People:
        encodings = dataset.encodings
        who = dataset.identities.loc[encodings.keys.tolist()].to_numpy(dtype=str)
        names, person = np.unique(who, return_inverse=True)
        return cls(encodings, person.astype(np.intp), names)

    def without_photos_of(self, other: _People) -> _People:
        """Leave out files that the other data set has too: they are no strangers."""
        # A digest of zeros means that the file is not known.
        known = {bytes(digest) for digest in other.encodings.digests if digest.any()}
        keep = np.array([bytes(digest) not in known for digest in self.encodings.digests], bool)
        if keep.all():
            return self
        names, person = np.unique(self.names[self.person[keep]], return_inverse=True)
        return _People(self.encodings.take(np.flatnonzero(keep)), person.astype(np.intp), names)

    def draw(self, random: np.random.Generator) -> tuple[Rows, Rows]:
        """Draw one photo of each person, and another one; −1 where there is no other."""
        order = random.permutation(len(self.person))
        order = order[np.argsort(self.person[order], kind="stable")]
        start = np.searchsorted(self.person[order], np.arange(len(self)))
        counts = np.bincount(self.person, minlength=len(self))
        second = order[np.minimum(start + 1, len(order) - 1)]
        return order[start], np.where(counts > 1, second, -1)


def _dealt(random: np.random.Generator, enrolled: _People, searched: _People) -> tuple[Rows, Rows]:
    """Deal the gallery's people into cohort and the rest; nobody searched for is in the cohort."""
    size = _cohort_size(enrolled)
    order = random.permutation(len(enrolled))
    if searched is enrolled:
        return order[:size], order[size:]
    strangers = ~np.isin(enrolled.names[order], searched.names)
    cohort = order[strangers][:size]
    return cohort, np.sort(np.setdiff1d(order, cohort))


def _cohort_size(enrolled: _People) -> int:
    return min(COHORT, len(enrolled) // 3)


def _check(searched: _People, enrolled: _People) -> None:
    strangers = len(enrolled)
    if searched is not enrolled:
        strangers = int((~np.isin(enrolled.names, searched.names)).sum())
    if len(searched) < FEWEST_PROBES or min(_cohort_size(enrolled), strangers) < FEWEST_IN_COHORT:
        raise ExperimentError(
            f"expected at least {FEWEST_PROBES} people to search for and {3 * FEWEST_IN_COHORT} in "
            f"the gallery, of whom a third is the cohort, found {len(searched)} and "
            f"{len(enrolled)}: not measurable here."
        )


def _other_portraits(probes: Dataset, searched: _People) -> Floats | None:
    """Return the other portrait of each person, (n, d); nan where there is none."""
    if probes.card.other_portraits is None or not has_two_portraits(probes):
        return None
    searches = two_portraits(str(probes.folder))
    other = load_dataset(probes.card.other_portraits)
    other.encodings.check_comparable(searched.encodings)
    who = other.identities.loc[other.encodings.keys.tolist()].to_numpy(dtype=str)
    row_of = {person: row for row, person in enumerate(who.tolist())}
    vectors = np.full((len(searched), searched.encodings.vectors.shape[1]), np.nan, np.float32)
    different = set(searches.subjects[searches.enrolled].tolist())
    for i, person in enumerate(searched.names.tolist()):
        if person in different and person in row_of:
            vectors[i] = other.encodings.vectors[row_of[person]]
    return vectors


def inputs_digest(probes: Dataset, gallery: Dataset) -> str:
    """Return the SHA-256 of everything that the scores are calculated from."""
    parts = [probes, gallery]
    digest = hashlib.sha256()
    if probes.card.other_portraits is not None and has_two_portraits(probes):
        other = load_dataset(probes.card.other_portraits)
        parts.append(other)
        for dataset in (probes, other):
            path = dataset.folder / ONE_SHOT
            digest.update(path.read_bytes() if path.is_file() else b"")
    for dataset in parts:
        encodings = rightly_labeled(dataset).encodings
        who = dataset.identities.loc[encodings.keys.tolist()]
        digest.update("\n".join([encodings.matcher.identity, *who]).encode())
        digest.update(np.ascontiguousarray(encodings.vectors).tobytes())
    return digest.hexdigest()


def scores_path(probes: Dataset, gallery: Dataset, folder: Path | None = None) -> Path:
    """Return where the scores of two data sets are stored."""
    name = FILE.format(gallery=gallery.name, matcher=gallery.encodings.matcher.name)
    return (folder or probes.folder) / name


def save_scores(
    probes: Dataset,
    gallery: Dataset,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Calculate the scores of two data sets and save them beside the people searched for."""
    scores = normalized_scores(probes, gallery, progress=progress)
    path = scores_path(probes, gallery, folder)
    header = {
        "format": FORMAT,
        "probes": probes.name,
        "gallery": gallery.name,
        "inputs": inputs_digest(probes, gallery),
        "cohort_people": scores.cohort_people,
        "gallery_people": scores.gallery_people,
        "closest": scores.closest,
    }
    arrays = {name: getattr(scores, name) for name in ("keys", "nearest", "mates")}
    # NpzContent knows no letter for truth values.
    write_npz(path, header, arrays | {"first_half": scores.first_half.astype(np.uint8)})
    together = path.parent / NORMALIZED_CHECKSUMS
    known = read_checksums(together, PackError) if together.is_file() else {}
    stored = [path.parent / name for name in known if (path.parent / name).is_file()]
    write_checksums(together, sorted({*stored, path}))
    return path


def find_scores(probes: Dataset, gallery: Dataset) -> NormalizedScores | None:
    """Read the scores that are stored with the people searched for; None without.

    Scores of other photos, of another matcher or with other settings are not theirs: None.

    Raises:
        PackError: the file is truncated or altered.
    """
    path = scores_path(probes, gallery)
    if not path.is_file():
        return None
    digests = read_checksums(path.parent / NORMALIZED_CHECKSUMS, PackError)
    with open_npz(path, _KIND, digests.get(path.name)) as content:
        header = content.header
        if header["inputs"] != inputs_digest(probes, gallery):
            return None
        shape = (len(SCORES), "draws", "n")
        return NormalizedScores(
            keys=content.array("keys", "U", "n"),
            nearest=content.array("nearest", "f", *shape),
            mates=content.array("mates", "f", *shape),
            first_half=content.array("first_half", "u", "draws", "n").astype(bool),
            cohort_people=int(header["cohort_people"]),
            gallery_people=int(header["gallery_people"]),
            closest=int(header["closest"]),
        )


def stored_or_calculated(
    probes: Dataset, gallery: Dataset, progress: Progress | None = None
) -> NormalizedScores:
    """Read the scores of two data sets where they are stored; calculate them elsewhere.

    Raises:
        ExperimentError: there are too few people.
        EncodingMismatch: the two were not encoded by one matcher.
        PackError: the stored file is truncated or altered.
    """
    return find_scores(probes, gallery) or normalized_scores(probes, gallery, progress=progress)


_KIND = FileKind(
    "file of normalized scores",
    FORMAT,
    PackError,
    "Restore the file (git checkout) or run `falsematch datasets normalize` again.",
)
