"""What the Audit page's picture looks up at every position of its dials, as JSON for the browser.

The browser calculates nothing: counts, rates, intervals and the line beneath the dials are stated
here for every share of women, every confidence and every grouping, so that page and command line
cannot disagree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.audit.charts import rate_cells, top_of
from simulator.audit.dial_counts import REFUSE, DialCounts, count
from simulator.audit.dial_words import dial_words
from simulator.audit.result import AuditTest
from simulator.audit.settings import AuditSettings, columns
from simulator.audit.takeaway import line_of, questions
from simulator.datasets.groups import Group
from simulator.i18n.label_names import column_name, group_name
from simulator.i18n.language import percent
from simulator.stats.differentials import FEWEST_PEOPLE_TO_COMPARE
from simulator.stats.intervals import zero_events_bound
from simulator.stats.metrics import Rate, rate
from simulator.stats.rate_words import bound_words, interval_words

CHANNEL = "audit"
WOMEN, MEN, BOTH = "women", "men", "both"
"""Whom a row shows, which is its color and its mark."""
LOPSIDED = 20
"""One share in so many, at each end, is too lopsided to set the scale of the small curves."""


@dataclass(frozen=True)
class DialTables:
    """The tables of one test.

    Attributes:
        content: JSON.
        groupings: keys of the groupings that it holds.
    """

    content: bytes
    groupings: tuple[str, ...]


def dial_tables(
    tests: Mapping[int, AuditTest], dials: AuditSettings, names: Sequence[tuple[str, str]]
) -> DialTables:
    """Return everything that the picture of one test shows, in the current language.

    Args:
        tests: the same people's answers by each classifier; the key is the share of women in
            percent, lowest first.
        dials: the range of the dials.
        names: (name, words) of every test that can be chosen.
    """
    first = next(iter(tests.values()))
    keys = columns(first)
    content = {
        **_sheet(list(tests.values()), keys),
        "test": first.name,
        "shares": list(tests),
        "share_texts": [percent(share / 100, 0) for share in tests],
        "own": dials.share,
        "limits": {"women": dials.women, "men": dials.men},
        "tests": [list(pair) for pair in names],
        "refuse": list(REFUSE),
        "refuse_texts": [percent(confidence / 100, 0) for confidence in REFUSE],
        "words": dial_words(),
    }
    return DialTables(_bytes(content), tuple(keys))


def own_numbers(test: AuditTest, women: int, men: int) -> dict[str, Any]:
    """Return the tables of one classifier that was trained on own numbers of women and men."""
    sheet = _sheet([test], columns(test))
    return {**sheet, "test": test.name, "women": women, "men": men}


def _bytes(content: dict[str, Any]) -> bytes:
    """Write JSON that begins with a digest of the rest, by which the browser recognizes it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f'{{"id":"{digest}","channel":"{CHANNEL}",{text[1:]}'.encode()


def _sheet(tests: Sequence[AuditTest], keys: Sequence[str]) -> dict[str, Any]:
    """Return counts, rates and lines of the same people's answers by each of some classifiers."""
    woman = tests[0].people.woman
    chances = [test.chances for test in tests]
    everyone = count(chances, woman, np.ones((1, len(woman)), bool))
    pairs: dict[int, set[int]] = {}
    groupings = []
    for key in keys:
        groups = _ordered(tests[0].groups(key), woman)
        masks = np.array([group.members for group, _kind in groups])
        counts = count(chances, woman, masks)
        _note(pairs, counts)
        top = _top(counts)
        groupings.append(
            {
                "key": key,
                "name": column_name(key).replace("  ", " "),
                "several": bool(masks.sum() > len(woman)),
                "top": top,
                "top_text": percent(top, 0),
                "groups": [_group(i, *group, counts) for i, group in enumerate(groups)],
                "errors": _lines(counts.answered, counts.wrong, everyone, masks, of="wrong"),
                "refusals": _lines(
                    np.broadcast_to(counts.people, counts.refused.shape),
                    counts.refused,
                    everyone,
                    masks,
                    of="refused",
                ),
            }
        )
    return {
        "people": len(woman),
        "wrong": everyone.wrong[:, :, 0].tolist(),
        "refused": everyone.refused[:, :, 0].tolist(),
        "groupings": groupings,
        "rates": {
            str(n): {str(k): _described(rate(k, n)) for k in sorted(ks)}
            for n, ks in sorted(pairs.items())
        },
    }


def _ordered(groups: Sequence[Group], woman: NDArray[np.bool_]) -> list[tuple[Group, str]]:
    """Return the groups with whom each shows: women, then men; within these the largest first."""
    order = (WOMEN, MEN, BOTH)
    kinds = [
        WOMEN if woman[g.members].all() else BOTH if woman[g.members].any() else MEN for g in groups
    ]
    return sorted(zip(groups, kinds, strict=True), key=lambda pair: order.index(pair[1]))


def _group(i: int, group: Group, kind: str, counts: DialCounts) -> dict[str, Any]:
    people = int(counts.people[i])
    return {
        "value": group.value,
        "label": group_name(group.label),
        "kind": kind,
        "people": people,
        "curve": people >= FEWEST_PEOPLE_TO_COMPARE,
        "wrong": counts.wrong[:, :, i].tolist(),
        "refused": counts.refused[:, :, i].tolist(),
    }


def _top(counts: DialCounts) -> float:
    """Return the upper end of the small curves' axis: rates at the most lopsided shares run off."""
    large, sides = counts.people >= FEWEST_PEOPLE_TO_COMPARE, len(counts.wrong) // LOPSIDED
    shown = slice(sides, len(counts.wrong) - sides)
    rates = counts.wrong[shown, 0][:, large] / np.maximum(counts.answered[shown, 0][:, large], 1)
    return top_of([float(rates.max(initial=0.0))])


def _note(pairs: dict[int, set[int]], counts: DialCounts) -> None:
    """Note every rate k of n that some position shows: n → all k."""
    for events, trials in (
        (counts.wrong, counts.answered),
        (counts.refused, np.broadcast_to(counts.people, counts.refused.shape)),
    ):
        both = np.unique(np.stack([trials.ravel(), events.ravel()]), axis=1)
        for n, k in both.T.tolist():
            pairs.setdefault(n, set()).add(k)


def _described(measured: Rate) -> list[str]:
    """Return [rate, interval] as texts; without trials no interval."""
    shown = rate_cells(measured)[1]
    if not measured.trials:
        return [shown, ""]
    if not measured.events:
        return [percent(0, 0), bound_words(zero_events_bound(measured.trials))[0]]
    return [shown, interval_words(measured.low, measured.high)[0]]


def _lines(
    sizes: NDArray[np.int64],
    events: NDArray[np.int64],
    everyone: DialCounts,
    masks: NDArray[np.bool_],
    *,
    of: str,
) -> dict[str, Any]:
    """Return the line of every position: ``at`` [share][confidence] is its place in ``lines``."""
    asks = questions(masks)
    total = everyone.answered if of == "wrong" else np.broadcast_to(everyone.people, sizes.shape)
    hits = everyone.wrong if of == "wrong" else everyone.refused
    place: dict[Any, int] = {}
    known: dict[Any, int] = {}
    at = []
    for s in range(sizes.shape[0]):
        row = []
        for c in range(sizes.shape[1]):
            size, event = tuple(sizes[s, c].tolist()), tuple(events[s, c].tolist())
            state = (size, event, int(total[s, c, 0]), int(hits[s, c, 0]))
            if state not in known:
                known[state] = place.setdefault(line_of(*state, asks), len(place))
            row.append(known[state])
        at.append(row)
    return {"at": at, "lines": [list(line) for line in place]}
