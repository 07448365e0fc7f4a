"""What the blocks of all documents share: their list, tables in Markdown, and the runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from simulator import Experiment, run
from simulator.experiment.result import Result
from simulator.search.mated_searches import MatedSearches
from simulator.stats.metrics import Rate

ROOT = Path(__file__).resolve().parents[2]
CONGRESS_PORTRAITS = "congress-115-two-portraits"

BLOCKS: dict[str, Callable[[], str]] = {}


def block(function: Callable[[], str]) -> Callable[[], str]:
    """Register a function that returns a block's Markdown under the function's name."""
    BLOCKS[function.__name__] = function
    return function


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    names = list(header)
    lines = [names, ["---"] * len(names), *rows]
    text = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    return text.replace("| --- ", "|---").replace("|--- |", "|---|").replace("|  |", "| |")


def with_interval(rate: Rate, low: float, high: float) -> str:
    """Return a rate as count, percent and interval in percent: ``5 of 23 = 21.7% (6.9–45.2)``.

    A rate of zero is shown without the percent.
    """
    count = f"{rate.events:,} of {rate.trials:,}"
    ends = f"({100 * low:.1f}–{100 * high:.1f})".replace("(0.0–", "(0–")
    return f"{count} {ends}" if not rate.events else f"{count} = {100 * rate.value:.1f}% {ends}"


def fnir(mated: MatedSearches, threshold: float, *, with_failures: bool) -> str:
    """Return the share of mated searches missed at a distance, with its interval over people."""
    ends = mated.interval(threshold, with_failures=with_failures)
    return with_interval(mated.fnir(threshold, with_failures=with_failures), ends.low, ends.high)


@cache
def replay(**settings: Any) -> Result:
    """Run an experiment once for all blocks."""
    return run(Experiment(**settings))
