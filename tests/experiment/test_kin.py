"""Relatives in a search: kept, shown apart, and left out on request, on a line by hand."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from support.nearest_by_numpy import nearest_legislator
from support.small_datasets import Made
from support.two_portraits import install

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.kin import kin_in_lists, relatives_of
from simulator.experiment.run import check_possible, from_pack, run
from simulator.experiment.run_folder import write_run
from simulator.experiment.terminal.terminal_text import print_view
from simulator.search.packs import Pack
from simulator.search.search import Search
from simulator.storage.paths import user_datasets

HEAD = "bioguide_id,member,relation,source\n"
UMA_AND_WIM = "uma,ada,mother,this test\nwim,bea,uncle,this test\nwim,zoe,uncle,this test\n"
"""Uma is Ada's nearest stranger, at 0.1; Wim is Bea's second, at 0.4. Zoe is not searched for."""


@pytest.fixture
def family(line_up: tuple[Path, Path]) -> Experiment:
    """Four people on a line, whose gallery lists two relatives of theirs."""
    (line_up[1] / "kin.csv").write_text(HEAD + UMA_AND_WIM)
    return Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), distance=0.55)


def test_relatives_stay_in_the_search(family: Experiment) -> None:
    """Ada's nearest is her mother; without relatives, Vic is, far away. Bea's nearest is Vic."""
    result = run(family)
    assert result.search.nearest == pytest.approx([0.1, 0.3, 0.5, 0.7], abs=1e-6)
    kin = result.kin
    assert kin is not None
    assert kin.listed == 2
    assert kin.nearest_with.tolist() == result.search.nearest.tolist()
    assert kin.nearest_without == pytest.approx([10.3, 0.3, 0.5, 0.7], abs=1e-6)
    assert [(p.probe, p.relation) for p in kin.pairs] == [(0, "mother"), (1, "uncle")]
    assert [p.distance for p in kin.pairs] == pytest.approx([0.1, 0.4], abs=1e-6)


def test_without_them_each_loses_only_their_own(family: Experiment) -> None:
    """Uma is left out for Ada and Wim for Bea; both measures are those of the search with all."""
    whole, without = run(family), run(dataclasses.replace(family, without_kin=True))
    assert whole.search.non_mates.tolist() == [5, 6, 6, 6]
    assert without.search.non_mates.tolist() == [4, 5, 6, 6]
    assert without.search.nearest == pytest.approx([10.3, 0.3, 0.5, 0.7], abs=1e-6)
    assert without.search.mate_distances[0] == pytest.approx(0.02)
    assert without.mates_excluded == whole.mates_excluded == 1
    assert without.at().candidates()["matches"].tolist() == [1, 1]  # Wim no longer counts for Bea
    for kin in (whole.kin, without.kin):
        assert kin is not None
        np.testing.assert_array_equal(kin.nearest_with, whole.search.nearest)
        np.testing.assert_array_equal(kin.nearest_without, without.search.nearest)


def test_the_object_counts_both_ways(family: Experiment) -> None:
    """At 0.55, 3 of 4 with relatives and 2 without, whichever was searched."""
    for left_out in (False, True):
        made = run(dataclasses.replace(family, without_kin=left_out)).at().to_dict(("gender",))
        kin = made["kin"]
        assert made["false_matches"] == (2 if left_out else 3)
        assert made["experiment"].get("without_kin", False) == kin["left_out"] == left_out
        assert (kin["with"]["false_matches"], kin["without"]["false_matches"]) == (3, 2)
        assert kin["without"]["fpir"]["rate"] == 0.5
        women = {name: kin[name]["groups"]["gender"][0] for name in ("with", "without")}
        assert {n: row["false_matches"] for n, row in women.items()} == {"with": 2, "without": 1}
        assert [(m["name"], m["stand_in"], m["relation"]) for m in kin["matches"]] == [
            ("ada", "stand-in 2", "mother"),
            ("bea", "stand-in 4", "uncle"),
        ]
        assert "gallery_key" not in kin["matches"][0]
    candidates = run(family).at().to_dict()["candidates"]
    assert [row["relation"] for row in candidates] == ["mother", "", ""]
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_a_stricter_threshold_matches_fewer_relatives(family: Experiment) -> None:
    """At 0.2 only Ada and her mother; Bea and Wim stay listed."""
    view = run(family).at(distance=0.2)
    kin = view.to_dict()["kin"]
    assert [match["relation"] for match in kin["matches"]] == ["mother"]
    assert kin["listed"] == 2
    assert view.kin_pairs()["matched"].tolist() == [True, False]


def test_smaller_galleries_are_drawn_from_those_who_are_left(family: Experiment) -> None:
    """Three photos of the strangers of each: hypergeometric by hand, per person.

    With relatives Ada has 1 match among 5 (1 − 4/10), Bea 2 among 6 (1 − 4/20), Cem 1 among 6
    (1 − 10/20), Dov none; without, Ada has none among 4, Bea 1 among 5 (1 − 4/10).
    """
    without = dataclasses.replace(family, without_kin=True)
    by_size = [run(one).gallery_size_curve([3])["fpir"].iloc[0] for one in (family, without)]
    assert by_size == pytest.approx([(0.6 + 0.8 + 0.5) / 4, (0.6 + 0.5) / 4])
    # One woman and one man: Bea has 1 match among 2 men, Cem 1 among 3 women.
    mixed = run(without).gallery_size_curve([2], mix={"F": 1, "M": 1})["fpir"].iloc[0]
    assert mixed == pytest.approx((1 / 2 + 1 / 3) / 4)


def test_a_drawn_gallery_without_relatives(family: Experiment) -> None:
    """Who is not drawn is nobody's relative there: pairs are counted among those searched."""
    for seed in range(6):
        drawn = dataclasses.replace(family, gallery_size=3, seed=seed)
        whole, without = run(drawn), run(dataclasses.replace(drawn, without_kin=True))
        there = set(whole.gallery_keys.tolist())
        assert whole.kin is not None
        assert whole.kin.listed == len(there & {"g1", "g3"})
        assert without.search.non_mates.tolist() == [
            3 - ("g0" in there) - ("g1" in there),
            3 - ("g3" in there),
            3,
            3,
        ]
        np.testing.assert_array_equal(whole.kin.nearest_without, without.search.nearest)


def test_somebody_of_the_gallery_is_searched_for(line_up: tuple[Path, Path]) -> None:
    """The list says nothing about the other way round."""
    own = "ada,uma,mother,this test\n"
    (line_up[1] / "kin.csv").write_text(HEAD + own)
    gallery = str(line_up[1])
    result = run(Experiment(gallery, gallery, without_kin=True))
    place = result.probes.encodings.keys.tolist()
    left = dict(zip(place, result.search.non_mates.tolist(), strict=True))
    assert left == {"g0": 5, "g1": 4, "g2": 5, "g3": 5, "g4": 5, "g5": 5}
    assert result.kin is not None
    assert result.kin.listed == 1


@pytest.mark.usefixtures("fresh_datasets")
@pytest.mark.parametrize(
    ("portrait", "with_kin", "without"), [("either", 0.1, 0.2), ("both", 0.2, 5.3)]
)
def test_two_portraits_each(portrait: str, with_kin: float, without: float) -> None:
    """Ada's first portrait is near a relative at 0.1, her second near a stranger at 0.2.

    Without him, her first portrait's nearest is the stranger beside Bea, at 5.3: either is then
    0.2, which the list that was kept does not tell, and both is 5.3.
    """
    first = dataclasses.replace(install(), portrait=portrait)
    folder = user_datasets() / "made-gallery"
    (folder / "kin.csv").write_text(HEAD + "ada-1,ada,father,this test\n")
    whole = run(first)
    left_out = run(dataclasses.replace(first, without_kin=True))
    row = whole.probes.encodings.keys.tolist().index("ada")
    assert whole.kin is not None
    assert left_out.kin is not None
    assert whole.search.nearest[row] == pytest.approx(with_kin, abs=1e-4)
    assert left_out.kin.nearest_with[row] == pytest.approx(with_kin, abs=1e-4)
    assert left_out.search.nearest[row] == whole.kin.nearest_without[row]
    assert left_out.search.nearest[row] == pytest.approx(without, abs=1e-4)


def test_a_list_of_nobody_but_relatives_does_not_end_the_search(make_dataset: Made) -> None:
    """Sixty photos of her aunt fill the list; the stranger beyond it is found, one photo away."""
    probes = make_dataset("one", [("ada", "ada", "F", "north", (0, 0, 0, 0))])
    aunt = [(f"a{i}", "bea", "F", "north", (0.1 + i / 1000, 0, 0, 0)) for i in range(60)]
    others = [("z", "zoe", "F", "north", (0.4, 0, 0, 0))]
    gallery = make_dataset("aunts", [*aunt, *others])
    (gallery / "kin.csv").write_text(HEAD + "bea,ada,relative,this test\n")
    result = run(Experiment(str(probes), str(gallery)))
    assert result.kin is not None
    assert result.kin.listed == 1
    assert len(result.kin.pairs) == 60
    assert result.kin.nearest_without == pytest.approx([0.4], abs=1e-6)
    without = run(Experiment(str(probes), str(gallery), without_kin=True))
    assert without.search.nearest == pytest.approx([0.4], abs=1e-6)


def test_a_gallery_without_a_list(line_up: tuple[Path, Path], make_dataset: Made) -> None:
    """No block in the object; --without-kin is refused, and so for probes of another kind."""
    plain = Experiment(probes=str(line_up[0]), gallery=str(line_up[1]))
    view = run(plain).at(distance=0.55)
    assert view.fpir_without_kin is None
    assert "kin" not in view.to_dict()
    assert "relation" not in view.candidates()
    without = dataclasses.replace(plain, without_kin=True)
    for refused in (run, check_possible):
        with pytest.raises(ExperimentError, match=r"kin\.csv.*found none in 'gallery'") as caught:
            refused(without)
        assert "\n" not in str(caught.value)
    others = make_dataset("others", [("p", "ada", "F", "x", (0, 0, 0, 0))], space="elsewhere")
    (line_up[1] / "kin.csv").write_text(HEAD + UMA_AND_WIM)
    check_possible(without)
    with pytest.raises(ExperimentError, match=r"found none in 'gallery'"):
        run(dataclasses.replace(without, probes=str(others)))


def test_lists_of_another_system(family: Experiment, line_up: tuple[Path, Path]) -> None:
    """Relatives are read off its lists; who is beyond them has no distance; nothing is left out."""
    probes, gallery = (load_dataset(str(folder)) for folder in line_up)
    keys = gallery.encodings.keys
    relatives = relatives_of(probes, gallery, keys)
    assert relatives == [{1: "mother"}, {3: "uncle"}, {}, {}]
    lists = np.array([[1, 2], [2, 4], [4, -1], [-1, -1]], np.int32)
    distances = np.array([[0.1, 0.5], [0.3, 0.6], [0.5, np.nan], [np.nan, np.nan]])
    found = Search(
        lists, distances, np.zeros((4, 1, 2000), np.uint32), np.full(4, 6), np.full(4, np.nan)
    )
    people = (["ada", "bea", "cem", "dov"], ["ada", "uma", "vic", "wim", "xia", "yan"])
    kin = kin_in_lists(found, relatives, people)
    np.testing.assert_array_equal([p.distance for p in kin.pairs], [0.1, np.nan])
    np.testing.assert_array_equal(kin.nearest_without, [0.5, 0.3, 0.5, np.nan])
    pack = Pack(
        matcher=probes.encodings.matcher,
        probes=probes.name,
        gallery=gallery.name,
        what="made by hand",
        tally_group_names=[""],
        mates_excluded=0,
        probe_keys=probes.encodings.keys,
        gallery_keys=keys,
        failures={},
        search=found,
    )
    made = from_pack(family, probes, gallery, pack).at(distance=0.55).to_dict()
    assert (made["kin"]["with"]["false_matches"], made["kin"]["without"]["false_matches"]) == (3, 3)
    assert [match["relation"] for match in made["kin"]["matches"]] == ["mother"]
    with pytest.raises(ExperimentError, match="expected a search run here"):
        from_pack(dataclasses.replace(family, without_kin=True), probes, gallery, pack)


def test_the_text_and_the_files(family: Experiment, tmp_path: Path) -> None:
    """The terminal gives the rate both ways and each relation; a CSV lists the pairs."""

    def printed(experiment: Experiment) -> str:
        file = io.StringIO()
        print_view(run(experiment).at(), ("gender",), Console(file=file, width=100))
        return " ".join(file.getvalue().replace("│", " ").split())

    text = printed(family)
    assert "of the 3 falsely matched, 2 are matched with a relative (2 pairs listed);" in text
    assert "without relatives: 2 of 4 = 50.0%" in text
    assert "stand-in 2, mother" in text
    left_out = printed(dataclasses.replace(family, without_kin=True))
    assert "left out of each person's candidates (2 pairs); with them: 3 of 4 = 75.0%" in left_out
    write_run(run(family).at(distance=0.2), tmp_path / "run")
    table = pd.read_csv(tmp_path / "run" / "kin.csv")
    assert table[["name", "stand_in", "relation", "matched"]].to_numpy().tolist() == [
        ["ada", "stand-in 2", "mother", True],
        ["bea", "stand-in 4", "uncle", False],
    ]


@pytest.mark.parametrize("flag", ["paintings", "one_photo_per_person", "without_kin"])
def test_a_yes_or_no_is_neither_text_nor_number(flag: str) -> None:
    """In Python "no" would count as a yes."""
    for wrong in ("no", 1, None):
        with pytest.raises(ExperimentError, match=f"expected {flag} to be True or False"):
            Experiment(**{flag: wrong})  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_bundled_gallery_by_numpy() -> None:
    """At five thresholds, the counts with and without relatives are those of plain NumPy."""
    result = run(Experiment(gallery="legislators"))
    without = run(Experiment(gallery="legislators", without_kin=True))
    assert result.kin is not None
    for distance in (0.42, 0.468, 0.5, 0.55, 0.6):
        view = result.at(distance=distance)
        assert view.fpir.events == int((nearest_legislator(True) <= distance).sum())
        assert view.fpir_without_kin == without.at(distance=distance).fpir
        assert without.at(distance=distance).fpir.events == int(
            (nearest_legislator(False) <= distance).sum()
        )
    father = view.kin_pairs().iloc[0]
    assert (father["name"], father["relation"]) == ("Donald M. Payne, Jr.", "father")
    assert father["gallery_person"].startswith("Donald")
