"""Blocks of docs/data.md, docs/data-sets.md and docs/batch.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

from thumbnails import GPO, choices

from doc_blocks.common import ROOT, block, table
from simulator.comparison.subgroup_counts import load_subgroup_counts
from simulator.datasets.dataset import load_dataset
from simulator.sweep.grid import parse_grid
from simulator.sweep.ready_made import ready_made
from simulator.sweep.searches import sweep
from simulator.sweep.summary import answer, summarize
from simulator.sweep.sweep_folder import read_sweep


@block
def utkface() -> str:
    """Return UTKFace's false match rates within one race group at distance 0.5 as a table."""
    counts = load_subgroup_counts(load_dataset("utkface-adults").folder / "comparisons-dlib.npz")
    found = counts.table("race", 0.5)
    same = found[found["group"] == found["other"]]
    return table(
        ["race, as labeled", "false matches", "comparisons", "FMR", "false matches with copies"],
        [
            (
                row.group,
                f"{row.events_without_copies:,}",
                f"{row.comparisons_without_copies:,}",
                f"{100 * row.fmr_without_copies:.3g}%",
                f"{row.events:,}",
            )
            for row in same.sort_values("fmr_without_copies", ascending=False).itertuples()
        ],
    )


GRIDS = (
    "replay-2018",
    "gallery-size",
    "gallery-mix",
    "one-threshold-or-one-per-group",
    "two-matchers",
    "image-conditions",
    "label-swap-null",
)


@block
def ready_made_grids() -> str:
    """Return each ready-made grid with the answer of a full run as a table."""
    paths = ready_made()
    names = [*GRIDS, *sorted(set(paths) - set(GRIDS))]
    rows = []
    for name in names:
        grid = parse_grid(paths[name].read_text("utf-8"), name)
        with tempfile.TemporaryDirectory() as folder:
            sweep(grid, Path(folder) / "run", workers=1)
            frame = read_sweep(Path(folder) / "run")[1]
        rows.append((f"`{name}`", grid.question, answer(frame, summarize(frame))))
    return table(["name", "question", "answer of a full run"], rows)


@block
def thumbnails() -> str:
    """Return how many photos are bundled, and why the others are not, as a table."""
    rows = []
    for name, choice in choices().items():
        left_out = sorted(choice.left_out.items(), key=lambda item: -len(item[1]))
        reasons = "; ".join(f"{reason}: {len(keys):,}" for reason, keys in left_out)
        known = sum(status == GPO for status in choice.licences.values())
        presumed = len(choice.licences) - known
        rows.append((f"`{name}`", len(choice.licences), known, presumed, reasons))
    size = sum(path.stat().st_size for path in (ROOT / "datasets/thumbnails").rglob("*.webp"))
    header = ["data set", "bundled", "status known", "status presumed", "drawings, and why"]
    return f"{table(header, rows)}\n\nTogether they take {size / 1e6:.1f} MB, of at most 6."
