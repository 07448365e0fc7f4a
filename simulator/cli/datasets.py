"""Commands on installed data sets: list, info, build, count, thresholds, normalize, pack."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from simulator.cli.shared import (
    DASK,
    ENCODER,
    PHOTOS,
    WORKERS,
    as_folder,
    as_share,
    console,
    needed,
    one_place,
    progress_bar,
    say,
)
from simulator.errors import FalseMatchError
from simulator.i18n.plurals import plural


@click.command("list")
def list_datasets() -> None:
    """List the installed data sets.

    Example: falsematch datasets list
    """
    from rich.table import Table

    from simulator.datasets.dataset import dataset_names, load_dataset

    table = Table("Name", "Photos", "People", "What", box=None)
    broken: list[str] = []
    for name in dataset_names():
        try:
            dataset = load_dataset(name)
        except FalseMatchError as error:
            table.add_row(name, "?", "?", "cannot be read; see below")
            broken.append(str(error))
            continue
        table.add_row(
            name,
            f"{len(dataset.manifest):,}",
            f"{dataset.manifest['subject_id'].nunique():,}" if dataset.card.identities else "?",
            dataset.card.title + (" (origin unknown)" if dataset.card.origin_unknown else ""),
        )
    console().print(table)
    for problem in broken:
        say(f"Cannot be read: {problem}")


def _people(dataset: Any) -> str:
    if not dataset.card.identities:
        return "people who are not identified and may appear twice, so FNMR is undefined"
    return plural(dataset.manifest["subject_id"].nunique(), "person", "people")


def _encoded(dataset: Any) -> str:
    if not dataset.has_encodings:
        return "no encodings here, only counts of comparisons and finished searches"
    encodings = dataset.encodings
    counts = ", ".join(f"{count:,} ({reason})" for reason, count in dataset.left_out.items())
    left_out = f"; left out of searches, encoded or not: {counts}" if counts else ""
    of_these = " of those searched" if counts else ""
    return (
        f"{len(encodings):,} by {encodings.matcher.name} ({encodings.matcher.version}); "
        f"{len(encodings.failures):,}{of_these} failed to enroll{left_out}"
    )


def _in_a_gallery(dataset: Any) -> str:
    """Return what the card permits where these people are searched in."""
    from simulator.datasets.kin import kin_of

    card = dataset.card
    named = "shown by name" if card.people_named else "stand-ins with a number"
    shown = ", their bundled photos may be shown" if card.people_shown else ""
    kin = len(kin_of(dataset))
    return f"{named}{shown}" + (f"; {plural(kin, 'pair')} of relatives listed" if kin else "")


def _values(dataset: Any, label: Any) -> str:
    """Return the values of a label with their counts of photos, the most frequent first.

    A value is in brackets where --mix and files write it otherwise than tables show it.
    """
    from simulator.datasets.groups import MOST_GROUPS, split_by

    if label.column not in dataset.manifest.columns:
        return ""
    labels = dataset.labels(dataset.manifest["key"].tolist())
    groups = split_by(labels, label.column, dataset.card)
    told = [
        f"{group.label}{'' if group.value in ('', group.label) else f' ({group.value})'} "
        f"{int(group.members.sum()):,}"
        for group in groups[:MOST_GROUPS]
    ]
    more = len(groups) - MOST_GROUPS
    told += [f"and {more:,} more values"] if more > 0 else []
    return "Photos: " + ", ".join(told) + "."


@click.command()
@click.argument("name")
def info(name: str) -> None:
    """Show a data set's card: who is in it, who labeled them, license, consent, harms.

    Example: falsematch datasets info congress-115
    """
    from rich.table import Table

    from simulator.datasets.dataset import load_dataset

    dataset = load_dataset(name)
    card = dataset.card
    table = Table(
        box=None, show_header=False, pad_edge=False, title=card.title, title_justify="left"
    )
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    rows = {
        "Who": card.summary,
        "Listed": f"{plural(len(dataset.manifest), 'photo')} of {_people(dataset)}",
        "Encoded": _encoded(dataset),
        "Source": card.source,
        "License": card.licence,
        "Consent": card.consent,
        "Harms": card.harms,
        "Cite": card.citation,
    }
    rows["In a gallery"] = _in_a_gallery(dataset)
    if card.origin_unknown:
        rows["Unknown"] = f"not stated: {', '.join(card.origin_unknown)}"
    for label in card.labels.values():
        how = f"by {label.author}. {' '.join(label.how.split())}"
        rows[f"Label {label.column}"] = "\n".join(filter(None, (_values(dataset, label), how)))
    for key, value in rows.items():
        table.add_row(key, value)
    console().print(table)


@click.command()
@click.argument("name")
@PHOTOS
@WORKERS
@ENCODER
@DASK
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Folder to write; your data folder by default.",
)
@click.option(
    "--without-vectors",
    is_flag=True,
    help="Write only what may be published, counts and a search, below --out.",
)
@click.option("--conditions", is_flag=True, help="Also encode under every image condition.")
def build(
    name: str,
    photos: Path | None,
    workers: int | None,
    encoder: str,
    dask: str | None,
    out: Path | None,
    without_vectors: bool,
    conditions: bool,
) -> None:
    """Rebuild a data set from its photos: manifest, encodings, checksums.

    Example: falsematch datasets build lfw --photos lfw_home
    """
    from simulator.building.build import build as build_dataset
    from simulator.storage.paths import user_datasets

    one_place(workers, dask)
    if without_vectors and out is None:
        raise click.UsageError(
            "expected --out DIR with --without-vectors, found none. Give the folder."
        )
    target = user_datasets() / name if without_vectors or out is None else out
    with progress_bar(f"Encoding {name}") as progress:
        built = build_dataset(
            name,
            needed(photos),
            target,
            workers=workers,
            progress=progress,
            encoder=encoder,
            dask=dask,
        )
    failures = built.encodings.failures
    click.echo(
        f"{built.listed:,} listed, {len(built.encodings):,} enrolled, {len(failures):,} failed to "
        f"enroll, {built.no_photo:,} without a photo, "
        f"{plural(built.minors, 'person', 'people')} under 18 dropped, "
        f"{plural(len(built.incomplete), 'file')} left out. Written to {built.folder}."
    )
    for key in [*built.incomplete[:10], *list(failures)[:10]]:
        say(f"  {key}: {failures.get(key, 'its name or row lacks a field')}")
    if without_vectors and out is not None:
        _publish(target, needed(photos), out)
    if conditions:
        _build_conditions(built.folder, needed(photos), workers, encoder, dask)


def _publish(built: Path, photos: Path, out: Path) -> None:
    from simulator.building.publish_counts import publish
    from simulator.datasets.dataset import load_dataset
    from simulator.datasets.photo_folder import photo_files

    dataset = load_dataset(str(built))
    with progress_bar("Looking for copies") as progress:
        files = photo_files(dataset, photos)
        done = publish(dataset, files, out, progress)
    copies = done.duplicates
    click.echo(
        f"Copies: {plural(len(copies.same_bytes), 'pair')} with equal bytes, "
        f"{plural(len(copies.same_look), 'pair')} that look the same. Without vectors: "
        f"{done.folder} and {done.pack}."
    )


def _build_conditions(
    folder: Path, photos: Path, workers: int | None, encoder: str, dask: str | None
) -> None:
    from simulator.building.condition_encodings import encode_condition, save_condition
    from simulator.datasets.dataset import load_dataset
    from simulator.datasets.photo_folder import photo_files
    from simulator.faces.conditions import CONDITIONS

    dataset = load_dataset(str(folder.resolve()))
    files = photo_files(dataset, photos)
    for name in CONDITIONS:
        with progress_bar(f"Encoding under {name}") as progress:
            encodings = encode_condition(
                files,
                dataset.encodings,
                name,
                workers=workers,
                progress=progress,
                encoder=encoder,
                dask=dask,
            )
        path = save_condition(folder, name, encodings)
        click.echo(
            f"{len(encodings):,} enrolled, {len(encodings.failures):,} failed. Written to {path}."
        )


@click.command()
@click.argument("name")
@click.option("--group-by", "column", default="gender", help="Label column.  [default: gender]")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Folder to write to; the data set's by default.",
)
def count(name: str, column: str, out: Path | None) -> None:
    """Compare everyone in a data set with everyone else and save the counts by distance.

    Example: falsematch datasets count lfw --group-by gender
    """
    from simulator.comparison.comparison_counts import count_parts, save_counts
    from simulator.comparison.split_thresholds import save_splits
    from simulator.datasets.dataset import load_dataset

    dataset = load_dataset(name)
    folder = out or dataset.folder
    counted = count_parts(dataset, column)
    click.echo(f"Written to {save_counts(dataset, column, folder, counted)}.")
    splits = save_splits(dataset, column, counted, folder)
    if splits is not None:
        click.echo(f"Written to {splits}.")


@click.command()
@click.argument("name")
@click.option("--group-by", "column", default="gender", help="Label column.  [default: gender]")
@click.option(
    "--fmr",
    default=1e-3,
    show_default=True,
    callback=as_share,
    help="FMR aimed at, a fraction of 1.",
)
@click.option(
    "--splits",
    type=click.IntRange(2, 1000),
    default=40,
    show_default=True,
    help="How many random halves of the people.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def thresholds(name: str, column: str, fmr: float, splits: int, as_json: bool) -> None:
    """Fit one threshold per group on half of the people and check it on the others, many times.

    The median over the random halves, and the range without the two extremes, beside one threshold
    for all. Works for every installed data set with encodings. What it needs to know of everybody
    at the moment of the search, their group, may be unlawful to ask or to use.

    Example: falsematch datasets thresholds lfw --fmr 0.0001
    """
    import json

    from rich.table import Table

    from simulator.charts.group_thresholds import split_rows
    from simulator.comparison.comparison_counts import count_parts, find_counts
    from simulator.comparison.curves import thresholds_per_group
    from simulator.comparison.split_thresholds import splits_at
    from simulator.datasets.dataset import load_dataset
    from simulator.storage.json_values import json_rows

    dataset = load_dataset(name)
    counted = find_counts(dataset, column) or count_parts(dataset, column)
    # Refuses a target that rests on too few false matches, as everywhere.
    note = thresholds_per_group(counted["fitted"], counted["evaluated"], fmr).note
    found = splits_at(dataset, column, counted["everyone"], fmr, splits)
    if as_json:
        rows = {"dataset": dataset.name, "column": column, "target": fmr, "note": note}
        click.echo(json.dumps(rows | {"splits": json_rows(found)}, indent=1, ensure_ascii=False))
        return
    head, texts = split_rows(found)
    title = f"{dataset.card.title}: one threshold per group, over {splits} halves of the people"
    table = Table(*head, title=title, title_justify="left")
    for row in texts:
        table.add_row(*row)
    console().print(table)
    click.echo(note)


@click.command()
@click.argument("name")
@click.argument("gallery")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Folder to write to; the data set's by default.",
)
def normalize(name: str, gallery: str, out: Path | None) -> None:
    """Search people in drawn galleries and save their distances, plain and normalized.

    NAME is the data set of the people searched for. Whether normalized distances help is shown by
    the Lab and by run --json.

    Example: falsematch datasets normalize congress-115 lfw
    """
    from simulator.datasets.dataset import load_dataset
    from simulator.search.normalized_scores import save_scores

    with progress_bar("Searching in drawn galleries") as progress:
        path = save_scores(load_dataset(name), load_dataset(gallery), out, progress)
    click.echo(f"Written to {path}.")


@click.command()
@PHOTOS
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    required=True,
    help="Folder to write the pack to.",
)
def pack(photos: Path | None, out: Path) -> None:
    """Fit the second matcher, eigenfaces, and write its search pack.

    Example: falsematch datasets pack --photos photos --out datasets/packs
    """
    from simulator.building.eigenfaces_pack import build_pack
    from simulator.search.packs import save_pack

    search_pack = build_pack(needed(photos))
    path = save_pack(search_pack, out)
    click.echo(
        f"{search_pack.what}: {plural(len(search_pack.probe_keys), 'search', 'searches')}, "
        f"{plural(len(search_pack.gallery_keys), 'gallery photo')}, fitted on "
        f"{search_pack.notes['fitted_on']}. Written to {path}."
    )


COMMANDS = (list_datasets, info, build, count, thresholds, normalize, pack)
