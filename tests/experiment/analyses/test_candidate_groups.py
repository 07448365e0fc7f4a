"""Whom the false matches are with: by hand on four probes, and with exact tests on Congress."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom
from support.small_datasets import Made

from simulator.experiment.analyses.candidate_groups import candidate_groups
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run


def found(line_up: tuple[Path, Path], distance: float = 0.6, **more: object) -> dict:
    experiment = Experiment(probes=str(line_up[0]), gallery=str(line_up[1]), **more)  # type: ignore[arg-type]
    groups = candidate_groups(run(experiment).at(distance=distance), ["gender", "origin"])
    json.dumps(groups, allow_nan=False)
    return groups


def cells(pairs: dict) -> dict[tuple[str, str], int]:
    return {(row["group"], row["candidate_group"]): row["false_matches"] for row in pairs["table"]}


def test_three_false_matches_by_pair_of_groups(line_up: tuple[Path, Path]) -> None:
    """Ada is matched with Uma, Bea with Vic, Cem with Xia; three of six people are women."""
    groups = found(line_up)
    assert (groups["false_matches"], groups["different_candidates"]) == (3, 3)
    assert groups["gallery_people"] == 6
    gender = groups["pairs"]["gender"]
    assert cells(gender) == {("F", "F"): 1, ("F", "M"): 1, ("M", "F"): 1, ("M", "M"): 0}
    same = gender["same_group"]
    assert (same["events"], same["trials"]) == (1, 3)
    assert same["rate"] == pytest.approx(1 / 3)
    assert same["low"] < same["rate"] < same["high"]
    assert gender["by_gallery_mix"]["expected"] == pytest.approx(3 / 2)
    expected = {(r["group"], r["candidate_group"]): r["expected"] for r in gender["table"]}
    assert expected == pytest.approx(
        {("F", "F"): 1.0, ("F", "M"): 1.0, ("M", "F"): 0.5, ("M", "M"): 0.5}
    )
    assert all(row["too_few"] for row in gender["table"])


def test_candidates_dealt_out_at_random(line_up: tuple[Path, Path]) -> None:
    """The three candidates are two women and a man: he goes to Cem in a third of the deals.

    Then three of three are within a group, else one.
    """
    dealt = found(line_up)["pairs"]["gender"]["by_candidates"]
    assert dealt == {"expected": pytest.approx(5 / 3), "low": 1.0, "high": 3.0, "p": 1.0}


def test_somebody_with_two_categories_counts_once_within_a_group(
    line_up: tuple[Path, Path],
) -> None:
    """Cem is from the north and the south, and in two rows; the match with Xia counts once."""
    origin = found(line_up)["pairs"]["origin"]
    assert cells(origin) == {
        ("north", "north"): 1,
        ("north", "south"): 1,
        ("south", "north"): 1,
        ("south", "south"): 1,
    }
    assert origin["same_group"]["events"] == 2
    # Four of six are from the north: Ada 4/6, Bea 2/6, Cem 6/6.
    assert origin["by_gallery_mix"]["expected"] == pytest.approx(2.0)


def test_the_gallerys_groups_beside_its_mix(line_up: tuple[Path, Path]) -> None:
    rows = {row["group"]: row for row in found(line_up)["gallery"]["origin"]}
    assert rows["north"]["people"] == 4
    assert rows["north"]["share"] == pytest.approx(2 / 3)
    assert (rows["north"]["false_matches"], rows["south"]["false_matches"]) == (2, 1)
    assert rows["north"]["expected"] == pytest.approx(2.0)
    # At least one of three candidates is from the north, as only two people are not.
    assert (rows["north"]["low"], rows["north"]["high"]) == (1.0, 3.0)


def test_nobody_flagged_is_no_division_by_zero(line_up: tuple[Path, Path]) -> None:
    groups = found(line_up, distance=0.05)
    assert groups["false_matches"] == 0
    gender = groups["pairs"]["gender"]
    assert gender["same_group"]["rate"] is None
    assert gender["by_gallery_mix"] == {"expected": 0.0, "low": 0.0, "high": 0.0, "p": None}


def test_people_count_once_however_many_photos_they_have(make_dataset: Made) -> None:
    """Uma has three photos and is one of two people, so half the gallery are women, not 3/4."""
    probes = make_dataset("probes", [("ada", "ada", "F", "north", (0.0, 0, 0, 0))])
    photos = [(f"u{i}", "uma", "F", "north", (0.1 + i, 0, 0, 0)) for i in range(3)]
    gallery = make_dataset("gallery", [*photos, ("v", "vic", "M", "north", (9.0, 0, 0, 0))])
    groups = found((probes, gallery))
    assert groups["gallery_people"] == 2
    assert groups["pairs"]["gender"]["by_gallery_mix"]["expected"] == pytest.approx(0.5)


def test_no_label_is_no_group_in_common(make_dataset: Made) -> None:
    probes = make_dataset("probes", [("ada", "ada", "", "north", (0.0, 0, 0, 0))])
    gallery = make_dataset(
        "gallery",
        [("u", "uma", "", "north", (0.1, 0, 0, 0)), ("v", "vic", "M", "north", (9.0, 0, 0, 0))],
    )
    gender = found((probes, gallery))["pairs"]["gender"]
    assert (gender["same_group"]["events"], gender["same_group"]["trials"]) == (0, 0)
    assert cells(gender)[("", "")] == 1


def test_color_of_the_photos_is_compared_where_both_are_measured(
    line_up: tuple[Path, Path],
) -> None:
    probes, gallery = line_up
    assert "photo_color" not in found(line_up)["pairs"]
    head = "key,photo_color\n"
    (probes / "photo_measurements.csv").write_text(
        head + "ada,color\nbea,black_and_white\ncem,color\ndov,color\n"
    )
    (gallery / "photo_measurements.csv").write_text(
        head + "".join(f"g{i},{'black_and_white' if i < 3 else 'color'}\n" for i in range(6))
    )
    color = found(line_up)["pairs"]["photo_color"]
    assert cells(color) == {
        ("color", "color"): 1,
        ("color", "black_and_white"): 1,
        ("black_and_white", "color"): 0,
        ("black_and_white", "black_and_white"): 1,
    }
    assert color["same_group"]["events"] == 2


def test_ranges_and_p_equal_the_exact_test_where_candidates_differ() -> None:
    """With one candidate for each probe, the shuffles are hypergeometric draws."""
    view = run(Experiment(probes="congress-115", gallery="legislators")).at(distance=0.46)
    groups = candidate_groups(view, ["party"])
    k, n = groups["false_matches"], groups["gallery_people"]
    assert groups["different_candidates"] == k
    for row in groups["gallery"]["party"]:
        exact = hypergeom(n, row["people"], k)
        assert row["expected"] == pytest.approx(exact.mean())
        for end, level in ((row["low"], 0.025), (row["high"], 0.975)):
            # The shuffles' own error is three times 0.0025.
            assert exact.cdf(end - 1) - 0.0075 < level < exact.cdf(end) + 0.0075
        counts = np.arange(k + 1)
        far = np.abs(counts - exact.mean()) >= abs(row["false_matches"] - exact.mean()) - 1e-9
        assert row["p"] == pytest.approx(exact.pmf(counts[far]).sum(), abs=0.02)


def test_the_table_of_congress_equals_a_cross_table() -> None:
    view = run(Experiment(probes="congress-115", gallery="legislators")).at(distance=0.55)
    table = candidate_groups(view, ["party"])["pairs"]["party"]
    listed = view.candidates()
    ours = view.result.probes.manifest.set_index("key")["party"]
    theirs = view.result.gallery.manifest.set_index("key")["party"]
    cross = pd.crosstab(
        ours.loc[listed["probe"]].to_numpy(), theirs.loc[listed["gallery_key"]].to_numpy()
    )
    for (mine, other), count in cells(table).items():
        assert count == (
            cross.loc[mine, other] if mine in cross.index and other in cross.columns else 0
        )
    same = sum(cross.loc[party, party] for party in ("Democrat", "Republican"))
    assert table["same_group"]["events"] == same
    assert table["same_group"]["trials"] == len(listed)


def test_two_portraits_of_each_person_have_no_single_color() -> None:
    view = run(Experiment(portrait="either", gallery="legislators")).at(distance=0.5)
    assert "photo_color" not in candidate_groups(view, ["party"])["pairs"]
