"""The words of the Audit page's picture; the browser fills in numbers."""

from __future__ import annotations

from typing import Any

from simulator.audit.takeaway import error_words, refusal_words, small_words
from simulator.i18n.language import _, browser_language, number
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL


def dial_words() -> dict[str, Any]:
    """Return the picture's words."""
    return {
        "language": browser_language(),
        "share": _("Women in training"),
        "women": _("Women"),
        "men": _("Men"),
        "refuse": _("Refuses under a confidence of"),
        "numbers": _("choose numbers"),
        "shares": _("choose a share"),
        "as_data": _("as in the data"),
        "half": _("half women"),
        "everyone": _("answers everyone"),
        "tested": _("Tested on"),
        "by": _("by"),
        "wrong_one": _("of {total} gets a wrong answer"),
        "wrong_many": _("of {total} get a wrong answer"),
        "refused": _("refused"),
        "before": _("(before: {wrong} wrong, {refused} refused)"),
        "training": _("Training a classifier for every share …"),
        "let_go": _("Let go to update"),
        "updating": _("Updating …"),
        "legend": [
            ["wrong", _("wrong")],
            ["refused", _("refused")],
            ["right", _("as the label says")],
            ["was", _("wrong before")],
        ],
        "curve": _("by share"),
        "rates": _("95% interval"),
        "count": _("{count} of {total}"),
        "row": _("{group}: {wrong} of {answered} answers wrong, {refused} refused"),
        "state": _("{wrong} of {people} get a wrong answer, {refused} refused"),
        "errors": error_words(),
        "refusals": refusal_words(),
        "small": small_words(),
        "as_table": _("The picture as a table"),
        "caption": _("{test}, by {groups}"),
        "heads": [
            _("Group"),
            _("Wrong answers"),
            _("Rate"),
            _("Interval"),
            _("Refused"),
            _("Rate of refusals"),
            _("Interval"),
        ],
        "notes": [
            _(
                "The large number is wrong answers ÷ answers, with its 95% interval: where nobody "
                "is wrong, an upper bound."
            ),
            _(
                "Rows in gray have under {count} answers: the interval may be too narrow, and they "
                "get no verdict."
            ).format(count=number(FEWEST_TRIALS_FOR_AN_INTERVAL)),
            _(
                "A thin curve shows the rate at every share of women, up to {top}; groups under "
                "{count} people have none."
            ).replace("{count}", number(FEWEST_PEOPLE_TO_COMPARE)),
        ],
        "several": _("A person in two categories appears in both rows."),
        "few": FEWEST_TRIALS_FOR_AN_INTERVAL,
    }
