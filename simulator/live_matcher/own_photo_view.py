"""Words and formatted numbers for the page about an own photo, as JSON for the browser."""

from __future__ import annotations

import json
from typing import Any

from simulator.datasets.stand_ins import stand_in_name
from simulator.faces.sketch import LINES
from simulator.i18n.language import _, ngettext, number, percent
from simulator.live_matcher.own_photo import OwnPhotoResult
from simulator.live_matcher.panel_view import REASONS, confidence_words

LONGEST_SIDE = 700
"""Longest side of the photo in pixels after the browser shrinks it; the matcher uses no more."""


def file_field(answered: int = 0) -> bytes:
    """Return the data of the file field as JSON; ``answered`` counts the photos searched so far."""
    return _json_bytes(
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


def result_panel(result: OwnPhotoResult) -> bytes:
    """Return the result of a search as JSON."""
    if result.failure:
        return _json_bytes(
            {"failure": _(REASONS.get(result.failure, result.failure)), "words": _words()}
        )
    return _json_bytes(
        {
            "lines": LINES,
            "size": result.size,
            "box": result.box,
            "landmarks": result.landmarks,
            "others": _others(result.others),
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
                for one in result.nearest
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
                    percent(limit.matching / result.photos, 2),
                )
                for limit in result.thresholds
            ],
            "words": _words(result.photos),
        }
    )


def _words(photos: int = 0) -> dict[str, Any]:
    return {
        "turned": _("Not drawn: turned too far"),
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


def _json_bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
