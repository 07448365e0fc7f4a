"""The list of sharpness and brightness: what it says and refuses, and photos measured again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import face_measurements as tool
import numpy as np
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.datasets.face_measurements import FACE_MEASUREMENTS, face_measurements
from simulator.errors import ManifestError

PHOTOS = os.environ.get("FALSEMATCH_PHOTOS")


@pytest.mark.parametrize("name", tool.SETS)
def test_every_encoded_photo_is_measured(name: str) -> None:
    dataset = load_dataset(name)
    found = face_measurements(dataset, dataset.encodings.keys.tolist())
    assert found is not None
    assert found.notna().all().all()
    assert found["brightness"].between(1, 254).all()
    assert (found["sharpness"] > 1).all()


def test_a_photo_that_was_not_measured_is_nan_and_a_set_without_a_list_none() -> None:
    found = face_measurements(load_dataset("london"), ["001_03", "nobody"])
    assert found is not None
    assert np.isnan(found.loc[1]).all()
    assert face_measurements(load_dataset("lfw"), []) is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("key,sharp\nY000033,1\n", "key and sharpness and brightness"),
        ("key,sharpness,brightness\nY000033,-1,9\n", "'-1'"),
        ("key,sharpness,brightness\nY000033,nan,9\n", "'nan'"),
        ("key,sharpness,brightness\nY000033,1\n", "found ''"),
        ("key,sharpness,brightness\nX9,1,1\n", "'X9'"),
    ],
)
def test_a_broken_list_is_refused(tmp_path: Path, content: str, message: str) -> None:
    folder = tmp_path / "portraits"
    shutil.copytree(load_dataset("congress-115").folder, folder)
    (folder / FACE_MEASUREMENTS).write_text(content, "utf-8")
    with pytest.raises(ManifestError, match="SHA-256"):
        face_measurements(load_dataset(str(folder)), ["Y000033"])
    sums = (folder / "SHA256SUMS").read_text("utf-8").splitlines(keepends=True)
    (folder / "SHA256SUMS").write_text("".join(s for s in sums if FACE_MEASUREMENTS not in s))
    with pytest.raises(ManifestError, match=message):
        face_measurements(load_dataset(str(folder)), ["Y000033"])


def test_rows_that_differ_are_reported() -> None:
    def row(key: str, sharp: str) -> dict[str, str]:
        return {"key": key, "sharpness": sharp, "brightness": "100.0"}

    old = [row("a", "200.0"), row("b", "200.0"), row("c", "200.0")]
    new = [row("a", "202.0"), row("b", "230.0"), row("d", "200.0")]
    assert tool.differing(old, new) == ["b", "c", "d"]


@pytest.mark.skipif(PHOTOS is None, reason="needs FALSEMATCH_PHOTOS")
@pytest.mark.parametrize("name", tool.SETS)
def test_10_photos_measure_what_the_list_says(name: str) -> None:
    dataset = load_dataset(name)
    keys = dataset.manifest["key"].sample(10, random_state=3).tolist()
    found = tool.measure(dataset, Path(str(PHOTOS)), keys)
    kept = [row for row in tool.kept(dataset) if row["key"] in set(keys)]
    assert tool.differing(kept, found) == []
    assert len(found) == len(kept) > 5
