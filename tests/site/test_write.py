"""A site is written whole or not at all, and never over anything else."""

from __future__ import annotations

import json

import pytest

from simulator.errors import FalseMatchError
from simulator.site import write
from simulator.site.parts import Page
from simulator.site.write import MARKER, write_site

pytestmark = pytest.mark.slow


def small():
    """Return one page, without searching."""
    return [Page("index", "The test", body="<p>Words.</p>")]


@pytest.fixture
def quick(monkeypatch):
    """Write sites of one page."""
    monkeypatch.setattr(write, "MAKERS", (small,))


def everything(folder):
    """Return path → content of all files below a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_it_is_the_same_byte_by_byte(site, site_cache, tmp_path, monkeypatch):
    """A second writing gives the same files."""
    monkeypatch.setenv("FALSEMATCH_CACHE", str(site_cache))
    write_site(tmp_path / "again")
    assert everything(tmp_path / "again") == everything(site)


def test_sizes(site):
    """The first page is under 2 MB, everything in one language under 10 MB."""
    files = everything(site)
    assert len(files["index.html"]) < 2_000_000
    assert sum(map(len, files.values())) < 10_000_000


def test_the_marker_lists_every_file(site):
    """All files but the marker itself, by their digests."""
    listed = json.loads((site / MARKER).read_text("utf-8"))["files"]
    assert set(listed) | {MARKER} == set(everything(site))


def test_an_unchanged_site_is_replaced_and_nothing_is_left_beside_it(quick, tmp_path):
    """Its own folder may be written again, in other languages too."""
    write_site(tmp_path / "lab", ("en", "es"))
    assert set(everything(tmp_path / "lab")) == {"index.html", "es/index.html", MARKER}
    write_site(tmp_path / "lab")
    assert set(everything(tmp_path / "lab")) == {"index.html", MARKER}
    assert [path.name for path in tmp_path.iterdir()] == ["lab"]


def test_an_empty_folder_is_used(quick, tmp_path):
    """As for the other commands."""
    (tmp_path / "lab").mkdir()
    write_site(tmp_path / "lab")
    assert (tmp_path / "lab" / "index.html").is_file()


def foreign_file(out):
    (out / "thesis.txt").write_text("mine")
    return "thesis.txt"


def foreign_file_below(out):
    (out / "es").mkdir()
    (out / "es" / "thesis.txt").write_text("mine")
    return "es/thesis.txt"


def edited_page(out):
    (out / "index.html").write_text("edited")
    return "changed"


def foreign_link(out):
    (out / "link").symlink_to("/")
    return "link"


def page_that_is_a_link(out):
    (out / "index.html").rename(out.parent / "elsewhere.html")
    (out / "index.html").symlink_to(out.parent / "elsewhere.html")
    return "index.html"


def broken_marker(out):
    (out / MARKER).write_text("[]")
    return "index.html"


def no_marker(out):
    (out / MARKER).unlink()
    return "index.html"


@pytest.mark.parametrize(
    "change",
    [
        foreign_file,
        foreign_file_below,
        edited_page,
        foreign_link,
        page_that_is_a_link,
        broken_marker,
        no_marker,
    ],
)
def test_what_somebody_put_there_is_never_lost(quick, tmp_path, change):
    """Any file that the marker does not describe stops the command before it writes."""
    out = tmp_path / "lab"
    write_site(out)
    words = change(out)
    before = everything(out)
    with pytest.raises(FalseMatchError, match=words):
        write_site(out)
    assert everything(out) == before


@pytest.mark.parametrize("kind", ["file", "link"])
def test_something_else_than_a_folder_is_refused(quick, tmp_path, kind):
    """A file or a link of that name stays."""
    out = tmp_path / "lab"
    if kind == "file":
        out.write_text("mine")
    else:
        out.symlink_to(tmp_path)
    with pytest.raises(FalseMatchError, match="something else"):
        write_site(out)


def test_a_failure_leaves_what_was_there(quick, tmp_path, monkeypatch):
    """An error while the files are written changes nothing."""
    out = tmp_path / "lab"
    write_site(out)
    before = everything(out)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(FalseMatchError, match="nothing was changed"):
        write_site(out, ("es",))
    assert everything(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["lab"]
