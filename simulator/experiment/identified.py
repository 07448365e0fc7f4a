"""One rule for photos that do not say whom they show: no verdict, and photos are what is counted.

Several of them may show one person, so nothing may be concluded from how many "people" were falsely
matched. Every measure, panel, report and table asks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.i18n.language import _, marked, ngettext, number

NOT_IDENTIFIED = marked(
    "No verdict: these photos do not say whom they show, so nobody knows how many people they are."
)


def verdicts_if(identified: bool, found: Any) -> Any:
    """Return what a measure found, without its verdicts where nobody is identified.

    Args:
        identified: whether the photos searched with say whom they show
            (:attr:`simulator.experiment.outcome.SearchOutcome.identified`).
        found: a sentence, or mappings and lists that hold sentences under the key ``verdict``.

    Returns:
        The same; where nobody is identified, every verdict is :data:`NOT_IDENTIFIED`.
    """
    if identified:
        return found
    return _(NOT_IDENTIFIED) if isinstance(found, str) else _without_verdicts(found)


def _without_verdicts(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_verdicts(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {
        name: _(NOT_IDENTIFIED)
        if name == "verdict" and isinstance(each, str)
        else _without_verdicts(each)
        for name, each in value.items()
    }


def head_of_count(identified: bool) -> str:
    """Return the head of a column that counts people, or photos where nobody is identified."""
    return _("people") if identified else _("photos")


def counted(identified: bool, count: int) -> str:
    """Return so many people in words, or photos where nobody is identified."""
    if identified:
        words = ngettext("{count} person", "{count} people", count)
    else:
        words = ngettext("{count} photo", "{count} photos", count)
    return words.format(count=number(count))


def too_few_note(identified: bool, fewest: int) -> str:
    """Return what the dagger beside a group means."""
    if identified:
        return _("† Fewer than {count} people: too few for a verdict.").format(count=number(fewest))
    return _("† Fewer than {count} photos: too few to compare.").format(count=number(fewest))
