"""Worker processes that end with the process that started them, even if that was killed.

A worker that waits for its next task finds out by itself, because a pipe closes; one that is
computing would go on, for hours perhaps, for nobody.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

SECONDS = 0.5
"""Seconds between two looks at whether the parent is still there."""
_SYNCHRONIZE, _FOREVER = 0x00100000, 0xFFFFFFFF

_watched: set[int] = set()


def ending_with_this_process(function: Callable[..., Answer]) -> Callable[..., Answer]:
    """Return a function to be called in a worker process, which then ends when this one does."""
    return functools.partial(_call, os.getpid(), function)


def _call(parent: int, function: Callable[..., Answer], *arguments: Any) -> Answer:
    end_with(parent)
    return function(*arguments)


def end_with(parent: int) -> None:
    """End this process as soon as another one has ended; a process does not watch itself.

    Args:
        parent: the number of the process that started this one.
    """
    if parent == os.getpid() or parent in _watched:
        return
    _watched.add(parent)
    wait = _wait_on_windows if sys.platform == "win32" else _wait
    threading.Thread(target=_end_after, args=(wait, parent), daemon=True).start()


def _end_after(wait: Callable[[int], None], parent: int) -> None:
    wait(parent)
    os._exit(1)


def _wait(parent: int) -> None:
    # An orphan gets another parent at once; the number of one that ended may be given to another.
    first = os.getppid()
    while os.getppid() == first and _is_running(parent):
        time.sleep(SECONDS)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _wait_on_windows(parent: int) -> None:  # pragma: no cover
    kernel = ctypes.CDLL("kernel32")
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, parent)
    if handle:
        kernel.WaitForSingleObject(handle, _FOREVER)
