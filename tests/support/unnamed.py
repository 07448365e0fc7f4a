"""A search for photos that do not say whom they show."""

from __future__ import annotations

import dataclasses
import functools

from support.replay import default_replay

from simulator.experiment.result import Result


@functools.cache
def unnamed_replay() -> Result:
    """Return the default replay as if nobody searched for were named; no test may change it."""
    result = default_replay()
    card = dataclasses.replace(result.probes.card, identities=False)
    return dataclasses.replace(result, probes=dataclasses.replace(result.probes, card=card))
