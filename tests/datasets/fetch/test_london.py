"""Fetching the London set, from a server on this machine in place of figshare."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from support.file_server import QUICK, jpeg, zipped

from simulator.datasets.download import DownloadError
from simulator.datasets.fetch.london import LONDON_FILES, fetch_london
from simulator.datasets.layouts import LAYOUT_READERS
from simulator.errors import FalseMatchError


def london_site(site: tuple[Path, str], damage: str = "") -> str:
    """Return figshare's list of files and the files; one of them is damaged on request."""
    folder, address = site
    contents = {
        "neutral_front.zip": zipped({"neutral_front/001_03.jpg": jpeg(), "../evil.jpg": b"x"}),
        "smiling_front.zip": zipped({"smiling_front/001_08.jpg": jpeg()}),
        "london_faces_info.csv": b"face_id,face_age,face_gender,face_eth\nX001,24,female,white\n",
    }
    listing = []
    for name, content in contents.items():
        (folder / name).write_bytes(content if name != damage else content[:-3])
        md5 = hashlib.md5(content).hexdigest()
        listing.append(
            {
                "name": name,
                "download_url": f"{address}/{name}",
                "computed_md5": md5,
                "size": len(content),
            }
        )
    (folder / "article").write_text(json.dumps({"files": listing}))
    return f"{address}/article"


def test_london_from_figshares_own_list(site: tuple[Path, str], tmp_path: Path) -> None:
    """The set is unpacked and read by its layout; a member outside the folder is refused."""
    done = fetch_london(tmp_path / "out", url=london_site(site), limits=QUICK)
    assert done.files == 2
    assert "'../evil.jpg'" in done.notes[0]
    assert not (tmp_path / "evil.jpg").exists()
    rows = LAYOUT_READERS["london"](tmp_path / "out")
    assert [row["key"] for row in rows.rows] == ["001_03", "001_08"]


@pytest.mark.parametrize("damage", LONDON_FILES)
def test_a_damaged_file_of_london_is_no_file(
    site: tuple[Path, str], tmp_path: Path, damage: str
) -> None:
    """The MD5 of figshare's list decides; a second run with the right file goes on."""
    with pytest.raises(DownloadError, match="It was deleted"):
        fetch_london(tmp_path / "out", url=london_site(site, damage), limits=QUICK)
    assert not (tmp_path / "out" / damage).exists()
    assert fetch_london(tmp_path / "out", url=london_site(site), limits=QUICK).files == 2


def test_another_answer_than_figshares_list(site: tuple[Path, str], tmp_path: Path) -> None:
    """A web page, or a list without the files, is an error that says how to fetch them by hand."""
    for content in ("<html>", '{"files": []}', '{"files": [{"name": 3}]}', "[]"):
        (site[0] / "article").write_text(content)
        with pytest.raises(DownloadError, match="By hand: download neutral_front"):
            fetch_london(tmp_path / "out", url=f"{site[1]}/article", limits=QUICK)


def test_london_tells_how_many_bytes_are_here(site: tuple[Path, str], tmp_path: Path) -> None:
    """Progress rises over all files to all bytes; an interrupted run is resumed by the next."""
    address = london_site(site)
    every = sum((site[0] / name).stat().st_size for name in LONDON_FILES)
    steps: list[tuple[int, int]] = []
    fetch_london(
        tmp_path / "out", url=address, limits=QUICK, progress=lambda *step: steps.append(step)
    )
    assert steps == sorted(steps)
    assert steps[-1] == (every, every)

    def stop(done: int, every: int) -> None:
        raise FalseMatchError("stopped.")

    with pytest.raises(FalseMatchError, match="stopped"):
        fetch_london(tmp_path / "stopped", url=address, limits=QUICK, progress=stop)
    assert fetch_london(tmp_path / "stopped", url=address, limits=QUICK).files == 2
