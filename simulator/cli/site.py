"""The command that writes the lab as a site of static pages."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.i18n.language import DEFAULT, LANGUAGES
from simulator.i18n.plurals import plural


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--lang",
    "languages",
    type=click.Choice(sorted(LANGUAGES)),
    multiple=True,
    default=(DEFAULT,),
    show_default=True,
    help="Language of the pages; give it again for a second one.",
)
@click.option(
    "--offline-app",
    is_flag=True,
    help="Add a manifest and a service worker: a hosted copy can be installed.",
)
def site(folder: Path, languages: tuple[str, ...], offline_app: bool) -> None:
    """Write the lab as pages that open from a USB stick or any web space.

    Example: falsematch site lab --lang en --lang es
    """
    from simulator.site.write import write_site

    sizes = write_site(folder, languages, offline_app=offline_app)
    click.echo(
        f"{plural(len(sizes), 'file')} written, {sum(sizes.values()) / 1e6:.1f} MB. Open "
        f"{folder / 'index.html'} in a browser, or copy the folder to a USB stick or a web space."
    )


COMMANDS = (site,)
