"""The command that writes the teacher's pack."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.shared import as_folder
from simulator.i18n.plurals import plural
from simulator.teaching.documents import APP, languages


@click.command("lesson-pack")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Folder to write: new, empty, or an earlier pack that nobody changed.",
)
@click.option(
    "--lang",
    type=click.Choice(languages()),
    default="en",
    show_default=True,
    help="Language of the pack.",
)
@click.option("--app", default=APP, show_default=True, help="Address of the app, for the links.")
@click.option(
    "--markdown", is_flag=True, help="Write Markdown, which you can edit, instead of HTML."
)
@click.option("--replace", is_flag=True, help="Write over pages that differ, edited ones too.")
def lesson_pack(out: Path | None, lang: str, app: str, markdown: bool, replace: bool) -> None:
    """Write the teacher's pack as printable pages.

    Example: falsematch lesson-pack --out teacher
    """
    if out is None:
        raise click.UsageError("expected a folder for the pack, found none. Add --out DIR.")
    from simulator.teaching.lesson_pack import write_pack

    files = write_pack(out, language=lang, app=app, markdown=markdown, replace=replace)
    click.echo(f"{plural(len(files), 'page')} written to {out}. Open {out / files[0]}.")


COMMANDS = (lesson_pack,)
