"""Measure what a cell of a sweep costs: growing grids over bundled data, time and peak memory.

Run it with `make bench-sweep`. The 1,000 cells are thresholds × sizes × mixes × groupings × seeds.
Memory and processor time are read from the command and all its workers while they run: the largest
sum of their proportional set sizes (shared pages count once), every 20 ms.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from simulator.sweep.grid import parse_grid

GRID = """
question = "benchmark"
gallery_size = [1000, 2000]
mix = [{{F = 0.25, M = 0.75}}, {{F = 0.5, M = 0.5}}]
confidence = [80, 95, 99, 99.9, 99.99]
group_by = ["race_ethnicity", "gender", "party", "person_of_color", "gender*party"]
repeat = {repeat}
"""


def main() -> None:
    """Run each grid in a separate process, as a user does; further cells in processor time."""
    table = Table(
        "workers",
        "cells",
        "galleries",
        "seconds",
        "processor seconds",
        "ms per further cell",
        "peak memory, MB",
    )
    for workers in (1, 2):
        before: tuple[int, float] | None = None
        for repeat in (1, 10, 100):
            text = GRID.format(repeat=repeat)
            grid = parse_grid(text)
            seconds, used, memory = measured(text, workers)
            further = ""
            if before is not None:
                further = f"{1000 * (used - before[1]) / (grid.cells - before[0]):.1f}"
            before = grid.cells, used
            row = (
                str(workers),
                f"{grid.cells:,}",
                f"{len(grid.draws):,}",
                f"{seconds:.1f}",
                f"{used:.1f}",
                further,
                f"{memory:.0f}",
            )
            table.add_row(*row)
    Console(width=100).print(table)


def measured(text: str, workers: int) -> tuple[float, float, float]:
    """Return wall seconds, processor seconds and peak memory in MB of the command with workers."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "grid.toml"
        path.write_text(text)
        command = [sys.executable, "-m", "simulator.cli.main", "sweep", str(path)]
        command += ["--out", f"{name}/out", "--workers", str(workers)]
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
            peak, used = _watch(running)
        seconds = time.perf_counter() - start
    if running.returncode:
        raise SystemExit(f"the sweep ended with status {running.returncode}")
    return seconds, used, peak


def _watch(running: subprocess.Popen[bytes]) -> tuple[float, float]:
    """Return peak memory in MB and processor seconds of a process and all its descendants."""
    parent = psutil.Process(running.pid)
    peak, seen = 0.0, {}
    while running.poll() is None:
        together = 0
        with contextlib.suppress(psutil.Error):
            for process in [parent, *parent.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    times = process.cpu_times()
                    seen[process.pid] = times.user + times.system
                    together += _memory(process)
        peak = max(peak, together / 1e6)
        time.sleep(0.02)
    return peak, sum(seen.values())


def _memory(process: psutil.Process) -> int:
    """Return a process's bytes; shared pages count in proportion, where the system knows."""
    found = process.memory_full_info()
    return int(getattr(found, "pss", found.rss))


if __name__ == "__main__":
    main()
