"""A search shared by cells: galleries drawn from its lists equal a search of the drawn gallery."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError, FalseMatchError, ThresholdError
from simulator.experiment.experiment import Experiment
from simulator.experiment.run import draw_for, run
from simulator.search.packs import find_pack
from simulator.sweep.grid import Draw, Grid, SearchSpec, parse_grid
from simulator.sweep.shared_search import SharedSearch, nearest_in, search_whole_gallery

NEAREST = [0.1, 0.3, 0.5, 0.7]
WHOLE = Draw(None, None, False, 0)


def grid_of(line_up: tuple[Path, Path], more: str = "distance = 0.5") -> Grid:
    """Return a grid on the line."""
    return parse_grid(f'probes = "{line_up[0]}"\ngallery = "{line_up[1]}"\n{more}')


def searched(grid: Grid) -> SharedSearch:
    """Return the grid's first search, which has to succeed."""
    found = search_whole_gallery(grid.searches[0], grid)
    assert isinstance(found, SharedSearch)
    return found


def test_the_whole_gallery_by_hand(line_up: tuple[Path, Path]) -> None:
    """Nearest strangers 0.1, 0.3, 0.5, 0.7 among six photos; Eve has no encoding."""
    shared = searched(grid_of(line_up))
    found = nearest_in(shared, WHOLE)
    np.testing.assert_allclose(found.nearest, NEAREST, atol=1e-5)
    assert found.photos == shared.photos == 6
    assert set(shared.digests) == {"probes", "gallery"}
    # Ada has five strangers, the others six: her list ends a place earlier.
    assert (shared.rows >= 0).sum(axis=1).tolist() == [5, 6, 6, 6]
    assert (np.isnan(shared.distances) == (shared.rows < 0)).all()


def test_rows_are_those_of_the_gallerys_encodings(line_up: tuple[Path, Path]) -> None:
    """Closest first: g1 to Ada, g2 to Bea, g4 to Cem, g5 to Dov."""
    assert searched(grid_of(line_up)).rows[:, 0].tolist() == [1, 2, 4, 5]


def test_groups_by_hand(line_up: tuple[Path, Path]) -> None:
    """Cem is in two origins; everybody is one group without a column."""
    shared = searched(grid_of(line_up, 'distance = 0.5\ngroup_by = ["", "gender", "origin"]'))
    found = {
        column: {group.value: group.members.tolist() for group in groups}
        for column, groups in shared.groups.items()
    }
    assert found == {
        "": {"": [True] * 4},
        "gender": {"F": [True, True, False, False], "M": [False, False, True, True]},
        "origin": {"north": [True, False, True, True], "south": [False, True, True, False]},
    }
    assert shared.groups["gender"][0].label == "Women"
    assert shared.problems == {}


@pytest.mark.parametrize("column", ["shoe_size", "gender*shoe_size", "</script>", "*"])
def test_a_column_that_is_not_there_is_a_problem_of_its_own(
    line_up: tuple[Path, Path], column: str
) -> None:
    """The other columns are measured."""
    shared = searched(grid_of(line_up, f'distance = 0.5\ngroup_by = ["gender", "{column}"]'))
    assert set(shared.groups) == {"gender"}
    assert set(shared.problems) == {column}
    assert column.split("*")[-1] in shared.problems[column]


def test_a_confidence_without_calibration_is_a_sentence(line_up: tuple[Path, Path]) -> None:
    """The matcher of the hand-made data has none: each confidence has the reason in its place."""
    shared = searched(grid_of(line_up, "confidence = [80, 99]"))
    assert set(shared.distance_at) == {80.0, 99.0}
    assert all("calibration" in str(known) for known in shared.distance_at.values())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("size", "mix", "single"),
    [
        (2, None, False),
        (4, None, False),
        (6, None, False),
        (None, (("F", 2), ("M", 1)), False),
        (None, (("F", 0), ("M", 2)), False),
        (None, None, True),
    ],
)
def test_a_drawn_gallery_is_what_run_gives(
    line_up: tuple[Path, Path],
    size: int | None,
    mix: tuple[tuple[str, int], ...] | None,
    single: bool,
    seed: int,
) -> None:
    """The numbers are exact, whatever is drawn."""
    grid = grid_of(line_up)
    draw = Draw(size, mix, single, seed)
    found = nearest_in(searched(grid), draw)
    result = run(draw.within(grid.searches[0]))
    assert found.nearest.tolist() == pytest.approx(
        result.search.nearest.tolist(), abs=0, nan_ok=True
    )
    assert found.photos == len(result.gallery_rows)
    assert found.measured_to == np.inf


@pytest.mark.parametrize("width", [1, 2])
def test_a_list_too_short_is_searched_again(line_up: tuple[Path, Path], width: int) -> None:
    """Lists cut after one or two candidates give the same distances as long ones."""
    shared = searched(grid_of(line_up))
    cut = dataclasses.replace(
        shared, rows=shared.rows[:, :width], distances=shared.distances[:, :width]
    )
    for seed in range(5):
        draw = Draw(3, None, False, seed)
        expected, found = nearest_in(shared, draw), nearest_in(cut, draw)
        np.testing.assert_allclose(found.nearest, expected.nearest, rtol=0, atol=1e-12)
        assert found.photos == expected.photos == 3


@pytest.mark.parametrize("width", [1, 2])
def test_a_list_too_short_is_searched_again_without_relatives(
    line_up: tuple[Path, Path], width: int
) -> None:
    """Whoever is looked for again in a drawn gallery is looked for among strangers and no kin."""
    rows = "uma,ada,mother,this test\nvic,bea,uncle,this test\n"
    (line_up[1] / "kin.csv").write_text(f"bioguide_id,member,relation,source\n{rows}")
    grid = grid_of(line_up, "distance = 0.5\nwithout_kin = true")
    found = searched(grid)
    short = dataclasses.replace(
        found, rows=found.rows[:, :width], distances=found.distances[:, :width]
    )
    for seed in range(8):
        draw = Draw(3, None, False, seed)
        expected = run(draw.within(grid.searches[0])).search.nearest
        for shared in (found, short):
            np.testing.assert_allclose(nearest_in(shared, draw).nearest, expected)


def test_only_ones_own_person_is_drawn(make_dataset) -> None:
    """Both photos of the gallery are of the one probe, and the third is not drawn."""
    probes = make_dataset("one", [("ada", "ada", "F", "north", (0, 0, 0, 0))])
    gallery = make_dataset(
        "hers",
        [
            ("a", "ada", "F", "north", (0.1, 0, 0, 0)),
            ("b", "ada", "F", "north", (0.2, 0, 0, 0)),
            ("c", "cem", "M", "north", (0.3, 0, 0, 0)),
        ],
    )
    shared = searched(grid_of((probes, gallery)))
    assert nearest_in(shared, WHOLE).nearest == pytest.approx([0.3])
    with pytest.raises(ExperimentError, match="own people among its 2 photos"):
        nearest_in(shared, Draw(None, (("F", 2), ("M", 0)), False, 0))


def test_a_gallery_that_cannot_be_drawn_is_an_error(line_up: tuple[Path, Path]) -> None:
    """Seven photos of six."""
    with pytest.raises(FalseMatchError, match="7"):
        nearest_in(searched(grid_of(line_up)), Draw(7, None, False, 0))


def test_another_build_of_the_data_is_refused(line_up: tuple[Path, Path]) -> None:
    """A worker whose copy differs says so; the whole gallery needs no copy."""
    shared = searched(grid_of(line_up))
    other = dataclasses.replace(shared, digests=shared.digests | {"gallery": "0" * 64})
    assert nearest_in(other, WHOLE).photos == 6
    with pytest.raises(ExperimentError, match="same build of 'gallery'"):
        nearest_in(other, Draw(3, None, False, 0))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"gallery": "nobody-here"}, "nobody-here"),
        ({"matcher": "oracle"}, "oracle"),
        ({"condition": "fog"}, "fog"),
    ],
)
def test_a_search_that_cannot_be_done_is_a_sentence(
    line_up: tuple[Path, Path], changed: dict[str, str], says: str
) -> None:
    """Returned, not raised: the other searches of the sweep go on."""
    grid = grid_of(line_up)
    spec: SearchSpec = dataclasses.replace(grid.searches[0], **changed)
    found = search_whole_gallery(spec, grid)
    assert isinstance(found, str)
    assert says in found


@pytest.mark.parametrize(
    ("draw", "seed"),
    [
        (Draw(1500, None, False, 0), 3),
        (Draw(None, (("Black", 500), ("White", 500)), False, 0), 4),
        (Draw(None, "even", False, 0), 5),
    ],
)
def test_a_gallery_drawn_from_a_finished_search_is_looked_up(draw: Draw, seed: int) -> None:
    """The nearest drawn candidate of each list, counted here without the module that is tested."""
    grid = parse_grid('gallery = "utkface-adults"\ndistance = 0.5')
    draw = dataclasses.replace(draw, seed=seed)
    found = nearest_in(searched(grid), draw)
    pack = find_pack("congress-115", "utkface-adults", "dlib")
    assert pack is not None
    race = load_dataset("utkface-adults").manifest.set_index("key")["race"]
    races = race.loc[pack.gallery_keys.tolist()].to_numpy()
    gallery = load_dataset("utkface-adults").with_encodings(pack.gallery_encodings())
    rows = draw_for(draw.within(grid.searches[0]), gallery)
    if isinstance(draw.mix, tuple):
        assert {name: int((races[rows] == name).sum()) for name, _ in draw.mix} == dict(draw.mix)
    inside = set(rows.tolist())
    for listed, distances, nearest in zip(
        pack.search.candidates.tolist(), pack.search.distances, found.nearest, strict=True
    ):
        first = next((i for i, row in enumerate(listed) if row in inside), None)
        if first is None:
            assert np.isnan(nearest)
            assert found.measured_to < distances[-1]
        else:
            assert nearest == distances[first]
    assert found.photos == len(rows)


def test_beyond_its_lists_a_finished_search_is_refused() -> None:
    """Of 60 photos, some lists hold none: who they hold beyond is not known."""
    grid = parse_grid('gallery = "utkface-adults"\ndistance = 0.5')
    found = nearest_in(searched(grid), Draw(60, None, False, 0))
    assert found.within(0.4) == 0.4
    with pytest.raises(ThresholdError, match="larger gallery"):
        found.within(found.measured_to + 0.01)


def test_rates_are_those_of_run() -> None:
    """An FPIR and an FMR set the distance that a single search gets from them."""
    for kind, value in (("fpir", 0.01), ("fmr", 1e-4)):
        grid = parse_grid(f'gallery = "utkface-adults"\n{kind} = {value}')
        expected = run(Experiment(gallery="utkface-adults", **{kind: value})).at().distance
        assert searched(grid).distance_at == {value: expected}
