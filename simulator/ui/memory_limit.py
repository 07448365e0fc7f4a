"""A limit for the memory of the server: above it, results that can be calculated again are dropped.

The limit is looked at before each piece of heavy work, of which there is one at a time; so the
server takes at most the limit and what one such piece needs.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from simulator.processes.memory import release_freed_memory

DEFAULT_MEGABYTES = 500
"""The largest search, all of LFW in LFW, needs some 500 MB more while it runs."""

_limit: dict[str, float] = {"megabytes": math.inf}
_dropping: dict[str, Callable[[], None]] = {}


def on_shortage(name: str, drop: Callable[[], None]) -> None:
    """Note what drops results that can be calculated again; a name has one such function."""
    _dropping[name] = drop


def limit_memory(megabytes: int) -> None:
    """Set the limit, without which there is none; the server calls this when it starts."""
    _limit["megabytes"] = megabytes


def resident_megabytes() -> float:
    """Return the memory that this process takes; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text("ascii", errors="replace").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
    except (OSError, ValueError, StopIteration):
        return 0.0


def make_room() -> bool:
    """Drop results if the server takes more than its limit; return whether it did."""
    if resident_megabytes() <= _limit["megabytes"]:
        return False
    for drop in list(_dropping.values()):
        drop()
    release_freed_memory()
    return True
