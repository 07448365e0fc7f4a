"""Which gallery photos take part: one photo per person."""

from __future__ import annotations

import pytest

from simulator import Experiment, run
from simulator.errors import ExperimentError


@pytest.mark.slow
def test_one_photo_of_each_person_is_drawn_by_the_seed() -> None:
    """As many photos as people; another seed draws other photos of the same people."""
    first = run(Experiment(one_photo_per_person=True))
    again = run(Experiment(one_photo_per_person=True))
    other = run(Experiment(one_photo_per_person=True, seed=1))
    assert first.gallery_people == len(first.gallery_rows) == 5726
    assert (first.gallery_rows == again.gallery_rows).all()
    assert (first.gallery_rows != other.gallery_rows).any()
    assert set(first.gallery_size_curve([100], distance=0.5)["drawn"]) == {"people, one photo each"}


def test_fewer_people_than_there_are() -> None:
    result = run(Experiment(one_photo_per_person=True, gallery_size=1000))
    assert result.gallery_people == 1000
    with pytest.raises(ExperimentError, match="5726"):
        run(Experiment(one_photo_per_person=True, gallery_size=6000))


def test_a_mix_of_people_is_refused() -> None:
    with pytest.raises(ExperimentError, match="one photo per person"):
        run(Experiment(one_photo_per_person=True, mix={"F": 3}))
