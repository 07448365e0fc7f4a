"""The words of "Tonight", the walk past the camera; the browser fills in numbers and names."""

from __future__ import annotations

from typing import Any

from simulator.i18n.language import _, number

GUESSES = (0, 10, 30, 100, 300)
"""The answers that a learner can tap before the first run: how many will be stopped."""


def tonight_words(total: int) -> dict[str, Any]:
    """Return the walk's words.

    Args:
        total: how many people walk past the camera.
    """
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "go_on": _("Go on"),
        "again": _("Run it again"),
        "next": _("Next stop"),
        "next_still": _("Next false match"),
        "skip": _("Skip to the end"),
        "controls": _("The walk"),
        "speed": _("Speed"),
        "speeds": [_("slow"), _("normal"), _("fast")],
        "counter": _("{stopped} stopped of {walked}"),
        "question": _("About how many of the {total} will the camera stop?").format(
            total=number(total)
        ),
        "guesses": [number(guess) for guess in GUESSES if guess < total],
        "or_play": _("Tap your guess, or just press Play."),
        "said": _("Your guess: {guess}."),
        "ready": _("Ready at {setting}. Press Play."),
        "ready_still": _("Ready at {setting}. Press Next false match."),
        "nobody_yet": _("Nobody has been stopped yet."),
        "stop": _("Stop {number}"),
        "taken_for": _("was taken for"),
        "not_same": _("Not the same person"),
        "spoken": _(
            "Stop {number}: {name}, {group}, was taken for {other}. Distance {distance}. Not the "
            "same person."
        ),
        "crowd": _("too many to stop one by one"),
        "ended": _("{stopped} of {total} were stopped, every one by mistake."),
        "ended_none": _("Nobody was stopped."),
        "again_at": _("Run it again at"),
        "before": _("before: {count}"),
        "ghosts": _("Hollow marks: the run before, at {setting}, stopped {count}."),
        "tally": _("Stopped, by group"),
        "order": _(
            "The order is drawn by lot once, and is the same in every run. A small dot is a member "
            "who was not stopped, a filled mark one who was. All rows are equally long, whatever "
            "the size of the group."
        ),
        "keys": _(
            "Keys: Space plays and pauses, the arrows go to the stop after or before, Escape "
            "skips to the end."
        ),
    }
