"""One of these is you: each learner holds a numbered card, and the threshold says who stands.

A card's number is its member's place in the line of :func:`simulator.board.tonight.walking_order`,
which was drawn by lot. A card shows nothing but the number: no face, name, state or group, so that
nobody is dealt a card that "fits", and nobody's looks or label are put on a learner. Who is matched
comes from a board's tables. Nothing heavy is imported: a page of the app needs it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from simulator.board.board import Board
from simulator.board.first_page import PLAIN, plain_label
from simulator.board.tonight import walking_order
from simulator.i18n.language import _, browser_language, number
from simulator.lessons import story
from simulator.lessons.fill_in import date_text, fill

CARDS = 40
"""Cards on paper, and the most that the page shows: a class, and room for its guests."""
CLASSES = (10, 15, 20, 24, 28, 30, 32, 36, CARDS)
USUAL = 30
"""Cards in play at first."""
CHANNEL = "one-of-these"
STORIES = ("john-lewis", "robert-williams", "detroit-settlement")
"""The facts that are told once everybody has stood, in this order."""


def one_of_these(
    tables: dict[str, Any], photos: int, stop: int | None = None, cards: int = USUAL
) -> dict[str, Any]:
    """Return everything that the picture looks up, in the current language.

    Args:
        tables: a board's tables.
        photos: how many photos its gallery has.
        stop: the setting to begin with; by default the strictest, where hardly anybody is matched.
        cards: the cards in play at first.

    Returns:
        ``ranks``: the card with number i + 1 is matched at a stop that flags more people than
        ``ranks[i]``; the stops' ``flagged``, ``confidence`` and ``distance``; ``presets``;
        ``asks``, what to read and to ask, in order; and the words.
    """
    stops = tables["stops"]
    names = tables["people"]["name"]
    found = {
        "total": len(names),
        "ranks": walking_order(names)[:CARDS],
        "stops": {key: stops[key] for key in ("flagged", "confidence", "distance")},
        "presets": [{"stop": stops["key"].index(key), "label": plain_label(key)} for key in PLAIN],
        "stop": len(stops["flagged"]) - 1 if stop is None else stop,
        "classes": list(CLASSES),
        "cards": cards,
        "asks": list(_asks(photos)),
        "words": _words(len(names)),
    }
    digest = hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]
    return {"id": digest, "channel": CHANNEL, **found}


def one_of_these_data(board: Board, stop: int | None = None, cards: int = USUAL) -> bytes:
    """Return the same for a board, as JSON."""
    found = one_of_these(json.loads(board.tables), board.gallery_photos, stop, cards)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def standing(tables: dict[str, Any], stop: int, cards: int = CARDS) -> list[int]:
    """Return the numbers of the cards that are matched at a stop."""
    flagged = tables["stops"]["flagged"][stop]
    ranks = walking_order(tables["people"]["name"])[:cards]
    return [place for place, rank in enumerate(ranks, start=1) if rank < flagged]


def everyone_stands(tables: dict[str, Any], cards: int = CARDS) -> int | None:
    """Return the strictest stop at which every card is matched; None if there is none."""
    last = max(walking_order(tables["people"]["name"])[:cards])
    matched = [stop for stop, count in enumerate(tables["stops"]["flagged"]) if count > last]
    return matched[-1] if matched else None


def _asks(photos: int) -> Iterator[dict[str, str]]:
    """Yield what to read aloud and to ask: ``title`` and ``text``, ``source``, ``draw``."""
    yield {
        "title": _("Draw a card"),
        "text": _(
            "Your number stands for a member of Congress. For now, that member is you. Chance "
            "dealt the cards, not anyone’s looks."
        ),
        "draw": _("No paper? Draw a card here"),
    }
    yield {
        "title": _("Stand and sit"),
        "text": _(
            "A machine compares your member’s photo with {photos} news photos of other people. If "
            "your number lights up, you are matched: stand. When it goes dark, sit."
        ).format(photos=number(photos)),
    }
    yield {
        "title": _("If you’re standing"),
        "text": _(
            "Who tells you that you were matched? How do you prove that it isn’t you? Every match "
            "here is a mistake: none of these photos shows your member."
        ),
    }
    published = {name: value for name, (value, _fact) in story.published_numbers().items()}
    titles = (_("John Lewis, 2018"), _("Robert Williams, 2020"), _("The settlement, 2024"))
    questions = (
        _("So if a machine puts you next to an arrest photo, what does that say about you?"),
        _("Who could have stopped this, and when?"),
        _("Which rule would you add?"),
    )
    for name, title, question in zip(STORIES, titles, questions, strict=True):
        fact = story.facts()[name]
        yield {
            "title": title,
            "text": fill(fact.text, published),
            "ask": question,
            "source": f"{_('Source')}: {_(fact.source)} ({date_text(fact.date)})",
        }


def _words(total: int) -> dict[str, str]:
    """Return the picture's words; the browser fills in numbers."""
    return {
        "language": browser_language(),
        "scale": _("Threshold"),
        "presets": _("Threshold presets"),
        "everyone": _("everyone stands"),
        "in_play": _("Cards in play"),
        "numbers": _("The cards in play"),
        "stand": _("{standing} of {cards} stand"),
        "congress": _("{flagged} of {total} matched in Congress").replace("{total}", number(total)),
        "stands": _("stands"),
        "sits": _("sits"),
        "who": _("{standing} of {cards} stand: {numbers}."),
        "nobody": _("Nobody stands."),
        "distance": _("distance {distance}"),
        "back": _("Back"),
        "next": _("Next"),
        "step": _("{step} of {steps}"),
        "your_card": _("Your card"),
        "again": _("Draw another card"),
    }
