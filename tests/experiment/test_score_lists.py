"""Another system's lists from the command line: what they can follow, and what they cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.small_datasets import Made

from simulator.cli.main import cli
from simulator.errors import FalseMatchError
from simulator.experiment.score_lists import DONE_ELSEWHERE

PEOPLE = [("ada", "ada", "F", "x", None), ("bo", "bo", "M", "x", None)]


@pytest.fixture
def base(make_dataset: Made, tmp_path: Path) -> list[str]:
    """A command that replays similarities of two people in a gallery of two."""
    probes = make_dataset("p", PEOPLE)
    gallery = make_dataset("g", [("g1", "uma", "F", "x", None), ("g2", "vic", "M", "x", None)])
    (tmp_path / "s.csv").write_text("probe,gallery,similarity\nada,g1,95\nbo,g2,80\n")
    sets = ["--probes", str(probes), "--gallery", str(gallery)]
    return ["run", *sets, "--scores", str(tmp_path / "s.csv")]


def test_a_threshold_in_the_lists_own_unit(base: list[str]) -> None:
    """80 flags both, 90 one; the JSON says how distances were calculated."""
    for similarity, flagged in (("80", 2), ("90", 1)):
        done = CliRunner().invoke(cli, [*base, "--similarity", similarity, "--json"])
        found = json.loads(done.output)
        assert found["false_matches"] == flagged
        assert found["matcher"]["scale"] == "1 − similarity / 100"
    shown = CliRunner().invoke(cli, [*base, "--similarity", "80"])
    assert "Distances: 1 − similarity / 100." in shown.output


@pytest.mark.parametrize(
    ("more", "code", "words"),
    [
        (["--gallery-size", "2"], 1, "--gallery-size 2"),
        (["--mix", "even"], 1, "--mix even"),
        (["--one-photo-per-person"], 1, "--one-photo-per-person"),
        (["--matcher", "eigenfaces"], 1, "--matcher eigenfaces"),
        (["--condition", "face-32px"], 1, "--condition face-32px"),
        (["--same-gallery-as", "eigenfaces"], 1, "--same-gallery-as eigenfaces"),
        (["--seed", "7"], 1, "--seed 7"),
        (["--portrait", "either"], 1, "either"),
        (["--without-kin"], 1, "--without-kin"),
        (["--similarity", "0.8"], 1, "scale"),
        (["--scale", "fraction"], 1, "up to 1,"),
        (["--similarity", "80", "--distance", "0.2"], 2, "--distance and --similarity"),
    ],
)
def test_no_option_is_ignored(base: list[str], more: list[str], code: int, words: str) -> None:
    """What lists cannot follow is refused, in one line that names the option."""
    done = CliRunner().invoke(cli, [*base, *more])
    assert done.exit_code == code
    assert words in done.output + str(done.exception)
    assert isinstance(done.exception, (SystemExit, FalseMatchError))


@pytest.mark.parametrize("option", ["--similarity", "--scale", "--max-faces", "--keep"])
def test_an_option_of_lists_needs_them(option: str) -> None:
    """Named in the error."""
    value = "fraction" if option == "--scale" else "3"
    done = CliRunner().invoke(cli, ["run", option, value])
    assert done.exit_code == 2
    assert option in done.output


def test_every_field_of_a_search_is_checked() -> None:
    """A new field of an experiment belongs to the lists, to the threshold, or to this table."""
    import dataclasses

    from simulator.experiment.experiment import Experiment

    thresholds = {"distance", "confidence", "false_matches", "fpir", "fmr", "reference"}
    followed = {"probes", "gallery", "group_by", "portrait", "paintings", "without_kin"}
    fields = {field.name for field in dataclasses.fields(Experiment)}
    assert fields == thresholds | followed | set(DONE_ELSEWHERE)
