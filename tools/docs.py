"""Write measured numbers into the documents, or report which of them are stale.

A document holds a block between two comments, ``[[[cog measured("name") ]]]`` and ``[[[end]]]``.
``make docs`` (``python tools/docs.py``) runs cog, which calculates every block again with this
version of the program; ``python tools/docs.py --check`` changes nothing and shows how a stale block
would differ. Timings come from benchmarks and are not in blocks.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from cogapp import Cog

# Importing a document's module registers its blocks.
from doc_blocks import audits, common, data, measures, methods, readme  # noqa: F401
from doc_blocks.common import ROOT

from simulator import Audit, Experiment, run, run_audit
from simulator.audit.result import AuditResult
from simulator.comparison.comparison_counts import find_counts
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.comparison.subgroup_counts import load_subgroup_counts
from simulator.comparison.validation import validate_lfw_pairs
from simulator.datasets.dataset import PHOTOGRAPH, load_dataset
from simulator.datasets.groups import Group, split_by
from simulator.datasets.one_shot import one_shot_verdicts
from simulator.datasets.photo_measurements import PHOTO_COLOR
from simulator.experiment.both_errors import false_matches_beside, luck_of_misses
from simulator.experiment.candidate_groups import candidate_groups
from simulator.experiment.nearest_strangers import nearest_strangers
from simulator.experiment.reproduction import reproduce, to_markdown
from simulator.experiment.result import Result
from simulator.experiment.search_mates import FROM_PACK, pack_comparisons, sources
from simulator.experiment.specification_curve import SpecificationCurve, specification_curve
from simulator.experiment.specification_curve_text import curve_lines
from simulator.experiment.terminal_text import print_view
from simulator.experiment.view import View
from simulator.faces.conditions import CONDITIONS
from simulator.matchers.registry import DEFAULT_DISTANCES
from simulator.search.mated_searches import MatedSearches
from simulator.search.mated_sources import mated_searches
from simulator.stats.metrics import Rate, rate
from simulator.stats.published import DLIB_LFW_ACCURACY
from simulator.stats.published_audits import AUDITS, BEFORE, GROUPS
from simulator.stats.significance import p_said, p_text
from simulator.sweep.grid import load_grid
from simulator.sweep.ready_made import ready_made
from simulator.sweep.searches import sweep
from simulator.sweep.summary import answer, summarize
from simulator.sweep.sweep_folder import read_sweep

ROOT = Path(__file__).resolve().parent.parent
CONGRESS_PORTRAITS = "congress-115-two-portraits"
SEEDS = range(20)
ABSTAIN = 0.9

BLOCKS: dict[str, Callable[[], str]] = {}


def block(function: Callable[[], str]) -> Callable[[], str]:
    """Register a function that returns a block's Markdown under the function's name."""
    BLOCKS[function.__name__] = function
    return function


def documents() -> list[Path]:
    """List the documents that hold a block."""
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [path for path in paths if "[[[cog" in path.read_text("utf-8")]


def measured(name: str) -> None:
    """Print a block for cog, with the empty lines that Markdown needs around a table."""
    print(f"\n{common.BLOCKS[name]()}\n")
    print(f"\n{BLOCKS[name]()}\n")


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table."""
    names = list(header)
    lines = [names, ["---"] * len(names), *rows]
    text = "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
    return text.replace("| --- ", "|---").replace("|--- |", "|---|").replace("|  |", "| |")


def with_interval(rate: Rate, low: float, high: float) -> str:
    """Return a rate as count, percent and interval in percent: ``5 of 23 = 21.7% (6.9–45.2)``.

    A rate of zero is shown without the percent.
    """
    count = f"{rate.events:,} of {rate.trials:,}"
    ends = f"({100 * low:.1f}–{100 * high:.1f})".replace("(0.0–", "(0–")
    return f"{count} {ends}" if not rate.events else f"{count} = {100 * rate.value:.1f}% {ends}"


def fnir(mated: MatedSearches, threshold: float, *, with_failures: bool) -> str:
    """Return the share of mated searches missed at a distance, with its interval over people."""
    ends = mated.interval(threshold, with_failures=with_failures)
    return with_interval(mated.fnir(threshold, with_failures=with_failures), ends.low, ends.high)


@cache
def replay(**settings: Any) -> Result:
    """Run an experiment once for all blocks."""
    return run(Experiment(**settings))


@cache
def audit(share_of_women: float | None = None, seed: int = 0) -> AuditResult:
    """Train a gender classifier once for all blocks."""
    return run_audit(Audit(share_of_women=share_of_women, seed=seed))


@block
def printed() -> str:
    """Return what ``falsematch demo --no-serve`` prints, with the middle of its long parts cut."""
    console = Console(width=100, markup=False, emoji=False, color_system=None, force_terminal=False)
    with console.capture() as capture:
        print_view(replay().at(), None, console)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    pairs = next(i for i, line in enumerate(lines) if line.startswith("False matches, closest"))
    first_tables = lines[
        : next(i for i, line in enumerate(lines) if line.startswith("By cbc_member"))
    ]
    published = next(i for i, line in enumerate(lines) if "Published elsewhere" in line)
    shown = [*first_tables, "[…]", *lines[pairs : pairs + 10], "[…]", "", *lines[published:]]
    return "\n".join(["```", *shown, "```"])


@block
def lfw_pairs() -> str:
    """Return the accuracy on LFW's official pairs as a table."""
    found = validate_lfw_pairs()
    return table(
        ["", "pairs", "accuracy", "standard error"],
        [
            (
                "measured here, pairs that could be encoded",
                f"{found.encoded_pairs:,}",
                f"{100 * found.accuracy:.2f}%",
                f"{100 * found.standard_error:.2f}%",
            ),
            (
                "measured here, failures to enroll counted as errors",
                f"{found.pairs:,}",
                f"{100 * found.accuracy_with_failures:.2f}%",
                f"{100 * found.standard_error_with_failures:.2f}%",
            ),
            (
                "published for dlib",
                f"{found.pairs:,}",
                f"{100 * DLIB_LFW_ACCURACY:.2f}%",
                "(standard deviation 0.27%)",
            ),
        ],
    )


@block
def confidence() -> str:
    """Return the distance of each confidence and how many it flags as a table."""
    result, rows = replay(), []
    calibration = result.calibration
    assert calibration is not None
    for percent in (50.0, None, 80, 90, 95, 99, 99.9, 99.99):
        if percent is None:
            default = DEFAULT_DISTANCES["dlib"]
            sure = 100 * calibration.confidence(default)
            flagged = result.at(distance=default).fpir.events
            rows.append((f"matcher's default, {sure:.0f}%", f"{default:.3f}", flagged))
            continue
        low, high = calibration.interval(percent / 100)
        distance = f"{calibration.distance(percent / 100):.3f} ({low:.3f}–{high:.3f})"
        flagged = result.at(confidence=percent / 100).fpir.events
        rows.append((f"{percent:g}%", distance, flagged))
    return table(
        [
            "confidence per comparison",
            "distance (95% interval)",
            f"falsely matched, of {result.at().fpir.trials}",
        ],
        rows,
    )


@block
def reproduction() -> str:
    """Return what ``falsematch reproduce`` prints."""
    return to_markdown(reproduce())


@cache
def curve_of_color() -> SpecificationCurve:
    """Return the specification curve of people of color, calculated once for all blocks."""
    return specification_curve()


@block
def specification_curve_of_color() -> str:
    """Return the specification curve of people of color as a table and in words."""
    return "\n".join(curve_lines(curve_of_color()))


@block
def nearest_strangers_by_gallery() -> str:
    """Return how close the groups' closest strangers are in three searches as a table."""
    searches = {
        "LFW": replay(),
        "LFW, second portraits": replay(portrait="second"),
        "UTKFace's adults": replay(gallery="utkface-adults"),
        "former members of Congress": replay(gallery="legislators"),
    }
    tested = [nearest_strangers(result) for result in searches.values()]
    rows = []
    for column in ("race_ethnicity", "person_of_color", "gender", "age_band"):
        of_group = [{row["group"]: row for row in found[column]["groups"]} for found in tested]
        for group, first in of_group[0].items():
            cells = [_closer(rows_of[group]) if group in rows_of else "–" for rows_of in of_group]
            rows.append((column, first["label"], first["people"], *cells))
    return table(["label", "group", "people", *searches], rows)


def _closer(row: dict[str, Any]) -> str:
    """Return the probability of a closer stranger with its interval, and p after Holm."""
    if math.isnan(row["low"]):
        return "too few"
    ends = f"{100 * row['probability']:.0f}% ({100 * row['low']:.0f}–{100 * row['high']:.0f})"
    return ends if math.isnan(row["p_holm"]) else f"{ends}, {p_said(row['p_holm'])}"


@block
def luck_over_choices() -> str:
    """Return the sentence on all choices as an item of README's list."""
    curve = curve_of_color()
    counted = {name: f"{few} of {total}" for name, (few, total) in curve.by_gallery().items()}
    return textwrap.fill(
        f"- **Who is in the gallery decides.** Of {curve.points} choices (every count from "
        f"{curve.counts[0]} to {curve.counts[-1]}, both portraits, one photo per person or all, "
        f"three galleries), luck alone hardly explains the share of people of color in "
        f"{curve.beyond_luck}: {counted['utkface-adults']} with UTKFace's adults as the gallery, "
        f"{counted['lfw']} with LFW, {counted['legislators']} with former members of Congress "
        "([measures](docs/measures.md#with-every-other-choice)).",
        width=125,
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


@block
def same_group() -> str:
    """Return the false match rates within one group at the matcher's default as a table."""
    rows = []
    for place, name, column, group in (
        ("Congress", "congress-115", "race_ethnicity", "White"),
        ("Congress", "congress-115", "race_ethnicity", "Black"),
        ("Congress", "congress-115", "race_ethnicity", "Asian_Pacific"),
        ("London", "london", "ethnicity", "white"),
        ("London", "london", "ethnicity", "black"),
        ("London", "london", "ethnicity", "east_asian"),
    ):
        dataset = load_dataset(name)
        pairs = false_match_pairs(dataset, DEFAULT_DISTANCES["dlib"])
        row = pairs.by(column).set_index("group").loc[group]
        digits = 2 if row["fmr"] < 0.01 else 1
        rate, low, high = (f"{100 * row[end]:.{digits}f}" for end in ("fmr", "low", "high"))
        rows.append(
            (
                f"{place}: {row['label']}, {row['people']}",
                f"{row['events']:,} of {row['comparisons']:,} = {rate}% ({low}–{high})",
            )
        )
    return table(
        ["at 0.6, the matcher's default: group, people", "same-group FMR (95% over subjects)"], rows
    )


AMONG_LEGISLATORS = (None, 0.5, 0.55)
"""Distances, the first of which flags 28."""
PAIRED = ("party", "gender", "race_ethnicity", "chamber", PHOTO_COLOR)


@cache
def among_legislators(distance: float | None) -> tuple[str, dict[str, Any]]:
    """Search former members of Congress; return the distance in words and the candidates' groups.

    At 28 false matches if no distance is given.
    """
    found = replay(gallery="legislators")
    view = found.at(false_matches=28) if distance is None else found.at(distance=distance)
    return f"{view.distance:.3g}", candidate_groups(view, PAIRED)


def expected_number(numbers: dict[str, Any]) -> str:
    """Return an expected number with the range of 95% of the shuffles, and p."""
    ends = f"{numbers['low']:.0f}–{numbers['high']:.0f}"
    p = p_said(numbers["p"])
    return f"{numbers['expected']:.1f} ({ends}), {p}"


@block
def same_group_candidates() -> str:
    """Return how many false matches are within a group, beside the expected numbers, as a table."""
    rows = []
    for distance in AMONG_LEGISLATORS:
        words, found = among_legislators(distance)
        for column, pairs in found["pairs"].items():
            same = pairs["same_group"]
            measured = rate(same["events"], same["trials"])
            within = with_interval(measured, measured.low, measured.high)
            by = [expected_number(pairs[name]) for name in ("by_gallery_mix", "by_candidates")]
            rows.append((words, column, within, *by))
    header = [
        "distance",
        "label",
        "false matches within a group",
        "expected from the gallery's mix",
    ]
    return table([*header, "expected from the candidates found"], rows)


@block
def candidate_colors() -> str:
    """Return the candidates by color of both photos, and by decade of the gallery, as a table."""
    rows = []
    words, found = among_legislators(0.55)
    for row in found["pairs"].get(PHOTO_COLOR, {"table": []})["table"]:
        if row["searched"]:
            pair = f"{row['label']} → {row['candidate_label'].lower()}"
            few = ", too few" if row["too_few"] else ""
            rows.append(
                (pair, row["gallery_people"], row["false_matches"], expected_number(row) + few)
            )
    for row in sorted(found["gallery"].get("decade", []), key=lambda row: row["group"]):
        few = ", too few" if row["too_few"] else ""
        rows.append((row["label"], row["people"], row["false_matches"], expected_number(row) + few))
    header = [
        f"at {words}: photo → candidate's photo; last decade in Congress",
        "in the gallery",
        "false matches",
    ]
    return table([*header, "expected from the gallery's mix"], rows)


@block
def missed() -> str:
    """Return the shares of mated searches missed as a table."""
    rows = []
    for title, name in (
        ("Congress, one portrait against another", CONGRESS_PORTRAITS),
        ("Congress in LFW", "congress-115-in-lfw"),
        ("LFW, leave one out", "lfw"),
        ("London", "london"),
    ):
        mated = mated_searches(name)
        assert mated is not None
        cells = [fnir(mated, t, with_failures=f) for t in (0.47, 0.6) for f in (False, True)]
        rows.append((title, f"{len(np.unique(mated.subjects)):,}", *cells))
    header = ["mated searches", "people", "FNIR at 0.47", "with failures", "FNIR at 0.6"]
    return table([*header, "with failures"], rows)


@block
def missed_in_congress() -> str:
    """Return both errors in Congress by group at three thresholds as a table."""
    result, mated = replay(), sources(replay())[CONGRESS_PORTRAITS]()
    views = [result.at(distance=t) for t in (0.47, 0.5, 0.6)]
    rows = [("", "everyone", f"{len(mated.keys)}", *_both(views, mated))]
    for column in mated.columns:
        for group in split_by(mated.labels, column, mated.card):
            cells = _both(views, mated, column, group)
            rows.append((column, group.label, f"{int(group.members.sum())}", *cells))
    head = ["label", "group", "people"]
    for view in views:
        head += [f"missed at {view.distance:g}", f"falsely matched at {view.distance:g}"]
    return table(head, rows)


def _both(
    views: list[View], mated: MatedSearches, column: str = "", group: Group | None = None
) -> list[str]:
    cells = []
    for view in views:
        members = np.ones(len(mated.keys), bool) if group is None else group.members
        ends = mated.interval(view.distance, members)
        some = rate(int((mated.distances[members] > view.distance).sum()), int(members.sum()))
        small = math.isnan(ends.low)
        cells.append(
            f"{some.events} of {some.trials}, too few"
            if small
            else with_interval(some, ends.low, ends.high)
        )
        if group is None:
            cells.append(with_interval(view.fpir, view.fpir.low, view.fpir.high))
            continue
        beside = false_matches_beside(view, mated, column)
        assert beside is not None
        row = beside.set_index("group").loc[group.value]
        false = rate(int(row["events"]), int(row["trials"]))
        cells.append(with_interval(false, false.low, false.high))
    return cells


@block
def missed_in_congress_words() -> str:
    """Return who is left out, the rank limit, and what luck does not explain, as a list."""
    mated = sources(replay())[CONGRESS_PORTRAITS]()
    left_out = ", ".join(f"{reason} {count}" for reason, count in mated.left_out.items())
    in_crowd = mated.at_rank_one
    assert in_crowd is not None
    ranks = {t: in_crowd.fnir(t, with_failures=False) for t in (0.47, 0.5, 0.6)}
    behind = ", ".join(f"{r.events} of {r.trials} at {t:g}" for t, r in ranks.items())
    luck = luck_of_misses(mated, 0.47)
    tests = ", ".join(
        f"{row.column} {p_text(row.p)} ({p_text(row.p_holm)})" for row in luck.itertuples()
    )
    return "\n".join(
        [
            f"- Searched: {len(mated.keys)} members. Left out: {left_out}.",
            "- If only the closest photo counts (rank 1, with all of LFW enrolled), missed: "
            f"{behind}.",
            f"- p of shuffled labels at 0.47 (after Holm): {tests}.",
        ]
    )


@block
def conditions() -> str:
    """Return what each image condition does at the distance that flags 28 when clean as a table."""
    rows = []
    clean = replay().at().distance
    for name in (None, *CONDITIONS):
        view = replay(condition=name).at(distance=clean)
        mates = view.result.search.mate_distances
        mates, total = mates[mates == mates], view.fpir
        failed = len(view.result.probes.encodings.failures)
        rows.append(
            (
                f"`{name}`" if name else "(clean)",
                CONDITIONS[name].description if name else "",
                failed if name else f"{failed} of {failed + total.trials}",
                with_interval(total, total.low, total.high),
                f"{(mates > clean).sum()} of {len(mates)}",
            )
        )
    header = ["condition", "description", "failed to enroll", "falsely matched", "mates missed"]
    return table(header, rows)


@block
def another_portrait() -> str:
    """Return who is falsely matched with the first and with the second portraits as a table."""
    first, second = replay(), replay(portrait="second")
    one, other = (set(r.probes.encodings.keys[r.at().flagged].tolist()) for r in (first, second))
    kinds, verdicts = second.probes.kinds, one_shot_verdicts(second.probes)
    of_color = first.probes.manifest.set_index("key")["person_of_color"] == "true"

    def kind_of_pair(key: str) -> str:
        if kinds[key] != PHOTOGRAPH:
            return "other portrait a painting"
        return {"different": "another photograph"}.get(
            verdicts.get(key, ""), "same photograph twice" if key in verdicts else "one portrait"
        )

    kinds_of_pairs = (
        "one portrait",
        "same photograph twice",
        "other portrait a painting",
        "another photograph",
    )
    rows = []
    for title, keys in (
        ("first portrait", one),
        ("second portrait", other),
        ("both", one & other),
        ("first only", one - other),
        ("second only", other - one),
    ):
        color = sum(bool(of_color[key]) for key in keys)
        found = [kind_of_pair(key) for key in keys]
        rows.append((title, len(keys), color, *(found.count(kind) for kind in kinds_of_pairs)))
    return table(["falsely matched with", "members", "people of color", *kinds_of_pairs], rows)


@block
def second_matcher() -> str:
    """Return both matchers side by side, each at its own threshold for 28, as a table."""
    columns = [_own_threshold(name) for name in ("dlib", "eigenfaces")]
    return table(
        ["falsely matched", "dlib, all of LFW", "eigenfaces, tested half"],
        [(name, *(column[name] for column in columns)) for name in columns[0]],
    )


def _own_threshold(matcher: str) -> dict[str, str]:
    result = replay(matcher=matcher)
    view = result.at()
    races = view.by("race_ethnicity").set_index("label")
    cells = {
        label: f"{races.loc[label, 'false_matches']} of {races.loc[label, 'searches']}"
        for label in ("White or not listed", "Black", "Hispanic", "Asian or Pacific Islander")
    }
    mates = result.search.mate_distances
    mates = mates[mates == mates]
    cells["members of Congress whose mates were missed"] = (
        f"{(mates > view.distance).sum()} of {len(mates)}"
    )
    mated = sources(result)["lfw" if matcher == "dlib" else FROM_PACK]()
    assert mated is not None
    cells["LFW searched among themselves, leave one out: missed"] = fnir(
        mated, view.distance, with_failures=False
    )
    kept, bundled = pack_comparisons(result), find_counts(load_dataset("lfw"), "gender")
    assert bundled is not None
    pairs = (kept or bundled["everyone"]).table(view.distance)
    fmr = pairs[pairs["group"] == pairs["other"]].set_index("group")["fmr"]
    cells["false matches of two men, per million comparisons"] = f"{1e6 * fmr['M']:.1f}"
    cells["false matches of two women, per million comparisons"] = f"{1e6 * fmr['F']:.1f}"
    return cells


HELD_OUT = "lfw, held out"
AUDIT_ROWS = {
    "LFW, held out: women": (HELD_OUT, "gender", "F"),
    "LFW, held out: men": (HELD_OUT, "gender", "M"),
    "LFW, held out: everyone": (HELD_OUT, None, None),
    "Congress: Black women": ("congress-115", "race_ethnicity*gender", "Black*F"),
    "Congress: women, White or not listed": ("congress-115", "race_ethnicity*gender", "White*F"),
    "Congress: men, White or not listed": ("congress-115", "race_ethnicity*gender", "White*M"),
    "London: women": ("london", "gender", "female"),
    "London: men": ("london", "gender", "male"),
}


def answers(result: AuditResult, name: str, abstain: float = 0.5) -> dict[str, float]:
    """Return errors, answered, refused, low and high of a row of ``AUDIT_ROWS``."""
    test, column, group = AUDIT_ROWS[name]
    view = result.at(abstain=abstain).of(test)
    if column is not None:
        return dict(view.by(column).set_index("group").loc[group])
    found = view.errors
    return {
        "errors": found.events,
        "answered": found.trials,
        "refused": view.refusals.events,
        "low": found.low,
        "high": found.high,
    }


@block
def audit_errors() -> str:
    """Return the wrong answers of seed 0 as a table."""
    rows = []
    for name in AUDIT_ROWS:
        own, half = answers(audit(), name), answers(audit(0.5), name)
        refusing = answers(audit(), name, ABSTAIN)
        counts = [f"{row['errors']:,} of {row['answered']:,}" for row in (own, half, refusing)]
        if name == "Congress: Black women":
            counts[0] += f" ({100 * own['low']:.1f}%–{100 * own['high']:.1f}%)"
        counts[2] += f", {refusing['refused']} refused"
        rows.append((name, *counts))
    header = ["wrong answers", "the data's own mix", "half women"]
    return table([*header, "the data's own mix, refusing under 90%"], rows)


@block
def audit_draws() -> str:
    """Return the wrong answers over twenty seeds as a table."""
    rows = []
    for name in (
        "LFW, held out: everyone",
        "Congress: Black women",
        "Congress: women, White or not listed",
        "London: men",
    ):
        cells, people = [], 0
        for share in (None, 0.5):
            drawn = [answers(audit(share, seed), name) for seed in SEEDS]
            errors = [int(row["errors"]) for row in drawn]
            people = int(drawn[0]["answered"])
            mean = sum(errors) / len(errors)
            cells.append(f"{mean:.1f} ({min(errors)}–{max(errors)})")
        rows.append((f"{name}, of {people:,}", *cells))
    header = ["wrong answers: mean (fewest–most)", "the data's own mix", "half women"]
    return table(header, rows)


@block
def published_audits() -> str:
    """Return the error rates that the two studies printed as a table."""
    rows = [
        (
            found.company,
            "first" if found.when == BEFORE else "second",
            *(found.printed(group) for group in (*GROUPS, None)),
        )
        for found in AUDITS
    ]
    groups = ["darker women", "darker men", "lighter women", "lighter men", "everyone"]
    return table(["", "audit", *groups], rows)


@block
def utkface() -> str:
    """Return UTKFace's false match rates within one race group at distance 0.5 as a table."""
    counts = load_subgroup_counts(load_dataset("utkface-adults").folder / "comparisons-dlib.npz")
    found = counts.table("race", 0.5)
    same = found[found["group"] == found["other"]]
    return table(
        ["race, as labeled", "false matches", "comparisons", "FMR", "false matches with copies"],
        [
            (
                row.group,
                f"{row.events_without_copies:,}",
                f"{row.comparisons_without_copies:,}",
                f"{100 * row.fmr_without_copies:.3g}%",
                f"{row.events:,}",
            )
            for row in same.sort_values("fmr_without_copies", ascending=False).itertuples()
        ],
    )


GRIDS = (
    "replay-2018",
    "gallery-size",
    "gallery-mix",
    "one-threshold-or-one-per-group",
    "two-matchers",
    "image-conditions",
    "label-swap-null",
)


@block
def ready_made_grids() -> str:
    """Return each ready-made grid with the answer of a full run as a table."""
    paths = ready_made()
    names = [*GRIDS, *sorted(set(paths) - set(GRIDS))]
    rows = []
    for name in names:
        grid = load_grid(paths[name])
        with tempfile.TemporaryDirectory() as folder:
            sweep(grid, Path(folder) / "run", workers=1)
            frame = read_sweep(Path(folder) / "run")[1]
        rows.append((f"`{name}`", grid.question, answer(frame, summarize(frame))))
    return table(["name", "question", "answer of a full run"], rows)


@block
def thumbnails() -> str:
    """Return how many photos are bundled, and why the others are not, as a table."""
    rows = []
    for name, choice in choices().items():
        left_out = sorted(choice.left_out.items(), key=lambda item: -len(item[1]))
        reasons = "; ".join(f"{reason}: {len(keys):,}" for reason, keys in left_out)
        known = sum(status == GPO for status in choice.licences.values())
        presumed = len(choice.licences) - known
        rows.append((f"`{name}`", len(choice.licences), known, presumed, reasons))
    size = sum(path.stat().st_size for path in (ROOT / "datasets/thumbnails").rglob("*.webp"))
    header = ["data set", "bundled", "status known", "status presumed", "drawings, and why"]
    return f"{table(header, rows)}\n\nTogether they take {size / 1e6:.1f} MB, of at most 6."


def main(arguments: list[str] | None = None) -> int:
    """Rewrite or check documents; return cog's exit status, which is 5 for a stale block."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", help="change nothing; report stale blocks")
    parser.add_argument("documents", nargs="*", type=Path, help="default: all that hold blocks")
    asked = parser.parse_args(arguments)
    how = ["--check", "--diff", "--check-fail-msg", "Stale blocks. To rewrite them: make docs"]
    words = ["cog", *(how if asked.check else ["-r"]), "-P", "-U", "-n", "utf-8", "--verbosity=1"]
    words += ["-I", str(Path(__file__).parent), "-p", "from docs import measured"]
    return int(Cog().main([*words, *map(str, asked.documents or documents())]))


if __name__ == "__main__":
    sys.exit(main())
