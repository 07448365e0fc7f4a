"""Fetching portraits one by one, from a server on this machine."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support.file_server import QUICK, jpeg
from support.small_datasets import Made

from simulator.datasets.download import DownloadError
from simulator.datasets.fetch.congress import fetch_portraits


@pytest.fixture
def members(make_dataset: Made) -> str:
    """Return four members of a made-up congress."""
    rows = [(key, key, "F", "north", None) for key in ("a", "b", "c", "d")]
    return str(make_dataset("congress", rows))


def test_portraits_one_by_one(site: tuple[Path, str], members: str, tmp_path: Path) -> None:
    """Complete portraits are kept, missing ones listed; the second run requests nothing known."""
    folder, address = site
    for key in "abc":
        (folder / f"{key}.jpg").write_bytes(jpeg())
    steps: list[tuple[int, int]] = []
    out = tmp_path / "out"
    start = time.monotonic()
    done = fetch_portraits(
        members,
        out,
        url=address + "/{key}.jpg",
        pause=0.2,
        limits=QUICK,
        progress=lambda i, n: steps.append((i, n)),
    )
    assert time.monotonic() - start >= 0.6
    assert (done.files, done.missing) == (3, ("d",))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert sorted(path.name for path in out.iterdir()) == ["a.jpg", "b.jpg", "c.jpg"]
    for key in "abc":
        (folder / f"{key}.jpg").unlink()
    assert fetch_portraits(members, out, url=address + "/{key}.jpg", pause=0).files == 3


@pytest.mark.parametrize(
    "wrong", [b"<html>log in</html>", jpeg()[:-500], jpeg(1, 1)], ids=["page", "half", "one-pixel"]
)
def test_a_portrait_that_is_none_is_no_file(
    site: tuple[Path, str], members: str, tmp_path: Path, wrong: bytes
) -> None:
    """An incomplete portrait is deleted, and the error says where to place one by hand."""
    folder, address = site
    (folder / "a.jpg").write_bytes(wrong)
    with pytest.raises(DownloadError, match=r"By hand: save it as .*a\.jpg"):
        fetch_portraits(members, tmp_path / "out", url=address + "/{key}.jpg", limits=QUICK)
    assert list((tmp_path / "out").iterdir()) == []
