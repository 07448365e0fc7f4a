"""Numbers in the prose of docs/audit.md are those that this version computes."""

from __future__ import annotations

from pathlib import Path

import pytest
from doc_blocks.audits import ABSTAIN, SEEDS, answers, audit

from simulator.i18n.language import percent
from simulator.stats.published_audits import BENCHMARK_SHARES

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "audit.md").read_text("utf-8")
ONE_LINE = " ".join(DOCUMENT.split())
BLACK, WHITE = "Congress: Black women", "Congress: women, White or not listed"


def test_the_interval_of_black_women() -> None:
    """The sentence that warns of small groups gives the interval of the table."""
    row = answers(audit(), BLACK)
    assert f"{row['errors']} of {row['answered']}" in ONE_LINE
    assert f"from {100 * row['low']:.0f}% to {100 * row['high']:.0f}%" in ONE_LINE


def test_who_was_trained_on() -> None:
    """The counts of the method."""
    told = audit().at().to_dict()
    training, tests = told["training"], told["tests"]
    data = training["people_in_data"]
    people = data["women"] + data["men"]
    for words in (
        f"{people:,} people with a label",
        f"{data['women']:,} women and {data['men']:,} men",
        f"({percent(training['share_of_women_in_data'])} women)",
        f"{training['left_out']['tested_elsewhere']} people of LFW",
        f"the {tests[1]['people']} members",
        f"the {tests[2]['people']} adults",
    ):
        assert words in ONE_LINE


def test_refusing_turns_black_women_away_most() -> None:
    """The highest refusal rate is among groups with at least twelve people."""
    table = audit().at(abstain=ABSTAIN).of("congress-115").by("race_ethnicity*gender")
    large = table[table["people"] >= 12].sort_values("refused_rate")
    assert large.iloc[-1]["group"] == "Black*F"


def draws_above(share: float | None, counted: str, abstain: float = 0.5) -> int:
    """Count the draws in which a larger share of Black women than of White women is counted."""
    above = 0
    for seed in SEEDS:
        black, white = (answers(audit(share, seed), name, abstain) for name in (BLACK, WHITE))
        rates = [row[counted] / (row["answered"] + row["refused"]) for row in (black, white)]
        above += rates[0] > rates[1]
    return above


@pytest.mark.slow
def test_in_how_many_draws() -> None:
    """Black women against women who are White or not listed: errors, and refusals."""
    assert f"in {draws_above(None, 'errors')} of the 20 draws" in ONE_LINE
    assert f"with half women in {draws_above(0.5, 'errors')}." in ONE_LINE
    assert draws_above(None, "refused", ABSTAIN) == 20
    assert "in all 20 draws a larger share of Black women is refused" in ONE_LINE


@pytest.mark.parametrize("share", BENCHMARK_SHARES.values())
def test_the_benchmarks_shares(share: float) -> None:
    """Published rates are as Gender Shades printed them."""
    assert f"{100 * share:.1f}%" in ONE_LINE
