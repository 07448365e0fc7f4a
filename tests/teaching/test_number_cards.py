"""The cards on paper: a number each and nothing else, and the table says who stands."""

from __future__ import annotations

import re

from support.lesson_content import calculated_pack

from simulator.lessons.one_of_these import CARDS
from simulator.teaching.number_cards import TEXTS, number_cards_picture


def test_each_card_has_its_number_and_one_rule():
    """Every number once, in both languages, and no name."""
    for code, (title, rule) in TEXTS.items():
        picture = number_cards_picture(code)
        found = re.findall(r'class="big">(\d+)<', picture)
        assert [int(n) for n in found] == list(range(1, CARDS + 1))
        assert picture.count(title) == picture.count(rule) == CARDS


def test_the_table_says_who_stands_at_each_setting():
    """The counts of Congress are those of the lessons; nobody stands up at a stricter line."""
    figures = calculated_pack().figures
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in figures["table_standing"].splitlines()[2:]
    ]
    told = {row[0]: row[2] for row in rows}
    for name, key in (("80%", "p80"), ("99%", "p99"), ("the ACLU's count", "aclu")):
        assert (
            told[name if key == "aclu" else f"our {name} (not Amazon's)"]
            == figures[f"flagged_{key}"]
        )
    counts = [int(row[3].partition(":")[0]) for row in rows]
    assert counts[0] == CARDS
    assert counts == sorted(counts, reverse=True)
    for row, count in zip(rows, counts, strict=True):
        listed = row[3].partition(": ")[2]
        assert count == (CARDS if listed == "all" else len(re.findall(r"\d+", listed)))
