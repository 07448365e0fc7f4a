"""The memory of a server that runs for days."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys


def stay_small() -> None:
    """Before anything heavy is imported: pandas' Arrow shall not keep an arena of its own.

    Its allocator holds 34 MB from the first table on, whatever is in them; the system's does not.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")


def give_back() -> None:
    """Return what was freed to the system, where the C library can: glibc keeps it for each thread.

    A search frees tens of megabytes that its thread would otherwise hold until the server ends.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library has none
            ctypes.CDLL(None).malloc_trim(0)
