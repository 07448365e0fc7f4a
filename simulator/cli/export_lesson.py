"""The command that writes the lessons as a static folder."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.i18n.language import DEFAULT, LANGUAGES


@click.command("export-lesson")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(sorted(LANGUAGES)),
    default=DEFAULT,
    show_default=True,
    help="Language of the lessons.",
)
def export_lesson(folder: Path, lang: str) -> None:
    """Write the lessons as a folder that opens in any browser, without a network.

    Example: falsematch export-lesson class
    """
    from simulator.lessons.export import write_lessons

    page = write_lessons(folder, lang)
    size = page.stat().st_size / 1e6
    click.echo(
        f"{size:.1f} MB written. Open {page} in a browser, or copy the folder to a USB stick."
    )


COMMANDS = (export_lesson,)
