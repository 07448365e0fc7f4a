"""Copies of the photo that was searched with: counted, and not counted, side by side."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console
from support.replay import default_replay
from support.small_datasets import Made

from simulator import Experiment, run
from simulator.board.build_board import make_board
from simulator.datasets.dataset import load_dataset
from simulator.errors import ManifestError
from simulator.experiment.copied_photos import listed_copies
from simulator.experiment.terminal.terminal_text import print_view
from simulator.faces.encodings import Encodings
from simulator.storage.files import sha256_of_file

ROWS = [
    ("a", "ann", "F", "north", (0.0, 0, 0, 0)),
    ("b", "bob", "M", "north", (0.01, 0, 0, 0)),
    ("c", "cem", "M", "south", (0.25, 0, 0, 0)),
    ("d", "dov", "M", "south", (9.0, 0, 0, 0)),
]


@pytest.fixture
def room(make_dataset: Made) -> Path:
    """Four people; the photos of Ann and Bob are one photo."""
    folder = make_dataset("room", ROWS)
    (folder / "same_photo.csv").write_text("first,second,evidence\na,b,equal bytes\n")
    return folder


def test_a_listed_copy_by_hand(room: Path) -> None:
    """At 0.2 only the copies match. At 0.25 Ann and Bob also match Cem, so nothing changes."""
    result = run(Experiment(probes=str(room), gallery=str(room)))
    assert result.nearest_without_copies[:3].tolist() == pytest.approx([0.25, 0.24, 0.24])
    strict, loose = result.at(distance=0.2), result.at(distance=0.25)
    assert (strict.fpir.events, loose.fpir.events) == (2, 3)
    assert strict.fpir_without_copies is not None
    assert loose.fpir_without_copies is not None
    assert strict.fpir_without_copies.events == 0
    assert loose.fpir_without_copies.events == 3
    by = strict.by("gender", without_copies=True).set_index("group")
    assert by["false_matches"].to_dict() == {"M": 0, "F": 0}
    assert by["searches"].to_dict() == {"M": 3, "F": 1}


def test_both_rates_are_shown(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line, the JSON and the picture; and the limit beside them."""
    result = run(Experiment(probes=str(room), gallery=str(room)))
    view = result.at(distance=0.2)
    print_view(view, None, Console(width=100))
    printed = capsys.readouterr().out
    assert "2 of 4 falsely matched" in printed
    assert "without them: 0 of 4" in printed
    assert "would not be found" in printed
    without = view.to_dict()["without_copies"]
    assert (without["false_matches"], without["fpir"]["rate"]) == (0, 0)
    assert set(without["groups"]) == {"gender", "origin"}
    about_bars = json.loads(make_board(result).tables)["words"]["about_bars"]
    assert "2 people" in about_bars
    assert "copy" in about_bars


def with_digests(folder: Path, digests: list[int]) -> None:
    """Give the encodings of a data set these file digests."""
    old = load_dataset(str(folder)).encodings
    rows = np.array(digests, np.uint8)[:, None].repeat(32, axis=1)
    parts = {name: getattr(old, name) for name in Encodings.__dataclass_fields__}
    Encodings(**{**parts, "digests": rows}).save(folder / "encodings.npz")
    digest = sha256_of_file(folder / "encodings.npz")
    (folder / "SHA256SUMS").write_text(f"{digest}  encodings.npz\n")


def test_equal_bytes_in_two_data_sets(make_dataset: Made) -> None:
    """Known by the files' digests, whatever the names; no digest is known of zeros."""
    probes, gallery = make_dataset("p", ROWS), make_dataset("g", ROWS, space="other")
    plain = run(Experiment(probes=str(probes), gallery=str(gallery))).at(distance=0.1)
    assert plain.fpir.events == 4
    assert plain.fpir_without_copies is None
    assert plain.to_dict()["without_copies"] is None
    with_digests(probes, [1, 2, 3, 4])
    with_digests(gallery, [1, 2, 3, 5])
    view = run(Experiment(probes=str(probes), gallery=str(gallery))).at(distance=0.1)
    assert view.fpir.events == 4
    assert view.fpir_without_copies is not None
    # Ann and Bob still match each other's photo; Dov's is another file.
    assert view.fpir_without_copies.events == 3


def test_the_bundle_has_none_and_lfw_has_five_pairs() -> None:
    """Copies do not affect the replay; they do affect LFW in LFW at strict thresholds."""
    assert not default_replay().copies.any()
    assert len(listed_copies(load_dataset("lfw").folder)) == 10


def test_a_broken_list_of_copies(room: Path) -> None:
    """One sentence."""
    (room / "same_photo.csv").write_text("one,two\na,b\n")
    with pytest.raises(ManifestError, match="first and second"):
        _ = run(Experiment(probes=str(room), gallery=str(room))).copies
