"""The default replay, calculated once per process."""

from __future__ import annotations

import functools

from simulator.experiment.result import Result
from simulator.experiment.run import run


@functools.cache
def default_replay() -> Result:
    """Return the default replay; no test may change it."""
    return run()
