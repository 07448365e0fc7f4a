"""Exact 1:N search: every probe against every gallery photo, in bounded memory.

A search returns for each probe a candidate list (the closest photos) and a tally (how many photos
are in each distance bin, by tally group: the gallery photos with one
combination of labels). Any threshold, gallery size, or gallery mix can
be answered from these two later, without searching again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simulator.storage.progress import Progress

CANDIDATES = 50
BIN_WIDTH = 0.001
BINS = 2000
"""Distances up to 2; dlib's never exceed 1.7. Larger distances count in the last bin."""

_GALLERY_CHUNK = 32_768
_BLOCK = 6_700_000
"""Distances computed at once: 27 MB, regardless of the gallery's size."""
_CACHED = 262_144
"""Distances processed at once: they stay in a core's second-level cache."""
_REFINED = 512


@dataclass(frozen=True)
class Search:
    """The result of one search, without vectors.

    Attributes:
        candidates: (p, c) row numbers of the closest gallery photos, closest first; −1 where the
            gallery has fewer.
        distances: (p, c) their Euclidean distances in float64; nan where there is none.
        tallies: (p, groups, bins) non-mate photos per distance bin: bin b holds distances in
            ((b−1)·width, b·width], so a cumulative sum up to b counts the matches at threshold
            b·width. Beyond the candidate list they are float32-exact (1e-6).
        non_mates: (p,) gallery photos that are not of the probe's own person.
        mate_distances: (p,) distance of the closest photo of the probe's own person; nan without.
    """

    candidates: NDArray[np.int32]
    distances: NDArray[np.float64]
    tallies: NDArray[np.uint32]
    non_mates: NDArray[np.int64]
    mate_distances: NDArray[np.float64]

    @property
    def nearest(self) -> NDArray[np.float64]:
        """(p,) distance of each probe's closest non-mate; nan where there is none."""
        return self.distances[:, 0]


def search(
    probes: NDArray[np.float32],
    gallery: NDArray[np.float32],
    *,
    mates: Sequence[NDArray[np.intp]] | None = None,
    excluded: Sequence[NDArray[np.intp]] | None = None,
    tally_groups: NDArray[np.intp] | None = None,
    candidates: int = CANDIDATES,
    progress: Progress | None = None,
) -> Search:
    """Search every probe in the gallery, exactly.

    Args:
        probes: (p, d) float32.
        gallery: (n, d) float32; of equal distances the lower row is the closer candidate.
        mates: per probe the gallery rows that show the same person: never a false match; their
            closest distance is returned separately.
        excluded: per probe the rows that are the very same photo, which are left out completely.
        tally_groups: (n,) the tally group of each photo, 0…; one group by default. Fastest where
            the photos of a group lie side by side.
        candidates: the length of the candidate lists.
        progress: called with (comparisons done, total).

    Returns:
        The candidate lists, tallies and mate distances.
    """
    p, n = len(probes), len(gallery)
    groups = np.zeros(n, np.intp) if tally_groups is None else tally_groups
    group_count = int(groups.max()) + 1 if n else 1
    length = group_count * BINS
    offsets = (groups * BINS).astype(np.int64)
    tallies = np.zeros((p, length), np.uint32)
    skipped = [
        np.concatenate([_rows(mates, i), _rows(excluded, i)]).astype(np.intp) for i in range(p)
    ]
    possible: list[_PossibleCandidates] = []
    # Runs of photos of one group are counted with one call each.
    runs = np.flatnonzero(np.diff(groups, prepend=-1, append=-1))
    for start, stop, columns, scaled in distance_blocks(probes, gallery, 1 / BIN_WIDTH):
        bins = _float_bins(scaled)
        _hide(bins, skipped[start:stop], columns)
        inside = runs[(runs > columns.start) & (runs < columns.stop)] - columns.start
        ends = [0, *inside.tolist(), bins.shape[1]]
        numbers = np.empty(bins.shape[1], np.int64)
        for row in range(start, stop):
            np.copyto(numbers, bins[row - start], casting="unsafe")
            for i, j in pairwise(ends):
                own = numbers[i:j]
                if len(skipped[row]):
                    own = own[own < BINS]
                counted = np.bincount(own, minlength=BINS)
                tally = tallies[row, offsets[columns.start + i] :][:BINS]
                np.add(tally, counted, out=tally, casting="unsafe")
        possible.append(_closest_in(bins, tallies[start:stop], start, columns.start, candidates))
        if progress is not None:
            progress(p * columns.start + stop * (columns.stop - columns.start), p * n)
    lists, exact = _refine(probes, gallery, possible, candidates, tallies, offsets)
    return Search(
        candidates=lists,
        distances=exact,
        tallies=tallies.reshape(p, group_count, BINS),
        non_mates=n - np.array([len(gone) for gone in skipped], np.int64),
        mate_distances=np.array(
            [_closest(probes[i], gallery[_rows(mates, i)]) for i in range(p)], np.float64
        ),
    )


Block = tuple[int, int, slice, NDArray[np.float32]]


def distance_blocks(
    probes: NDArray[np.float32], gallery: NDArray[np.float32], scale: float = 1.0
) -> Iterator[Block]:
    """Yield Euclidean distances in blocks: (first probe, last probe + 1, gallery rows, block).

    Blocks are parts of one buffer: use or change each before requesting the next. Distances are
    multiplied by ``scale``.
    The squared distance is ‖p‖² + ‖g‖² − 2p·g, in float32, whose error at the distances that matter
    here (0.2 to 2) stays under 1e-6.
    """
    columns = min(len(gallery), _GALLERY_CHUNK)
    rows = max(1, min(len(probes), _BLOCK // max(1, columns)))
    buffer = np.empty(rows * columns, np.float32)
    square = np.float32(scale * scale)
    for first in range(0, len(gallery), max(1, columns)):
        chunk = gallery[first : first + columns]
        theirs = square * np.einsum("ij,ij->i", chunk, chunk)
        height = max(1, _CACHED // len(chunk))
        for top in range(0, len(probes), rows):
            mine = probes[top : top + rows]
            panel = buffer[: len(mine) * len(chunk)].reshape(len(mine), len(chunk))
            # One large product, so that the library packs the gallery once and uses all cores;
            # the steps that follow process it in pieces that stay in the cache.
            np.matmul(mine * (-2 * square), chunk.T, out=panel)
            own = square * np.einsum("ij,ij->i", mine, mine)[:, None]
            for start in range(0, len(mine), height):
                part = panel[start : start + height]
                part += theirs
                part += own[start : start + height]
                np.maximum(part, 0, out=part)
                np.sqrt(part, out=part)
                stop = top + start + len(part)
                yield top + start, stop, slice(first, first + len(chunk)), part


def bin_of(distance: NDArray[np.floating]) -> NDArray[np.int64]:
    """Return each distance's tally bin: the smallest b with distance ≤ b·width, as a match is ≤."""
    bins = np.ceil(np.round(np.asarray(distance, np.float64) / BIN_WIDTH, 9)).astype(np.int64)
    return np.minimum(bins, BINS - 1)


def edge_under(threshold: float) -> int:
    """Return the last bin that is entirely at or under a threshold; bins are 0.001 wide."""
    above = int(bin_of(np.array(threshold)))
    return above if abs(above * BIN_WIDTH - threshold) < 1e-9 else max(above - 1, 0)


@dataclass(frozen=True)
class _PossibleCandidates:
    """Possible candidates of a block: probe row, gallery row and float32 bin of each."""

    probes: NDArray[np.intp]
    rows: NDArray[np.intp]
    bins: NDArray[np.int64]


_HIDDEN = np.float32(1e9)


def _float_bins(scaled: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn each distance / width into its tally bin, in place, still as floats."""
    np.ceil(scaled, out=scaled)
    return np.minimum(scaled, np.float32(BINS - 1), out=scaled)


def _hide(bins: NDArray[np.float32], skipped: Sequence[NDArray[np.intp]], columns: slice) -> None:
    """Move the probe's own photos beyond the reach of tally and candidate list."""
    for row, gone in enumerate(skipped):
        if len(gone):
            here = gone[(gone >= columns.start) & (gone < columns.stop)]
            bins[row, here - columns.start] = _HIDDEN


def _closest_in(
    bins: NDArray[np.float32],
    tallies: NDArray[np.uint32],
    first_probe: int,
    first_row: int,
    candidates: int,
) -> _PossibleCandidates:
    """Return all photos in the bins that a probe's candidate list needs, by the tally so far."""
    so_far = np.cumsum(
        tallies.reshape(len(bins), -1, BINS).sum(axis=1, dtype=np.uint32), axis=1, dtype=np.uint32
    )
    # One more bin than fills the list, because refining may cross an edge.
    cuts = (so_far < candidates).sum(axis=1) + 1
    rows = [np.flatnonzero(bins[i] <= np.float32(cut)) for i, cut in enumerate(cuts)]
    return _PossibleCandidates(
        probes=np.repeat(np.arange(len(rows)) + first_probe, [len(near) for near in rows]),
        rows=np.concatenate(rows) + first_row,
        bins=np.concatenate([bins[i][near] for i, near in enumerate(rows)]).astype(np.int64),
    )


def _refine(
    probes: NDArray[np.float32],
    gallery: NDArray[np.float32],
    possible: list[_PossibleCandidates],
    candidates: int,
    tallies: NDArray[np.uint32],
    offsets: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Recompute the candidates' distances in float64, and move them to their exact bin."""
    mine = np.concatenate([part.probes for part in possible])
    rows = np.concatenate([part.rows for part in possible])
    bins = np.concatenate([part.bins for part in possible])
    exact = pair_distances(probes, gallery, mine, rows)
    # Counts are added up in place; the flat view and the equal type make it twenty times faster.
    flat, own = tallies.reshape(-1), mine * tallies.shape[1] + offsets[rows]
    np.subtract.at(flat, own + bins, np.uint32(1))
    np.add.at(flat, own + bin_of(exact), np.uint32(1))
    by_probe = np.argsort(mine, kind="stable")
    mine, rows, exact = mine[by_probe], rows[by_probe], exact[by_probe]
    place = np.arange(len(mine)) - np.searchsorted(mine, np.arange(len(probes)))[mine]
    width = max(candidates, int(place.max(initial=-1)) + 1)
    padded_rows = np.full((len(probes), width), -1, np.int32)
    padded = np.full((len(probes), width), np.inf)
    padded_rows[mine, place] = rows
    padded[mine, place] = exact
    # Stable, so that of equal distances the lower gallery row comes first.
    order = np.argsort(padded, axis=1, kind="stable")[:, :candidates]
    lists = np.take_along_axis(padded_rows, order, axis=1)
    distances = np.take_along_axis(padded, order, axis=1)
    return lists, np.where(lists < 0, np.nan, distances)


def pair_distances(
    probes: NDArray[np.float32],
    gallery: NDArray[np.float32],
    mine: NDArray[np.intp],
    rows: NDArray[np.intp],
) -> NDArray[np.float64]:
    """Return (m,) Euclidean distances in float64 between probes[mine] and gallery[rows].

    They equal :func:`euclidean` of all rows, but are calculated a few at a time, without a copy.
    """
    wide = probes.astype(np.float64)
    squares = np.empty(len(mine))
    for i in range(0, len(mine), _REFINED):
        difference = gallery[rows[i : i + _REFINED]].astype(np.float64)
        difference -= wide[mine[i : i + _REFINED]]
        np.einsum("ij,ij->i", difference, difference, out=squares[i : i + _REFINED])
    return np.sqrt(squares)


def euclidean(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (n,) Euclidean distances in float64, row by row; ``first`` may be one vector (d,)."""
    difference = second.astype(np.float64) - first.astype(np.float64)
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", difference, difference)))


def _rows(lists: Sequence[NDArray[np.intp]] | None, i: int) -> NDArray[np.intp]:
    return np.empty(0, np.intp) if lists is None else lists[i]


def _closest(vector: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    return float(euclidean(vector, others).min()) if len(others) else float("nan")
