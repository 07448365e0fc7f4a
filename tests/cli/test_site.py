"""The command that writes a site."""

from __future__ import annotations

import pytest

from simulator.site import write
from simulator.site.parts import Page


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Write sites of one page."""
    monkeypatch.setattr(write, "MAKERS", (lambda: [Page("index", "The test")],))


def test_it_says_what_to_open(here, tmp_path):
    """Where the first page is, and how much was written."""
    done = here("site", str(tmp_path / "lab"), "--lang", "es", "--lang", "en")
    assert done.returncode == 0
    assert str(tmp_path / "lab" / "index.html") in done.stdout
    assert "3 files written" in done.stdout
    assert 'lang="es-MX"' in (tmp_path / "lab" / "index.html").read_text("utf-8")
    assert 'lang="en"' in (tmp_path / "lab" / "en" / "index.html").read_text("utf-8")


def test_a_folder_with_something_else_stays(here, tmp_path):
    """One sentence on stderr, status 1."""
    (tmp_path / "thesis.txt").write_text("mine")
    done = here("site", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "thesis.txt" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "wrong", [[], ["--lang", "fr", "lab"], ["one", "two"], ["lab", "--scorm-answers"]], ids=str
)
def test_wrong_usage(here, wrong):
    """Status 2."""
    assert here("site", *wrong).returncode == 2
