"""Commands that encode photos and check the encoder's accuracy: encode, validate."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.output import echo_json
from simulator.cli.shared import (
    DASK,
    ENCODER,
    PHOTOS,
    WORKERS,
    as_new_file,
    console,
    needed,
    one_place,
    progress_bar,
    refuse_without,
    say,
)
from simulator.errors import FalseMatchError, NoFaceFound
from simulator.i18n.plurals import plural

SHOWN = 5
"""File names in a line."""


@click.command()
@click.argument("name_or_dir")
@PHOTOS
@WORKERS
@ENCODER
@DASK
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_new_file,
    help="Write the encodings to this file.",
)
def encode(
    name_or_dir: str,
    photos: Path | None,
    workers: int | None,
    encoder: str,
    dask: str | None,
    out: Path | None,
) -> None:
    """Encode the photos of a data set, every photo in a folder, or one photo.

    Example: falsematch encode holiday-photos --out holiday.npz
    """
    from simulator.datasets.dataset import MANIFEST, dataset_names, load_dataset
    from simulator.datasets.photo_folder import photo_files
    from simulator.faces.encode import encode_photos, photos_in
    from simulator.faces.find_photos import find_photos

    one_place(workers, dask)
    folder = Path(name_or_dir)
    known = name_or_dir in dataset_names()
    absent = 0
    passed_over: dict[str, list[str]] = {}
    if known or (folder / MANIFEST).is_file():
        dataset = load_dataset(name_or_dir)
        # FALSEMATCH_PHOTOS need not hold the photos of a folder that has its own.
        bases = [needed(photos)] if known else [photos, folder]
        tried = (photo_files(dataset, base) for base in bases if base is not None)
        files = next(filter(None, tried), [])
        absent = len(dataset.manifest) - len(files)
    else:
        refuse_without("--photos with a data set's name, not with a folder of photos", "photos")
        files = photos_in(folder)
        passed_over = find_photos(folder).passed_over
    if not files:
        others = "".join(f"; {names[0]}: {why}" for why, names in list(passed_over.items())[:1])
        raise FalseMatchError(
            f"expected photos for {name_or_dir!r}, found none{others}. Check the folder, or "
            "--photos."
        )
    with progress_bar(f"Encoding {name_or_dir}") as progress:
        encodings = encode_photos(
            files, "dlib", workers, progress=progress, encoder=encoder, dask=dask
        )
    failures = encodings.failures
    if not len(encodings):
        key, reason = next(iter(failures.items()))
        raise NoFaceFound(
            "expected a face in at least one photo, found none in "
            f"{plural(len(failures), 'photo')} ({key}: {reason}). Use photos that "
            "show a face from the front."
        )
    if out is not None:
        encodings.save(out)
    without = f", {absent:,} listed without a photo" if absent else ""
    click.echo(f"{len(encodings):,} enrolled, {len(failures):,} failed to enroll{without}.")
    for key in list(failures)[:10]:
        say(f"  {key}: {failures[key]}")
    for why, names in passed_over.items():
        shown = ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")
        say(f"Passed over, {why}: {len(names):,} ({shown})")


@click.group()
def validate() -> None:
    """Compare the matcher's accuracy with the published one.

    Example: falsematch validate lfw-pairs
    """


@validate.command("lfw-pairs")
@click.option(
    "--encoder",
    type=click.Choice(["fast", "dlib"]),
    help="Encode the pairs' photos again, from --photos.  [default: the bundled encodings]",
)
@PHOTOS
@WORKERS
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lfw_pairs(encoder: str | None, photos: Path | None, workers: int | None, as_json: bool) -> None:
    """Measure ten-fold accuracy on LFW's 6,000 official pairs.

    Example: falsematch validate lfw-pairs --json
    """
    import json

    from rich.table import Table

    from simulator.building.lfw_pairs import encode_lfw_pairs
    from simulator.comparison.validation import validate_lfw_pairs
    from simulator.stats.published import DLIB_LFW_ACCURACY, DLIB_LFW_SOURCE

    encodings = None
    if encoder is None:
        refuse_without("--encoder, without which no photo is encoded", "photos", "workers")
    else:
        with progress_bar(f"Encoding with {encoder}") as progress:
            encodings = encode_lfw_pairs(needed(photos), encoder, workers, progress)
    accuracy = validate_lfw_pairs(encodings)
    if as_json:
        echo_json(json.dumps(accuracy.to_dict(), indent=1))
        return
    table = Table("LFW, ten folds", "Pairs", "Accuracy", "Standard error")
    table.add_row(
        "measured here, encoded pairs only",
        f"{accuracy.encoded_pairs:,}",
        f"{100 * accuracy.accuracy:.2f}%",
        f"{100 * accuracy.standard_error:.2f}%",
    )
    table.add_row(
        "measured here, failures to enroll counted as errors",
        f"{accuracy.pairs:,}",
        f"{100 * accuracy.accuracy_with_failures:.2f}%",
        f"{100 * accuracy.standard_error_with_failures:.2f}%",
    )
    table.add_row(
        "published for dlib", "6,000", f"{100 * DLIB_LFW_ACCURACY:.2f}%", "", style="italic"
    )
    console().print(table)
    click.echo(f"Published: {DLIB_LFW_SOURCE}.")


COMMANDS = (encode, validate)
