"""Guided lessons: steps as data, figures calculated by this program, one runner in the browser."""
