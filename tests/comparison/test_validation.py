"""Ten-fold accuracy, by hand and on the official pairs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.comparison.validation import (
    best_threshold,
    read_pairs,
    ten_fold_accuracy,
    validate_lfw_pairs,
)
from simulator.errors import ManifestError


def test_best_threshold_by_hand() -> None:
    """Between the last mated and the first non-mated pair; equal distances stay together."""
    distances = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    same = np.array([True, True, False, True, False])
    assert best_threshold(distances, same) == 0.2
    assert best_threshold(np.array([0.3, 0.3]), np.array([True, False])) == 0.3


def test_ten_folds_by_hand() -> None:
    """Two folds; in the first, two mistakes and one failure to enroll."""
    distances = np.array([0.1, 0.9, 0.2, np.nan, 0.1, 0.3, 0.7, 0.8])
    same = np.array([True, True, False, False, True, True, False, False])
    fold = np.array([0, 0, 0, 0, 1, 1, 1, 1])
    found = ten_fold_accuracy(distances, same, fold)
    assert found.thresholds[0] == 0.3
    assert found.pairs == 8
    assert found.encoded_pairs == 7
    first_encoded = 1 / 3  # 0.1 is right, 0.9 is missed, 0.2 is falsely matched
    second = np.mean((distances[4:] <= found.thresholds[1]) == same[4:])
    assert found.accuracy == pytest.approx((first_encoded + second) / 2)
    assert found.accuracy_with_failures == pytest.approx((1 / 4 + second) / 2)
    spread = abs(first_encoded - second) / np.sqrt(2)
    assert found.standard_error == pytest.approx(spread / np.sqrt(2))


def test_the_official_pairs() -> None:
    """6,000 pairs in ten folds; this matcher is right on 98 to 99.6% of those it could encode."""
    found = validate_lfw_pairs()
    assert found.pairs == 6000
    assert 5900 < found.encoded_pairs < 6000
    assert 0.98 < found.accuracy < 0.996
    assert found.accuracy_with_failures < found.accuracy
    assert 0 < found.standard_error < 0.005
    assert len(found.thresholds) == 10
    assert found.to_dict()["published"]["accuracy"] == 0.9938


@pytest.mark.parametrize(
    "text", ["", "2\t1\nA\t1\t2\n", "nonsense\n", "1\t1\nA\t1\tx\nA\t1\tB\t2\n"]
)
def test_a_broken_pairs_file(tmp_path: Path, text: str) -> None:
    """Cut off or something else: one sentence."""
    (tmp_path / "pairs.txt").write_text(text)
    with pytest.raises(ManifestError, match="official pairs"):
        read_pairs(tmp_path / "pairs.txt")
