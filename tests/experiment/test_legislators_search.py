"""The replay among other members of Congress, against a search written here in plain NumPy.

Nothing of the project's search is used for the expected numbers: vectors come from the ``.npz``
files, labels from the CSV files, and every distance is calculated in float64.
"""

from __future__ import annotations

import csv
import functools
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import Made

from simulator.datasets.photo_measurements import PHOTO_COLOR
from simulator.errors import ExperimentError
from simulator.experiment.analyses.candidate_groups import candidate_groups
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.view import View

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
GALLERY = "legislators"
THRESHOLDS = (0.45, 0.468, 0.5, 0.55, 0.6)
PHOTOGRAPH = "photograph"


def rows_of(name: str, file: str = "manifest.csv") -> list[dict[str, str]]:
    with (DATASETS / name / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@functools.cache
def people(name: str, *, paintings: bool = False) -> dict[str, dict[str, str]]:
    """Return key → manifest row of everybody with an encoding, without or with paintings."""
    stored = set(np.load(DATASETS / name / "encodings.npz")["keys"].tolist())
    rows = {row["key"]: row for row in rows_of(name) if row["key"] in stored}
    return {
        key: row
        for key, row in rows.items()
        if paintings or row.get("kind", PHOTOGRAPH) == PHOTOGRAPH
    }


@functools.cache
def distances(probes: str, *, paintings: bool = False) -> tuple[list[str], list[str], np.ndarray]:
    """Return the probes' keys, the gallery's keys, and all distances between them in float64."""
    vectors, keys = [], []
    for name in (probes, GALLERY):
        file = np.load(DATASETS / name / "encodings.npz")
        place = {key: row for row, key in enumerate(file["keys"].tolist())}
        keys.append(sorted(people(name, paintings=paintings)))
        vectors.append(file["vectors"][[place[key] for key in keys[-1]]].astype(np.float64))
    ours, theirs = vectors
    table = np.array([np.sqrt(((theirs - one) ** 2).sum(axis=1)) for one in ours])
    return keys[0], keys[1], table


def nearest(
    probes: str = "congress-115",
    *,
    paintings: bool = False,
    among: Iterable[str] | None = None,
    hidden: Iterable[tuple[str, str]] = (),
) -> dict[str, tuple[str, float]]:
    """Return each probe's closest person in the gallery and the distance.

    Args:
        probes: the data set searched for.
        paintings: search paintings too.
        among: the keys of the gallery that take part.
        hidden: (probe, gallery) pairs that are left out.
    """
    ours, theirs, table = distances(probes, paintings=paintings)
    table = table.copy()
    if among is not None:
        wanted = set(among)
        table[:, [key not in wanted for key in theirs]] = np.inf
    row, column = ({key: i for i, key in enumerate(keys)} for keys in (ours, theirs))
    for mine, other in hidden:
        if mine in row and other in column:
            table[row[mine], column[other]] = np.inf
    closest = table.argmin(axis=1)
    return {
        key: (theirs[place], float(table[i, place]))
        for i, (key, place) in enumerate(zip(ours, closest.tolist(), strict=True))
    }


def agrees(view: View, expected: dict[str, tuple[str, float]]) -> None:
    """Compare who is falsely matched, with whom, and at what distance."""
    flagged = {key: one for key, one in expected.items() if one[1] <= view.distance}
    listed = view.candidates().set_index("probe")
    assert view.fpir.trials == len(expected)
    assert view.fpir.events == len(flagged)
    assert set(listed.index) == set(flagged)
    for key, (candidate, distance) in flagged.items():
        assert listed.loc[key, "gallery_key"] == candidate
        assert listed.loc[key, "distance"] == pytest.approx(distance, abs=1e-6)


def colors(name: str) -> dict[str, str]:
    return {row["key"]: row[PHOTO_COLOR] for row in rows_of(name, "photo_measurements.csv")}


@pytest.mark.parametrize("paintings", [False, True])
@pytest.mark.parametrize("probes", ["congress-115", "congress-115-second", "congress-114"])
def test_false_matches_at_five_thresholds(probes: str, paintings: bool) -> None:
    result = run(Experiment(probes=probes, gallery=GALLERY, paintings=paintings))
    expected = nearest(probes, paintings=paintings)
    assert not set(expected) & set(people(GALLERY, paintings=True))
    for threshold in THRESHOLDS:
        agrees(result.at(distance=threshold), expected)


@pytest.mark.parametrize("count", [28, 100])
def test_the_distance_that_flags_a_count(count: int) -> None:
    """It lies at the distance of the count's last probe, and under the next."""
    view = run(Experiment(gallery=GALLERY)).at(false_matches=count)
    sorted_distances = sorted(distance for _, distance in nearest().values())
    assert sorted_distances[count - 1] <= view.distance < sorted_distances[count]
    assert view.fpir.events == count


@pytest.mark.parametrize("portrait", ["either", "both"])
def test_two_portraits_of_each_person(portrait: str) -> None:
    result = run(Experiment(gallery=GALLERY, portrait=portrait))
    first, second = nearest("congress-115"), nearest("congress-115-second")
    for threshold in THRESHOLDS:
        hits = [
            {key for key, one in side.items() if one[1] <= threshold} for side in (first, second)
        ]
        asked = hits[0] | hits[1] if portrait == "either" else hits[0] & hits[1]
        shown = set(result.at(distance=threshold).candidates()["probe"])
        searched = set(result.probes.encodings.keys.tolist())
        assert shown == asked & searched


@pytest.mark.parametrize("column", ["gender", "party", "race_ethnicity", "chamber"])
def test_rates_of_the_probes_groups(column: str) -> None:
    rows = people("congress-115")
    expected = nearest()
    result = run(Experiment(gallery=GALLERY))
    for threshold in THRESHOLDS:
        searched, flagged = Counter[str](), Counter[str]()
        for key, (_, distance) in expected.items():
            for group in rows[key][column].split("|"):
                searched[group] += 1
                flagged[group] += distance <= threshold
        table = result.at(distance=threshold).by(column).set_index("group")
        assert dict(table["searches"]) == dict(searched)
        assert dict(table["false_matches"]) == {group: flagged[group] for group in searched}


@pytest.mark.parametrize(
    ("group", "column", "value"),
    [
        ("F", "gender", "F"),
        ("M", "gender", "M"),
        ("People of color", "person_of_color", "true"),
        ("Other members", "person_of_color", "false"),
    ],
)
def test_a_gallery_of_one_group(group: str, column: str, value: str) -> None:
    """Everybody is searched in all photos of one group, and the rates by gender follow."""
    some = [key for key, row in people(GALLERY).items() if row[column] == value]
    result = run(Experiment(gallery=GALLERY, mix={group: len(some)}))
    expected = nearest(among=some)
    women = {key for key, row in people("congress-115").items() if row["gender"] == "F"}
    for threshold in THRESHOLDS:
        view = result.at(distance=threshold)
        agrees(view, expected)
        table = view.by("gender").set_index("group")["false_matches"]
        assert table["F"] == sum(expected[key][1] <= threshold for key in women)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_groups_of_the_closest_candidates(
    threshold: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every label that both data sets have, and the color of the photos."""
    # Counts and expected numbers need no shuffles.
    monkeypatch.setattr("simulator.experiment.analyses.candidate_groups.SHUFFLES", 20)
    view = run(Experiment(gallery=GALLERY)).at(distance=threshold)
    columns = ["party", "chamber", "gender", "race_ethnicity", "person_of_color"]
    measured = candidate_groups(view, columns)
    mine, theirs = people("congress-115"), people(GALLERY)
    expected = {k: one for k, one in nearest().items() if one[1] <= threshold}
    assert measured["false_matches"] == len(expected)
    assert measured["gallery_people"] == len(theirs)
    assert measured["different_candidates"] == len({key for key, _ in expected.values()})
    shared = [column for column in columns if column in next(iter(theirs.values()))]
    assert [column for column in measured["pairs"] if column != PHOTO_COLOR] == shared
    of_probe = {column: {k: row[column] for k, row in mine.items()} for column in shared}
    of_candidate = {column: {k: row[column] for k, row in theirs.items()} for column in shared}
    if PHOTO_COLOR in measured["pairs"]:
        of_probe[PHOTO_COLOR] = colors("congress-115")
        measured_colors = colors(GALLERY)
        of_candidate[PHOTO_COLOR] = {key: measured_colors[key] for key in theirs}
    for column, pairs in measured["pairs"].items():
        ours, others = of_probe[column], of_candidate[column]
        cells, same = Counter[tuple[str, str]](), 0
        for probe, (candidate, _) in expected.items():
            left, right = ours[probe].split("|"), others[candidate].split("|")
            cells.update((a, b) for a in left for b in right)
            same += bool((set(left) & set(right)) - {""})
        assert pairs["same_group"]["events"] == same
        mix = Counter(group for value in others.values() for group in value.split("|"))
        flagged = Counter(g for probe in expected for g in ours[probe].split("|"))
        for row in pairs["table"]:
            here = (row["group"], row["candidate_group"])
            assert row["false_matches"] == cells.pop(here, 0)
            assert row["gallery_people"] == mix[here[1]]
            assert row["expected"] == pytest.approx(flagged[here[0]] * mix[here[1]] / len(theirs))
        assert not cells


def relatives() -> list[tuple[str, str]]:
    """Return the (searched for, in the gallery) pairs that the list of relatives names."""
    return [(row["member"], row["bioguide_id"]) for row in rows_of(GALLERY, "kin.csv")]


@pytest.mark.parametrize("paintings", [False, True])
@pytest.mark.parametrize("probes", ["congress-115", "congress-115-second"])
def test_false_matches_without_relatives(probes: str, paintings: bool) -> None:
    """Each person's own relatives are left out of that person's candidates only."""
    experiment = Experiment(probes=probes, gallery=GALLERY, paintings=paintings, without_kin=True)
    result = run(experiment)
    everybody = nearest(probes, paintings=paintings)
    expected = nearest(probes, paintings=paintings, hidden=relatives())
    assert expected != everybody
    for threshold in THRESHOLDS:
        agrees(result.at(distance=threshold), expected)


def lines_up(make_dataset: Made, kin: str) -> tuple[str, str]:
    """Ada and Bea on a line, among Uma, Vic and Wim: Ada is closest to Uma, and Bea to Vic."""
    probes = make_dataset(
        "probes",
        [
            ("ada", "ada", "F", "north", (0.0, 0, 0, 0)),
            ("bea", "bea", "F", "south", (0.25, 0, 0, 0)),
        ],
    )
    gallery = make_dataset(
        "gallery",
        [
            ("uma", "uma", "F", "north", (0.1, 0, 0, 0)),
            ("vic", "vic", "M", "north", (0.3, 0, 0, 0)),
            ("wim", "wim", "M", "north", (5.0, 0, 0, 0)),
        ],
    )
    if kin:
        (gallery / "kin.csv").write_text(f"bioguide_id,member,relation,source\n{kin}")
    return str(probes), str(gallery)


@pytest.mark.parametrize(
    ("kin", "closest"),
    [
        # Ada's mother is no candidate of Ada's. She stays one of Bea's, who has closer ones.
        ("uma,ada,mother,a book\n", {"ada": ("vic", 0.3), "bea": ("vic", 0.05)}),
        # Each is left without the closest; Ada's mother is now Bea's closest.
        (
            "uma,ada,mother,a book\nvic,bea,brother,a book\n",
            {"ada": ("vic", 0.3), "bea": ("uma", 0.15)},
        ),
        # Two relatives of one person; the third candidate is too far to match.
        (
            "uma,ada,mother,a book\nvic,ada,uncle,a book\n",
            {"bea": ("vic", 0.05)},
        ),
        # A relative of somebody who is not searched for changes nothing.
        (
            "uma,zoe,mother,a book\nwim,bea,uncle,a book\n",
            {"ada": ("uma", 0.1), "bea": ("vic", 0.05)},
        ),
    ],
)
def test_relatives_by_hand(
    make_dataset: Made, kin: str, closest: dict[str, tuple[str, float]]
) -> None:
    probes, gallery = lines_up(make_dataset, kin)
    view = run(Experiment(probes=probes, gallery=gallery, without_kin=True)).at(distance=0.6)
    listed = view.candidates().set_index("probe")
    assert {
        key: (row["gallery_key"], pytest.approx(row["distance"], abs=1e-6))
        for key, row in listed.iterrows()
    } == closest
    assert view.fpir.trials == 2


def test_a_search_without_relatives_needs_a_list(make_dataset: Made) -> None:
    probes, gallery = lines_up(make_dataset, "")
    with pytest.raises(ExperimentError, match="kin.csv"):
        run(Experiment(probes=probes, gallery=gallery, without_kin=True))


@pytest.mark.parametrize("probes", ["congress-115", "congress-115-second"])
def test_every_search_counts_with_and_without_relatives(probes: str) -> None:
    """Whichever way it was searched, both counts are the independent ones."""
    sides = [nearest(probes), nearest(probes, hidden=relatives())]
    for without_kin in (False, True):
        result = run(Experiment(probes=probes, gallery=GALLERY, without_kin=without_kin))
        for threshold in THRESHOLDS:
            view = result.at(distance=threshold)
            counted = [view.fpir_with_kin, view.fpir_without_kin]
            assert [rate.events for rate in counted if rate is not None] == [
                sum(distance <= threshold for _, distance in side.values()) for side in sides
            ]


def test_with_relatives_nobody_is_left_out(make_dataset: Made) -> None:
    """They are strangers to the matcher's question, so a search leaves them in unless asked."""
    probes, gallery = lines_up(make_dataset, "uma,ada,mother,a book\n")
    listed = run(Experiment(probes=probes, gallery=gallery)).at(distance=0.6).candidates()
    assert dict(zip(listed["probe"], listed["gallery_key"], strict=True)) == {
        "ada": "uma",
        "bea": "vic",
    }
