"""Readers of files from strangers: for each a whole file, and how to change it."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from attack import mutations
from PIL import Image
from support.small_datasets import CARD, INFO, encodings_of

from simulator.audit.report import _read, _settings
from simulator.building.add import confirm
from simulator.datasets.archives import unpack, unpack_tar
from simulator.datasets.dataset import load_dataset
from simulator.datasets.groups import split_by
from simulator.datasets.kin import kin_of
from simulator.datasets.label_errors import rightly_labeled
from simulator.datasets.manifest import save_manifest
from simulator.experiment.experiment_file import load_experiment
from simulator.faces.photos import decode_photo, read_photo_bytes
from simulator.search.confidence import load_calibration
from simulator.search.scores.read import load_scores
from simulator.storage.files import sha256_of_file
from simulator.storage.paths import bundled
from simulator.sweep.compare import compare, comparison_html
from simulator.sweep.folder_report import write_folder_report
from simulator.sweep.grid_kinds import load_grid
from simulator.sweep.kinds import SEARCHES
from simulator.sweep.summary import answer, summarize
from simulator.sweep.sweep_folder import read_sweep, table_of, write_card, write_table


@dataclass(frozen=True)
class Target:
    """A file of a folder that is changed, and what then reads it."""

    file: str
    change: mutations.Change
    read: Callable[[Path], object]


def make(folder: Path) -> None:
    """Write a whole file of each kind."""
    data = folder / "class"
    data.mkdir(parents=True)
    (data / "card.toml").write_text(CARD.format(space="made"), "utf-8")
    rows = [
        {"key": k, "subject_id": k, "photo": f"{k}.jpg", "gender": "FM"[i % 2], "origin": "x"}
        for i, k in enumerate("abcdef")
    ]
    save_manifest(rows, list(rows[0]), data / "manifest.csv")
    encodings_of({k: [i, 0, 0, 1] for i, k in enumerate("abcdef")}).save(data / "encodings.npz")
    (data / "mates.csv").write_text("subject_id,identity\na,bioguide:A\n")
    (data / "same_photo.csv").write_text("first,second,evidence\na,b,x\n")
    (data / "label_errors.csv").write_text("key,kind,shows,evidence\nc,other_face,d,x\n")
    confirm(str(data))
    shutil.copytree(data, folder / "unsealed")
    (folder / "unsealed" / "SHA256SUMS").unlink()
    (folder / "lists.csv").write_text("probe,gallery,distance\na,b,0.5\nb,,\n")
    pq.write_table(
        pa.table({"probe": ["a", "b"], "gallery": ["x", ""], "distance": [0.4, None]}),
        folder / "lists.parquet",
    )
    answers = {"a": {"FaceModelVersion": "6", "FaceMatches": []}}
    answers["a"]["FaceMatches"] = [{"Similarity": 91.5, "Face": {"FaceId": "x"}}]  # type: ignore[assignment]
    (folder / "answers.json").write_text(json.dumps(answers))
    for name in ("gallery-mix", "audit-training-mix", "replay-2018"):
        shutil.copy(bundled(f"experiments/{name}.toml"), folder / f"{name}.toml")
    (folder / "one.toml").write_text('probes = "london"\nseed = 1\nmix = {F = 2}\ndistance = 0.5\n')
    shutil.copy(bundled("datasets/lfw/calibration-dlib.json"), folder / "calibration.json")
    write_run(folder / "run")
    audit = {"train": "lfw", "tests": ["london"], "share_of_women": None, "people": None}
    audit |= {"mix": None, "seed": 0, "abstain": 0.5, "group_by": []}
    (folder / "audit.json").write_text(json.dumps({"audit": audit, "tests": []}))
    picture = Image.fromarray(np.arange(48 * 48 * 3, dtype=np.uint8).reshape(48, 48, 3))
    for ending in ("png", "jpg", "webp", "tif", "gif", "bmp"):
        picture.save(folder / f"photo.{ending}")
    with zipfile.ZipFile(folder / "photos.zip", "w") as file:
        file.write(folder / "photo.png", "in/photo.png")
        file.write(folder / "photo.jpg", "in/photo.jpg")
    with tarfile.open(folder / "photos.tgz", "w:gz") as tar:
        tar.add(folder / "photo.png", "in/photo.png")


def write_run(folder: Path) -> None:
    folder.mkdir()
    row = {"probes": "nowhere", "gallery": "nowhere", "matcher": "dlib", "portrait": "first"}
    row |= {"threshold_kind": "distance", "threshold_given": 0.5, "threshold_per": "everyone"}
    row |= {"labels_shuffled": False, "paintings": False, "without_kin": False}
    row |= {"one_photo_per_person": False, "gallery_photos": 10, "cell": 0, "group_by": "gender"}
    row |= {"seed": 0, "mix": '{"F": 200}', "searches": 9, "false_matches": 1, "fpir": 0.1}
    row |= {"low": 0.0, "high": 0.4, "all_searches": 18, "all_false_matches": 2, "all_low": 0.0}
    row |= {"all_high": 0.4, "distance": 0.5, "failed_to_enrol": 0, "all_failed_to_enrol": 0}
    rows = [row | {"group": g, "label": g} for g in ("F", "M")]
    write_table(table_of(rows, SEARCHES), folder / "results.parquet")
    card = {"format": SEARCHES.format, "measures": dict(SEARCHES.measures), "question": "Who?"}
    card |= {"command": "x", "grid_sha256": "x", "cells": 1, "rows": 2, "seeds": [0]}
    card |= {"results_sha256": sha256_of_file(folder / "results.parquet"), "datasets": {"x": "y"}}
    card |= {"failures": [{"cell": 0, "reason": "x"}], "versions": {"falsematch": "1"}}
    card |= {"machine": {"system": "x"}, "workers": 1, "started": "2026", "seconds": 1.5}
    write_card(folder, card)
    (folder / "grid.toml").write_text('question = "Who?"\n')


def _dataset(folder: Path) -> None:
    dataset = load_dataset(str(folder))
    _ = dataset.identities, dataset.kinds, dataset.left_out, dataset.mix_groups, dataset.digest
    keys = dataset.encodings.keys.tolist()
    for column in dataset.card.labels:
        if column in dataset.manifest.columns:
            split_by(dataset.labels(keys), column, dataset.card)
    rightly_labeled(dataset)
    kin_of(dataset)


def _resealed(folder: Path) -> None:
    """Read a run whose card fits its results: whoever changes one can change the other."""
    if (folder / "results.parquet").is_file():
        card = json.loads((folder / "card.json").read_text())
        write_card(folder, card | {"results_sha256": sha256_of_file(folder / "results.parquet")})
    _run(folder)


def _run(folder: Path) -> None:
    _card, frame = read_sweep(folder)
    summary = summarize(frame)
    answer(frame, summary)
    comparison_html(*compare(folder, folder))
    write_folder_report(folder, folder / "report.html")


def _archive(path: Path) -> None:
    unpack(path, path.parent / "unpacked")


def _tar(path: Path) -> None:
    unpack_tar(path, "in", path.parent / "untarred")


def _photo(path: Path) -> None:
    decode_photo(read_photo_bytes(path), path.name)


def _audit(path: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        _settings(_read(path), path.parent)


def _in(read: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda path: read(path.parent)


TARGETS = [
    Target("unsealed/card.toml", mutations.changed_toml, _in(_dataset)),
    Target("unsealed/manifest.csv", mutations.changed_csv, _in(_dataset)),
    Target("class/SHA256SUMS", mutations.changed_sums, _in(_dataset)),
    Target("unsealed/mates.csv", mutations.changed_csv, _in(_dataset)),
    Target("unsealed/same_photo.csv", mutations.changed_csv, _in(_dataset)),
    Target("unsealed/label_errors.csv", mutations.changed_csv, _in(_dataset)),
    Target("unsealed/encodings.npz", mutations.changed_zip, _in(_dataset)),
    Target("lists.csv", mutations.changed_csv, load_scores),
    Target("lists.parquet", mutations.changed_bytes, load_scores),
    Target("answers.json", mutations.changed_json, load_scores),
    Target("gallery-mix.toml", mutations.changed_toml, load_grid),
    Target("audit-training-mix.toml", mutations.changed_toml, load_grid),
    Target("replay-2018.toml", mutations.changed_toml, load_experiment),
    Target("one.toml", mutations.changed_toml, load_experiment),
    Target("calibration.json", mutations.changed_json, lambda p: load_calibration(p, INFO)),
    Target("run/card.json", mutations.changed_json, _in(_run)),
    Target("run/results.parquet", mutations.changed_bytes, _in(_resealed)),
    Target("run/grid.toml", mutations.changed_toml, _in(_run)),
    Target("audit.json", mutations.changed_json, _audit),
    Target("photos.zip", mutations.changed_zip, _archive),
    Target("photos.tgz", mutations.changed_bytes, _tar),
    *(
        Target(f"photo.{ending}", mutations.changed_bytes, _photo)
        for ending in ("png", "jpg", "webp", "tif", "gif", "bmp")
    ),
]
