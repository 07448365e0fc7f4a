"""Data sets that another system's lists are of."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.small_datasets import Made


@pytest.fixture
def two(make_dataset: Made) -> tuple[Path, Path]:
    """Three probes and a gallery of four, one of them Ada herself; manifests without encodings."""
    probes = make_dataset("p", [(k, k, g, "x", None) for k, g in (("ada", "F"), ("bo", "M"))])
    (probes / "manifest.csv").write_text(
        "key,subject_id,photo,gender,origin\nada,ada,ada.jpg,F,x\nbo,bo,bo.jpg,M,x\n"
        "cy,cy,cy.jpg,M,x\n"
    )
    gallery = make_dataset("g", [("g0", "ada", "F", "x", None)])
    (gallery / "manifest.csv").write_text(
        "key,subject_id,photo,gender,origin\ng0,ada,a/g0.jpg,F,x\ng1,uma,a/g1.jpg,F,x\n"
        "g2,vic,b/g2.jpg,M,x\ng3,wim,b/g3.jpg,M,x\n"
    )
    for folder in (probes, gallery):
        (folder / "encodings.npz").unlink()
        (folder / "SHA256SUMS").unlink(missing_ok=True)  # else it counts as lost
    return probes, gallery
