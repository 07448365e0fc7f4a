"""Blocks of README.md."""

from __future__ import annotations

from rich.console import Console

from doc_blocks.common import block, replay
from simulator.experiment.terminal_text import print_view


@block
def printed() -> str:
    """Return what ``falsematch demo --no-serve`` prints, with the middle of its long parts cut."""
    console = Console(width=100, markup=False, emoji=False, color_system=None, force_terminal=False)
    with console.capture() as capture:
        print_view(replay().at(), None, console)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    pairs = next(i for i, line in enumerate(lines) if line.startswith("False matches, closest"))
    first_tables = lines[
        : next(i for i, line in enumerate(lines) if line.startswith("By cbc_member"))
    ]
    published = next(i for i, line in enumerate(lines) if "Published elsewhere" in line)
    shown = [*first_tables, "[…]", *lines[pairs : pairs + 10], "[…]", "", *lines[published:]]
    return "\n".join(["```", *shown, "```"])
