"""Fetching LFW into scikit-learn's cache, from a server on this machine."""

from __future__ import annotations

import hashlib
import io
import tarfile
from pathlib import Path

import pytest
from support.file_server import QUICK, jpeg

from simulator.datasets.download import DownloadError
from simulator.datasets.fetch.lfw import fetch_lfw
from simulator.datasets.fetch.shared import Fetched


@pytest.fixture(autouse=True)
def _no_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out scikit-learn's three lists of pairs, which only its own server has."""
    monkeypatch.setattr("sklearn.datasets._lfw.TARGETS", ())


def test_lfw_shows_how_far_it_is(
    site: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The archive is fetched with progress and checked; photos are where scikit-learn looks."""
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
            limits=QUICK,
            progress=lambda *step: steps.append(step),
        )

    done = fetched(hashlib.sha256(content).hexdigest(), "home")
    assert steps[-1] == (len(content), len(content))
    assert done.files == 1
    assert any("13,233 photos were expected" in note for note in done.notes)
    photo = tmp_path / "home" / "lfw_home" / "lfw_funneled" / "Ann_Lee" / "Ann_Lee_0001.jpg"
    assert photo.read_bytes() == jpeg()
    with pytest.raises(DownloadError, match=r"By hand: place lfw-funneled\.tgz, pairs\.txt"):
        fetched("0" * 64, "other")
    assert not (tmp_path / "other" / "lfw_home" / "lfw_funneled").exists()


def test_lfw_uses_what_scikit_learn_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos in scikit_learn_data are counted; offline, the error says what to place by hand."""
    photos = tmp_path / "home" / "lfw_home" / "lfw_funneled" / "Ann_Lee"
    photos.mkdir(parents=True)
    (photos / "Ann_Lee_0001.jpg").write_bytes(jpeg())
    monkeypatch.setattr("sklearn.datasets.fetch_lfw_pairs", lambda **_: None)
    done = fetch_lfw(tmp_path / "home")
    assert (done.files, done.folder.name) == (1, "lfw_funneled")

    def offline(**_: object) -> None:
        raise OSError("no network")

    monkeypatch.setattr("sklearn.datasets.fetch_lfw_pairs", offline)
    with pytest.raises(DownloadError, match=r"By hand: place lfw-funneled\.tgz"):
        fetch_lfw(tmp_path / "home")


def test_lfw_from_the_real_cache_layout(photos: Path, tmp_path: Path) -> None:
    """scikit-learn uses the photos on this machine as its own cache, without a network."""
    home = tmp_path / "scikit_learn_data"
    (home / "lfw_home").mkdir(parents=True)
    for path in (photos / "lfw_home").iterdir():
        (home / "lfw_home" / path.name).symlink_to(path.resolve())
    assert fetch_lfw(home).files == 13233
