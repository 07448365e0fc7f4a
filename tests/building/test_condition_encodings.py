"""Degraded photos encoded: the bundled files come from these photos."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.building.condition_encodings import encode_condition, save_condition
from simulator.datasets.dataset import load_dataset
from simulator.datasets.photo_folder import photo_files
from simulator.experiment.substitutes import under_condition
from simulator.faces.encodings import load_encodings


@pytest.mark.slow
def test_three_portraits_give_the_bundled_encodings_again(photos, tmp_path):
    dataset = load_dataset("congress-115")
    files = photo_files(dataset, photos)[:3]
    found = encode_condition(files, dataset.encodings, "face-32px", workers=1)
    bundled = under_condition(dataset, "face-32px").encodings
    row_of = {key: row for row, key in enumerate(bundled.keys.tolist())}
    rows = [row_of[key] for key in found.keys.tolist()]
    assert len(rows) >= 2
    assert np.abs(found.vectors - bundled.vectors[rows]).max() < 1e-3
    path = save_condition(tmp_path, "face-32px", found)
    assert load_encodings(path).keys.tolist() == found.keys.tolist()
    assert (tmp_path / "conditions" / "SHA256SUMS").is_file()
