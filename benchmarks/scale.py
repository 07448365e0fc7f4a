"""How far one machine goes: synthetic galleries up to a million vectors, searched by 535 probes.

The vectors are SYNTHETIC: random unit-like numbers that show nobody; only time and memory have a
meaning. Run it with `make bench-scale`. Each size runs in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import numpy as np
from rich.console import Console
from rich.table import Table

from simulator.search.search import search

PROBES, DIMENSION = 535, 128
SIZES = (62_500, 125_000, 250_000, 500_000, 1_000_000)


def main() -> None:
    """Measure every size and print a table."""
    if len(sys.argv) > 1:
        one(int(sys.argv[1]))
        return
    table = Table("synthetic vectors", "seconds", "seconds per million", "peak memory, MB")
    for size in SIZES:
        told = subprocess.run(
            [sys.executable, __file__, str(size)], check=True, capture_output=True, text=True
        ).stdout
        found = json.loads(told)
        per_million = found["seconds"] / size * 1e6
        table.add_row(
            f"{size:,}",
            f"{found['seconds']:.1f}",
            f"{per_million:.1f}",
            f"{found['megabytes']:.0f}",
        )
    Console(width=100).print(table)


def one(size: int) -> None:
    """Search one synthetic gallery and print time and peak memory as JSON."""
    random = np.random.default_rng(0)
    probes = (random.standard_normal((PROBES, DIMENSION), np.float32) * 0.09).astype(np.float32)
    gallery = np.empty((size, DIMENSION), np.float32)
    for start in range(0, size, 50_000):
        part = gallery[start : start + 50_000]
        random.standard_normal(out=part, dtype=np.float32)
        part *= np.float32(0.09)
    start_time = time.perf_counter()
    found = search(probes, gallery)
    seconds = time.perf_counter() - start_time
    assert int(found.tallies.sum()) == PROBES * size
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main()
