"""Normalized scores: by brute force, their draws, and the files that come with the data sets."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError, PackError
from simulator.search import normalized_scores as module
from simulator.search.normalized_scores import (
    FEWEST_IN_COHORT,
    find_scores,
    inputs_digest,
    normalized_scores,
    save_scores,
    scores_of,
)
from simulator.stats.score_normalization import CLOSEST

STORED = (
    ("congress-115", "lfw"),
    ("congress-115", "legislators"),
    ("london", "lfw"),
    ("lfw", "lfw"),
)


def test_scores_beside_brute_force():
    """Every distance with numpy.linalg.norm, every mean and minimum in a loop."""
    random = np.random.default_rng(0)
    draw = lambda n: random.normal(size=(n, 8)).astype(np.float32)  # noqa: E731
    probes, gallery, cohort, mates = draw(6), draw(9), draw(150), draw(6)
    mates[4] = np.nan
    same = np.array([2, -1, 0, -1, 8, -1])
    nearest, own = scores_of(probes, gallery, cohort, same, mates)

    def moments(photo):
        near = sorted(float(np.linalg.norm(photo - other)) for other in cohort)[:CLOSEST]
        mean = sum(near) / len(near)
        return mean, (sum((d - mean) ** 2 for d in near) / len(near)) ** 0.5

    def scores(probe, other):
        distance = float(np.linalg.norm(probe - other))
        (m, s), (gm, gs) = moments(probe), moments(other)
        mine, theirs = (distance - m) / s, (distance - gm) / gs
        return distance, mine, (mine + theirs) / 2

    for i in range(6):
        strangers = [scores(probes[i], g) for j, g in enumerate(gallery) if j != same[i]]
        for kind in range(3):
            assert nearest[kind, i] == pytest.approx(min(s[kind] for s in strangers), abs=1e-4)
            if i == 4:
                assert np.isnan(own[kind, i])
            else:
                assert own[kind, i] == pytest.approx(scores(probes[i], mates[i])[kind], abs=1e-4)


def test_other_numbers_of_the_cohort_count(make_dataset):
    probes = _people(make_dataset, "p", 50, photos=2, seed=1)
    gallery = _people(make_dataset, "g", 3 * FEWEST_IN_COHORT, seed=2)
    usual, fewer = (normalized_scores(probes, gallery, 1, closest=k) for k in (CLOSEST, 10))
    assert fewer.closest == 10
    assert (usual.nearest[0] == fewer.nearest[0]).all()
    assert (usual.nearest[1] != fewer.nearest[1]).all()


def _people(make_dataset, name, count, photos=1, seed=0, space="made"):
    random = np.random.default_rng(seed)
    rows = []
    for person in range(count):
        center = random.normal(size=4)
        for photo in range(photos):
            vector = center + 0.05 * random.normal(size=4)
            gender = "F" if person % 3 == 0 else "M"
            rows.append((f"{name}{person}_{photo}", f"{name}{person}", gender, "north", vector))
    return load_dataset(str(make_dataset(name, rows, space=space)))


def test_two_data_sets_in_draws(make_dataset):
    probes = _people(make_dataset, "p", 50, photos=2, seed=1)
    gallery = _people(make_dataset, "g", 3 * FEWEST_IN_COHORT, seed=2)
    scores = normalized_scores(probes, gallery, draws=3)
    assert scores.nearest.shape == scores.mates.shape == (3, 3, 50)
    assert (scores.cohort_people, scores.gallery_people) == (200, 400)
    assert scores.first_half.sum(axis=1).tolist() == [25, 25, 25]
    assert not np.isnan(scores.mates).any()
    # Another photo of oneself is closer than any stranger among 400.
    assert (scores.mates[0] < scores.nearest[0]).mean() > 0.9
    again = normalized_scores(probes, gallery, draws=3)
    assert (again.nearest == scores.nearest).all()
    assert probes.identities[scores.keys[7]] == sorted(set(probes.identities))[7]


def test_a_data_set_in_itself_has_a_gallery_for_each_half(make_dataset):
    everybody = _people(make_dataset, "g", 3 * FEWEST_IN_COHORT, photos=2, seed=3)
    scores = normalized_scores(everybody, everybody, draws=2)
    taking_part = ~np.isnan(scores.nearest[0])
    assert taking_part.sum(axis=1).tolist() == [400, 400]
    assert (scores.first_half & taking_part).sum(axis=1).tolist() == [200, 200]
    assert not (scores.first_half & ~taking_part).any()
    assert (scores.cohort_people, scores.gallery_people) == (200, 200)
    assert (scores.mates[0][taking_part] < scores.nearest[0][taking_part]).mean() > 0.9


def test_nobody_searched_for_is_in_the_cohort_or_a_stranger_to_themselves(make_dataset):
    """All probes are enrolled in the gallery under the same names, and no mate has distance 0."""
    gallery = _people(make_dataset, "g", 4 * FEWEST_IN_COHORT, seed=4)
    keys = [f"g{i}_0" for i in range(50)]
    rows = [
        (key, key[:-2], "F", "north", gallery.encodings.vectors[gallery.encodings.keys == key][0])
        for key in keys
    ]
    other = load_dataset(str(make_dataset("p", [(f"p{k}", *rest) for k, *rest in rows])))
    searched = module._People.of(other)
    enrolled = module._People.of(gallery)
    cohort, rest = module._dealt(np.random.default_rng(0), enrolled, searched)
    assert not set(enrolled.names[cohort]) & set(searched.names)
    assert not set(cohort) & set(rest)
    assert set(searched.names) <= set(enrolled.names[rest])
    assert (normalized_scores(other, gallery, draws=2).nearest[0] > 0).all()


def test_the_same_file_in_both_is_no_stranger(make_dataset):
    gallery = _people(make_dataset, "g", 3 * FEWEST_IN_COHORT + 1, seed=5)
    probes = _people(make_dataset, "p", 50, seed=6)
    theirs, mine = gallery.encodings, probes.encodings
    digests = theirs.digests.copy()
    digests[7] = 1
    gallery = gallery.with_encodings(dataclasses.replace(theirs, digests=digests))
    probes = probes.with_encodings(dataclasses.replace(mine, digests=np.ones_like(mine.digests)))
    enrolled = module._People.of(gallery)
    left = enrolled.without_photos_of(module._People.of(probes))
    assert set(enrolled.names) - set(left.names) == {gallery.identities[theirs.keys[7]]}


@pytest.mark.parametrize(("people", "enrolled"), [(30, 3 * FEWEST_IN_COHORT), (50, 1), (1, 1)])
def test_too_few_people_are_refused(make_dataset, people, enrolled):
    probes = _people(make_dataset, "p", people)
    gallery = _people(make_dataset, "g", enrolled)
    with pytest.raises(ExperimentError, match="not measurable here"):
        normalized_scores(probes, gallery, draws=1)


@pytest.mark.parametrize(("probes", "gallery"), STORED)
def test_the_stored_scores_are_of_the_installed_photos(probes, gallery):
    scores = find_scores(load_dataset(probes), load_dataset(gallery))
    assert scores is not None
    assert scores.draws == module.DRAWS == 20
    assert scores.closest == CLOSEST


@pytest.mark.parametrize(("probes", "gallery"), STORED[:3])
def test_the_first_stored_draw_is_calculated_again(probes, gallery):
    first, second = load_dataset(probes), load_dataset(gallery)
    stored, again = find_scores(first, second), normalized_scores(first, second, draws=1)
    assert (stored.first_half[0] == again.first_half[0]).all()
    np.testing.assert_allclose(stored.nearest[:, 0], again.nearest[:, 0], atol=1e-3)
    np.testing.assert_allclose(stored.mates[:, 0], again.mates[:, 0], atol=1e-3)


def test_only_different_photographs_are_mates_in_congress():
    scores = find_scores(load_dataset("congress-115"), load_dataset("lfw"))
    assert (~np.isnan(scores.mates[0])).all(axis=0).sum() == 255


def test_what_is_stored_is_what_was_calculated(make_dataset, tmp_path):
    probes = _people(make_dataset, "p", 50, photos=2)
    gallery = _people(make_dataset, "g", 3 * FEWEST_IN_COHORT)
    assert find_scores(probes, gallery) is None
    path = save_scores(probes, gallery)
    stored, calculated = find_scores(probes, gallery), normalized_scores(probes, gallery)
    for name in ("keys", "nearest", "mates", "first_half"):
        assert (getattr(stored, name) == getattr(calculated, name)).all()
    moved = dataclasses.replace(probes.encodings, vectors=probes.encodings.vectors + 1)
    other = probes.with_encodings(moved)
    assert inputs_digest(other, gallery) != inputs_digest(probes, gallery)
    assert find_scores(other, gallery) is None
    content = path.read_bytes()
    path.write_bytes(content[:-9] + b"123456789")
    with pytest.raises(PackError, match="Restore"):
        find_scores(probes, gallery)
