"""Progress reports of long tasks: one type for everything that takes a ``progress``.

The task calls the function as it goes on, with how many pieces are done and how many there are.
The function may raise an exception to end the task early: a stop button does that.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""A function called with (pieces done, pieces in all)."""

DownloadProgress = Callable[[int, int | None], None]
"""A function called with (bytes done, bytes in all, or None where the server does not say)."""
