"""The ready-made grids, each named for its question."""

from __future__ import annotations

from pathlib import Path

from simulator.errors import ExperimentError, nearest_name
from simulator.i18n.language import _, marked
from simulator.storage.paths import bundled

AUDITS = "audit-"
"""The prefix of names of grids of audits."""

TITLES = {
    "another-portrait": marked("Another portrait of the same members"),
    "gallery-mix": marked("Who is in the gallery"),
    "gallery-size": marked("Size of the gallery"),
    "image-conditions": marked("Bad images"),
    "label-swap-null": marked("Labels assigned at random"),
    "legislators": marked("Among other members of Congress"),
    "legislators-portraits": marked("Another portrait, among other members of Congress"),
    "legislators-relatives": marked("Relatives among other members of Congress"),
    "one-threshold-or-one-per-group": marked("One threshold, or one per group"),
    "replay-2018": marked("The test of 2018, repeated"),
    "two-matchers": marked("Two matchers"),
}
"""Name → what a menu calls it."""


def ready_made() -> dict[str, Path]:
    """Return name → file of each grid of searches that comes with the package."""
    return {name: path for name, path in all_grids().items() if not name.startswith(AUDITS)}


def all_grids() -> dict[str, Path]:
    """Return name → file of each grid that comes with the package, of audits too."""
    return {path.stem: path for path in sorted(bundled("experiments").glob("*.toml"))}


def find_grid(given: Path) -> Path:
    """Return the file that was given, or the file of the ready-made grid of that name.

    Raises:
        ExperimentError: there is neither; the message names the nearest.
    """
    if given.exists() or given.suffix == ".toml":
        return given
    grids = all_grids()
    if str(given) in grids:
        return grids[str(given)]
    # A file of a grid ends in .toml, so this is meant to be a name.
    hint = nearest_name(str(given), grids, "See `falsematch experiments`.")
    raise ExperimentError(
        f"expected the file of a grid or the name of a ready-made one ({', '.join(grids)}), found "
        f"{str(given)!r}. {hint}"
    )


def title_of(name: str) -> str:
    """Return what a menu calls a ready-made grid; other names stay as they are."""
    return _(TITLES.get(name, name))
