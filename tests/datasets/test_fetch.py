"""Fetching data sets, from a server on this machine in place of the publishers'."""

from __future__ import annotations

import functools
import hashlib
import io
import json
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from support.small_datasets import Made

from simulator.cli.main import cli
from simulator.datasets.download import DownloadError, Manners
from simulator.datasets.fetch import (
    LONDON_FILES,
    MEDS_NOTE,
    Fetched,
    fetch,
    fetch_lfw,
    fetch_london,
    fetch_meds,
    fetch_portraits,
)
from simulator.datasets.layouts import READERS
from simulator.errors import FalseMatchError

QUICK = Manners(tries=2, wait=0.01, timeout=2)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address at which it is served."""
    folder = tmp_path / "site"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def jpeg(width: int = 225, height: int = 275) -> bytes:
    noise = np.random.default_rng(width).integers(0, 255, (height, width, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG")
    return buffer.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def members(make_dataset: Made) -> str:
    """Four members of a made-up congress."""
    rows = [(key, key, "F", "north", None) for key in ("a", "b", "c", "d")]
    return str(make_dataset("congress", rows))


def test_portraits_one_by_one(site: tuple[Path, str], members: str, tmp_path: Path) -> None:
    """Whole portraits are kept; a missing one is listed; the second run asks for nothing known."""
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
        manners=QUICK,
        progress=lambda i, n: steps.append((i, n)),
    )
    assert time.monotonic() - start >= 0.6
    assert (done.there, done.missing) == (3, ("d",))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert sorted(path.name for path in out.iterdir()) == ["a.jpg", "b.jpg", "c.jpg"]
    for key in "abc":
        (folder / f"{key}.jpg").unlink()
    assert fetch_portraits(members, out, url=address + "/{key}.jpg", pause=0).there == 3


@pytest.mark.parametrize(
    "wrong", [b"<html>log in</html>", jpeg()[:-500], jpeg(1, 1)], ids=["page", "half", "one-pixel"]
)
def test_a_portrait_that_is_none_is_no_file(
    site: tuple[Path, str], members: str, tmp_path: Path, wrong: bytes
) -> None:
    """What is not a whole portrait is deleted, and the error says where to place one by hand."""
    folder, address = site
    (folder / "a.jpg").write_bytes(wrong)
    with pytest.raises(DownloadError, match=r"By hand: save it as .*a\.jpg"):
        fetch_portraits(members, tmp_path / "out", url=address + "/{key}.jpg", manners=QUICK)
    assert list((tmp_path / "out").iterdir()) == []


def london_site(site: tuple[Path, str], damage: str = "") -> str:
    """figshare's list of files and the files, one of them damaged on request."""
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
    """Unpacked, read by its layout, and the member that climbs out refused."""
    done = fetch_london(tmp_path / "out", url=london_site(site), manners=QUICK)
    assert done.there == 2
    assert "'../evil.jpg'" in done.notes[0]
    assert not (tmp_path / "evil.jpg").exists()
    rows = READERS["london"](tmp_path / "out")
    assert [row["key"] for row in rows.rows] == ["001_03", "001_08"]


@pytest.mark.parametrize("damage", LONDON_FILES)
def test_a_damaged_file_of_london_is_no_file(
    site: tuple[Path, str], tmp_path: Path, damage: str
) -> None:
    """The MD5 of figshare's list decides; a second run with the right file goes on."""
    with pytest.raises(DownloadError, match="found another"):
        fetch_london(tmp_path / "out", url=london_site(site, damage), manners=QUICK)
    assert not (tmp_path / "out" / damage).exists()
    assert fetch_london(tmp_path / "out", url=london_site(site), manners=QUICK).there == 2


def test_another_answer_than_figshares_list(site: tuple[Path, str], tmp_path: Path) -> None:
    """A page, or a list without the files, is refused with the way by hand."""
    for content in ("<html>", '{"files": []}', '{"files": [{"name": 3}]}', "[]"):
        (site[0] / "article").write_text(content)
        with pytest.raises(DownloadError, match="By hand: download neutral_front"):
            fetch_london(tmp_path / "out", url=f"{site[1]}/article", manners=QUICK)


def test_meds_needs_a_word_first(tmp_path: Path) -> None:
    """What it shows is said before anything is asked of a server."""
    with pytest.raises(FalseMatchError, match="An arrest is no conviction"):
        fetch("meds-ii", tmp_path)
    assert list(tmp_path.iterdir()) == []
    done = CliRunner().invoke(cli, ["datasets", "fetch", "meds-ii"])
    assert MEDS_NOTE.split(".")[0] in str(done.exception)


def test_meds_from_an_archive(site: tuple[Path, str], tmp_path: Path) -> None:
    """Checked by MD5, unpacked, and read by its layout; a wrong archive is no file."""
    table = "img_dname,img_name,subject_id,age_phd,sex,rac,label\n./data/aa,S1.jpg,1,31,F,W,F\n"
    content = zipped({"data/aa/S1.jpg": jpeg(), "subject_metadata.csv": table.encode()})
    (site[0] / "meds.zip").write_bytes(content)
    md5 = "md5:" + hashlib.md5(content).hexdigest()
    done = fetch_meds(tmp_path / "out", url=f"{site[1]}/meds.zip", checksum=md5, manners=QUICK)
    assert done.there == 2
    assert len(READERS["meds-ii"](tmp_path / "out").rows) == 1
    with pytest.raises(DownloadError, match="NIST may ask for registration"):
        fetch_meds(tmp_path / "other", url=f"{site[1]}/meds.zip", manners=QUICK)


def test_london_tells_how_many_bytes_are_here(site: tuple[Path, str], tmp_path: Path) -> None:
    """Progress rises over all files to all bytes; ended in the middle, the next run goes on."""
    address = london_site(site)
    every = sum((site[0] / name).stat().st_size for name in LONDON_FILES)
    steps: list[tuple[int, int]] = []
    fetch_london(
        tmp_path / "out", url=address, manners=QUICK, progress=lambda *step: steps.append(step)
    )
    assert steps == sorted(steps)
    assert steps[-1] == (every, every)

    def stop(done: int, every: int) -> None:
        raise FalseMatchError("stopped.")

    with pytest.raises(FalseMatchError, match="stopped"):
        fetch_london(tmp_path / "stopped", url=address, manners=QUICK, progress=stop)
    assert fetch_london(tmp_path / "stopped", url=address, manners=QUICK).there == 2


def test_lfw_shows_how_far_it_is(
    site: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive comes with progress and is checked; its photos lie where scikit-learn looks."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as file:
        member = tarfile.TarInfo("lfw_funneled/Ann_Lee/Ann_Lee_0001.jpg")
        member.size = len(jpeg())
        file.addfile(member, io.BytesIO(jpeg()))
    content = buffer.getvalue()
    (site[0] / "lfw.tgz").write_bytes(content)
    monkeypatch.setattr("sklearn.datasets.fetch_lfw_pairs", lambda **_: None)
    steps: list[tuple[int, int]] = []

    def fetched(digest: str, home: str) -> Fetched:
        return fetch_lfw(
            tmp_path / home,
            url=f"{site[1]}/lfw.tgz",
            checksum=f"sha256:{digest}",
            manners=QUICK,
            progress=lambda *step: steps.append(step),
        )

    done = fetched(hashlib.sha256(content).hexdigest(), "home")
    assert steps[-1] == (len(content), len(content))
    assert done.there == 1
    assert any("13,233 photos were expected" in note for note in done.notes)
    photo = tmp_path / "home" / "lfw_home" / "lfw_funneled" / "Ann_Lee" / "Ann_Lee_0001.jpg"
    assert photo.read_bytes() == jpeg()
    with pytest.raises(DownloadError, match=r"By hand: place lfw-funneled\.tgz, pairs\.txt"):
        fetched("0" * 64, "other")
    assert not (tmp_path / "other" / "lfw_home" / "lfw_funneled").exists()


def test_lfw_uses_what_scikit_learn_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An existing scikit_learn_data is counted and not fetched again; offline it is said."""
    photos = tmp_path / "home" / "lfw_home" / "lfw_funneled" / "Ann_Lee"
    photos.mkdir(parents=True)
    (photos / "Ann_Lee_0001.jpg").write_bytes(jpeg())
    monkeypatch.setattr("sklearn.datasets.fetch_lfw_pairs", lambda **_: None)
    done = fetch_lfw(tmp_path / "home")
    assert (done.there, done.folder.name) == (1, "lfw_funneled")

    def offline(**_: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr("sklearn.datasets.fetch_lfw_pairs", offline)
    with pytest.raises(DownloadError, match=r"By hand: place lfw-funneled\.tgz"):
        fetch_lfw(tmp_path / "home")


def test_lfw_from_the_real_cache_layout(photos: Path, tmp_path: Path) -> None:
    """scikit-learn itself takes the photos on this machine for its own cache: no network."""
    home = tmp_path / "scikit_learn_data"
    (home / "lfw_home").mkdir(parents=True)
    for path in (photos / "lfw_home").iterdir():
        (home / "lfw_home" / path.name).symlink_to(path.resolve())
    assert fetch_lfw(home).there == 13233


def test_what_cannot_be_fetched_is_named() -> None:
    """UTKFace and FairFace come from their authors."""
    with pytest.raises(FalseMatchError, match="by hand from their authors"):
        fetch("utkface", Path("nowhere"))
