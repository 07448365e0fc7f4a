"""Publishing about people who were never asked: numbers instead of names, no vectors."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import CARD

from simulator.building.publish_counts import Published, publish
from simulator.datasets.dataset import ENCODINGS, load_dataset
from simulator.datasets.manifest import load_manifest
from simulator.faces.encode import PhotoFile
from simulator.search.packs import load_pack
from simulator.storage.checksums import CHECKSUMS, write_checksums

LABELS = {
    "z": ("Black", "F", "18-29"),
    "y": ("Black", "F", "18-29"),
    "x": ("White", "M", "30-44"),
    "w": ("Asian", "F", "60+"),
}


def published(root: Path) -> Published:
    """Four real encodings under made-up labels; two of the files are copies."""
    folder = root / "made"
    folder.mkdir()
    labels = "".join(f'[labels.{c}]\nauthor = "this test"\n' for c in ("race", "age_group"))
    card = CARD.format(space="made").replace('["gender"]', '["race", "gender"]')
    (folder / "card.toml").write_text("identities = false\n" + card + labels)
    rows = [f"{key},{key},{key}.jpg,{','.join(values)}\n" for key, values in LABELS.items()]
    header = "key,subject_id,photo,race,gender,age_group\n"
    (folder / "manifest.csv").write_text(header + "".join(rows))
    encodings = load_dataset("london").encodings.take(np.arange(4))
    dataclasses.replace(encodings, keys=np.array(list(LABELS)), failures={}).save(
        folder / ENCODINGS
    )
    write_checksums(folder / CHECKSUMS, [folder / ENCODINGS])
    photos = []
    for key in LABELS:
        path = folder / f"{key}.jpg"
        path.write_bytes(b"the same file" if key in "zy" else key.encode())
        photos.append(PhotoFile(key, path))
    built = load_dataset(str(folder))
    return publish(built, photos, root / "out")


@pytest.mark.slow
def test_numbers_instead_of_names_and_no_vectors(tmp_path: Path) -> None:
    """Photos are numbered by their labels, then by key; copies are found by content.

    The pack holds every member of Congress against the four photos, under the same numbers.
    """
    written = published(tmp_path)
    manifest = load_manifest(written.folder / "manifest.csv")
    assert manifest.columns.tolist() == ["key", "subject_id", "photo", "race", "gender"]
    assert manifest["key"].tolist() == ["1", "2", "3", "4"]
    assert manifest["race"].tolist() == ["Asian", "Black", "Black", "White"]
    assert set(manifest["photo"]) == {""}
    assert not (written.folder / ENCODINGS).exists()
    assert written.duplicates.same_bytes == [(0, 1)]
    pack = load_pack(written.pack)
    assert sorted(pack.gallery_keys.tolist()) == ["1", "2", "3", "4"]
    assert pack.tally_group_names == ["Asian*F", "Black*F", "White*M"]
    assert set(pack.search.tallies.sum(axis=(1, 2)).tolist()) == {4}
