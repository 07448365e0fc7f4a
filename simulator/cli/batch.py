"""Commands for batch experiments: sweep, report, compare."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.cli.shared import as_folder, as_new_file
from simulator.errors import FalseMatchError
from simulator.i18n.plurals import plural


@click.command()
@click.argument("grid", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Folder for the results.",
)
@click.option(
    "--workers", type=click.IntRange(1), help="Number of processes; all cores by default."
)
@click.option("--dask", metavar="ADDRESS", help="Run on a Dask cluster: tcp://host:8786.")
@click.option(
    "--dry-run", is_flag=True, help="Only check the grid and forecast cells, time and disk space."
)
def sweep(
    grid: Path, out: Path | None, workers: int | None, dask: str | None, dry_run: bool
) -> None:
    """Run a grid of experiments; start it again to continue where it stopped.

    Example: falsematch sweep gallery-size.toml --out gallery-size
    """
    from simulator.cli.shared import one_place, progress_bar, say
    from simulator.sweep.grid_kinds import answer_of_run, forecast_grid, load_grid, run_grid
    from simulator.sweep.ready_made import find_grid

    if out is None and not dry_run:
        raise click.UsageError("expected a folder for the results, found none. Add --out DIR.")
    one_place(workers, dask)
    loaded = load_grid(find_grid(grid))
    cost, work = forecast_grid(loaded)
    click.echo(
        f"{plural(cost.cells, 'cell')}: {work}, about {plural(cost.rows, 'row')}. Forecast: "
        f"{duration(cost.seconds)} on two cores, {cost.megabytes:.1f} MB."
    )
    if dry_run or out is None:
        return
    command = "falsematch " + " ".join(sys.argv[1:])
    with progress_bar("Cells", "cells") as progress:
        done = run_grid(loaded, out, workers=workers, dask=dask, command=command, progress=progress)
    earlier = f" ({done.resumed:,} of them earlier)" if done.resumed else ""
    click.echo(
        f"{done.cells - done.failed:,} of {plural(done.cells, 'cell')} done in "
        f"{duration(done.seconds)}{earlier}, {plural(done.rows, 'row')}. Written to {out}."
    )
    say(answer_of_run(out))
    if done.failed:
        from simulator.errors import ExperimentError
        from simulator.sweep.sweep_folder import read_card

        first = read_card(out)["failures"][0]
        raise ExperimentError(
            f"{done.failed:,} of {plural(done.cells, 'cell')} failed; the reasons are in "
            f"{out / 'card.json'} and in the report. Cell {first['cell']}: {first['reason']}"
        )


def duration(seconds: float) -> str:
    """Return a duration as people write it: 8 s, 3 min, 2.5 h."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    callback=as_new_file,
    help="File to write.  [default: FOLDER/report.html]",
)
@click.option("--photos", type=click.Path(path_type=Path), help="Folder of photos to embed.")
def report(folder: Path, out: Path | None, photos: Path | None) -> None:
    """Write a finished sweep or audit as one HTML file that opens offline.

    Example: falsematch report gallery-size -o gallery-size.html
    """
    from simulator.sweep.folder_report import write_folder_report

    if photos is not None and not photos.is_dir():
        raise FalseMatchError(
            f"expected a folder of photos with --photos, found none at {photos}. Correct the path, "
            "or leave it out for drawings."
        )
    written = out or folder / "report.html"
    write_folder_report(folder, written, photos=photos)
    click.echo(f"Written to {written} ({written.stat().st_size / 1e6:.1f} MB).")


@click.command()
@click.argument("first", metavar="DIR_A", type=click.Path(path_type=Path))
@click.argument("second", metavar="DIR_B", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    callback=as_new_file,
    help="Also write the chart as HTML.",
)
def compare(first: Path, second: Path, out: Path | None) -> None:
    """Show what changed between two finished sweeps.

    Example: falsematch compare clear low-light -o changed.html
    """
    from rich.table import Table

    from simulator.cli.shared import console
    from simulator.sweep.compare import (
        change_text,
        compare as compare_runs,
        rate_text,
        run_names,
        write_comparison,
    )
    from simulator.sweep.summary import NAMES

    found, differing = compare_runs(first, second)
    names = run_names(first, second)
    settings = [column for column in found.columns if column in NAMES]
    title = "; ".join(differing) or "the same settings"
    table = Table(*(NAMES[c] for c in settings), "Group", *names, "Change", "", title=title)
    widest = max(float(found["change"].abs().max()), 1e-9)
    for row in found.to_dict(orient="records"):
        bar = "█" * round(12 * abs(row["change"]) / widest)
        table.add_row(
            *(str(row[c]) for c in settings),
            str(row["label"]),
            rate_text(row, "a"),
            rate_text(row, "b"),
            change_text(row["change"]) + (" (intervals overlap)" if row["overlap"] else ""),
            ("+" if row["change"] > 0 else "−") + bar if bar else "",
        )
    console(140).print(table)
    if out is not None:
        write_comparison(found, differing, out, names)
        click.echo(f"Written to {out}.")


COMMANDS = (sweep, report, compare)
