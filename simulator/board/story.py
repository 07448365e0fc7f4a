"""The first page's words beside its picture: in the app and in a site of static pages."""

from __future__ import annotations

from simulator.board.board import Board
from simulator.board.first_page import LEGISLATORS
from simulator.i18n.language import _, marked, number, percent
from simulator.stats.published import ACLU_2018

TITLE = marked("Who is falsely matched?")
LEAD = marked(
    "Each mark is a member of Congress. Filled means: falsely matched with somebody else."
)
TERMS = (
    "search",
    "false match",
    "threshold",
    "distance",
    "confidence",
    "95% interval",
    "stand-in",
    "White or not listed",
)
"""The terms that the page explains."""
TONIGHT = marked("Tonight")
TONIGHT_LEAD = marked(
    "Members of Congress pass a camera. It has only photos of other people, so every stop is a "
    "mistake."
)
TONIGHT_TERMS = ("search", "false match", "threshold", "confidence", "distance", "95% interval")


def story(board: Board, portrait: str, *, faces: bool = True) -> str:
    """Return what was done in 2018 and what this page searches.

    Args:
        board: the search that is shown.
        portrait: the portraits searched with, ``first`` or ``second``.
        faces: whether the portraits of a pair can be shown, where they are official ones.
    """
    looks_for = _looks_for(board, portrait == "second", faces=faces).format(
        searched=number(board.searched), photos=number(board.gallery_photos)
    )
    told = _(
        "In July 2018 the ACLU searched for all {members} members of Congress in {arrest_photos} "
        "arrest photos with Amazon Rekognition, at its default threshold of {threshold}, and "
        "reported {false_matches} false matches. This page repeats the search with an open matcher."
    ).format(
        members=number(ACLU_2018["searches"]),
        arrest_photos=number(ACLU_2018["gallery_size"]),
        threshold=percent(ACLU_2018["threshold_confidence"], 0),
        false_matches=number(ACLU_2018["false_matches"]),
    )
    return f"{told} {looks_for}"


def _looks_for(board: Board, second: bool, *, faces: bool) -> str:
    """Return the sentence about people and gallery, with both numbers still in braces."""
    if board.gallery == LEGISLATORS:
        return _among_members(second=second, faces=faces)
    if second:
        return _(
            "It looks for the {searched} with another portrait that is a photograph, in {photos} "
            "news photos of other people."
        )
    if board.searched == ACLU_2018["searches"]:
        return _("It looks for the same {searched}, in {photos} news photos of other people.")
    return _(
        "It looks for the {searched} members whose portraits are bundled, in {photos} news "
        "photos of other people."
    )


def _among_members(*, second: bool, faces: bool) -> str:
    if not faces:
        if second:
            return _(
                "It looks for the {searched} with another portrait that is a photograph, among "
                "{photos} other members of Congress since 1973. The ACLU’s gallery was arrest "
                "photos; these are official portraits. This copy holds drawings, no photos."
            )
        return _(
            "It looks for the same {searched}, among {photos} other members of Congress since "
            "1973. The ACLU’s gallery was arrest photos; these are official portraits. This copy "
            "holds drawings, no photos."
        )
    if second:
        return _(
            "It looks for the {searched} with another portrait that is a photograph, among "
            "{photos} other members of Congress since 1973. The ACLU’s gallery was arrest "
            "photos; these are official portraits, so both faces can be shown."
        )
    return _(
        "It looks for the same {searched}, among {photos} other members of Congress since "
        "1973. The ACLU’s gallery was arrest photos; these are official portraits, so both "
        "faces can be shown."
    )
