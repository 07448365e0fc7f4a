"""The matcher's panel: an answer as words and formatted numbers, as JSON for the browser."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.datasets.stand_ins import stand_in_name
from simulator.errors import FalseMatchError
from simulator.faces.portrait import SIDE
from simulator.faces.sketch import LINES
from simulator.i18n.language import _, confidence_text, marked, ngettext, number
from simulator.live_matcher.answer import Answer, FoundFace
from simulator.live_matcher.dials import FULL_SIZE, Dials, DialSteps
from simulator.matchers.registry import DEFAULT_DISTANCES

DEFAULT_THRESHOLD = DEFAULT_DISTANCES["dlib"]
"""The largest distance at which the live matcher reports a match unless it is set otherwise."""

SCALE_END = 0.8
"""Distance at the end of the scale; no setting of the dials puts her own picture further away."""

MOST_CONFIDENT = 0.9999

REASONS = {
    "no face found": marked("No face found"),
    "too small for a face": marked("The picture is too small for a face"),
    "no usable encoding": marked("The face gave no usable numbers"),
    "not a whole picture file": marked("This is not a complete picture file"),
}
"""The matcher's reasons for a failure to enroll → words for a reader."""


@dataclass(frozen=True)
class PanelState:
    """Everything that the panel shows.

    Attributes:
        dials: the setting that the answer belongs to.
        steps: the settings that the dials offer.
        answer, clean: the answers at this setting and for the unchanged photo.
        source: one sentence: live or recorded, and by which matcher.
        live: whether the answer is live.
        photo: the picture as PNG, if it was asked for.
        can_show: whether there is a photograph to ask for.
        replaced: whether the matcher's process had ended and was replaced.
        trouble: why the answer is not live.
    """

    dials: Dials
    steps: DialSteps
    answer: Answer
    clean: Answer
    source: str
    live: bool
    photo: bytes | None
    can_show: bool
    replaced: bool = False
    trouble: FalseMatchError | None = None


def to_bytes(shown: PanelState, asked: tuple[int, int, int, bool], note: str = "") -> bytes:
    """Return the panel's data as JSON.

    Args:
        shown: everything that the panel shows.
        asked: what the browser asked for: light, blur, size and the photograph.
        note: one sentence on what went wrong.
    """
    data = {
        "asked": asked,
        "dials": [shown.dials.light, shown.dials.blur, shown.dials.size],
        "steps": [_dial(*dial) for dial in _dials(shown.steps)],
        "side": SIDE,
        "lines": LINES,
        "axis": SCALE_END,
        "threshold": DEFAULT_THRESHOLD,
        "live": shown.live,
        "source": shown.source,
        "note": note,
        "can_show": shown.can_show,
        "photo": _png_uri(shown.photo),
        "words": _words(),
        **_result(shown),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _dials(steps: DialSteps) -> list[tuple[str, str, tuple[int, ...], list[str]]]:
    return [
        ("light", _("Light"), steps.light, [_light(step) for step in steps.light]),
        ("blur", _("Blur"), steps.blur, [_blur(step) for step in steps.blur]),
        ("size", _("Size"), steps.size, [_size(step) for step in steps.size]),
    ]


def _dial(name: str, label: str, values: Sequence[int], texts: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "label": label, "values": values, "texts": texts}


def _light(stops: int) -> str:
    if stops == 0:
        return _("all of the light")
    stop_words = ngettext("{count} stop", "{count} stops", stops).format(count=stops)
    share = _("1/{part} of the light").format(part=number(2**stops))
    return f"{share} ({stop_words})"


def _blur(percentage: int) -> str:
    if percentage == 0:
        return _("the head is still")
    return _("moved by {percent} of the face’s width").format(percent=f"{percentage}%")


def _size(pixels: int) -> str:
    text = _("face {pixels} pixels wide").format(pixels=pixels)
    return _("{size}, as taken").format(size=text) if pixels >= FULL_SIZE else text


def _words() -> dict[str, str]:
    return {
        "sketch": _("Line sketch of the face that the matcher found, with its box and 68 points"),
        "no_sketch": _("No face found in this picture: there is nothing to draw"),
        "show": _("Show the photograph"),
        "hide": _("Show the sketch only"),
        "unblur": _("The photograph is blurred until it is clicked"),
        "photo": _("NASA’s portrait of Eileen Collins at these dial settings"),
        "credit": _(
            "Eileen Collins, astronaut. Portrait by NASA, in the public domain: the upper part "
            "of the picture that comes with scikit-image."
        ),
        "reset": _("Reset the dials"),
        "scale": _("Distance: the further left, the more alike"),
        "herself": _("her own photograph as taken"),
        "stranger": _("closest stranger"),
        "default": _("matcher’s default {distance}").format(distance=number(DEFAULT_THRESHOLD, 1)),
        "numbers": _("The 128 numbers"),
        "now": _("this picture"),
        "clean": _("as taken"),
        "difference": _("difference"),
        "numbers_label": _(
            "Three rows of 128 bars: the numbers of this picture, of the photograph as taken, and "
            "their differences. The table below has the values."
        ),
        "how": _(
            "Square the 128 differences, add them up and take the square root: that is the "
            "distance. Nobody chose what each number means; the matcher learned them from "
            "photos."
        ),
        "table": _("The 128 numbers as a table"),
        "number": _("Number"),
        "busy": _("The matcher is working …"),
        "stranger_sketch": _("Line sketch of the closest stranger"),
        "turned": _("Not drawn: turned too far"),
    }


def _result(shown: PanelState) -> dict[str, Any]:
    found, clean = shown.answer.found, shown.clean.found
    if found is None or clean is None:
        reason = _(REASONS.get(shown.answer.failure, shown.answer.failure))
        return {
            "found": None,
            "failure": reason,
            "meaning": _(
                "A failure to enroll: the matcher gives no numbers, so there is nothing to "
                "compare. A search with this picture points to nobody, rightly or falsely."
            ),
        }
    difference = np.subtract(found.vector, clean.vector)
    return {
        "found": {
            "box": found.box,
            "landmarks": found.landmarks,
            "vectors": [
                [round(float(value), 4) for value in row]
                for row in (found.vector, clean.vector, difference)
            ],
            "texts": [
                [number(float(value), 3) for value in row]
                for row in (found.vector, clean.vector, difference)
            ],
            "distance": found.distance,
            "closest": found.closest.distance,
        },
        "facts": _facts(found),
        "verdict": _verdict(found),
    }


def _facts(face: FoundFace) -> list[tuple[str, str, str, str]]:
    """Return (name, large text, small text, sketch) for each number."""
    closest, photos = face.closest, face.photos
    return [
        (
            _("Distance to her own photograph as taken"),
            number(face.distance, 3),
            _("confidence {confidence}").format(confidence=confidence_words(face.confidence)),
            "",
        ),
        (
            _("Closest stranger among {photos} news photos").format(photos=number(photos)),
            number(closest.distance, 3),
            _("{stand_in}, confidence {confidence}").format(
                stand_in=stand_in_name(closest.number),
                confidence=confidence_words(closest.confidence),
            ),
            closest.sketch,
        ),
        (
            _("Strangers who match at the matcher’s default of {distance}").format(
                distance=number(DEFAULT_THRESHOLD, 1)
            ),
            number(face.matching),
            _("of {photos} photos").format(photos=number(photos)),
            "",
        ),
    ]


def confidence_words(value: float) -> str:
    """Put a confidence into words; close to 1 it is only extrapolated, and digits would mislead."""
    if value > MOST_CONFIDENT:
        return _("above {confidence}").format(confidence=confidence_text(MOST_CONFIDENT))
    return confidence_text(value)


def _verdict(face: FoundFace) -> str:
    if face.closer:
        return ngettext(
            "{count} photo of a stranger is now closer to this picture than her own is.",
            "{count} photos of strangers are now closer to this picture than her own is.",
            face.closer,
        ).format(count=number(face.closer))
    return _("Her own photograph is closer to this picture than any stranger’s.")


def _png_uri(photo: bytes | None) -> str | None:
    return None if photo is None else "data:image/png;base64," + base64.b64encode(photo).decode()
