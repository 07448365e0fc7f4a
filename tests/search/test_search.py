"""Exact search: candidate lists, tallies, mates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from sklearn.neighbors import NearestNeighbors

from simulator.search.search import BIN_WIDTH, BINS, bin_of, distance_blocks, euclidean, search


def some(n: int, seed: int, d: int = 128) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, d))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_hand_worked_distances_and_tally() -> None:
    """Three photos at 3-4-5 distances fall into the list and the bins that one expects."""
    probe = np.array([[0, 0]], np.float32)
    gallery = np.array([[0.375, 0.5], [0.0, 0.125], [0.75, 1.0]], np.float32)
    found = search(probe, gallery)
    assert found.candidates[0, :4].tolist() == [1, 0, 2, -1]
    assert found.distances[0, :3] == pytest.approx([0.125, 0.625, 1.25], abs=0)
    assert np.isnan(found.distances[0, 3])
    within = np.cumsum(found.tallies[0, 0])
    assert [within[b] for b in (124, 125, 624, 625, 1249, 1250)] == [0, 1, 1, 2, 2, 3]


def test_agrees_with_scikit_learn() -> None:
    """The candidate list is scikit-learn's exact nearest neighbors."""
    probes, gallery = some(30, 0), some(4000, 1)
    found = search(probes, gallery)
    exact = NearestNeighbors(n_neighbors=50, algorithm="brute").fit(gallery.astype(np.float64))
    distances, rows = exact.kneighbors(probes.astype(np.float64))
    assert (found.candidates == rows).all()
    assert found.distances == pytest.approx(distances, abs=1e-9)


def test_tally_counts_every_non_mate_once_in_its_group() -> None:
    """Tallies by group agree with counting the distances, mates and the own photo left out."""
    probes, gallery = some(7, 2), some(900, 3)
    groups = np.random.default_rng(4).integers(0, 3, 900)
    mates = [np.array([i, i + 1]) for i in range(7)]
    own = [np.array([500 + i]) for i in range(7)]
    found = search(probes, gallery, mates=mates, excluded=own, tally_groups=groups)
    assert found.non_mates.tolist() == [897] * 7
    for i in range(7):
        distances = euclidean(probes[i], gallery)
        distances[[i, i + 1, 500 + i]] = np.inf
        assert found.mate_distances[i] == euclidean(probes[i], gallery[[i, i + 1]]).min()
        for group in range(3):
            within = np.cumsum(found.tallies[i, group])
            for edge in (1.2, 1.4, 1.6, 2.0):
                expected = (distances[groups == group] <= edge).sum()
                assert abs(int(within[min(BINS - 1, round(edge / BIN_WIDTH))]) - expected) <= 1
        assert not set(found.candidates[i]) & {i, i + 1, 500 + i}


def test_tally_and_candidate_list_agree_at_every_edge() -> None:
    """Within the list's reach the tally is exact, not just float32-exact."""
    found = search(some(20, 5), some(3000, 6))
    for i in range(20):
        within = np.cumsum(found.tallies[i, 0])
        last = bin_of(found.distances[i, -1])
        for edge in range(int(last)):
            assert within[edge] == (found.distances[i] <= edge * BIN_WIDTH + 1e-12).sum()


def test_gallery_larger_than_a_chunk() -> None:
    """A gallery that is searched in several chunks gives what one product would."""
    probes, gallery = some(3, 7, 16), some(70_000, 8, 16)
    found = search(probes, gallery)
    for i in range(3):
        distances = euclidean(probes[i], gallery)
        assert found.candidates[i].tolist() == np.argsort(distances, kind="stable")[:50].tolist()
    assert (found.tallies.sum(axis=(1, 2)) == 70_000).all()


def test_blocks_are_true_distances() -> None:
    """Every block is within 1e-5 of the distances in float64."""
    probes, gallery = some(11, 9), some(5000, 10)
    for start, stop, rows, block in distance_blocks(probes, gallery):
        for i in range(start, stop):
            assert block[i - start] == pytest.approx(euclidean(probes[i], gallery[rows]), abs=1e-5)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_order_of_the_gallery_changes_nothing(seed: int, n: int) -> None:
    """Shuffling the gallery permutes the row numbers and leaves distances and tallies alone."""
    probes, gallery = some(3, seed, 8), some(n, seed + 1, 8)
    order = np.random.default_rng(seed).permutation(n)
    plain, shuffled = search(probes, gallery), search(probes, gallery[order])
    assert np.array_equal(plain.distances, shuffled.distances, equal_nan=True)
    kept = plain.candidates >= 0
    assert (order[shuffled.candidates[kept]] == plain.candidates[kept]).all()
    assert (plain.tallies == shuffled.tallies).all()


def test_equal_distances_are_ordered_by_gallery_row() -> None:
    """Ties do not depend on the sort's whims."""
    gallery = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]], np.float32)
    assert search(np.zeros((1, 2), np.float32), gallery).candidates[0, :4].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("distance", "expected"), [(0.0, 0), (0.47, 470), (0.4700001, 471), (9, 1999)]
)
def test_bins_hold_distances_up_to_their_upper_edge(distance: float, expected: int) -> None:
    """As a match is distance ≤ threshold, a distance on an edge belongs to the bin below it."""
    assert bin_of(np.array(distance)) == expected
