"""Keeping the memory of a server small that runs for days."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys


def use_system_allocator() -> None:
    """Make pandas' Arrow use the system's allocator; call this before pandas is imported.

    Arrow's own allocator holds 34 MB from the first table on, whatever is in it.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def release_freed_memory() -> None:
    """Return freed memory to the system where the C library can: glibc holds on to it per thread.

    A search frees tens of megabytes that its thread would otherwise hold until the server ends.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library has none
            ctypes.CDLL(None).malloc_trim(0)
