"""falsematch: replay the ACLU's 2018 face recognition test and see who pays for a threshold."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.audit.audit import Audit, run_audit
    from simulator.errors import FalseMatchError
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.result import Result
    from simulator.experiment.run import run
    from simulator.experiment.view import View

_WHERE = {
    "Audit": "audit.audit",
    "Experiment": "experiment.experiment",
    "FalseMatchError": "errors",
    "Result": "experiment.result",
    "View": "experiment.view",
    "run": "experiment.run",
    "run_audit": "audit.audit",
}

__all__ = ["Audit", "Experiment", "FalseMatchError", "Result", "View", "run", "run_audit"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `falsematch --help` needs no pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"simulator.{_WHERE[name]}")
    return getattr(module, name)
