"""The list of portraits that are one photograph: its scores and its rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

cv2 = pytest.importorskip("cv2")

import one_shot  # noqa: E402

from simulator.datasets.dataset import load_dataset  # noqa: E402


def a_portrait(seed: int) -> one_shot.Portrait:
    """Return noise of several grain sizes with the landmarks of a real face on it."""
    rng = np.random.default_rng(seed)
    gray = sum(
        cv2.resize(rng.normal(0, 12, (300 // grain, 240 // grain)), (240, 300)) + 30
        for grain in (2, 4, 8, 16)
    )
    points = load_dataset("congress-115").encodings.landmarks[0].astype(np.float64)
    points = (points - points.mean(axis=0)) / np.ptp(points[:, 0]) * 70 + (120, 150)
    return one_shot.Portrait(np.asarray(gray, np.float32), points)


def test_correlation_by_hand() -> None:
    """1 for a straight line up, -1 down, 0 without any contrast, and one case worked by hand."""
    line = np.array([1, 2, 3], np.float32)
    assert one_shot.correlation(line, 5 * line + 2) == pytest.approx(1)
    assert one_shot.correlation(line, -line) == pytest.approx(-1)
    assert one_shot.correlation(line, np.ones(3, np.float32)) == 0
    # Deviations -1, 0, 1 and -4/3, 5/3, -1/3: 1 / sqrt(2 * 42/9).
    other = np.array([0, 3, 1], np.float32)
    assert one_shot.correlation(line, other) == pytest.approx(1 / np.sqrt(2 * 42 / 9))


def test_one_photograph_is_found_cropped_brightened_and_mirrored() -> None:
    """The same shot scores high in its own orientation only; another shot scores low in both."""
    first = a_portrait(1)
    cropped = one_shot.Portrait(first.gray[20:280, 15:230] * 0.6 + 40, first.landmarks - (15, 20))
    assert one_shot.score(first, cropped) > 0.9
    assert one_shot.score(first, cropped.mirrored()) < 0.4
    turned = cropped.mirrored()
    assert one_shot.score(first, turned) < 0.4
    assert one_shot.score(first, turned.mirrored()) > 0.9
    assert one_shot.score(first, a_portrait(2)) < 0.4


def test_a_mirrored_portrait_mirrored_again_is_itself() -> None:
    """Pixels and landmarks both come back, and left and right landmarks change places."""
    first = a_portrait(3)
    turned = first.mirrored()
    assert turned.landmarks[36, 0] < turned.landmarks[45, 0]
    again = turned.mirrored()
    assert (again.gray == first.gray).all()
    assert np.allclose(again.landmarks, first.landmarks)


@pytest.mark.parametrize("second", sorted(one_shot.SETS))
def test_every_pair_has_a_verdict(second: str) -> None:
    """A row per member with two enrolled photos; mirrored is said of what may be one shot."""
    new, old = load_dataset(second), load_dataset(one_shot.SETS[second])
    rows = one_shot.read(new.folder / one_shot.FILE)
    assert list(rows) == one_shot.pairs(old, new)
    for row in rows.values():
        assert row["verdict"] in ("same", "different", "unsure")
        assert (row["mirrored"] == "") == (row["verdict"] == "different")
    kinds = new.manifest.set_index("key")["kind"]
    same = [key for key, row in rows.items() if row["verdict"] == "same"]
    assert set(kinds[same]) == {"photograph"}


def test_a_pair_in_both_congresses_has_one_row() -> None:
    """Whoever sat in both has the same two photos, scores and verdict in both lists."""
    a, b = (one_shot.read(load_dataset(name).folder / one_shot.FILE) for name in one_shot.SETS)
    shared = set(a) & set(b)
    assert len(shared) > 400
    assert all(a[key] == b[key] for key in shared)


def test_the_tool_reports_a_stale_score(
    photos: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A score that the photos do not give is named, and the exit code says so."""
    key = "K000375"
    assert one_shot.main(["--photos", str(photos), "--only", key]) == 0
    listed = one_shot.read(load_dataset("congress-115-second").folder / one_shot.FILE)[key]
    altered = {name: {key: listed | {"score_mirrored": "0.100"}} for name in one_shot.SETS}
    monkeypatch.setattr(one_shot, "read", lambda path: altered[path.parent.name])
    assert one_shot.main(["--photos", str(photos), "--only", key]) == 1
    assert key in capsys.readouterr().out
