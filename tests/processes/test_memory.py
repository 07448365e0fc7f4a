"""Giving freed memory back."""

import ctypes
import gc
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from simulator.processes.memory import release_freed_memory, use_system_allocator


def resident() -> float:
    """Megabytes of this process in memory."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


@pytest.mark.slow
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
    release_freed_memory()
    assert resident() < kept[1] - 30
    ended.set()
    thread.join()


@pytest.mark.slow
def test_arrow_takes_the_systems_allocator():
    """In a separate process, as in the app: a variable that is already set stays as it is."""
    say = "import pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    command = [
        sys.executable,
        "-c",
        f"import simulator.processes.memory as m; m.use_system_allocator(); {say}",
    ]
    known = {k: v for k, v in os.environ.items() if k != "ARROW_DEFAULT_MEMORY_POOL"}
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "system"


def test_what_the_user_set_stays(monkeypatch):
    """The variable is Arrow's own."""
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "mimalloc")
    use_system_allocator()
    assert os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "mimalloc"
