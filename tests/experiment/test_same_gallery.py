"""Two matchers in one gallery: the same photos, counted against a search of them alone."""

import numpy as np
import pytest

from simulator.errors import ExperimentError
from simulator.experiment.experiment import Experiment
from simulator.experiment.experiment_file import experiment_from
from simulator.experiment.run import gallery_photos, run
from simulator.search.packs import find_pack
from simulator.sweep.grid import parse_grid

HALF = Experiment(same_gallery_as="eigenfaces")


@pytest.fixture(scope="module")
def half():
    return run(HALF)


def test_both_matchers_search_the_same_photos(half):
    pack = find_pack("congress-115", "lfw", "eigenfaces")
    assert sorted(half.gallery_keys) == sorted(pack.gallery_keys)
    other = run(Experiment(matcher="eigenfaces", same_gallery_as="eigenfaces"))
    assert sorted(half.gallery_keys) == sorted(other.gallery_keys)
    assert half.gallery_people == other.gallery_people
    assert half.mates_excluded == other.mates_excluded


def test_distances_against_all_of_the_gallery_by_brute_force(half):
    """The closest stranger among the half's photos, from float64 vectors and names alone."""
    inside = np.isin(half.gallery.encodings.keys, half.gallery_keys)
    vectors = half.gallery.encodings.vectors[inside].astype(float)
    names = half.gallery.identities.loc[half.gallery.encodings.keys[inside].tolist()].to_numpy()
    probes = half.probes.encodings
    for row in range(0, len(probes), 97):
        person = half.probes.identities[probes.keys[row]]
        distances = np.sqrt(((vectors - probes.vectors[row].astype(float)) ** 2).sum(axis=1))
        assert half.search.nearest[row] == pytest.approx(distances[names != person].min())


def test_sizes_are_drawn_within_the_half(half):
    drawn = run(Experiment(same_gallery_as="eigenfaces", gallery_size=500, seed=3))
    assert len(drawn.gallery_rows) == 500
    assert set(drawn.gallery_keys) <= set(half.gallery_keys)


def test_where_there_is_no_such_search():
    with pytest.raises(ExperimentError, match="expected a finished search of 'congress-114'"):
        gallery_photos(Experiment(probes="congress-114", same_gallery_as="eigenfaces"))
    with pytest.raises(ExperimentError, match="gallery of another matcher's search"):
        run(Experiment(matcher="eigenfaces", same_gallery_as="dlib"))


def test_files_and_grids_say_it():
    assert experiment_from({"same_gallery_as": "eigenfaces"}, "a file") == HALF
    grid = parse_grid('matcher = ["dlib", "eigenfaces"]\nsame_gallery_as = "eigenfaces"')
    assert [spec.experiment().same_gallery_as for spec in grid.searches] == ["eigenfaces"] * 2
    with pytest.raises(ExperimentError, match="expected one value for same_gallery_as"):
        parse_grid('same_gallery_as = ["dlib", "eigenfaces"]')
