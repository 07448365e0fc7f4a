"""The static folder: whole or not at all, self-contained, in a language."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from simulator.cli.main import cli
from simulator.errors import FalseMatchError
from simulator.lessons import export
from simulator.lessons.lesson_file import load_lessons

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder written by the command."""
    out = tmp_path_factory.mktemp("class") / "out"
    done = CliRunner().invoke(cli, ["export-lesson", str(out)], catch_exceptions=False)
    assert done.exit_code == 0
    assert str(out / "index.html") in done.output
    return out


def test_one_page_under_eight_megabytes(folder):
    """The export has no other files, and nothing is left over."""
    assert [file.name for file in folder.iterdir()] == ["index.html"]
    assert (folder / "index.html").stat().st_size < export.MOST_BYTES
    assert [p.name for p in folder.parent.iterdir()] == ["out"]


def test_it_asks_for_nothing(folder):
    """No address, no image, no script or style from elsewhere; a policy forbids it as well."""
    text = (folder / "index.html").read_text("utf-8")
    assert not re.findall(r'(?:src|href)\s*=\s*["\'](?!#|\?|\$\{photo\})', text)
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text)
    assert "default-src 'none'" in text
    assert "@import" not in text
    # A picture may point at a part of itself, and at nothing else.
    assert re.search(r"url\((?!#)", text) is None


def test_it_holds_the_faces_that_a_lesson_shows_and_no_others(folder):
    """Each portrait once, for the pairs of people in public office."""
    text = (folder / "index.html").read_text("utf-8")
    data = json.loads(text.split('id="lesson-data">')[1].split("</script>")[0])
    pairs = data["pairs"]["politicians"]
    shown = [key for side in ("probe_face", "stand_in_face") for key in pairs[side] if key]
    assert set(pairs["faces"]) == set(shown)
    assert len(pairs["probe"]) < 20
    assert text.count("data:image/") == len(pairs["faces"]) > 6
    assert "faces" not in data["pairs"]["replay"]


def test_it_holds_the_offline_lessons_the_replay_and_tables(folder):
    """Lessons 2 to 5 and the role play among them; not the one that needs the matcher."""
    text = (folder / "index.html").read_text("utf-8")
    data = json.loads(text.split('id="lesson-data">')[1].split("</script>")[0])
    keys = [lesson["key"] for lesson in data["lessons"]]
    assert {"2", "3", "4", "5", "reviewer"} <= set(keys)
    assert keys == [lesson.key for lesson in load_lessons() if lesson.offline]
    assert "1" not in keys
    assert len(data["tables"]) >= 5
    assert len(data["pairs"]["replay"]["probe"]) == 535
    assert "vectors" not in text


def test_a_folder_with_other_files_stays(tmp_path):
    """An earlier export is replaced, but no other file."""
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FalseMatchError, match=r"thesis\.txt"):
        export.write_lessons(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    """The folder is written completely or not at all."""
    monkeypatch.setattr(export, "MOST_BYTES", 1000)
    with pytest.raises(FalseMatchError, match="at most 1,000 bytes"):
        export.write_lessons(tmp_path / "stick" / "out")
    assert not (tmp_path / "stick").exists()


def test_in_spanish(tmp_path):
    """The page says its language, and its numbers follow."""
    page = export.write_lessons(tmp_path / "clase", "es").read_text("utf-8")
    assert '<html lang="es-MX">' in page
    assert "13,194" in page
