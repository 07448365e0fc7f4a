"""Awkward data through the whole of ``run`` and its measures: a defined answer or a clear error."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest

from simulator import Experiment, run
from simulator.errors import EncodingFileError, ExperimentError


def _people(letter, n, gender, at=0.0, step=0.1):
    return [
        (f"{letter}{i}", f"{letter}{i}", gender(i), "north", (at + step * i, 0.0, 0.0, 0.0))
        for i in range(n)
    ]


def _view(make_dataset, probes, gallery, distance=0.05):
    names = [str(make_dataset(f"set{i}", rows)) for i, rows in enumerate((probes, gallery))]
    return run(Experiment(probes=names[0], gallery=names[1])).at(distance=distance)


def _measured(view):
    found = view.measures(("gender",))
    json.dumps(found, allow_nan=False)
    return found


def test_a_group_with_one_member(make_dataset):
    """A rate with its interval, FMR undefined, no verdict, left out of the differentials."""
    probes = _people("p", 30, lambda i: "M" if i == 0 else "F")
    found = _measured(_view(make_dataset, probes, _people("g", 30, lambda i: "F", at=0.03)))
    one = next(g for g in found["significance"]["gender"]["groups"] if g["group"] == "M")
    assert "No verdict" in one["verdict"]
    assert found["differentials"]["gender"]["left_out"] == ["M"]
    same = next(g for g in found["fmr"]["gender"]["same_group"] if g["group"] == "M")
    assert same["fmr"] is None


def test_all_distances_equal(make_dataset):
    """Nobody under the common distance, everybody at it; nothing to compare either way."""
    probes = _people("p", 24, lambda i: "MF"[i % 2], step=0.0)
    gallery = _people("g", 5, lambda i: "F", at=0.5, step=0.0)
    view = _view(make_dataset, probes, gallery, distance=0.5)
    assert view.fpir.value == 1
    assert _measured(view)["significance"]["gender"]["p"] is None
    under = view.result.at(distance=0.499)
    assert under.fpir.value == 0
    assert _measured(under)["zero"]["measured_here"]["trials"] == 24
    assert view.result.gallery_size_curve([1, 5], distance=0.5)["fpir"].tolist() == [1, 1]


def test_nan_in_an_encodings_file_is_refused(make_dataset):
    folder = make_dataset("broken", _people("p", 3, lambda i: "F"))
    path = folder / "encodings.npz"
    with np.load(path) as file:
        arrays = dict(file)
    arrays["vectors"][1, 2] = np.nan
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    path.write_bytes(buffer.getvalue())
    (folder / "SHA256SUMS").unlink()
    with pytest.raises(EncodingFileError, match="finite"):
        run(Experiment(probes=str(folder)))


def test_no_mated_pairs(make_dataset):
    """Misses are not listed, PPV is empty: undefined, never a rate of 0."""
    probes = _people("p", 24, lambda i: "MF"[i % 2])
    found = _measured(_view(make_dataset, probes, _people("g", 5, lambda i: "F", at=0.03)))
    assert found["missed_matches"] == []
    assert found["base_rate"] == []


def test_mates_that_all_failed_to_enrol(make_dataset):
    """Listed in the gallery, none enrolled: FNIR undefined without failures, 1 with them."""
    probes = [
        (*row[:1], f"same{i}", *row[2:]) for i, row in enumerate(_people("p", 3, lambda i: "F"))
    ]
    gallery = [
        *_people("g", 4, lambda i: "F", at=9.0),
        *((f"m{i}", f"same{i}", "F", "north", None) for i in range(3)),
    ]
    folders = [
        str(make_dataset("with-mates", probes, space="shared")),
        str(make_dataset("mates", gallery, space="shared")),
    ]
    view = run(Experiment(probes=folders[0], gallery=folders[1])).at(distance=0.5)
    missed = _measured(view)["missed_matches"][0]
    assert missed["fnir"]["rate"] is None
    assert missed["fnir_with_failures"]["rate"] == 1


def test_no_non_mated_pairs(make_dataset):
    """A gallery of nobody but the probe is a clear error."""
    rows = [(key, "a", "F", "north", (0.0, 0, 0, 0)) for key in ("a", "b")]
    folders = [str(make_dataset(name, rows, space="shared")) for name in ("one", "two")]
    with pytest.raises(ExperimentError, match="strangers"):
        run(Experiment(probes=folders[0], gallery=folders[1]))


def test_a_label_missing_for_some_people(make_dataset):
    """They are a group of their own in every table, and no group of a differential."""
    probes = _people("p", 45, lambda i: "MF"[i % 2] if i < 30 else "")
    view = _view(make_dataset, probes, _people("g", 45, lambda i: "F", at=0.03))
    found = _measured(view)
    assert view.by("gender")["label"].tolist()[-1] == "no label"
    assert found["differentials"]["gender"]["left_out"] == [""]
    assert {g["label"] for g in found["fmr"]["gender"]["same_group"]} >= {"no label"}
