"""The numbered cards of "One of these is you" on paper, and who stands at which setting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.i18n.language import number
from simulator.lessons.one_of_these import CARDS, STORIES, everyone_stands, standing
from simulator.lessons.story import facts

SETTINGS = {
    "80%": "our 80% (not Amazon's)",
    "99%": "our 99% (not Amazon's)",
    "aclu-count": "the ACLU's count",
}
"""Key of a stop → what the table calls it, from the loosest to the strictest."""
TEXTS = {
    "en": ("One of these is you.", "Stand when this number lights up. Sit when it goes dark."),
    "es": (
        "Uno de estos eres tú.",
        "Ponte de pie cuando se encienda este número. Siéntate cuando se apague.",
    ),
}
"""What a card says besides its number, by language."""


def number_cards_figures(tables: Mapping[str, Any]) -> dict[str, str]:
    """Return the script's figures: how many cards, who stands, and the sources of its stories.

    Args:
        tables: those of the board that the page of the app shows.
    """
    stops = tables["stops"]
    last = everyone_stands(dict(tables))
    assert last is not None
    rows = [("every card", last), *((name, stops["key"].index(k)) for k, name in SETTINGS.items())]
    lines = ["| Setting | Distance | In Congress | Cards that stand |", "|---|---|---|---|"]
    for name, stop in sorted(rows, key=lambda row: row[1]):
        cards = standing(dict(tables), stop)
        told = "all" if len(cards) == CARDS else ", ".join(map(str, cards)) or "none"
        matched = f"{number(stops['flagged'][stop])} of {number(len(tables['people']['name']))}"
        lines.append(f"| {name} | {stops['distance'][stop]} | {matched} | {len(cards)}: {told} |")
    return {
        "cards": str(CARDS),
        "table_standing": "\n".join(lines),
        **{f"source_{name.replace('-', '_')}": facts()[name].source for name in STORIES},
    }


def number_cards_picture(language: str) -> str:
    """Return the cards as HTML: a number, and what to do, in a language."""
    title, rule = TEXTS[language]
    cards = "".join(
        f'<div class="card"><p>{title}</p><p class="big">{n}</p><p>{rule}</p></div>'
        for n in range(1, CARDS + 1)
    )
    return f'<div class="cards numbers">{cards}</div>'
