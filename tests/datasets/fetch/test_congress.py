"""Fetching portraits one by one, from a server on this machine."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from support.file_server import QUICK, jpeg
from support.small_datasets import Made

from simulator.building.build import build
from simulator.datasets.dataset import load_dataset
from simulator.datasets.download import DownloadError
from simulator.datasets.fetch.congress import _portraits, fetch_portraits
from simulator.datasets.fetch.registry import PORTRAITS
from simulator.datasets.photo_folder import photo_files
from simulator.errors import FalseMatchError
from simulator.faces.encodings import load_encodings
from simulator.storage.files import sha256_of_file


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


WITHOUT_A_FACE = {"congress-114": 3, "legislators": 29}
"""Listed without an encoding: no portrait of 2015, or one in which no face is found."""
COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = jpeg(226)
Two = Callable[..., Path]


@pytest.fixture
def two_sources(make_dataset: Made, site: tuple[Path, str]) -> Two:
    """Return a maker of a data set: b and c are at a pinned commit, d has no encoding."""
    root, address = site
    for place in ("main", f"raw/{COMMIT}/images"):
        (root / place).mkdir(parents=True)
    rows = [(key, key, "F", "north", (0.0,) * 4 if key != "d" else None) for key in "abcd"]
    card = (
        f'[photos]\nfolders = ["first"]\nurl = "{address}/main/{{key}}.jpg"\n'
        f'[[photos.collections]]\nsources = ["web"]\nfolders = ["second"]\n'
        f'url = "{address}/raw/{COMMIT}/{{source_path}}"\n'
    )
    sources = ["a,a,a.jpg,,F,", "b,b,b.jpg,web,F,images/7 b.jpg", "c,c,c.jpg,web,F,images/c.jpg"]
    head = "key,subject_id,photo,photo_source,gender,source_path"

    def make(name: str = "two", paths: bool = True) -> Path:
        folder = make_dataset(name, rows, extra=card)
        lines = [head, *sources, "d,d,d.jpg,,F,"]
        if not paths:
            lines = [line.rsplit(",", 1)[0] for line in lines]
        (folder / "manifest.csv").write_text("\n".join(lines) + "\n")
        encodings = load_encodings(folder / "encodings.npz")
        digest = np.frombuffer(hashlib.sha256(jpeg()).digest(), np.uint8)
        replace(encodings, digests=np.tile(digest, (3, 1))).save(folder / "encodings.npz")
        sums = f"{sha256_of_file(folder / 'encodings.npz')}  encodings.npz\n"
        (folder / "SHA256SUMS").write_text(sums)
        return folder

    for path in ("main/a", "main/d", f"raw/{COMMIT}/images/7 b", f"raw/{COMMIT}/images/c"):
        (root / f"{path}.jpg").write_bytes(jpeg())
    return make


def test_each_photo_from_its_own_collection(
    two_sources: Two, site: tuple[Path, str], tmp_path: Path
) -> None:
    """Each is asked for at its source's address, and the folder is one that a build reads."""
    folder = two_sources()
    done = fetch_portraits(str(folder), tmp_path / "out", pause=0, limits=QUICK)
    assert (done.files, done.missing, done.differing) == (4, (), ())
    assert "3 of 3" in done.notes[0]
    assert "(d)" in done.notes[1]
    there = photo_files(load_dataset(str(folder)), tmp_path / "out")
    assert [photo.key for photo in there] == ["a", "b", "c", "d"]
    (tmp_path / "both" / "first").mkdir(parents=True)
    (tmp_path / "both" / "second").mkdir()
    fetch_portraits(str(folder), tmp_path / "both", pause=0, limits=QUICK)
    found = sorted(path.relative_to(tmp_path / "both") for path in tmp_path.glob("both/*/*"))
    assert [path.as_posix() for path in found] == [
        "first/a.jpg",
        "first/d.jpg",
        "second/b.jpg",
        "second/c.jpg",
    ]


def test_a_photo_that_has_changed_is_kept_and_named(
    two_sources: Two, site: tuple[Path, str], tmp_path: Path
) -> None:
    """Another version at a public place is reported when it is fetched, and in every later run."""
    folder = two_sources()
    (site[0] / "main" / "a.jpg").write_bytes(OTHER)
    for _run in range(2):
        done = fetch_portraits(str(folder), tmp_path / "out", pause=0, limits=QUICK)
        assert (done.files, done.differing) == (4, ("a",))
        assert "2 of 3 are" in done.notes[0]
        assert "1 differs (a)" in done.notes[0]
        assert (tmp_path / "out" / "a.jpg").read_bytes() == OTHER


def test_a_pinned_photo_cannot_change(
    two_sources: Two, site: tuple[Path, str], tmp_path: Path
) -> None:
    """Another picture at a pinned commit is refused, with both digests and what to do."""
    folder = two_sources()
    (site[0] / "raw" / COMMIT / "images" / "c.jpg").write_bytes(OTHER)
    with pytest.raises(DownloadError, match=r"By hand: save it as .*c\.jpg") as caught:
        fetch_portraits(str(folder), tmp_path / "out", pause=0, limits=QUICK)
    for content in (jpeg(), OTHER):
        assert hashlib.sha256(content).hexdigest() in str(caught.value)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("c.jpg", OTHER), ("c.jpg", b""), ("a.jpg", b"<html>"), ("a.jpg", jpeg(20, 20))],
    ids=["pinned", "pinned-empty", "page", "tiny"],
)
def test_a_wrong_file_that_was_there_before(
    two_sources: Two, tmp_path: Path, name: str, content: bytes
) -> None:
    """It is an error that names the file and the way out; the user's file is not deleted."""
    folder = two_sources()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_bytes(content)
    with pytest.raises(DownloadError, match=r"(?s)out/.*Delete it or move it away"):
        fetch_portraits(str(folder), tmp_path / "out", pause=0, limits=QUICK)
    assert (tmp_path / "out" / name).read_bytes() == content


@pytest.mark.parametrize("place", ["main/a.jpg", f"raw/{COMMIT}/images/7 b.jpg"])
@pytest.mark.parametrize("wrong", [b"", b"<html>log in</html>", jpeg()[:-500], jpeg() + b"0" * 90])
def test_hostile_answers(
    two_sources: Two, site: tuple[Path, str], tmp_path: Path, place: str, wrong: bytes
) -> None:
    """No answer passes for the photo: it is refused or, if it is a whole picture, named."""
    folder = two_sources()
    (site[0] / place).write_bytes(wrong)
    key = place[-5]
    try:
        done = fetch_portraits(str(folder), tmp_path / "out", pause=0, limits=QUICK)
    except DownloadError:
        assert not (tmp_path / "out" / f"{key}.jpg").exists()
    else:
        assert place.startswith("main")
        assert done.differing == (key,)


def test_an_answer_without_end_is_cut_off(
    two_sources: Two, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file larger than any portrait is not read to its end."""
    monkeypatch.setattr("simulator.datasets.fetch.congress.LARGEST", 10_000)
    with pytest.raises(DownloadError, match="larger"):
        fetch_portraits(str(two_sources()), tmp_path / "out", pause=0, limits=QUICK)
    assert not (tmp_path / "out" / "a.jpg").exists()


def test_no_address(two_sources: Two, make_dataset: Made, tmp_path: Path) -> None:
    """A card without an address, and a manifest without the path it needs, are named."""
    bare = make_dataset("bare", [("a", "a", "F", "north", None)])
    with pytest.raises(FalseMatchError, match="Add url"):
        fetch_portraits(str(bare), tmp_path / "out", pause=0)
    with pytest.raises(FalseMatchError, match=r"path of b .*source_path"):
        fetch_portraits(str(two_sources(paths=False)), tmp_path / "out", pause=0, limits=QUICK)


@pytest.mark.parametrize("name", PORTRAITS)
def test_every_portrait_has_an_address_and_a_digest(name: str, tmp_path: Path) -> None:
    """The bundled manifests give each photo's place; those without an encoding have no digest."""
    dataset = load_dataset(name)
    wanted = list(_portraits(dataset, name, tmp_path, None))
    pinned = [one for one in wanted if one.pinned]
    assert len({one.source for one in wanted}) == len({one.target for one in wanted}) == len(wanted)
    assert not any(set("{}") & set(one.source) for one in wanted)
    expected = {"congress-115": (535, 76), "congress-114": (538, 0)}
    assert (len(wanted), len(pinned)) == expected.get(name, (len(wanted), len(wanted)))
    assert sum(not one.digest for one in wanted) == len(wanted) - len(dataset.all_encodings)
    assert len(wanted) - len(dataset.all_encodings) == WITHOUT_A_FACE.get(name, 0)
    assert all(one.source.endswith(f"{one.key}.jpg") for one in wanted if not one.pinned)


@pytest.mark.parametrize("wrong", [None, b"<html>log in</html>", jpeg(226)])
def test_legislators_come_from_the_pinned_commit(
    photos: Path, site: tuple[Path, str], tmp_path: Path, wrong: bytes | None
) -> None:
    """The photos behind the encodings pass; at their pinned place another file is an error."""
    commit = "687cf7a9212a445431ad7441d8bfd0b7bf297eff"
    dataset = load_dataset("legislators")
    assert f"/{commit}/{{source_path}}" in str(dataset.card.photo_url)
    few = dataset.manifest[dataset.manifest["key"].isin(dataset.all_encodings.keys[:3])]
    for row in few.itertuples():
        place = site[0] / commit / row.source_path
        place.parent.mkdir(parents=True, exist_ok=True)
        content = (photos / "legislators" / row.photo).read_bytes()
        place.write_bytes(content if wrong is None else wrong)
    url, out = f"{site[1]}/{commit}/{{source_path}}", tmp_path / "legislators"
    if wrong is not None:
        with pytest.raises(DownloadError, match=f"By hand: save it as .*{few['photo'].iloc[0]}"):
            fetch_portraits("legislators", out, url=url, pause=0, limits=QUICK)
        assert list(out.iterdir()) == []
        return
    done = fetch_portraits("legislators", out, url=url, pause=0, limits=QUICK)
    assert (done.files, done.differing) == (3, ())
    assert "3 of 3 are the bundle's very photos" in done.notes[0]
    assert sorted(photo.key for photo in photo_files(dataset, out)) == sorted(few["key"])


def test_a_fetched_folder_builds(
    photos: Path, site: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`datasets build congress-115` reads both collections' photos from the one folder."""
    pytest.importorskip("face_recognition_models", reason="needs the matcher")
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path / "mine"))
    dataset = load_dataset("congress-115")
    few = dataset.manifest.groupby("photo_source").head(1)
    for row in few.itertuples():
        place = "congress/225x275" if row.photo_source == "unitedstates" else "congress_voteview"
        (site[0] / f"{row.key}.jpg").write_bytes((photos / place / row.photo).read_bytes())
    out = tmp_path / "out"
    done = fetch_portraits("congress-115", out, url=site[1] + "/{key}.jpg", pause=0, limits=QUICK)
    assert (done.files, len(done.missing), done.differing) == (3, 532, ())
    built = build("congress-115", out, tmp_path / "built", workers=1)
    assert sorted(built.encodings.keys) == sorted(few["key"])
    assert built.no_photo == 532
