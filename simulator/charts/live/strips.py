"""Rows of groups with a dot each on a scale of rates, at every stop of a threshold's thumb."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.charts.by_stop import axes, live_tops, once, parts
from simulator.i18n.language import _

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class StripRow:
    """One group.

    Attributes:
        label: its name.
        rates: for each choice (stops,) a rate from 0 to 1; nan where there is none.
        texts: for each choice the text at the right, at every stop.
        band: (stops, 2) low and high ends of a band; None for none.
    """

    label: str
    rates: Sequence[Floats]
    texts: Sequence[Sequence[str]]
    band: Floats | None = None


@dataclass(frozen=True)
class Choice:
    """What a button shows, such as a mix.

    Attributes:
        key, label: its name and its words.
        says: the takeaway at every stop; ``**`` marks what is bold.
        note: small print below the rows.
        parts: where the dials are, in percent.
    """

    key: str
    label: str
    says: Sequence[str]
    note: str = ""
    parts: Sequence[int] = ()


@dataclass(frozen=True)
class Dials:
    """Sliders for a choice of one's own: what they are for, and the words of each."""

    label: str
    groups: Sequence[str]


@dataclass(frozen=True)
class Strips:
    """The picture.

    Attributes:
        channel: whose thumb it follows.
        right: head of the texts at the right.
        choices: one or more; with one there are no buttons.
        chosen: the key of the choice that is shown first.
        rows: the groups.
        everyone: (stops,) a vertical line through all rows; None for none.
        choose: what the buttons are for.
        dials: sliders for a choice of one's own.
    """

    channel: str
    right: str
    choices: Sequence[Choice]
    chosen: str
    rows: Sequence[StripRow]
    everyone: Floats | None = None
    choose: str = ""
    dials: Dials | None = field(default=None)

    def to_bytes(self) -> bytes:
        """Return the picture as JSON for the browser."""
        drawn = [rates for row in self.rows for rates in row.rates]
        drawn += [row.band[:, 1] for row in self.rows if row.band is not None]
        content: dict[str, Any] = {
            "live": {"channel": self.channel, "says": once(self.choices[0].says)},
            "right": self.right,
            "choose": self.choose,
            "chosen": self.chosen,
            "wait": _("Let go to update"),
            "choices": [
                {
                    "key": choice.key,
                    "label": choice.label,
                    "says": once(choice.says),
                    "note": choice.note,
                    "parts": list(choice.parts),
                }
                for choice in self.choices
            ],
            "rows": [
                {
                    "label": row.label,
                    "dots": [parts(rates.tolist()) for rates in row.rates],
                    "texts": [once(texts) for texts in row.texts],
                    "band": None
                    if row.band is None
                    else {
                        "low": parts(row.band[:, 0].tolist()),
                        "high": parts(row.band[:, 1].tolist()),
                    },
                }
                for row in self.rows
            ],
            "everyone": None if self.everyone is None else parts(self.everyone.tolist()),
            "dials": None
            if self.dials is None
            else {
                "label": self.dials.label,
                "groups": [{"label": label} for label in self.dials.groups],
            },
            **axes(live_tops(np.stack(drawn, axis=1))),
        }
        text = json.dumps(content, ensure_ascii=False, allow_nan=False)
        content["id"] = hashlib.sha256(text.encode()).hexdigest()[:16]
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
