"""Grids are read exactly or refused with one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from simulator.errors import ExperimentError
from simulator.search.gallery_size import whole_counts
from simulator.sweep.grid import CELL_LIMIT, Draw, Threshold, line_of, parse_grid


def test_a_grid_is_the_product_of_its_lists() -> None:
    """Two sizes, three thresholds, two groupings and four seeds make 48 cells."""
    grid = parse_grid(
        'gallery_size = [10, 20]\nconfidence = [80, 95, 99]\ngroup_by = ["a", "b"]\nrepeat = 4'
    )
    assert grid.cells == 2 * 3 * 2 * 4
    assert len(list(grid.settings())) == grid.cells_per_draw == 6
    assert [d.seed for d in grid.draws[:4]] == [0, 1, 2, 3]
    assert grid.thresholds[1] == Threshold("confidence", 95.0)


def test_an_empty_grid_is_the_2018_replay() -> None:
    """Every setting has the same default as in an Experiment."""
    grid = parse_grid("")
    assert grid.cells == 1
    assert grid.searches[0].experiment().probes == "congress-115"
    assert grid.thresholds == (Threshold("false_matches", 28.0),)
    assert grid.draws == (Draw(None, None, False, 0),)


def test_words_for_all_and_none() -> None:
    """TOML has no null, so a grid says "all" photos and the condition "none"."""
    grid = parse_grid('gallery_size = [5, "all"]\ncondition = ["none", "jpeg"]')
    assert [d.gallery_size for d in grid.draws] == [5, None]
    assert [s.condition for s in grid.searches] == [None, "jpeg"]


def test_a_mix_of_shares_becomes_counts() -> None:
    """A mix in shares becomes counts: shares times the size."""
    grid = parse_grid("gallery_size = [10, 3]\nmix = [{F = 0.5, M = 0.5}]")
    assert [d.mix for d in grid.draws] == [(("F", 5), ("M", 5)), (("F", 2), ("M", 1))]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=6), st.integers(1, 9999))
def test_apportioned_counts_add_up(weights: list[int], size: int) -> None:
    """Counts are whole, add up to the size, and are within one photo of the exact share."""
    shares = {str(i): w / sum(weights) for i, w in enumerate(weights)}
    counts = whole_counts(shares, size)
    assert sum(counts.values()) == size
    assert all(abs(counts[k] - shares[k] * size) <= 1 + 1e-6 for k in shares)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ngallry_size = [1]", "a known key in line 2 of g, found 'gallry_size'. Did you mean"),
        ("seed = 1\n\ngallery_size = [1, 2.5]", "line 3 of g, found 2.5"),
        ('gallery_size = "some"', "a whole number from 1"),
        ("gallery_size = true", 'expected gallery_size to be a whole number or "all"'),
        ("confidence = [99, 100]", "above 0 and below 100 in line 1 of g, found 100"),
        ("confidence = [nan]", "found nan"),
        ("distance = -1", "0 or more"),
        ("seed = []", "found []"),
        ("seed = [1, 1]", "found one twice"),
        ("repeat = [1, 2]", "expected one value for repeat"),
        ("repeat = 20", "something random to repeat"),
        ("seed = [1, 2]\nrepeat = 2\ngallery_size = 9", "either repeat or a list of seeds"),
        ("distance = 0.5\nconfidence = 99", "one kind of threshold"),
        ("gallery_size = 5\nmix = {F = 2, M = 3}", "either gallery_size or a mix of counts"),
        ("mix = {F = 0.5, M = 0.5}", "a gallery_size in numbers"),
        ("mix = {F = 0.5, M = 0.6}", "shares that add up to 1"),
        ("mix = {F = -1, M = 3}", "counts such as"),
        ("mix = {F = 2}\none_photo_per_person = true", "either a mix or one_photo_per_person"),
        ('threshold_per = "group"', "expected group_by"),
        ("seed = ", "expected TOML in g"),
        ("gallery_size = 9\nrepeat = 1000000000", "found 1,000,000,000"),
    ],
)
def test_nonsense_is_refused_in_one_line(text: str, says: str) -> None:
    """An error says what was expected, what was found, and where."""
    with pytest.raises(ExperimentError) as error:
        parse_grid(text, "g")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_billion_cells_are_counted_and_not_built() -> None:
    """Three lists of a thousand values are too many cells."""
    thousand = str(list(range(1, 1001)))
    with pytest.raises(ExperimentError, match="1,000,000,000"):
        parse_grid(f"gallery_size = {thousand}\nseed = {thousand}\nfalse_matches = {thousand}")
    assert CELL_LIMIT < 10**9


def test_the_line_of_a_table() -> None:
    """An array of tables has a line too; a name that is absent is in line 1."""
    assert line_of("mix", "seed = 1\n[[mix]]\nF = 2\n") == 2
    assert line_of("absent", "seed = 1") == 1


def test_a_grid_takes_the_name_of_a_mix() -> None:
    """With a size or without; beside counts; and a wrong name gets the nearest."""
    grid = parse_grid('gallery_size = [10, 20]\nmix = ["even", "us-arrests-2018"]')
    assert [(d.mix, d.gallery_size) for d in grid.draws] == [
        ("even", 10),
        ("us-arrests-2018", 10),
        ("even", 20),
        ("us-arrests-2018", 20),
    ]
    experiment = grid.draws[1].within(grid.searches[0])
    assert (experiment.mix, experiment.gallery_size) == ("us-arrests-2018", 10)
    assert parse_grid('mix = ["as-is", {F = 2, M = 3}]').draws[0].mix == "as-is"
    with pytest.raises(ExperimentError, match="Did you mean 'us-adults'"):
        parse_grid('mix = "us-adlts"')
