"""The command of the companion experiment: audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from simulator.cli.output import echo_json
from simulator.cli.shared import as_folder, as_mix, console


def _share(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 < value < 100:
        raise click.BadParameter(
            f"expected a percentage above 0 and below 100, found {value:g}: a classifier that "
            "has seen only one of two groups can give only one answer. Try 50."
        )
    if value is not None and value < 1:
        raise click.BadParameter(
            f"expected a percentage such as 50, found {value:g}, which looks like a fraction. For "
            f"{100 * value:g}%, write {100 * value:g}."
        )
    return value


def _abstain(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 50 <= value < 100:
        raise click.BadParameter(
            f"expected a percentage from 50 to under 100, found {value:g}: the more probable "
            "of two answers always has at least 50%. Try 90."
        )
    return value


@click.command()
@click.option("--train", help="Data set to train on.  [default: lfw]")
@click.option(
    "--test",
    "tests",
    multiple=True,
    help="Data set to test on; may be repeated.  [default: congress-115, london]",
)
@click.option(
    "--share-of-women", type=float, callback=_share, help="Share of women in training, in percent."
)
@click.option(
    "--people", type=click.IntRange(2), help="Number of people to train on.  [default: 1000]"
)
@click.option("--mix", callback=as_mix, help="Number of people by group: F=500,M=500.")
@click.option(
    "--abstain", type=float, callback=_abstain, help="Refuse to answer below this many percent."
)
@click.option(
    "--group-by", multiple=True, help="Label column, or two joined: gender*party; may be repeated."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), help="Seed of the random draws.  [default: 0]"
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Also write JSON, CSV and a report.",
)
def audit(as_json: bool, out: Path | None, **given: Any) -> None:
    """Train a gender classifier in the open and count its errors by group.

    Example: falsematch audit --share-of-women 50 --abstain 90
    """
    from simulator.audit.audit import Audit
    from simulator.audit.run import run_audit
    from simulator.audit.run_folder import to_json, write_audit

    if given["mix"] is not None and (given["share_of_women"] or given["people"]):
        raise click.UsageError(
            "expected either --mix, or --share-of-women and --people; found both. Give one."
        )
    for name in ("share_of_women", "abstain"):
        if given[name] is not None:
            given[name] /= 100
    view = run_audit(Audit(**{name: v for name, v in given.items() if v not in (None, ())})).at()
    text = to_json(view)
    if out is not None:
        write_audit(view, out)
    if as_json:
        echo_json(text)
        return
    from simulator.audit.terminal_text import print_audit

    print_audit(view, console())
    if out is not None:
        click.echo(f"Written to {out}.")


COMMANDS = (audit,)
