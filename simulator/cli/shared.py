"""What several commands share: options, the console, the progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console

from simulator.errors import FalseMatchError, printable

PHOTOS = click.option(
    "--photos",
    type=click.Path(path_type=Path),
    envvar="FALSEMATCH_PHOTOS",
    help="Folder with the photos.",
)
WORKERS = click.option("--workers", type=click.IntRange(1), help="Processes; all cores by default.")
DASK = click.option(
    "--dask", metavar="ADDRESS", help="Encode on a Dask cluster instead: tcp://host:8786."
)
ENCODER = click.option(
    "--encoder",
    type=click.Choice(["fast", "dlib"]),
    default="fast",
    show_default=True,
    help="dlib is the reference; fast gives the same vectors sooner.",
)


def needed(photos: Path | None) -> Path:
    """The folder that was given, or a sentence that says how to give one."""
    if photos is None:
        raise FalseMatchError(
            "expected a folder of photos, found none. Give it with --photos DIR or set "
            "FALSEMATCH_PHOTOS."
        )
    return photos


def one_place(workers: int | None, dask: str | None) -> None:
    """Refuse to work here and on a cluster at once.

    Raises:
        click.UsageError: both were given.
    """
    if workers is not None and dask is not None:
        raise click.UsageError(
            "expected either --workers or --dask, found both. A cluster brings its own workers."
        )


def say(line: str) -> None:
    """Print a line in which names of files stand."""
    click.echo(printable(line))


def console() -> Console:
    """A console as wide as the terminal; 100 columns where there is none."""
    # Names come from data: what looks like markup in them is text.
    plain = Console(markup=False, emoji=False)
    return plain if plain.is_terminal else Console(width=100, markup=False, emoji=False)


@contextmanager
def progress_bar(title: str, unit: str = "photos") -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr with rate (units a second) and time left."""
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
