"""The list of photos that are copies of one picture is read and written in one module."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.datasets.same_photo import SAME_PHOTO, same_photo_pairs, save_same_photo
from simulator.errors import ManifestError


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """Quotes and commas in a key survive."""
    pairs = [("a", "b", "equal bytes"), ('say "x"', "c,d", "equal look")]
    save_same_photo(tmp_path, pairs)
    assert same_photo_pairs(tmp_path) == [("a", "b"), ('say "x"', "c,d")]


def test_no_list_is_no_pair(tmp_path: Path) -> None:
    """A data set without copies has no file."""
    save_same_photo(tmp_path, [])
    assert not (tmp_path / SAME_PHOTO).exists()
    assert same_photo_pairs(tmp_path) == []


@pytest.mark.parametrize(
    "content", [b"", b"one,two\na,b\n", b"first,evidence\na,b\n", b"\xff\xfe\x00first,second\n"]
)
def test_another_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    """The message names the file and says what to do."""
    (tmp_path / SAME_PHOTO).write_bytes(content)
    with pytest.raises(ManifestError, match=r"same_photo\.csv.*Restore the file"):
        same_photo_pairs(tmp_path)


def test_a_row_that_is_cut_off_is_no_pair(tmp_path: Path) -> None:
    """A row with one key does not name a copy."""
    (tmp_path / SAME_PHOTO).write_text("first,second,evidence\na\nb,c,equal bytes\n")
    assert same_photo_pairs(tmp_path) == [("b", "c")]
