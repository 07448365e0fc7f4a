"""Write FMR by threshold of the bundled data sets, each pair of people counted once.

    python tools/fmr_by_person.py

It compares everybody in each data set with everybody else: about a minute.
:mod:`simulator.comparison.fmr_by_person` reads the file.
"""

from __future__ import annotations

from simulator.comparison.fmr_by_person import (
    SETS,
    count_curves,
    curves_of_counts,
    save_curves,
)
from simulator.datasets.dataset import load_dataset


def main() -> None:
    """Count every data set and write the file."""
    datasets = [load_dataset(name) for name in SETS]
    curves = [
        curve
        for dataset in datasets
        for curve in (count_curves if dataset.has_encodings else curves_of_counts)(dataset)
    ]
    digests = {dataset.name: dataset.digest for dataset in datasets}
    save_curves(curves, digests, datasets[0].encodings.matcher.identity)
    print(f"{len(curves)} groups of {len(datasets)} data sets written.")


if __name__ == "__main__":
    main()
