"""The galleries that the first page can search in, and which one it opens with.

Nothing heavy is imported here: the first page needs it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.board.stops import ACLU_COUNT
from simulator.i18n.language import _, marked, number

if TYPE_CHECKING:
    from simulator.experiment.result import Result

LFW, LEGISLATORS = "lfw", "legislators"
GALLERY_FIRST = LEGISLATORS
"""The gallery that the first page opens with: both faces of a pair can be shown."""
GALLERY_OF_OLD_LINKS = LFW
"""The gallery of a link with a setting but without a gallery: written before there were two."""
GALLERIES = (LEGISLATORS, LFW)
"""The galleries in the order of their buttons."""
NAMES = {
    LFW: marked("{count} news photos (drawings)"),
    LEGISLATORS: marked("{count} other members of Congress (faces)"),
}
CHANNEL = "test"
"""The first page's picture."""


PLAIN = {
    "80%": marked("our 80% (not Amazon’s)"),
    "99%": marked("our 99% (not Amazon’s)"),
    ACLU_COUNT: marked("as many as in 2018"),
}
"""The three stops that the first page shows, in plain words; the others are folded away."""


def plain_label(key: str) -> str | None:
    """Return the plain words of a stop; None if it is folded away."""
    return _(PLAIN[key]) if key in PLAIN else None


def button_label(key: str, label: str | None) -> str | None:
    """Return what a preset's button says: a percentage is always this matcher's own."""
    if key in PLAIN or not key.endswith("%"):
        return plain_label(key) or label
    return _("our {percent} (not Amazon’s)").format(percent=label)


def gallery_choices(result: Result, channel: str) -> dict[str, Any] | None:
    """Return what the switch between galleries shows; None for any picture but the first page's.

    Returns:
        ``shown``: the gallery of this result; ``choices``: (name, words with the number of photos
        that were searched) of each gallery; ``switch``: the switch's name.

    Raises:
        FalseMatchError: a data set is broken.
    """
    if channel != CHANNEL or result.experiment.gallery not in GALLERIES:
        return None
    return {
        "shown": result.experiment.gallery,
        "switch": _("Searched in"),
        "choices": [
            [name, _(NAMES[name]).format(count=number(_photos(result, name)))] for name in GALLERIES
        ],
    }


def _photos(result: Result, gallery: str) -> int:
    if gallery == result.experiment.gallery:
        return len(result.gallery_rows)
    from simulator.experiment.run import gallery_photos

    return gallery_photos(replace(result.experiment, gallery=gallery))
