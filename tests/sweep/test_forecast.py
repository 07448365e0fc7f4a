"""The forecast of a grid: counted by hand, and refused before anything is searched."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.small_datasets import Made
from support.two_portraits import install

from simulator.errors import FalseMatchError
from simulator.sweep import forecast
from simulator.sweep.forecast import Forecast, check
from simulator.sweep.grid import Grid, parse_grid


def grid_of(line_up: tuple[Path, Path], more: str) -> Grid:
    """Return a grid on the four probes (and one without an encoding) and the gallery of six."""
    return parse_grid(f'probes = "{line_up[0]}"\ngallery = "{line_up[1]}"\n{more}')


def test_one_cell_by_hand(line_up: tuple[Path, Path]) -> None:
    """One search, nothing drawn, one row for everybody: 5 × 6 listed photos are compared."""
    assert check(grid_of(line_up, "distance = 0.5")) == Forecast(
        cells=1,
        searches=1,
        draws=0,
        rows=1,
        seconds=pytest.approx(4 + 30 * 2.5e-7 + 4e-5),
        megabytes=pytest.approx(0.02 + 30e-6),
    )


def test_a_product_by_hand(line_up: tuple[Path, Path]) -> None:
    """3 draws of 2 sizes, 2 thresholds and 2 columns: 24 cells; 2 genders and 2 origins.

    Of the 6 draws the 3 of the whole gallery are not drawn. Rows: 6 · 2 · (2 + 2) = 48.
    """
    more = (
        'gallery_size = [4, "all"]\nrepeat = 3\ndistance = [0.1, 0.5]\n'
        'group_by = ["gender", "origin"]'
    )
    found = check(grid_of(line_up, more))
    assert (found.cells, found.searches, found.draws, found.rows) == (24, 1, 3, 48)
    assert found.seconds == pytest.approx(4 + 30 * 2.5e-7 + 3 * 0.02 + 48 * 4e-5)
    assert found.megabytes == pytest.approx(0.02 + 48 * 30 / 1e6)


def test_searches_add_up(line_up: tuple[Path, Path]) -> None:
    """Probes in the gallery and the gallery in itself: 5 · 6 + 6 · 6 = 66 comparisons."""
    probes, gallery = line_up
    grid = parse_grid(f'probes = ["{probes}", "{gallery}"]\ngallery = "{gallery}"\ndistance = 0.5')
    found = check(grid)
    assert (found.searches, found.cells, found.rows) == (2, 2, 2)
    assert found.seconds == pytest.approx(4 + 66 * 2.5e-7 + 2 * 4e-5)


def test_the_rows_are_those_of_the_probes_with_most_groups(make_dataset: Made) -> None:
    """Two origins in one data set and one in the other, in whichever order: 2 · 2 rows at most."""
    zero = (0.0, 0.0, 0.0, 0.0)
    two = make_dataset("two", [("a", "a", "F", "north", zero), ("b", "b", "F", "south", zero)])
    one = make_dataset("one", [("c", "c", "F", "north", zero)])
    for first, second in ((one, two), (two, one)):
        grid = parse_grid(
            f'probes = ["{first}", "{second}"]\ngallery = "{two}"\ndistance = 0.5\n'
            'group_by = "origin"'
        )
        assert check(grid).rows == 4


def test_a_size_is_drawn_once_whatever_the_seeds(
    line_up: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred seeds of two sizes are checked with two draws, and with no search."""
    drawn: list[int | None] = []
    real = forecast.draw_for

    def counted(experiment, gallery):
        drawn.append(experiment.gallery_size)
        return real(experiment, gallery)

    monkeypatch.setattr(forecast, "draw_for", counted)
    found = check(grid_of(line_up, "gallery_size = [3, 4]\nrepeat = 100\ndistance = 0.5"))
    assert drawn == [3, 4]
    assert found.draws == 200


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("gallery_size = 7\ndistance = 0.5", "7"),
        ('group_by = "</script>"', "</script>"),
        ('group_by = "gender*shoe_size"', "shoe_size"),
        ('condition = "../fog"', "../fog"),
        ("mix = {F = 4, M = 3}", "F"),
        ("mix = {X = 1, M = 1}", "X"),
    ],
)
def test_what_the_data_do_not_have_is_named(
    line_up: tuple[Path, Path], more: str, says: str
) -> None:
    """Only 3 of the gallery's 6 photos are of women, and no column or condition is invented."""
    with pytest.raises(FalseMatchError) as error:
        check(grid_of(line_up, more if "distance" in more else f"{more}\ndistance = 0.5"))
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('portrait = ["first", "second"]', "names no data set that holds them"),
        ('portrait = "either"', "names no data set that holds them"),
        ("without_kin = [false, true]", "found none in 'gallery'"),
    ],
)
def test_what_cannot_work_fails_before_anything_is_searched(
    line_up: tuple[Path, Path], more: str, says: str
) -> None:
    """Each line names an option that these two data sets cannot give."""
    with pytest.raises(FalseMatchError, match=says):
        check(grid_of(line_up, f"{more}\ndistance = 0.5"))


@pytest.mark.usefixtures("fresh_datasets")
def test_portraits_and_conditions_exclude_each_other() -> None:
    """Both portraits are as they are; the second was not encoded under grain either."""
    first = install()
    text = f'probes = "{first.probes}"\ngallery = "{first.gallery}"\ndistance = 0.5\n'
    assert check(parse_grid(text + 'portrait = ["first", "second", "either", "both"]')).cells == 4
    for portrait, says in (("both", "expected photos as they are"), ("second", "found none")):
        with pytest.raises(FalseMatchError, match=says):
            check(parse_grid(text + f'portrait = "{portrait}"\ncondition = "grain"'))


def test_a_gallery_without_encodings_is_not_drawn_from(line_up: tuple[Path, Path]) -> None:
    """Without vectors nothing can be searched, so the dry run says it, not every cell."""
    (line_up[1] / "encodings.npz").unlink()
    with pytest.raises(FalseMatchError, match=r"encodings\.npz"):
        check(grid_of(line_up, "gallery_size = 700\ndistance = 0.5"))


UTK = 'gallery = "utkface-adults"\n'


@pytest.mark.parametrize(
    ("grid", "says"),
    [
        ('matcher = "dlb"', "Did you mean 'dlib'?"),
        ('matcher = "eigenfaces"\nconfidence = 99', "calibration"),
        ('matcher = "eigenfaces"\ncondition = "jpeg"', "a condition, found a finished search only"),
        ('probes = "london"\ncondition = "jpeg"', "encodings of 'london' under 'jpeg'"),
        ("false_matches = 536", "false_matches up to 535"),
        ("fpir = 0.001", "at least one of 535 searches"),
        (UTK + "gallery_size = 9000", "from 2 to 8253"),
        (UTK + "mix = {Blak = 10, White = 10}", "Did you mean 'Black'?"),
        (UTK + "gallery_size = 60\ndistance = 0.7", "Choose a stricter threshold or a larger"),
        ('matcher = ["dlib", "eigenfaces"]\nconfidence = [99, 80]', "2 of 4 cells (matcher 'eig"),
        ('gallery = ["lfw", "utkface-adults"]\nmix = {Black = 9, White = 9}', "gallery 'lfw'"),
        ("seed = 4294967295\ngallery_size = 99\nrepeat = 2", "seeds up to 4294967295"),
    ],
)
def test_a_dry_run_tells_what_cannot_run(grid: str, says: str) -> None:
    """What every cell would fail with is said before anything runs, with the way out."""
    with pytest.raises(FalseMatchError) as error:
        check(parse_grid(grid))
    assert says in str(error.value)


@pytest.mark.parametrize(
    "grid",
    [
        UTK + "gallery_size = [1000, 4000]\nrepeat = 3\ndistance = 0.5",
        UTK + "mix = {Black = 0.5, White = 0.5}\ngallery_size = 1500\ndistance = 0.5",
        UTK + 'mix = ["even", {"Black*F" = 400, "White*F" = 400}]\ndistance = 0.5',
        'matcher = "eigenfaces"\ngallery_size = 2000\ndistance = 0.9',
    ],
)
def test_finished_searches_pass_where_their_lists_answer(grid: str) -> None:
    """Sizes and mixes are drawn from the photos that were searched."""
    assert check(parse_grid(grid)).cells >= 1
