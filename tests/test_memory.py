"""Giving freed memory back."""

import ctypes
import gc
import sys
import threading
from pathlib import Path

import pytest

from simulator.memory import give_back


def resident() -> float:
    """Megabytes of this process in memory."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's /proc")
def test_what_a_thread_freed_goes_back():
    """Many small pieces, freed in another thread, stay with it; afterwards they do not."""
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("needs glibc")
    ended, kept = threading.Event(), []

    def work() -> None:
        pieces = [bytearray(3000) for _ in range(30_000)]
        kept.append(bytearray(3000))  # on top, so that the heap cannot simply shrink
        del pieces
        gc.collect()
        kept.append(resident())
        ended.wait(30)

    thread = threading.Thread(target=work)
    thread.start()
    while len(kept) < 2:
        pass
    give_back()
    assert resident() < kept[1] - 30
    ended.set()
    thread.join()
