"""Results that are kept under a digest of what they were made of."""

from pathlib import Path

from simulator.storage.result_cache import cached_file


def test_the_name_depends_on_what_it_was_made_of(tmp_path):
    """Other data, another extra file: another name. The same again: the same."""
    one, two = cached_file("kind", ["london"]), cached_file("kind", ["congress-115"])
    assert one != two
    assert one == cached_file("kind", ["london"])
    assert cached_file("kind", ["london"], language="es") != one
    extra = tmp_path / "extra.txt"
    assert cached_file("kind", ["london"], [extra]) == one
    extra.write_text("1")
    assert cached_file("kind", ["london"], [extra]) != one


def test_its_place(tmp_path):
    """In the user's cache, in a folder of its kind."""
    file = cached_file("kind", ["london"])
    assert file is not None
    assert file.parent == Path(tmp_path / "user-cache" / "kind")


def test_without_the_data_there_is_none():
    """An unknown data set has no cache file."""
    assert cached_file("kind", ["no-such-set"]) is None
