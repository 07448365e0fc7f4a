"""What can be chosen with what is installed."""

from simulator.experiment.choices import CLEAN, conditions, matchers


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
