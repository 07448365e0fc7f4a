"""The content is calculated once, then read from memory or from its cache file."""

from __future__ import annotations

from support.lesson_content import MADE_UP_CONTENT, MADE_UP_VALUES

from simulator.lessons import content
from simulator.lessons.lesson_file import load_lessons

LESSONS = load_lessons()


def test_a_cached_file_that_is_cut_off_is_not_used(tmp_path):
    """A cut-off file counts as no file."""
    path = tmp_path / "kept.json"
    content._save(MADE_UP_CONTENT, path)
    assert content._load(path) == MADE_UP_CONTENT
    path.write_bytes(path.read_bytes()[:-5])
    assert content._load(path) is None
    assert content._load(tmp_path / "none.json") is None


def test_the_content_is_calculated_once(monkeypatch, tmp_path):
    """The second time it comes from memory, and in another process from disk."""
    from simulator.lessons import make_content

    calls = []
    monkeypatch.setattr(make_content, "make_content", lambda: calls.append(1) or MADE_UP_CONTENT)
    monkeypatch.setattr(content, "_known", {})
    assert content.lesson_content() == MADE_UP_CONTENT
    assert content.values() == MADE_UP_VALUES
    monkeypatch.setattr(content, "_known", {})
    assert content.lesson_content() == MADE_UP_CONTENT
    assert calls == [1]
