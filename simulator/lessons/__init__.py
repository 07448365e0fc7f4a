"""Guided lessons: steps as data, figures calculated by this program, one runner in the browser."""

from simulator.lessons.lesson_file import load_lessons, read_lesson
from simulator.lessons.steps import Do, Lesson, Show, Step, texts

__all__ = ["Do", "Lesson", "Show", "Step", "load_lessons", "read_lesson", "texts"]
