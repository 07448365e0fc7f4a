"""Commands for the user's own data sets and photos: add, remove, fetch."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.shared import PHOTOS
from simulator.errors import FalseMatchError
from simulator.i18n.plurals import plural

if TYPE_CHECKING:
    from simulator.building.add import Origin
    from simulator.building.survey import Survey
    from simulator.datasets.card import Card
    from simulator.datasets.layouts.rows import Rows

SHOWN = 5
LAYOUT_NAMES = ("lfw", "folders", "london", "meds-ii", "utkface", "fairface")
TEMPLATES = {"lfw": "lfw", "london": "london", "utkface": "utkface-adults"}
NO_IDENTITIES = ("utkface", "fairface")


@click.command()
@click.argument("name")
@PHOTOS
@click.option("--labels", type=click.Path(path_type=Path), help="CSV file with one row per photo.")
@click.option(
    "--layout",
    type=click.Choice(LAYOUT_NAMES),
    help="Layout of a public data set, instead of --labels.",
)
@click.option(
    "--subject", help="Column that identifies the person; without it nobody is identified."
)
@click.option("--group", "groups", multiple=True, help="Label column; may be repeated.")
@click.option("--photo", help="Column of the photos' paths.  [default: photo, file, path, …]")
@click.option("--age", help="Column of ages; people under 18 are dropped.  [default: age]")
@click.option("--title", help="Name of the data set in charts.")
@click.option("--source", help="Where the photos come from.")
@click.option("--licence", help="License: the terms of use.")
@click.option("--consent", help="Whether the people agreed to this use.")
@click.option("--labelled-by", "labeled_by", help="Who assigned the labels.")
@click.option("--how", help="How the labels were assigned.")
@click.option(
    "--matcher", default="dlib", show_default=True, help="Matcher that encodes the photos."
)
@click.option("--dry-run", is_flag=True, help="Only report how the photos and labels were read.")
@click.option(
    "--workers", type=click.IntRange(1), help="Number of processes; all cores by default."
)
@click.option("--dask", metavar="ADDRESS", help="Encode on a Dask cluster: tcp://host:8786.")
def add(
    name: str,
    photos: Path | None,
    labels: Path | None,
    layout: str | None,
    dry_run: bool,
    workers: int | None,
    dask: str | None,
    matcher: str,
    **given: Any,
) -> None:
    """Add your own photos as a data set, or check first how they would be read.

    Example: falsematch datasets add class-9 --photos DIR --labels class.csv --subject id --dry-run
    """
    from simulator.building.add import Origin, add as add_dataset, check_new_name
    from simulator.building.survey import survey
    from simulator.cli.shared import one_place, progress_bar, refuse_without, say

    one_place(workers, dask)
    check_new_name(name)
    if photos is None or not photos.is_dir():
        raise FalseMatchError(
            f"expected a folder of photos, found {photos or 'none'}. Give it with --photos DIR."
        )
    if (labels is None) == (layout is None):
        found = "neither" if labels is None else "both"
        raise click.UsageError(
            f"expected either --labels CSV or --layout NAME, found {found}. Give one of them."
        )
    if layout is not None:
        refuse_without(
            "--labels CSV for columns of a table; a layout has its own",
            *("subject", "groups", "photo", "age"),
        )
    rows = _rows(photos, labels, layout, given)
    identities = bool(given["subject"]) if labels else layout not in NO_IDENTITIES
    template = _template(layout)
    names = ("title", "source", "licence", "consent", "labeled_by", "how")
    origin = Origin(**{field: given[field] for field in names})
    if template is None and not dry_run and sys.stdin.isatty():
        origin = _asked(origin)
    with progress_bar(f"Encoding {name}") as progress:
        surveyed = survey(
            photos,
            rows,
            identities=identities,
            workers=workers,
            progress=progress,
            matcher=matcher,
            dask=dask,
        )
    for line in report(surveyed, origin, template):
        say(line)
    if dry_run:
        click.echo("Nothing was added because of --dry-run. Leave it out to write the data set.")
    else:
        click.echo(f"Added to {add_dataset(name, surveyed, origin, template)}.")


def _rows(photos: Path, labels: Path | None, layout: str | None, given: dict[str, Any]) -> Rows:
    from simulator.building.survey import TableColumns, rows_from_table
    from simulator.datasets.layouts import LAYOUT_READERS

    if labels is None:
        return LAYOUT_READERS[str(layout)](photos)
    wanted = TableColumns(given["subject"], given["groups"], given["photo"], given["age"])
    return rows_from_table(labels, wanted)


def _template(layout: str | None) -> Card | None:
    """Return the card of a public layout: the publisher's words, not the user's."""
    from simulator.datasets.card import load_card
    from simulator.storage.paths import bundled

    known = {"meds-ii": "cards/meds-ii.toml", "fairface": "cards/fairface.toml"}
    if layout in known:
        return load_card(bundled("datasets") / known[layout])
    if layout in TEMPLATES:
        return load_card(bundled("datasets") / TEMPLATES[layout] / "card.toml")
    return None


def _asked(origin: Origin) -> Origin:
    """Ask a person at a terminal for what no flag said; Enter means "not known"."""
    from dataclasses import replace

    questions = {
        "labeled_by": "Who assigned the group labels",
        "how": "How (asked the people, looked at photos, a program, …)",
        "licence": "License of the photos",
        "consent": "Did the people agree to face recognition being run on them",
    }
    answers = {
        field: click.prompt(f"{question} (Enter: not known)", default="", show_default=False)
        for field, question in questions.items()
        if getattr(origin, field) is None
    }
    return replace(origin, **{field: text or None for field, text in answers.items()})


def report(survey: Survey, origin: Origin, template: Card | None) -> list[str]:
    """Say how the photos and labels were read, one line per finding."""
    from simulator.building.survey import MINIMUM_GROUP

    rows, people = survey.rows, survey.people
    who = (
        "nobody is identified, so FNMR is undefined"
        if people is None
        else plural(people, "person", "people")
    )
    lines = [
        f"Photos      {len(rows.rows):,} listed, {len(survey.photos_on_disk):,} on disk; {who}",
        *(
            f"Groups      {column}: " + ", ".join(f"{v or 'no label'} {n:,}" for v, n in c.items())
            for column, c in survey.counts.items()
        ),
        *(f"Note        {note}" for note in rows.notes),
    ]
    if rows.minors:
        lines.append(
            f"Dropped     {plural(rows.minors, 'person', 'people')} under 18 "
            f"({plural(rows.minor_photos, 'photo')})"
        )
    enrolled = "the matcher is not installed" if survey.encodings is None else None
    copies = [f"{a} = {b}" for a, b in survey.same_bytes]
    looks = [f"{a} ~ {b}" for a, b in survey.same_look]
    parts: list[tuple[str, Sequence[str] | str]] = [
        ("Left out because a field is missing", rows.incomplete),
        ("Left out because the age cannot be read", rows.unknown_ages),
        ("Listed, but not on disk or outside the folder", survey.missing),
        ("On disk, not listed", survey.unlisted),
        ("Unreadable", enrolled or survey.unreadable),
        ("No face found", enrolled or survey.no_face),
        ("Several faces, the one nearest the center counts", enrolled or survey.several_faces),
        ("Copies: pairs of photos with equal bytes", copies),
        ("Copies: pairs of photos that look the same", looks),
        (f"Groups under {MINIMUM_GROUP}: too few for a rate", survey.small_groups),
    ]
    parts += [(f"Passed over, {why}", names) for why, names in survey.passed_over.items()]
    lines += [_part(title, part) for title, part in parts]
    if template is None and origin.unknown:
        lines.append(
            f"Origin unknown: {', '.join(origin.unknown)}. Every chart and report will say so; "
            "give it with flags such as --licence."
        )
    return lines


def _part(title: str, part: Sequence[str] | str) -> str:
    if isinstance(part, str):
        return f"{title}: not checked, {part}"
    shown = ", ".join(part[:SHOWN]) + (", …" if len(part) > SHOWN else "")
    return f"{title}: {len(part):,}" + (f" ({shown})" if part else "")


@click.command()
@click.argument("name", metavar="NAME_OR_DIR")
def confirm(name: str) -> None:
    """Accept labels that you corrected by hand: their checksums are taken anew.

    Example: falsematch datasets confirm class
    """
    from simulator.building.add import confirm as confirm_labels
    from simulator.cli.shared import say

    say(f"Checksums of the labels in {confirm_labels(name)} written.")


@click.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Delete without asking.")
def remove(name: str, yes: bool) -> None:
    """Delete one of your own data sets and its cached encodings, but no photos.

    Example: falsematch datasets remove class-9
    """
    from simulator.building.add import own_folder, remove as remove_dataset

    folder = own_folder(name)
    if not yes and not click.confirm(f"Delete {folder} and its encodings?"):
        click.echo("Nothing was deleted.")
        return
    forgotten = remove_dataset(name)
    deleted = plural(forgotten, "cached encoding")
    click.echo(f"Deleted {folder} and {deleted}. Photos were not touched.")


@click.command()
@click.argument("name")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="Folder for the photos; your data folder by default.",
)
@click.option(
    "--accept-content", is_flag=True, help="Confirm that you have read what meds-ii shows."
)
def fetch(name: str, to: Path | None, accept_content: bool) -> None:
    """Fetch the photos of congress-115, legislators, lfw, london or meds-ii to this computer.

    Also congress-114; congress-115-second and congress-114-second are the same members' other
    portraits.

    Example: falsematch datasets fetch congress-115
    """
    from simulator.cli.shared import progress_bar, refuse_without, say
    from simulator.datasets.fetch.registry import fetch as fetch_dataset
    from simulator.storage.paths import user_photos

    if name != "meds-ii":
        refuse_without("--accept-content with meds-ii only", "accept_content")
    folder = to if to is not None or name == "lfw" else user_photos() / name
    with progress_bar(f"Fetching {name}") as progress:
        done = fetch_dataset(name, folder, accept_content=accept_content, progress=progress)
    say(f"{plural(done.files, 'photo')} in {done.folder}.")
    if done.missing:
        click.echo(_part("The server does not have", done.missing))
    for note in done.notes:
        say(f"Note: {note}.")


COMMANDS = (add, confirm, fetch, remove)
