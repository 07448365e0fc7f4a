"""What the page about an own photo shows, in words and ready-made numbers for the browser."""

from __future__ import annotations

import json
from typing import Any

from simulator.datasets.stand_ins import stand_in_name
from simulator.faces.sketch import LINES
from simulator.i18n.language import _, ngettext, number, percent
from simulator.live_matcher.own_photo import OwnPhotoResult
from simulator.live_matcher.panel_view import REASONS, confidence_words

LONGEST_SIDE = 700
"""To which the browser shrinks the photo: the matcher looks at no more."""


def chooser(answered: int = 0) -> bytes:
    """What the field for the file needs, as JSON; ``answered`` counts the photos so far."""
    return _dumped(
        {
            "answered": answered,
            "longest": LONGEST_SIDE,
            "words": {
                "choose": _("Choose your photo"),
                "hint": _(
                    "Your browser shrinks the photo and removes its hidden data (place, date, "
                    "camera) before sending it anywhere."
                ),
                "unreadable": _("Your browser cannot read that file as a picture. Try a JPEG."),
            },
        }
    )


def result(look: OwnPhotoResult) -> bytes:
    """What is shown of a photo that was searched, as JSON."""
    if look.failure:
        return _dumped({"failure": _(REASONS.get(look.failure, look.failure)), "words": _words()})
    return _dumped(
        {
            "lines": LINES,
            "size": look.size,
            "box": look.box,
            "landmarks": look.landmarks,
            "others": _others(look.others),
            "nearest": [
                {
                    "name": stand_in_name(one.number),
                    "distance": _("distance {distance}").format(distance=number(one.distance, 3)),
                    "confidence": _("confidence {confidence}").format(
                        confidence=confidence_words(one.confidence)
                    ),
                    "sketch": one.sketch,
                    "label": _("Line sketch of {name}").format(name=stand_in_name(one.number)),
                }
                for one in look.nearest
            ],
            "rows": [
                (
                    _("the matcher’s default")
                    if limit.confidence is None
                    else _("confidence {confidence}").format(
                        confidence=percent(limit.confidence, None)
                    ),
                    number(limit.distance, 3),
                    ngettext("{count} photo", "{count} photos", limit.matching).format(
                        count=number(limit.matching)
                    ),
                    percent(limit.matching / look.photos, 2),
                )
                for limit in look.thresholds
            ],
            "words": _words(look.photos),
        }
    )


def _words(photos: int = 0) -> dict[str, Any]:
    return {
        "yours": _("Your photo: box and 68 points"),
        "nearest": _("The stand-ins who come closest"),
        "table": _("How many of {photos} news photos would match you").format(
            photos=number(photos)
        ),
        "heads": [_("Threshold"), _("Distance"), _("Matches at or under it"), _("Share")],
        "meaning": _(
            "Unless you have been in the news, every one of these matches is false: they are "
            "other people whose faces give numbers like yours."
        ),
        "failed": _(
            "There is nothing to compare. Try a photo that shows your face from the front."
        ),
    }


def _others(others: int) -> str:
    if not others:
        return ""
    return ngettext(
        "{count} more face was found; the one nearest the center was used.",
        "{count} more faces were found; the one nearest the center was used.",
        others,
    ).format(count=others)


def _dumped(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
