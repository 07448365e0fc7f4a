"""Every number that the Audit page's picture looks up is the one of an ``AuditView``."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from simulator.audit.audit import Audit
from simulator.audit.charts import rate_cells
from simulator.audit.dial_counts import REFUSE
from simulator.audit.dial_tables import CHANNEL, dial_tables, own_numbers
from simulator.audit.result import AuditResult
from simulator.audit.run import choose, run_audit
from simulator.audit.settings import AuditSettings, abstain_of, columns, names_of_tests
from simulator.audit.takeaway import line_of, questions
from simulator.stats.metrics import rate

SHARES = (2, 26, 50, 98)
STATES = 40


@pytest.fixture(scope="module")
def results() -> dict[int, AuditResult]:
    chosen = choose(Audit())
    dials = AuditSettings.of(chosen)
    return {share: run_audit(dials.audit(share=share), chosen=chosen) for share in SHARES}


@pytest.fixture(scope="module")
def tables(results: dict[int, AuditResult]) -> dict[str, Any]:
    chosen = choose(Audit())
    dials, names = AuditSettings.of(chosen), names_of_tests(chosen)
    found = {}
    for name, _words in names:
        tests = {share: result.at().of(name).test for share, result in results.items()}
        made = dial_tables(tests, dials, names)
        found[name] = json.loads(made.content)
        assert list(made.groupings) == columns(tests[26])
    return found


@pytest.mark.parametrize("seed", range(STATES))
def test_a_random_state_is_the_views(results, tables, seed):
    """Counts, rates, intervals and lines, at a random share, confidence, test and grouping."""
    draw = random.Random(seed)
    name, share, confidence = draw.choice([*tables]), draw.choice(SHARES), draw.choice(REFUSE)
    table = tables[name]
    view = results[share].at(abstain=abstain_of(confidence)).of(name)
    s, c = table["shares"].index(share), table["refuse"].index(confidence)
    grouping = draw.choice(table["groupings"])
    rows = view.by(grouping["key"]).set_index("group")
    assert {group["value"] for group in grouping["groups"]} == set(rows.index)
    for group in grouping["groups"]:
        row = rows.loc[group["value"]]
        wrong, refused = group["wrong"][s][c], group["refused"][s][c]
        assert (group["people"], refused, wrong) == (row["people"], row["refused"], row["errors"])
        answered = group["people"] - refused
        shown = table["rates"][str(answered)][str(wrong)]
        expected = rate_cells(rate(wrong, answered))
        assert shown[0] == ("0%" if answered and not wrong else expected[1])
        assert str(refused) in table["rates"][str(group["people"])]
    assert (table["wrong"][s][c], table["refused"][s][c]) == (
        view.errors.events,
        view.refusals.events,
    )
    groups = {group.value: group for group in view.test.groups(grouping["key"])}
    masks = [groups[group["value"]].members for group in grouping["groups"]]
    line = line_of(
        [int((~view.refused[mask]).sum()) for mask in masks],
        [int(view.wrong[mask].sum()) for mask in masks],
        view.errors.trials,
        view.errors.events,
        questions(masks),
    )
    lines = grouping["errors"]
    assert lines["lines"][lines["at"][s][c]] == list(line)


def test_women_come_first_and_have_one_color(tables):
    """Whom a row shows decides its color, in every grouping and test."""
    for table in tables.values():
        for grouping in table["groupings"]:
            kinds = [group["kind"] for group in grouping["groups"]]
            assert kinds == sorted(kinds, key=("women", "men").index)


def test_the_published_finding_of_the_page(results, tables):
    """With the data's own mix, Black women in Congress get wrong answers more often than luck."""
    table = tables["congress-115"]
    grouping = next(g for g in table["groupings"] if g["key"] == "race_ethnicity*gender")
    s, c = table["shares"].index(26), 0
    line = grouping["errors"]["lines"][grouping["errors"]["at"][s][c]]
    assert grouping["groups"][line[1]]["value"] == "Black*F"


def test_own_numbers_are_tables_of_one_classifier(results):
    """The same form, with one share, and the numbers that they belong to."""
    test = results[26].at().of("london").test
    own = own_numbers(test, 257, 743)
    assert (own["women"], own["men"], own["test"]) == (257, 743, "london")
    assert len(own["wrong"]) == 1
    json.dumps(own, allow_nan=False)


def test_the_tables_begin_with_their_digest(results):
    """The browser reads it without parsing the rest."""
    chosen = choose(Audit())
    test = results[26].at().of("london").test
    made = dial_tables({26: test}, AuditSettings.of(chosen), names_of_tests(chosen))
    assert made.content[:8] == b'{"id":"' + made.content[7:8]
    assert f'"channel":"{CHANNEL}"'.encode() in made.content[:60]
