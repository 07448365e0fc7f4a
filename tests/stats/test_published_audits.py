"""The published figures: what several sources say of one figure must agree."""

from __future__ import annotations

import pytest

from simulator.stats.published_audits import (
    AFTER,
    AUDITS,
    BEFORE,
    BENCHMARK_PEOPLE,
    BENCHMARK_SHARES,
    GROUPS,
    to_dict,
)

BY = {(audit.company, audit.when): audit for audit in AUDITS}


def test_the_figures_of_the_story() -> None:
    """Worst 34.7% and 0.8% in 2018; Rekognition 31.37% and 0.0% in 2019."""
    first = [audit for audit in AUDITS if audit.when == BEFORE]
    assert max(audit.errors["darker_female"] or 0 for audit in first) == 0.347
    assert max(audit.errors["lighter_male"] or 0 for audit in first) == 0.008
    amazon = BY["Amazon", AFTER]
    assert (amazon.errors["darker_female"], amazon.errors["lighter_male"]) == (0.3137, 0.0)


def test_the_abstract_of_the_second_study() -> None:
    """17.7 to 30.4 points less for darker-skinned women; Amazon 8.66%, Kairos 6.60% and 22.50%."""
    fell = {}
    for company in ("IBM", "Microsoft", "Face++"):
        before, after = (BY[company, when].errors["darker_female"] for when in (BEFORE, AFTER))
        assert before is not None
        assert after is not None
        fell[company] = round(100 * (before - after), 1)
    assert (min(fell.values()), max(fell.values())) == (17.7, 30.4)
    assert BY["Amazon", AFTER].overall == 0.0866
    assert BY["Kairos", AFTER].overall == 0.066
    assert BY["Kairos", AFTER].errors["darker_female"] == 0.225


@pytest.mark.parametrize("company", ["IBM", "Microsoft"])
def test_group_rates_and_shares_give_the_overall_rate(company: str) -> None:
    """The four printed rates, weighted by the printed shares, give the printed total."""
    audit = BY[company, BEFORE]
    mean = sum((audit.errors[g] or 0) * BENCHMARK_SHARES[g] for g in GROUPS)
    assert audit.overall is not None
    assert mean == pytest.approx(audit.overall, abs=0.002)


def test_shares_add_up_to_everybody() -> None:
    """The benchmark's shares add up to 1, apart from rounding."""
    assert sum(BENCHMARK_SHARES.values()) == pytest.approx(1, abs=0.002)
    assert BENCHMARK_PEOPLE == 1270


def test_companies_named_first_were_tried_twice() -> None:
    """Before and after; the others only after."""
    for audit in AUDITS:
        assert ((audit.company, BEFORE) in BY) == audit.named_before
        assert (audit.company, AFTER) in BY


def test_a_figure_without_a_source_is_a_dash_and_null() -> None:
    """Never a number made up from its neighbors."""
    kairos = BY["Kairos", AFTER]
    assert kairos.printed("darker_male") == "–"
    assert kairos.printed("darker_female") == "22.5%"
    assert kairos.printed() == "6.6%"
    kairos = next(a for a in to_dict()["audits"] if a["company"] == "Kairos")
    assert kairos["errors"]["darker_male"] is None
