"""Code that several commands share: options and their checks, the console, the progress bar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from simulator.errors import FalseMatchError, printable

if TYPE_CHECKING:
    from rich.console import Console


def _photos(_: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    """Return the folder of photos: the one that was given, or the one that the variable names."""
    from simulator.storage.paths import photos_root

    return photos_root() if value is None else value


COUNT = re.compile(r"[0-9]{1,9}")
"""A number of photos as people type it; other scripts' digits and powers are none."""
PHOTOS = click.option(
    "--photos",
    type=click.Path(path_type=Path),
    callback=_photos,
    help="Folder of photos; FALSEMATCH_PHOTOS by default.",
)
WORKERS = click.option(
    "--workers", type=click.IntRange(1), help="Number of processes; all cores by default."
)
DASK = click.option("--dask", metavar="ADDRESS", help="Encode on a Dask cluster: tcp://host:8786.")
ENCODER = click.option(
    "--encoder",
    type=click.Choice(["fast", "dlib"]),
    default="fast",
    show_default=True,
    help="dlib is the reference; fast gives the same vectors in less time.",
)


def as_confidence(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    """Check a confidence in percent."""
    from simulator.stats.confidence_unit import check_percent

    try:
        return None if value is None else check_percent(value)
    except FalseMatchError as error:
        raise click.BadParameter(str(error)) from error


def as_distance(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    """Check a distance."""
    if value is not None and not 0 <= value < float("inf"):
        raise click.BadParameter(
            f"expected a distance of 0 or more, found {value:g}. The matcher's default is 0.6."
        )
    return value


def as_share(_: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Check a share of 1 that is neither nothing nor everything."""
    if value is not None and not 0 < value < 1:
        such = "1e-4" if param.name == "fmr" else "0.01"
        mend = f"For {value:g}%, write {value / 100:g}." if 1 <= value < 100 else "Correct it."
        raise click.BadParameter(
            f"expected a fraction between 0 and 1, such as {such}, found {value:g}. {mend}"
        )
    return value


def as_gallery_mix(
    _: click.Context, __: click.Parameter, value: str | None
) -> dict[str, float] | str | None:
    """Read the name of a mix, GROUP=N,GROUP=N as group → photos, or GROUP=60% as group → share."""
    if value is None:
        return None
    if "=" in value:
        return _counts_or_shares(value)
    from simulator.search.named_mixes import mix_name

    try:
        return mix_name(value.strip())
    except FalseMatchError as error:
        raise click.BadParameter(str(error)) from error


HOW_A_MIX = "Try F=2000,M=2000 for photos, or F=50%,M=50% for shares."


def _counts_or_shares(value: str) -> dict[str, float]:
    from simulator.search.gallery_size import are_shares

    mix: dict[str, float] = {}
    units = set()
    for part in value.split(","):
        name, _sign, amount = (piece.strip() for piece in part.rpartition("="))
        number = _number(amount.removesuffix("%").strip())
        if not name or number is None:
            raise click.BadParameter(
                f"expected GROUP=N,GROUP=N or shares of each group, found {part!r}. {HOW_A_MIX}"
            )
        if name in mix:
            raise click.BadParameter(
                f"expected each group once in the mix, found {name!r} twice. Add the two up."
            )
        units.add("%" if amount.endswith("%") else "whole" if number % 1 == 0 else "fraction")
        mix[name] = number / 100 if amount.endswith("%") else number
    if "%" in units and units != {"%"}:
        raise click.BadParameter(
            f"expected shares of every group or photos of every group, found both. {HOW_A_MIX}"
        )
    if units != {"whole"} and not are_shares(mix):
        total = (
            f"{sum(mix.values()):.4g}" if "%" not in units else f"{100 * sum(mix.values()):.4g}%"
        )
        whole = "100%" if "%" in units else "1"
        raise click.BadParameter(
            f"expected shares that add up to {whole}, found {total}. Correct one of them."
        )
    return {name: int(n) for name, n in mix.items()} if units == {"whole"} else mix


def _number(text: str) -> float | None:
    """Return a number of 0 or more; None for anything else."""
    plain = text.replace(".", "", 1)
    return float(text) if plain.isascii() and plain.isdigit() else None


def as_mix(_: click.Context, __: click.Parameter, value: str | None) -> dict[str, int] | None:
    """Read GROUP=N,GROUP=N as group → count."""
    if value is None:
        return None
    mix: dict[str, int] = {}
    for part in value.split(","):
        name, sign, count = part.partition("=")
        if not sign or not name.strip() or not COUNT.fullmatch(count.strip()):
            raise click.BadParameter(
                f"expected GROUP=N,GROUP=N, found {part!r}. Try F=2000,M=2000."
            )
        if name.strip() in mix:
            raise click.BadParameter(
                f"expected each group only once, found {name.strip()!r} twice. Leave one out."
            )
        mix[name.strip()] = int(count)
    return mix


def as_folder(_: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a file where a folder is to be written, before the work that is to be written."""
    if value is not None and value.exists() and not value.is_dir():
        raise click.BadParameter(
            f"expected a folder to write to, found a file at {value}. Choose another name."
        )
    return value


def as_new_file(_: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a folder where a file is to be written, before the work that is to be written."""
    if value is not None and value.is_dir():
        raise click.BadParameter(
            f"expected a file to write, found a folder at {value}. Add the file's name to it."
        )
    return value


def refuse_without(needs: str, *options: str) -> None:
    """Refuse options that were typed and would be ignored without something else.

    Args:
        needs: what is missing, or stands in the way, in words: "--encoder, without which …".
        options: names of the running command's parameters.

    Raises:
        click.UsageError: one of them was typed; a default or a variable is no request.
    """
    context = click.get_current_context()
    typed = [p for p in context.command.params if p.name in options]
    for parameter in typed:
        if context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"expected {needs}, found {parameter.opts[-1]}, which would have no effect. "
                "Leave it out."
            )


def needed(photos: Path | None) -> Path:
    """Return the folder of photos.

    Raises:
        FalseMatchError: no folder was given.
    """
    if photos is None:
        raise FalseMatchError(
            "expected a folder of photos, found none. Give it with --photos DIR or set "
            "FALSEMATCH_PHOTOS."
        )
    return photos


def one_place(workers: int | None, dask: str | None) -> None:
    """Refuse to work on this computer and on a cluster at the same time.

    Raises:
        click.UsageError: both were given.
    """
    if workers is not None and dask is not None:
        raise click.UsageError(
            "expected either --workers or --dask, found both. A cluster brings its own workers."
        )


def say(line: str) -> None:
    """Print a line that contains file names, with control characters made visible."""
    click.echo(printable(line))


def console(width: int = 100) -> Console:
    """Return a console as wide as the terminal, or so many columns wide where there is none."""
    # Rich takes longer to import than `falsematch --help` may take.
    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from simulator.storage.escaping import terminal_text

    class Literal(Console):
        """Names come from data: what looks like markup, or steers a terminal, is text."""

        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for part in super().render(renderable, options):
                yield part if part.control else Segment(terminal_text(part.text), part.style)

    plain = Literal(markup=False, emoji=False)
    return plain if plain.is_terminal else Literal(width=width, markup=False, emoji=False)


@contextmanager
def progress_bar(title: str, unit: str = "photos") -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on stderr with its rate (units per second) and the time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:.{1 if speed < 100 else 0}f} {unit}/s")

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate())
    errors = Console(stderr=True)
    bar = Progress(*columns, TimeRemainingColumn(), console=errors, disable=not errors.is_terminal)
    task = bar.add_task(title, total=None)

    def update(done: int, total: int) -> None:
        bar.start()  # only now: an error before the first one stays one line
        bar.update(task, completed=done, total=total)

    try:
        yield update
    finally:
        bar.stop()
