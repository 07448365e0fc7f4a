"""Turning another system's candidate lists into a search, so that everything after it works.

Such lists are cut off: at a score, and at a number of faces. A threshold looser than the cut is
"not measured", and people who are not on a list are beyond it, not at a known distance. Missed
matches (FNMR, FNIR) are undefined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.datasets.dataset import PHOTOGRAPH, Dataset
from simulator.matchers.base import MatcherInfo
from simulator.search.gallery import tally_groups_of
from simulator.search.packs import Pack
from simulator.search.scores.candidate_lists import Scores, ScoresError
from simulator.search.scores.gallery_names import GalleryNames
from simulator.search.search import BINS, CANDIDATES, Search, bin_of
from simulator.storage.files import sha256_of_file


def pack_from_scores(
    scores: Scores,
    probes: Dataset,
    gallery: Dataset,
    path: Path,
    *,
    cut: float | None = None,
    max_faces: int | None = None,
) -> Pack:
    """Turn candidate lists into the pack that :func:`simulator.experiment.run.from_pack` replays.

    Args:
        scores: candidate lists.
        probes: whose manifest names who is searched for; encodings are not needed.
        gallery: whose manifest names who is searched in; its rows are the gallery's size.
        path: where the scores come from, for provenance.
        cut: the loosest distance that the system would have listed; by default the one the file
            states, or else the loosest distance in it.
        max_faces: the longest list that the system returns. Where a list has that length, people
            further away may be missing, so nothing beyond its last distance is measured.

    Raises:
        ScoresError: a key is in neither manifest, or a pair is repeated.
    """
    keys = gallery.manifest["key"].to_numpy(dtype=str)
    names_of_gallery = GalleryNames(gallery)
    probe_row = {key: i for i, key in enumerate(probes.manifest["key"])}
    # Where a data set marks paintings, lists for them are left out as their encodings are.
    kinds = {} if probes.searches_paintings else probes.kinds
    taking_part = {key for key in probe_row if kinds.get(key, PHOTOGRAPH) == PHOTOGRAPH}
    named = set(scores.probes)
    searched = [key for key in probe_row if key in named and key in taking_part]
    unknown = sorted(named - set(probe_row))
    if unknown:
        raise ScoresError(
            f"expected probes that are in the manifest of {probes.name!r}, found {unknown[0]!r} "
            f"and {len(unknown) - 1:,} more. Use that manifest's keys."
        )
    if not named:
        raise ScoresError(
            f"expected at least one list in {path}, found a header alone, which does not say who "
            "was searched for. Write a row without a gallery key for each of them."
        )
    if not searched:
        raise ScoresError(
            f"expected lists for photographs of {probes.name!r} in {path}, found only lists for "
            f"paintings such as {min(named)!r}, which are left out. Add --paintings to count them."
        )
    lists: dict[str, dict[int, float]] = {key: {} for key in searched}
    triples = zip(scores.probes, scores.candidates, scores.distances.tolist(), strict=True)
    for probe, candidate, distance in triples:
        if not candidate or probe not in lists:
            continue
        row = names_of_gallery.row_of(candidate)
        if row in lists[probe]:
            raise ScoresError(
                f"expected each pair only once in {path}, found {probe!r} with {candidate!r} "
                "twice. Delete one of the rows."
            )
        lists[probe][row] = distance
    measured_to = _measured_to(scores, lists.values(), cut, max_faces)
    groups, names = tally_groups_of(gallery, keys)
    search, mates = _as_search(lists, searched, probes, gallery, groups, len(names))
    return Pack(
        probes=probes.name,
        gallery=gallery.name,
        matcher=MatcherInfo(scores.system, f"scores from {path.name}", 0, {"scale": scores.scale}),
        what=f"lists of {scores.system} from {path.name}",
        probe_keys=np.array(searched, np.str_),
        gallery_keys=keys,
        tally_group_names=names,
        mates_excluded=mates,
        search=search,
        notes={
            "measured_to": measured_to,
            "scores": path.name,
            "sha256": sha256_of_file(path) if path.is_file() else None,
            "scale": scores.scale,
        },
    )


def _measured_to(
    scores: Scores,
    lists: Iterable[Mapping[int, float]],
    cut: float | None,
    max_faces: int | None,
) -> float:
    known = scores.distances[~np.isnan(scores.distances)]
    given_cut = cut if cut is not None else scores.cut
    measured = given_cut if given_cut is not None else float(known.max(initial=0.0))
    full = [max(one.values()) for one in lists if max_faces and len(one) >= max_faces]
    return min([measured, *full])


def _as_search(
    lists: Mapping[str, Mapping[int, float]],
    searched: list[str],
    probes: Dataset,
    gallery: Dataset,
    groups: NDArray[np.intp],
    group_count: int,
) -> tuple[Search, int]:
    """Return the lists as a search, and the number of gallery photos that show a probe."""
    p, n = len(searched), len(groups)
    width = max([1, *(min(len(one), CANDIDATES) for one in lists.values())])
    rows = np.full((p, width), -1, np.int32)
    distances = np.full((p, width), np.nan)
    tallies = np.zeros((p, group_count, BINS), np.uint32)
    non_mates = np.full(p, n, np.int64)
    mate_distances = np.full(p, np.nan)
    theirs = gallery.identities.to_numpy()
    photos_of = pd.Series(np.arange(n)).groupby(theirs).indices
    per_group = np.bincount(groups, minlength=group_count)
    excluded: set[int] = set()
    for i, key in enumerate(searched):
        mates = set(photos_of.get(probes.identities[key], np.empty(0, np.intp)).tolist())
        excluded |= mates
        non_mates[i] -= len(mates)
        closest = sorted((d, row) for row, d in lists[key].items() if row not in mates)
        known = [d for row, d in lists[key].items() if row in mates]
        mate_distances[i] = min(known, default=np.nan)
        for place, (d, row) in enumerate(closest[:width]):
            rows[i, place], distances[i, place] = row, d
        # People who are not listed are somewhere beyond the cut: counted in the last bin.
        unlisted = per_group - np.bincount(groups[sorted(mates)], minlength=group_count)
        for d, row in closest:
            tallies[i, groups[row], int(bin_of(np.array([d]))[0])] += 1
            unlisted[groups[row]] -= 1
        tallies[i, :, -1] += unlisted.astype(np.uint32)
    return Search(rows, distances, tallies, non_mates, mate_distances), len(excluded)
