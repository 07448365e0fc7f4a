"""What a cell of a sweep costs: grids of growing size over bundled data, time and peak memory.

Run it with `make bench-sweep`. The 1,000 cells are thresholds × sizes × mixes × groupings × seeds.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from simulator.grid import parse_grid

GRID = """
question = "benchmark"
gallery_size = [1000, 2000]
mix = [{{F = 0.25, M = 0.75}}, {{F = 0.5, M = 0.5}}]
confidence = [80, 95, 99, 99.9, 99.99]
group_by = ["race_ethnicity", "gender", "party", "person_of_color", "gender*party"]
repeat = {repeat}
"""


def main() -> None:
    """Run each grid in a process of its own, as a user does; further cells in processor time."""
    table = Table(
        "cells",
        "galleries",
        "seconds",
        "processor seconds",
        "ms per further cell",
        "peak memory, MB",
    )
    before: tuple[int, float] | None = None
    for repeat in (1, 10, 100):
        text = GRID.format(repeat=repeat)
        grid = parse_grid(text)
        seconds, used, memory = measured(text)
        further = (
            "" if before is None else f"{1000 * (used - before[1]) / (grid.cells - before[0]):.1f}"
        )
        before = grid.cells, used
        row = (
            f"{grid.cells:,}",
            f"{len(grid.draws):,}",
            f"{seconds:.1f}",
            f"{used:.1f}",
            further,
            f"{memory:.0f}",
        )
        table.add_row(*row)
    Console(width=100).print(table)


def measured(text: str) -> tuple[float, float, float]:
    """(wall seconds, processor seconds, largest memory of one process in MB, times three)."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "grid.toml"
        path.write_text(text)
        command = [sys.executable, "-m", "simulator.cli", "sweep", str(path)]
        start, before = time.perf_counter(), os.times()
        subprocess.run(
            [*command, "--out", f"{name}/out", "--workers", "2"], check=True, capture_output=True
        )
        seconds, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    # ru_maxrss of children is the largest single process; parent and two workers run at once.
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return seconds, used, 3 * largest


if __name__ == "__main__":
    main()
