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
@click.option(
    "--scorm",
    is_flag=True,
    help="Add the lessons as a SCORM 1.2 package, which a learning platform takes.",
)
@click.option(
    "--scorm-answers",
    is_flag=True,
    help="Let the package send the learners' answers to the platform, not only which tasks are "
    "done.",
)
def site(
    folder: Path, languages: tuple[str, ...], offline_app: bool, scorm: bool, scorm_answers: bool
) -> None:
    """Write the lab as pages that open from a USB stick or any web space.

    Example: falsematch site lab --lang en --lang es
    """
    from simulator.site.write import write_site

    if scorm_answers and not scorm:
        raise click.UsageError(
            "expected --scorm beside --scorm-answers, found it alone: answers go to a platform "
            "only from a package. Add --scorm."
        )
    sizes = write_site(
        folder,
        languages,
        offline_app=offline_app,
        scorm="answers" if scorm_answers else "tasks" if scorm else "no",
    )
    click.echo(
        f"{plural(len(sizes), 'file')} written, {sum(sizes.values()) / 1e6:.1f} MB. Open "
        f"{folder / 'index.html'} in a browser, or copy the folder to a USB stick or a web space."
    )


COMMANDS = (site,)
