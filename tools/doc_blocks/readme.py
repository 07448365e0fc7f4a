"""Blocks of README.md."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from doc_blocks.common import block, replay, table, with_interval
from simulator.experiment.terminal.one_screen import print_screen
from simulator.experiment.view import View
from simulator.stats.metrics import rate

CONFIDENCES = (0.8, 0.95, 0.99, 0.999)
SHARED_SIZE = 0.99
"""The confidence at which both galleries are compared at one size."""


@block
def printed() -> str:
    """Return what ``falsematch demo --no-serve`` prints."""
    console = Console(width=80, markup=False, emoji=False, color_system=None, force_terminal=False)
    with console.capture() as capture:
        print_screen(replay().at(), (), console)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    return "\n".join(["```", *lines, "```"])


@block
def two_galleries() -> str:
    """Return both galleries of the first page side by side, from ``run --json``, as a table."""
    faces, drawings = replay(gallery="legislators"), replay()
    at_28 = [result.at() for result in (faces, drawings)]
    rows: list[tuple[str, ...]] = [
        ("data set", "`legislators`", "", "`lfw`"),
        ("photos, people", _size(at_28[0]), "", _size(at_28[1])),
    ]
    for confidence in CONFIDENCES:
        views = [result.at(confidence=confidence) for result in (faces, drawings)]
        of = f"falsely matched at {100 * confidence:g}%, distance {views[0].distance:.3f}"
        rows.append((of, *_three(views, _overall)))
    size = len(faces.gallery_rows)
    expected = drawings.gallery_size_curve([size], confidence=SHARED_SIZE)["fpir"].iloc[0]
    rows.append(
        (
            f"at {100 * SHARED_SIZE:g}%, in {size:,} of its photos drawn at random, expected",
            "",
            "",
            f"{100 * expected:.1f}%",
        )
    )
    threshold = [_threshold(view) for view in at_28]
    rows.append(("as many as in 2018: distance, confidence", threshold[0], "", threshold[1]))
    for title, cell in (
        ("falsely matched there", _overall),
        ("people of color among them", _share("person_of_color", "true")),
        ("people of color, of all searched", _group("person_of_color", "true")),
        ("other members, of all searched", _group("person_of_color", "false")),
        ("women, of all searched", _group("gender", "F")),
        ("men, of all searched", _group("gender", "M")),
    ):
        rows.append((title, *_three(at_28, cell)))
    keys = [set(view.result.probes.encodings.keys[view.flagged].tolist()) for view in at_28]
    both = f"{len(keys[0] & keys[1])} of {len(keys[0])}"
    rows.append(("falsely matched in both galleries", both, "", both))
    head = ["", "other members of Congress (faces)", "without relatives", "news photos (drawings)"]
    return table(head, rows)


def _size(view: View) -> str:
    said = view.to_dict()["gallery"]
    return f"{said['photos']:,} photos of {said['people']:,} people"


def _threshold(view: View) -> str:
    said = view.to_dict()["threshold"]
    return f"{said['distance']:.3f}, {100 * said['confidence']:.2f}%"


def _three(views: list[View], cell: Any) -> tuple[str, str, str]:
    """Return a number among the faces, without relatives, and among the drawings."""
    faces, drawings = (view.to_dict() for view in views)
    return cell(faces), cell(faces["kin"]["without"]), cell(drawings)


def _overall(said: dict[str, Any]) -> str:
    searches = sum(row["searches"] for row in said["groups"]["gender"])
    measured = rate(said["false_matches"], searches)
    return with_interval(measured, measured.low, measured.high)


def _share(column: str, group: str) -> Any:
    """Return the function that writes a group's share of the false matches."""

    def cell(said: dict[str, Any]) -> str:
        row = next(row for row in said["groups"][column] if row["group"] == group)
        share = rate(row["false_matches"], said["false_matches"])
        return with_interval(share, share.low, share.high)

    return cell


def _group(column: str, group: str) -> Any:
    """Return the function that writes how many of a group are falsely matched."""

    def cell(said: dict[str, Any]) -> str:
        row = next(row for row in said["groups"][column] if row["group"] == group)
        measured = rate(row["false_matches"], row["searches"])
        return with_interval(measured, row["low"], row["high"])

    return cell
