"""Commands that search and show who is falsely matched: run, reproduce, demo, app."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from simulator.cli.shared import console


def _confidence(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 < value < 100:
        raise click.BadParameter(
            f"expected a percentage above 0 and below 100, found {value:g}. Try 99.9."
        )
    return value


def _distance(_: click.Context, __: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 <= value < float("inf"):
        raise click.BadParameter(
            f"expected a distance of 0 or more, found {value:g}. The matcher's default is 0.6."
        )
    return value


def parse_mix(_: click.Context, __: click.Parameter, value: str | None) -> dict[str, int] | None:
    """Group → count from GROUP=N,GROUP=N."""
    if value is None:
        return None
    mix: dict[str, int] = {}
    for part in value.split(","):
        name, sign, count = part.partition("=")
        if not sign or not name.strip() or not count.strip().isdigit():
            raise click.BadParameter(
                f"expected GROUP=N,GROUP=N, found {part!r}. Try F=2000,M=2000."
            )
        mix[name.strip()] = int(count)
    return mix


@click.command()
@click.argument("experiment", required=False, type=click.Path(path_type=Path))
@click.option("--probes", help="Data set searched for.  [default: congress-115]")
@click.option("--gallery", help="Data set searched in.  [default: lfw]")
@click.option("--gallery-size", type=click.IntRange(2), help="Draw so many gallery photos.")
@click.option("--mix", callback=parse_mix, help="Draw by gallery group: F=2000,M=2000.")
@click.option("--one-photo-per-person", is_flag=True, help="One gallery photo of each person.")
@click.option("--matcher", help="dlib or eigenfaces.  [default: dlib]")
@click.option("--condition", help="Probes under an image condition, e.g. face-32px.")
@click.option("--distance", type=float, callback=_distance, help="Threshold as a distance.")
@click.option("--confidence", type=float, callback=_confidence, help="Threshold in percent.")
@click.option("--false-matches", type=click.IntRange(1), help="Find the threshold for so many.")
@click.option("--group-by", multiple=True, help="Label column, or two joined: gender*party.")
@click.option("--seed", type=int, help="Of the random draws.  [default: 0]")
@click.option("--scores", type=click.Path(path_type=Path), help="Lists of another system instead.")
@click.option("--scores-are", type=click.Choice(["distance", "similarity"]), help="Of 'score'.")
@click.option("--scores-cut", type=float, callback=_distance, help="Distance they were cut at.")
@click.option("--max-faces", type=click.IntRange(1), help="Longest list of that system.")
@click.option("--keep", metavar="NAME", help="Keep the lists: then --matcher NAME, app, sweeps.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--out", type=click.Path(path_type=Path), help="Also write JSON and CSV here.")
def run(
    experiment: Path | None,
    as_json: bool,
    out: Path | None,
    group_by: tuple[str, ...],
    scores: Path | None,
    **given: Any,
) -> None:
    """Search every probe in the gallery and show who is falsely matched.

    Example: falsematch run --confidence 99.9 --group-by race_ethnicity*gender
    """
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.experiment_file import load_experiment
    from simulator.experiment.run import run as run_experiment
    from simulator.experiment.run_folder import to_json, write_run

    lists = {name: given.pop(name) for name in ("scores_are", "scores_cut", "max_faces", "keep")}
    if scores is None and any(value is not None for value in lists.values()):
        raise click.UsageError("expected --scores FILE beside its options, found none. Add it.")
    thresholds = [n for n in ("distance", "confidence", "false_matches") if given[n] is not None]
    if len(thresholds) > 1:
        named = " and ".join("--" + name.replace("_", "-") for name in thresholds)
        raise click.UsageError(f"expected one threshold, found {named}. Give only one of them.")
    base = load_experiment(experiment) if experiment else Experiment()
    if thresholds:
        base = dataclasses.replace(base, distance=None, confidence=None, false_matches=None)
    if given["confidence"] is not None:
        given["confidence"] /= 100
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes["one_photo_per_person"]:
        del changes["one_photo_per_person"]
    if group_by:
        changes["group_by"] = group_by
    chosen = dataclasses.replace(base, **changes)
    if scores is None:
        view = run_experiment(chosen).at()
    else:
        view = _run_scores(chosen, scores, lists).at()
    if out is not None:
        write_run(view, out)
    if as_json:
        # Its measures take as long as the search; the table does without them.
        click.echo(to_json(view))
    else:
        _print(view)
        if out is not None:
            click.echo(f"Written to {out}.")


def _run_scores(experiment: Any, path: Path, lists: dict[str, Any]) -> Any:
    from simulator.datasets.dataset import load_dataset
    from simulator.experiment.run import from_pack
    from simulator.search.score_files import keep, load_scores, pack_from_scores

    probes, gallery = load_dataset(experiment.probes), load_dataset(experiment.gallery)
    pack = pack_from_scores(
        load_scores(path, lists["scores_are"]),
        probes,
        gallery,
        path,
        cut=lists["scores_cut"],
        max_faces=lists["max_faces"],
    )
    if lists["keep"] is not None:
        path = keep(pack, lists["keep"])
        click.echo(f"Kept at {path}; found by --matcher {lists['keep']}.", err=True)
    return from_pack(experiment, probes, gallery, pack)


def _print(view: Any) -> None:
    from simulator.experiment.terminal_text import print_view

    print_view(view, None, console())


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reproduce(as_json: bool) -> None:
    """Print the ACLU's published test beside this matcher's, as Markdown tables.

    Example: falsematch reproduce
    """
    import json

    from simulator.experiment.reproduction import reproduce as replay, to_markdown

    found = replay()
    if as_json:
        click.echo(json.dumps(found.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        click.echo(to_markdown(found))


_PORT = click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="TCP port."
)
_ADDRESS = click.option(
    "--address", default="127.0.0.1", show_default=True, help="Where to listen; localhost only."
)
_OWN_PHOTO = click.option(
    "--allow-own-photo",
    is_flag=True,
    help="Let an adult search an own photo, in memory; on this machine's own address only.",
)


@click.command()
@click.option("--no-serve", is_flag=True, help="Only print the table.")
@_PORT
@_ADDRESS
@_OWN_PHOTO
def demo(no_serve: bool, port: int, address: str, allow_own_photo: bool) -> None:
    """Replay the 2018 test on the bundled data, print the table and serve the web app.

    Example: falsematch demo --no-serve
    """
    from simulator.ui.serve import check_free, serve

    _own_photo_stays_here(address, allow_own_photo)
    if no_serve:
        from simulator.experiment.run import run as run_experiment

        _print(run_experiment().at())
        return
    check_free(port, address)
    # In a process of its own: a server would keep the search's libraries and its 170 MB.
    replay = [sys.executable, "-m", "simulator.cli.main", "demo", "--no-serve"]
    status = subprocess.run(replay, check=False).returncode  # noqa: S603 - our own command
    if status:
        sys.exit(status)
    serve(port, address, allow_own_photo)


@click.command()
@_PORT
@_ADDRESS
@_OWN_PHOTO
def app(port: int, address: str, allow_own_photo: bool) -> None:
    """Serve the web app on this machine until it is stopped.

    Example: falsematch app --port 8502
    """
    from simulator.ui.serve import serve

    _own_photo_stays_here(address, allow_own_photo)
    serve(port, address, allow_own_photo)


def _own_photo_stays_here(address: str, allow_own_photo: bool) -> None:
    """Two options that exclude each other are wrong usage."""
    from simulator.ui.local_address import is_local
    from simulator.ui.serve import OWN_PHOTO_STAYS

    if allow_own_photo and not is_local(address):
        raise click.UsageError(OWN_PHOTO_STAYS.format(address=address))


COMMANDS = (run, reproduce, demo, app)
