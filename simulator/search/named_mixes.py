"""Named mixes of a gallery: even, as it is, and two with published figures.

``datasets/mixes.toml`` holds the figures with their sources. A mix says which share of the gallery
each of its groups has, so that one may ask whose gallery it would be.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.datasets.dataset import Dataset
from simulator.datasets.groups import UNLABELED, split_by
from simulator.errors import ExperimentError, nearest_name
from simulator.i18n.language import marked
from simulator.search.gallery_size import counts_of_shares
from simulator.storage.formats.toml_files import read_toml
from simulator.storage.paths import bundled

EVEN, AS_IS = "even", "as-is"
US_ADULTS, US_ARRESTS = "us-adults", "us-arrests-2018"
TITLES: dict[str, str] = {
    EVEN: marked("As many of each group"),
    US_ADULTS: marked("US adults, 2018"),
    US_ARRESTS: marked("Arrests in the US, 2018"),
    AS_IS: marked("The data set as it is"),
}
"""Name → the words for it, in the order in which they are shown."""
IN_WORDS: dict[str, str] = {
    "American Indian, Pacific Islander, some other race, or two or more races": marked(
        "American Indian, Pacific Islander, some other race, or two or more races"
    ),
    "American Indian or Alaska Native": marked("American Indian or Alaska Native"),
    "Native Hawaiian or other Pacific Islander": marked(
        "Native Hawaiian or other Pacific Islander"
    ),
    "Hispanic or Latino": marked("Hispanic or Latino"),
    "Asian Indian": marked("Asian Indian"),
}
"""The figures' own words for what no gallery labels, marked for translation."""
FILE = "datasets/mixes.toml"
ROUNDING = 6e-5
"""The most by which a share of four decimals may differ from the number it was taken from."""


@dataclass(frozen=True)
class Figures:
    """Published figures on one label.

    Attributes:
        shares: value of the label → share of the gallery; they add up to 1.
        numbers: the same as published.
        source, table, url, year: where the numbers are from.
        without_counterpart: published, but labeled by no gallery: words → number.
        inside: published as part of the numbers, without a group of its own to draw from.
    """

    shares: dict[str, float]
    numbers: dict[str, float]
    source: str
    table: str
    url: str
    year: int
    without_counterpart: dict[str, float] = field(default_factory=dict)
    inside: tuple[str, ...] = ()

    @property
    def share_without_counterpart(self) -> float:
        """The share of all published that no gallery labels, from 0 to 1."""
        missing = sum(self.without_counterpart.values())
        return missing / (missing + sum(self.numbers.values()))


@dataclass(frozen=True)
class MixOfGallery:
    """A named mix, as one gallery can draw it.

    Attributes:
        name: its name, such as ``us-adults``.
        column: the label of the gallery that it mixes by.
        shares: value → share of the photos; they add up to 1.
        words: value → the words for it.
        not_drawn: words for the gallery's groups of which none is drawn.
        figures: where the shares are from; None for ``even`` and ``as-is``.
    """

    name: str
    column: str
    shares: dict[str, float]
    words: dict[str, str]
    not_drawn: tuple[str, ...]
    figures: Figures | None

    def whole_percent(self, value: str) -> int:
        """Return the share of a value in whole percent, for a slider; 0 where none is drawn."""
        return round(100 * self.shares.get(value, 0))


def mix_name(name: str) -> str:
    """Return the name of a mix if there is one.

    Raises:
        ExperimentError: there is none; the message names the nearest.
    """
    if name in TITLES:
        return name
    hint = nearest_name(name, TITLES, "Or write GROUP=N,GROUP=N, or shares: GROUP=60%,GROUP=40%.")
    raise ExperimentError(f"expected a mix among {', '.join(TITLES)}, found {name!r}. {hint}")


@functools.cache
def published_mixes(path: Path | None = None) -> dict[str, dict[str, Figures]]:
    """Read and check the figures: name of the mix → label → figures.

    Args:
        path: a file in the form of ``datasets/mixes.toml``, which is the default.

    Raises:
        ExperimentError: a name or a key is unknown or missing, a number is not above 0, or the
            shares do not add up to 1 or are not those of the numbers.
    """
    path = path or bundled(FILE)
    raw = read_toml(path, ExperimentError, content="the named mixes")
    unknown = set(raw) - set(TITLES)
    if unknown:
        raise ExperimentError(
            f"expected mixes among {', '.join(TITLES)} in {path}, found {', '.join(unknown)}. "
            "Correct that name."
        )
    return {
        name: {
            column: _figures(f"{name}.{column} in {path}", figures)
            for column, figures in parts.items()
        }
        for name, parts in raw.items()
    }


_REQUIRED = ("source", "table", "url", "year", "numbers", "shares")
_OPTIONAL = ("without_counterpart", "inside")


def _figures(where: str, raw: dict[str, Any]) -> Figures:
    keys = set(raw)
    if not set(_REQUIRED) <= keys <= {*_REQUIRED, *_OPTIONAL}:
        raise ExperimentError(
            f"expected the keys {', '.join(_REQUIRED)} in {where}, and perhaps "
            f"{' and '.join(_OPTIONAL)}; found {', '.join(raw)}. Correct that table."
        )
    numbers, shares = raw["numbers"], raw["shares"]
    published = (*numbers.values(), *raw.get("without_counterpart", {}).values())
    total = math.fsum(numbers.values())
    if not all(number > 0 for number in published) or not math.isclose(
        math.fsum(shares.values()), 1, abs_tol=1e-9
    ):
        raise ExperimentError(
            f"expected numbers above 0 and shares that add up to 1 in {where}, found {numbers} "
            f"and {shares}. Correct that table."
        )
    wrong = [
        group
        for group in {*numbers, *shares}
        if abs(shares.get(group, 2) - numbers.get(group, 0) / total) > ROUNDING
    ]
    unknown = {*raw.get("without_counterpart", {}), *raw.get("inside", ())} - set(IN_WORDS)
    if wrong or unknown:
        raise ExperimentError(
            f"expected the shares of the numbers, and known words, in {where}, found others for "
            f"{', '.join(sorted({*wrong, *unknown}))}. Correct that table."
        )
    return Figures(
        shares={group: float(share) for group, share in shares.items()},
        numbers=dict(numbers),
        source=str(raw["source"]),
        table=str(raw["table"]),
        url=str(raw["url"]),
        year=int(raw["year"]),
        without_counterpart=dict(raw.get("without_counterpart", {})),
        inside=tuple(raw.get("inside", ())),
    )


def mix_of(name: str, gallery: Dataset) -> MixOfGallery:
    """Return a named mix as a gallery can draw it, by the first label for which it can.

    Args:
        name: one of :data:`TITLES`.
        gallery: with labels that its card lets searches count by (``tally_columns``).

    Raises:
        ExperimentError: no such mix, or the gallery has no label, or not the groups, for it.
    """
    mix = _mix_of(mix_name(name), gallery)
    if mix is None:
        labels = [c for c in gallery.card.tally_columns if c in gallery.manifest.columns]
        raise ExperimentError(
            f"expected a gallery with labels that {name!r} has figures for, found "
            f"{gallery.name!r}, which is labeled by {' and '.join(labels) or 'nothing'}. Choose "
            "another mix, or write GROUP=N,GROUP=N."
        )
    return mix


def _mix_of(name: str, gallery: Dataset) -> MixOfGallery | None:
    # A group counts by its photos among all that the manifest lists: a pack has no encodings.
    labels = gallery.labels(gallery.manifest["key"].tolist())
    for column in gallery.card.tally_columns:
        if column not in labels.columns:
            continue
        groups = [g for g in split_by(labels, column, gallery.card) if g.value != UNLABELED]
        figures = published_mixes().get(name, {}).get(column)
        sizes = {group.value: int(group.members.sum()) for group in groups}
        shares = _shares(name, sizes, figures)
        if shares is not None:
            words = {group.value: group.label for group in groups}
            missing = tuple(words[value] for value in sizes if not shares.get(value))
            return MixOfGallery(name, column, shares, words, missing, figures)
    return None


def _shares(name: str, sizes: dict[str, int], figures: Figures | None) -> dict[str, float] | None:
    total = sum(sizes.values())
    if name == EVEN and len(sizes) > 1:
        return {value: 1 / len(sizes) for value in sizes}
    if name == AS_IS and total:
        return {value: size / total for value, size in sizes.items()}
    if figures is not None and set(figures.shares) <= set(sizes):
        return dict(figures.shares)
    return None


def mixes_of(gallery: Dataset) -> list[MixOfGallery]:
    """Return every named mix that a gallery can draw; none without labels."""
    return [mix for mix in (_mix_of(name, gallery) for name in TITLES) if mix is not None]


def counts_of(name: str, gallery: Dataset, size: int | None = None) -> dict[str, int]:
    """Return how many photos of each group a gallery of a named mix has.

    Args:
        name: one of :data:`TITLES`.
        gallery: with encodings.
        size: photos in all; by default as many as the gallery has for the mix, give or take the
            rounding to whole photos.

    Raises:
        ExperimentError: no such mix for this gallery.
    """
    mix = mix_of(name, gallery)
    enrolled = gallery.encodings.keys.tolist()
    there = {
        group.value: int(group.members.sum())
        for group in split_by(gallery.labels(enrolled), mix.column, gallery.card)
    }
    drawn = {value: share for value, share in mix.shares.items() if share}
    return counts_of_shares(drawn, there, size)
