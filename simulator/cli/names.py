"""Commands that list what an option or a grid can name: matchers, conditions, experiments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from simulator.cli.shared import console


def _print(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    from rich.table import Table

    table = Table(box=None)
    for head in heads:
        table.add_column(head, no_wrap=head == heads[0])
    for row in rows:
        table.add_row(*row)
    console().print(table)


@click.command()
def matchers() -> None:
    """List the matchers, and which data sets each has compared.

    Example: falsematch matchers
    """
    from simulator.experiment.choices import matchers_here

    rows = []
    for name, found in matchers_here().items():
        compared = ["any two data sets with its encodings"] if found.encodes else []
        compared += [f"{probes} in {gallery}" for probes, gallery in found.finished]
        rows.append((name, "; ".join(compared), "yes" if found.calibrated else "no"))
    _print(("Name (--matcher)", "Searches", "Confidence"), rows)


@click.command()
def conditions() -> None:
    """List the image conditions, and which data sets were encoded under each.

    Example: falsematch conditions
    """
    from simulator.experiment.choices import encoded_under
    from simulator.faces.conditions import CONDITIONS

    where = encoded_under()
    _print(
        ("Name (--condition)", "What is done to the photo", "Data sets"),
        (
            (name, condition.description, ", ".join(where.get(name, [])) or "none")
            for name, condition in CONDITIONS.items()
        ),
    )


@click.command()
def experiments() -> None:
    """List the ready-made grids; `falsematch sweep NAME` runs one.

    Example: falsematch experiments
    """
    from simulator.sweep.grid_kinds import load_grid
    from simulator.sweep.ready_made import all_grids

    def row(name: str, grid: Any) -> tuple[str, str, str]:
        return name, f"{grid.cells:,}", grid.question

    grids = all_grids()
    _print(
        ("Name", "Cells", "Question"), (row(name, load_grid(path)) for name, path in grids.items())
    )


COMMANDS = (matchers, conditions, experiments)
