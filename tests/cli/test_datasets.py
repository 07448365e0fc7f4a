"""datasets: list, info, and data sets that are broken."""

from __future__ import annotations

import json
import math
from pathlib import Path

from support.command_line import Run, one_line
from support.small_datasets import Made


def test_info_and_list(here: Run) -> None:
    """The card, with who labeled the people."""
    assert "signed consent" in " ".join(here("datasets", "info", "london").stdout.split())
    assert "stand-ins with a number" in " ".join(here("datasets", "info", "lfw").stdout.split())
    named = " ".join(here("datasets", "info", "legislators").stdout.split())
    assert "shown by name" in named
    assert "pairs of relatives listed" in named
    assert "congress-115" in here("datasets", "list").stdout


def test_bad_data_sets_are_one_line(
    line_up: tuple[Path, Path], make_dataset: Made, here: Run
) -> None:
    """A truncated npz, a missing column, a double key, an empty probe set."""
    probes, gallery = (str(folder) for folder in line_up)
    good = (line_up[0] / "manifest.csv").read_text()
    (line_up[0] / "manifest.csv").write_text(good + "ada,ada,a.jpg,F,north\n")
    assert "'ada' more than once" in one_line(here("run", "--probes", probes), 1)
    (line_up[0] / "manifest.csv").write_text(good.replace("subject_id", "who"))
    assert "'subject_id'" in one_line(here("run", "--probes", probes), 1)
    (line_up[0] / "manifest.csv").write_text(good)
    npz = line_up[1] / "encodings.npz"
    npz.write_bytes(npz.read_bytes()[:-100])
    words = ("run", "--probes", probes, "--gallery", gallery)
    assert "altered or cut off" in one_line(here(*words), 1)
    empty = str(make_dataset("empty", [("n", "nia", "F", "north", None)]))
    assert "at least one" in one_line(here("run", "--probes", empty, "--gallery", empty), 1)
    foreign = here("run", "--probes", probes, "--gallery", "lfw")
    assert "one matcher" in one_line(foreign, 1)


def test_normalize_stores_what_run_reads(make_dataset: Made, here: Run) -> None:
    """With 600 people in the gallery a third is the cohort; before, the run says why not."""
    probes = str(make_dataset("class", [_person("p", i, 0.5) for i in range(50)]))
    gallery = str(make_dataset("crowd", [_person("g", i, 0.0) for i in range(600)]))
    words = ("run", "--probes", probes, "--gallery", gallery, "--distance", "0.4", "--json")
    before = json.loads(here(*words).stdout)["measures"]["score_normalization"]
    assert "falsematch datasets normalize" in before["why"]
    assert "Written to" in here("datasets", "normalize", probes, gallery).stdout
    after = json.loads(here(*words).stdout)["measures"]["score_normalization"]
    assert after["why"] is None
    assert after["cohort_people"] == 200
    refused = one_line(here("datasets", "normalize", gallery, probes), 1)
    assert "not measurable here" in refused


def _person(name: str, number: int, at: float) -> tuple[str, str, str, str, tuple[float, ...]]:
    vector = (at + number, math.sin(number), math.cos(7 * number), 0.0)
    return (f"{name}{number}", f"{name}{number}", "FM"[number % 2], "north", vector)


def test_thresholds_per_group_over_many_halves_of_ones_own_people(
    make_dataset: Made, here: Run
) -> None:
    """300 people of one's own: a table and its JSON, and a target that few people cannot show."""
    people = [
        (f"{i}-{k}", f"p{i:03}", "FM"[i % 2], "n", (math.sin(i), 0.001 * k, 0.0, 0.0))
        for i in range(300)
        for k in range(2)
    ]
    own = str(make_dataset("own", people))
    words = ("datasets", "thresholds", own, "--fmr", "0.02", "--splits", "5")
    found = json.loads(here(*words, "--json").stdout)
    assert {row["splits"] for row in found["splits"]} == {5}
    assert {row["group"] for row in found["splits"]} == {"F", "M"}
    for row in found["splits"]:
        assert row["fmr_low"] <= row["fmr"] <= row["fmr_high"]
        assert 0.01 < row["fmr"] < 0.04
    text = here(*words).stdout
    assert "over 5 halves of the people" in text
    assert "unlawful" in text
    refused = one_line(here("datasets", "thresholds", own, "--fmr", "0.00001"), 1)
    assert "30 false matches" in refused
    assert "label" in one_line(here("datasets", "thresholds", own, "--group-by", "shoe"), 1)
