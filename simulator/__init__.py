"""falsematch: replay the ACLU's 2018 face recognition test and see who pays for a threshold.

The names in ``__all__`` are the public ones; docs/api.md shows each in an example. Everything else
may change without notice.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.audit.audit import Audit
    from simulator.audit.run import run_audit
    from simulator.comparison.validation import validate_lfw_pairs
    from simulator.datasets.dataset import Dataset, dataset_names, load_dataset
    from simulator.errors import FalseMatchError
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.experiment_file import load_experiment
    from simulator.experiment.reproduction import reproduce
    from simulator.experiment.result import Result
    from simulator.experiment.run import run
    from simulator.experiment.view import View
    from simulator.stats.intervals import wilson, zero_events_bound
    from simulator.stats.metrics import Rate, fmr, fnir, fnmr, fpir, rate
    from simulator.sweep.grid_kinds import load_grid, run_grid
    from simulator.sweep.sweep_folder import read_sweep

__all__ = [
    "Audit",
    "Dataset",
    "Experiment",
    "FalseMatchError",
    "Rate",
    "Result",
    "View",
    "dataset_names",
    "fmr",
    "fnir",
    "fnmr",
    "fpir",
    "load_dataset",
    "load_experiment",
    "load_grid",
    "rate",
    "read_sweep",
    "reproduce",
    "run",
    "run_audit",
    "run_grid",
    "validate_lfw_pairs",
    "wilson",
    "zero_events_bound",
]

_MODULES = {
    "audit.audit": ("Audit",),
    "audit.run": ("run_audit",),
    "comparison.validation": ("validate_lfw_pairs",),
    "datasets.dataset": ("Dataset", "dataset_names", "load_dataset"),
    "errors": ("FalseMatchError",),
    "experiment.experiment": ("Experiment",),
    "experiment.experiment_file": ("load_experiment",),
    "experiment.reproduction": ("reproduce",),
    "experiment.result": ("Result",),
    "experiment.run": ("run",),
    "experiment.view": ("View",),
    "stats.intervals": ("wilson", "zero_events_bound"),
    "stats.metrics": ("Rate", "fmr", "fnir", "fnmr", "fpir", "rate"),
    "sweep.grid_kinds": ("load_grid", "run_grid"),
    "sweep.sweep_folder": ("read_sweep",),
}
"""A module → the public names in it."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `falsematch --help` needs no pandas."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"simulator.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, also those that are not imported yet."""
    return sorted(__all__)
