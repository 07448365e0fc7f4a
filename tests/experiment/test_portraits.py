"""Searches with the first, the second, either, both portraits: by hand, and with NumPy alone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from support.nearest_by_numpy import nearest_by_numpy
from support.replay import default_replay
from support.two_portraits import GALLERY, PEOPLE, SECOND, install, write

from simulator.datasets.dataset import load_dataset
from simulator.errors import DatasetNotFound, ExperimentError
from simulator.experiment.another_portrait import flagged_again
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from
from simulator.experiment.portraits import (
    NO_OTHER,
    ONE_FILE,
    combined,
    datasets_of,
    names_of,
    other_portraits,
    probes_of,
    two_portraits,
)
from simulator.experiment.run import run
from simulator.sweep.grid import parse_grid

pytestmark = pytest.mark.usefixtures("fresh_datasets")


@pytest.fixture
def first() -> Experiment:
    return install()


def flagged(experiment: Experiment) -> set[str]:
    """Return who is falsely matched at 0.5."""
    view = run(experiment).at(distance=0.5)
    return set(view.result.probes.encodings.keys[view.flagged].tolist())


@pytest.mark.parametrize(
    ("portrait", "expected"),
    [
        ("first", {"ada", "bea", "dov", "eve", "fay", "ivy"}),
        ("second", {"ada", "cem", "dov", "eve", "gus"}),
        ("either", {"ada", "bea", "cem", "eve", "ivy"}),
        ("both", {"ada", "eve"}),
    ],
)
def test_who_is_flagged_by_hand(first: Experiment, portrait: str, expected: set[str]) -> None:
    """Either and both are about the six with two files, both photographs."""
    assert flagged(dataclasses.replace(first, portrait=portrait)) == expected


@pytest.mark.parametrize("portrait", ["either", "both"])
def test_who_is_left_out_and_why(first: Experiment, portrait: str) -> None:
    """Fay's second is a painting, Dov's two are one file, Gus has only one."""
    made = run(dataclasses.replace(first, portrait=portrait)).at(distance=0.5).to_dict()
    assert made["probes"]["left_out"] == {NO_OTHER: 1, ONE_FILE: 1, "painting": 1}
    assert made["probes"]["searched"] == 6
    assert made["experiment"]["portrait"] == portrait


def test_paintings_are_searched_where_they_are_wanted(first: Experiment) -> None:
    """Fay's painting is at 0.1, so she joins the others."""
    second = dataclasses.replace(first, portrait="second")
    assert run(second).at().to_dict()["probes"]["left_out"] == {"painting": 1}
    with_paintings = dataclasses.replace(second, paintings=True)
    assert flagged(with_paintings) == flagged(second) | {"fay"}
    assert run(with_paintings).at().to_dict()["probes"]["left_out"] == {}
    both = dataclasses.replace(first, portrait="both", paintings=True)
    assert flagged(both) == {"ada", "eve", "fay"}


def test_the_row_that_is_kept_is_one_portraits(first: Experiment) -> None:
    """Either keeps the closer of the two candidate lists, both the farther one."""
    for portrait, closer in (("either", min), ("both", max)):
        result = run(dataclasses.replace(first, portrait=portrait))
        for row, key in enumerate(result.probes.encodings.keys.tolist()):
            _, near, far, _ = PEOPLE[key]
            assert near is not None
            expected = closer(near, far)
            assert result.search.nearest[row] == pytest.approx(expected, abs=1e-4)
            candidate = result.gallery_keys[result.search.candidates[row, 0]]
            assert candidate == f"{key}-{1 if expected == near else 2}"


def test_a_portrait_without_a_stranger_never_matches(first: Experiment) -> None:
    """With nan on one side, either takes the other, and both is nan."""
    result = run(first)
    nearest = result.search.distances.copy()
    nearest[0, 0] = np.nan
    other = dataclasses.replace(result.search, distances=nearest)
    either, second_kept = combined("either", result.search, other)
    assert either.nearest[0] == result.search.nearest[0]
    assert not second_kept.any()
    assert np.isnan(combined("both", result.search, other)[0].nearest[0])


def test_the_data_sets_that_take_part(first: Experiment) -> None:
    """Sweeps and the run card name them: the first is not read for a search with the second."""
    names = {
        portrait: names_of(dataclasses.replace(first, portrait=portrait))
        for portrait in ("first", "second", "both")
    }
    assert names == {
        "first": [first.probes, GALLERY],
        "second": [SECOND, GALLERY],
        "both": [first.probes, SECOND, GALLERY],
    }
    both = dataclasses.replace(first, portrait="both")
    assert [d.name for d in datasets_of(both)] == names["both"]


def test_somebody_who_is_not_listed_in_the_first(first: Experiment) -> None:
    """Who is not listed in the first data set is not left out of it; Bea, who has one, is."""
    write("more", {"ada": 100.0, "zed": 300.0}, other=first.probes, listed=["ada", "zed"])
    write("fewer", {"ada": 0.0, "bea": 5.0}, other="more", listed=["ada", "bea"])
    one, other = two_portraits(Experiment("fewer", GALLERY, portrait="both"))
    assert one.encodings.keys.tolist() == other.encodings.keys.tolist() == ["ada"]
    assert one.left_out == {NO_OTHER: 1}


def test_several_photos_of_one_person(first: Experiment) -> None:
    """Either and both need one portrait each; the message names the two photos."""
    write(
        "twice",
        {"a1": 0.0, "a2": 5.0},
        other=SECOND,
        persons={"a1": "ada", "a2": "ada"},
        listed=["a1", "a2"],
    )
    with pytest.raises(ExperimentError, match="found 'a1' and 'a2' of one person"):
        run(Experiment("twice", GALLERY, portrait="either"))


def test_nobody_has_two_portraits(first: Experiment) -> None:
    """The two data sets have no person in common."""
    write("apart", {"kim": 0.0}, other=SECOND, listed=["kim"])
    with pytest.raises(ExperimentError, match="found none"):
        run(Experiment("apart", GALLERY, portrait="both"))


def test_other_portraits_that_are_not_there(first: Experiment) -> None:
    """The card names none, or a data set that is not installed."""
    for portrait in ("second", "either", "both"):
        with pytest.raises(ExperimentError, match="its card names no data set"):
            run(Experiment(GALLERY, GALLERY, portrait=portrait))
    write("alone", {"ada": 0.0}, other="nowhere", listed=["ada"])
    with pytest.raises(DatasetNotFound, match="'nowhere'"):
        run(Experiment("alone", GALLERY, portrait="second"))


def test_two_portraits_under_a_condition(first: Experiment) -> None:
    """The other portraits were not changed in that way."""
    with pytest.raises(ExperimentError, match="Leave it out, or choose the first portrait"):
        run(dataclasses.replace(first, portrait="either", condition="grain"))


@pytest.mark.parametrize("value", ["third", "", "first of two", "First"])
def test_no_such_portrait(first: Experiment, value: str) -> None:
    """A file, a grid and an experiment refuse it in one line."""
    for refused in (
        lambda: experiment_from({"portrait": value}, "my.toml"),
        lambda: parse_grid(f'portrait = ["first", "{value}"]'),
    ):
        with pytest.raises(ExperimentError, match="expected portrait to be") as error:
            refused()
        assert "\n" not in str(error.value)
    if value != "first of two":
        with pytest.raises(ExperimentError, match="expected the portrait first, second, either"):
            probes_of(dataclasses.replace(first, portrait=value))


def test_lists_of_another_system_for_paintings_are_left_out(
    first: Experiment, tmp_path: Path
) -> None:
    """Fay's list is dropped; lists for paintings alone are refused in one line."""
    from simulator.search.scores.as_pack import pack_from_scores
    from simulator.search.scores.candidate_lists import ScoresError
    from simulator.search.scores.read import load_scores

    second, gallery = load_dataset(SECOND), load_dataset(GALLERY)
    lists = tmp_path / "lists.csv"
    lists.write_text("probe,gallery,distance\nada,ada-2,0.2\nfay,fay-2,0.1\n")
    pack = pack_from_scores(load_scores(lists), second, gallery, lists)
    assert pack.probe_keys.tolist() == ["ada"]
    whole = pack_from_scores(load_scores(lists), second.with_paintings(), gallery, lists)
    assert whole.probe_keys.tolist() == ["ada", "fay"]
    lists.write_text("probe,gallery,distance\nfay,fay-2,0.1\n")
    with pytest.raises(ScoresError, match=r"found only lists for paintings such as 'fay'.*Add"):
        pack_from_scores(load_scores(lists), second, gallery, lists)


def test_congress_with_numpy_alone() -> None:
    """Who is flagged at three distances with each choice, from the vectors alone."""
    names = ("congress-115", "congress-115-second")
    nearest = [nearest_by_numpy(name) for name in names]
    files = [
        dict(zip(e.keys.tolist(), map(bytes, e.digests), strict=True))
        for e in (load_dataset(name).encodings for name in names)
    ]
    pairs = [key for key in nearest[0].keys() & nearest[1].keys() if files[0][key] != files[1][key]]
    expected = {
        "first": nearest[0],
        "second": nearest[1],
        "either": {key: min(near[key] for near in nearest) for key in pairs},
        "both": {key: max(near[key] for near in nearest) for key in pairs},
    }
    for portrait, distances in expected.items():
        result = run(Experiment(portrait=portrait))
        assert set(result.probes.encodings.keys.tolist()) == distances.keys()
        for distance in (0.44, 0.47, 0.5):
            view = result.at(distance=distance)
            found = set(result.probes.encodings.keys[view.flagged].tolist())
            assert found == {key for key, near in distances.items() if near <= distance}


def test_nobody_is_without_a_photo_less_than_once(first: Experiment) -> None:
    """Listed = searched + failed + left out + without a photo, with two portraits too."""
    for portrait in ("first", "second", "either", "both"):
        made = run(dataclasses.replace(first, portrait=portrait)).at(distance=0.5).to_dict()
        probes = made["probes"]
        counted = probes["searched"] + probes["failed_to_enrol"] + sum(probes["left_out"].values())
        assert probes["listed"] - counted >= 0


def test_paintings_are_asked_for_and_then_not_left_out() -> None:
    """With paintings, nobody is left out, whichever encodings the set is given."""
    dataset = load_dataset("congress-115-second").with_paintings()
    assert dataset.left_out == {}
    assert dataset.with_encodings(dataset.encodings).left_out == {}
    assert len(dataset.encodings) == 535


def test_a_set_that_names_itself() -> None:
    """Its people have no other portrait there."""
    dataset = load_dataset("congress-115")
    card = dataclasses.replace(dataset.card, other_portraits="congress-115")
    with pytest.raises(ExperimentError, match="found that data set itself"):
        other_portraits(dataclasses.replace(dataset, card=card))


def test_paintings_are_no_other_photograph() -> None:
    """Of the 28, 11 have another photograph; a painting is none."""
    again = flagged_again(default_replay(), 0.468)
    assert (again.flagged, again.another, again.again) == (28, 11, 5)
