"""falsematch: replay the ACLU's 2018 face recognition test and see who pays for a threshold."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.errors import FalseMatchError
    from simulator.experiment import Experiment, Result, View, run

__all__ = ["Experiment", "FalseMatchError", "Result", "View", "run"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `falsematch --help` needs no pandas."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = "errors" if name == "FalseMatchError" else "experiment"
    return getattr(importlib.import_module(f"simulator.{module}"), name)
