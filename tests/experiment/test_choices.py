"""The choices that the installed data sets and packs allow."""

from simulator.experiment.choices import (
    CLEAN,
    PORTRAIT_CHOICES,
    conditions,
    gallery_sets,
    lists_relatives,
    matchers,
    portraits,
    probe_sets,
    shows_people,
)
from simulator.experiment.portraits import PORTRAITS


def test_bundled_choices():
    """Congress in LFW was searched by two matchers; Congress has photos under conditions."""
    assert matchers("congress-115", "lfw")[0] == "dlib"
    assert "eigenfaces" in matchers("congress-115", "lfw")
    assert matchers("london", "lfw") == ["dlib"]
    found = conditions("congress-115", "lfw")
    assert found[0] == CLEAN
    assert "low-light" in found
    assert conditions("lfw", "lfw") == [CLEAN]
    assert conditions("congress-115", "utkface-adults") == [CLEAN]


def test_every_choice_of_probes_has_a_gallery():
    """Every choice can be run: encodings exist on both sides, or a finished search does."""
    assert "congress-115" in probe_sets()
    assert "utkface-adults" not in probe_sets()  # it comes as counts and a finished search only
    for probes in probe_sets():
        assert gallery_sets(probes)
    assert "utkface-adults" in gallery_sets("congress-115")
    assert "utkface-adults" not in gallery_sets("london")


def test_data_sets_that_do_not_exist_offer_nothing():
    """A name that is not installed has no gallery."""
    assert gallery_sets("no-such-set") == []


def test_portraits_where_the_card_names_others():
    """Congress has two of each member, London one; in a finished search there is only the first."""
    assert PORTRAIT_CHOICES == PORTRAITS
    assert portraits("congress-115", "lfw") == list(PORTRAITS)
    assert portraits("london", "lfw") == ["first"]
    assert portraits("congress-115", "utkface-adults") == ["first"]


def test_relatives_are_listed_for_people_with_the_same_ids():
    """Members of Congress among other members, by their ids in the Biographical Directory."""
    assert lists_relatives("congress-115", "legislators")
    assert not lists_relatives("london", "legislators")
    assert not lists_relatives("congress-115", "lfw")


def test_both_sides_must_permit_faces():
    assert shows_people("congress-115", "legislators")
    assert not shows_people("congress-115", "lfw")
    assert not shows_people("lfw", "legislators")
