"""Time the search, as ratios to a bare matrix product and beside named peers, in one run.

535 probes × 25,000 gallery photos × 128 numbers, the size of the ACLU's test. Run it with
`make bench`; absolute times depend on the machine, ratios less so.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
from rich.console import Console
from rich.table import Table

from simulator.search.search import distance_blocks, search

PROBES, GALLERY, DIMENSION, ROUNDS = 535, 25_000, 128, 15


def main() -> None:
    """Time all competitors in turn, so that a slow moment affects them all, and print medians."""
    random = np.random.default_rng(0)
    probes = random.normal(0, 0.09, (PROBES, DIMENSION)).astype(np.float32)
    gallery = random.normal(0, 0.09, (GALLERY, DIMENSION)).astype(np.float32)
    groups = np.sort(np.arange(GALLERY) % 3).astype(np.intp)
    works = competitors(probes, gallery, groups)
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    base = next(iter(works))
    table = Table(
        "", "median ms", "× the bare product", title=f"{PROBES} × {GALLERY:,} × {DIMENSION}"
    )
    for name, times in seconds.items():
        ratios = [t / b for t, b in zip(times, seconds[base], strict=True)]
        table.add_row(
            name, f"{1000 * statistics.median(times):.0f}", f"{statistics.median(ratios):.1f}"
        )
    Console(width=100).print(table)


def competitors(
    probes: np.ndarray, gallery: np.ndarray, groups: np.ndarray
) -> dict[str, Callable[[], object]]:
    """Return the functions to time, by name; the bare product comes first."""
    works: dict[str, Callable[[], object]] = {
        "bare float32 product": lambda: probes @ gallery.T,
        "falsematch, distances": lambda: [None for _ in distance_blocks(probes, gallery)],
        "falsematch, top 50 and tallies": lambda: search(probes, gallery),
        "falsematch, tallies in 3 groups": lambda: search(probes, gallery, tally_groups=groups),
    }
    import sklearn.metrics
    import sklearn.neighbors

    brute = sklearn.neighbors.NearestNeighbors(n_neighbors=50, algorithm="brute").fit(gallery)
    works["scikit-learn, distances"] = lambda: sklearn.metrics.pairwise_distances(probes, gallery)
    works["scikit-learn, top 50"] = lambda: brute.kneighbors(probes)
    try:
        import faiss

        index = faiss.IndexFlatL2(DIMENSION)
        index.add(gallery)
        works["FAISS flat index, top 50"] = lambda: index.search(probes, 50)
    except ImportError:
        print("FAISS is not installed (uv sync --group bench): left out")
    try:
        import face_recognition

        few = probes[:20]
        works["face_recognition.face_distance, 20 probes"] = lambda: [
            face_recognition.face_distance(gallery, probe) for probe in few
        ]
    except ImportError:
        print("face_recognition is not installed (uv sync --extra matcher): left out")
    return works


if __name__ == "__main__":
    main()
