"""Commands that search and show who is falsely matched: run, reproduce."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from simulator.cli.output import echo_json
from simulator.cli.shared import (
    as_confidence,
    as_distance,
    as_folder,
    as_gallery_mix,
    as_share,
    console,
)

OF_LISTS = ("scores_are", "scale", "similarity", "scores_cut", "max_faces", "keep")
"""Options that say something about another system's lists."""


@click.command()
@click.argument("experiment", required=False, type=click.Path(path_type=Path))
@click.option("--probes", help="Data set whose people are searched for.  [default: congress-115]")
@click.option("--gallery", help="Data set that is searched.  [default: lfw]")
@click.option(
    "--gallery-size", type=click.IntRange(2), help="Draw this many gallery photos at random."
)
@click.option(
    "--mix",
    callback=as_gallery_mix,
    help="Draw by gallery group: F=2000,M=2000, or F=50%,M=50%; or even, us-adults, "
    "us-arrests-2018, as-is.",
)
@click.option("--one-photo-per-person", is_flag=True, help="Use one gallery photo of each person.")
@click.option("--matcher", help="Matcher: dlib or eigenfaces.  [default: dlib]")
@click.option("--condition", help="Image condition for the probes, such as face-32px.")
@click.option(
    "--portrait",
    type=click.Choice(["first", "second", "either", "both"]),
    help="Which portrait of each person is searched with.  [default: first]",
)
@click.option("--paintings", is_flag=True, help="Search portraits that are paintings too.")
@click.option(
    "--without-kin",
    is_flag=True,
    help="Leave each person's relatives out, where the gallery lists them.",
)
@click.option("--distance", type=float, callback=as_distance, help="Threshold as a distance.")
@click.option("--confidence", type=float, callback=as_confidence, help="Threshold in percent.")
@click.option(
    "--false-matches", type=click.IntRange(1), help="Find the threshold that gives this many."
)
@click.option(
    "--fpir",
    type=float,
    callback=as_share,
    help="Threshold: the largest share of people falsely matched, e.g. 0.01.",
)
@click.option(
    "--fmr",
    type=float,
    callback=as_share,
    help="Threshold: the largest share of comparisons that match, e.g. 1e-6.",
)
@click.option(
    "--reference",
    metavar="COLUMN=GROUP",
    help="Fix --fpir or --fmr in this group, e.g. gender=M, instead of among everybody.",
)
@click.option(
    "--same-gallery-as",
    metavar="MATCHER",
    help="Search only the photos that this matcher searched, e.g. eigenfaces.",
)
@click.option(
    "--group-by", multiple=True, help="Label column, or two joined: gender*party; may be repeated."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**32 - 1), help="Seed of the random draws.  [default: 0]"
)
@click.option(
    "--scores", type=click.Path(path_type=Path), help="Use the candidate lists of another system."
)
@click.option(
    "--scores-are",
    type=click.Choice(["distance", "similarity"]),
    help="What the column 'score' holds.",
)
@click.option(
    "--scale",
    type=click.Choice(["fraction", "percent"]),
    help="Whether similarities go up to 1 or up to 100.  [default: decided from all of them]",
)
@click.option(
    "--similarity", type=float, help="Threshold as the lists' own similarity, e.g. 80 or 0.8."
)
@click.option(
    "--scores-cut", type=float, callback=as_distance, help="Distance at which the lists were cut."
)
@click.option("--max-faces", type=click.IntRange(1), help="Most candidates that system lists.")
@click.option(
    "--keep",
    metavar="NAME",
    help="Save the lists under a name for --matcher NAME, the app and sweeps.",
)
@click.option("--full", is_flag=True, help="Print every label and each false match.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    callback=as_folder,
    help="Also write JSON and CSV here.",
)
@click.option(
    "--keys", is_flag=True, help="In JSON and CSV, give the gallery photos' keys (gallery_key)."
)
def run(
    experiment: Path | None,
    full: bool,
    as_json: bool,
    out: Path | None,
    keys: bool,
    group_by: tuple[str, ...],
    scores: Path | None,
    **given: Any,
) -> None:
    """Search every probe in the gallery and show who is falsely matched.

    Example: falsematch run --confidence 99.9 --group-by race_ethnicity*gender
    """
    from simulator.experiment.experiment import Experiment
    from simulator.experiment.experiment_file import load_experiment
    from simulator.experiment.mixes import without_draw_of_pack
    from simulator.experiment.run import run as run_experiment
    from simulator.experiment.run_folder import to_json, write_run

    lists = {name: given.pop(name) for name in OF_LISTS}
    needing = [name for name, value in lists.items() if value is not None]
    if scores is None and needing:
        named = f"--{needing[0].replace('_', '-')}"
        raise click.UsageError(f"expected --scores FILE with {named}, found none. Add it.")
    if keys and not as_json and out is None:
        raise click.UsageError("expected --json or --out DIR with --keys, found neither. Add one.")
    kinds = ("distance", "confidence", "false_matches", "fpir", "fmr")
    thresholds = [name for name in kinds if given[name] is not None]
    if lists["similarity"] is not None:
        thresholds.append("similarity")
    if len(thresholds) > 1:
        named = " and ".join("--" + name.replace("_", "-") for name in thresholds)
        raise click.UsageError(f"expected one threshold, found {named}. Give only one of them.")
    base = load_experiment(experiment) if experiment else Experiment()
    if thresholds:
        cleared: dict[str, Any] = dict.fromkeys([*kinds, "reference"])
        base = dataclasses.replace(base, **cleared)
    if given["confidence"] is not None:
        given["confidence"] /= 100
    changes = {name: value for name, value in given.items() if value is not None}
    for flag in ("one_photo_per_person", "paintings", "without_kin"):
        if not changes[flag]:
            del changes[flag]
    if group_by:
        changes["group_by"] = group_by
    chosen = dataclasses.replace(base, **changes)
    asked = None
    if scores is None:
        chosen, asked = without_draw_of_pack(chosen)
        view = run_experiment(chosen).at()
    else:
        view = _run_scores(chosen, scores, lists, as_json).at()
    if out is not None:
        write_run(view, out, keys=keys, asked=asked)
    if as_json:
        # The JSON's measures take as long as the search; the table does not need them.
        echo_json(to_json(view, keys=keys, asked=asked))
    else:
        from simulator.experiment.terminal.mix_text import mix_text
        from simulator.experiment.terminal.one_screen import print_screen
        from simulator.experiment.terminal.terminal_text import print_view

        # Worked out before anything is on the screen: it may name groups that are not there.
        added = None if asked is None else mix_text(view, asked, all_labels=full)
        if full:
            print_view(view, None, console())
            if added is not None:
                console().print(added)
        else:
            print_screen(view, view.result.experiment.group_by, console(), added)
        if out is not None:
            click.echo(f"Written to {out}.")


def _run_scores(experiment: Any, path: Path, given: dict[str, Any], as_json: bool) -> Any:
    from simulator.experiment.score_lists import Lists, reading_notes, replay_lists
    from simulator.search.scores.keep import check_matcher_name, keep_as_pack

    keep = given.pop("keep")
    cut = given.pop("scores_cut")
    if keep is not None:
        check_matcher_name(keep)
    result, pack, scores = replay_lists(experiment, Lists(path, cut=cut, **given))
    for note in reading_notes(scores, with_scale=not as_json):
        click.echo(note, err=True)
    if keep is not None:
        path = keep_as_pack(pack, keep)
        click.echo(f"Saved to {path}; use it with --matcher {keep}.", err=True)
    return result


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def reproduce(as_json: bool) -> None:
    """Print the ACLU's published test beside this matcher's, as Markdown tables.

    Example: falsematch reproduce
    """
    import json

    from simulator.experiment.reproduction import reproduce as replay
    from simulator.experiment.reproduction_text import to_markdown

    reproduction = replay()
    if as_json:
        echo_json(json.dumps(reproduction.to_dict(), indent=1, ensure_ascii=False, allow_nan=False))
    else:
        click.echo(to_markdown(reproduction))


COMMANDS = (run, reproduce)
