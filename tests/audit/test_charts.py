"""The audit's pictures: numbers of the tables, places between 0 and 1, separate axes."""

from __future__ import annotations

import json

import numpy as np
import pytest
from support.small_datasets import Made

from simulator.audit.audit import Audit
from simulator.audit.charts import (
    SHARES,
    group_picture,
    published_picture,
    refused_picture,
    share_chart,
)
from simulator.audit.facts import label_facts, training_facts, what_stays
from simulator.audit.people import MAN, WOMAN, people_of
from simulator.audit.result import AuditResult, AuditTest, AuditTestView
from simulator.audit.run import run_audit
from simulator.audit.settings import in_order
from simulator.datasets.dataset import load_dataset
from simulator.stats.intervals import zero_events_bound
from simulator.stats.published_audits import AUDITS, GROUPS

ZERO = (0.0, 0.0, 0.0, 0.0)
COLUMN = "race_ethnicity*gender"


@pytest.fixture(scope="module")
def results() -> list[AuditResult]:
    shares = (None, 0.05, 0.5, 0.95)
    return in_order([run_audit(Audit(share_of_women=share)) for share in shares])


@pytest.fixture(scope="module")
def own(results: list[AuditResult]) -> AuditResult:
    return next(r for r in results if r.audit.share_of_women is None)


def test_every_person_is_a_mark(own: AuditResult) -> None:
    """Wrong, refused and right marks add up to the group, and are the table's counts."""
    view = own.at(abstain=0.9).of("congress-115")
    picture = group_picture(view, COLUMN)
    for row, told in zip(view.by(COLUMN).itertuples(), picture.rows, strict=True):
        right = row.answered - row.errors
        assert told["people"] == [row.errors, row.refused, right]
        assert told["count"] == f"{row.errors} of {row.answered} wrong"
        assert told["few"] == row.too_few
    assert sum(sum(row["people"]) for row in picture.rows) >= len(view.test.people)
    assert [mark for mark, _ in picture.legend] == ["wrong", "refused", "right", "rate", "few"]


def test_worked_by_hand(make_dataset: Made) -> None:
    """One of four women wrong: 25%; none of two men: the one-sided bound, not an interval."""
    rows = [(f"w{i}", f"w{i}", "F", "north", ZERO) for i in range(4)]
    rows += [(f"m{i}", f"m{i}", "M", "north", ZERO) for i in range(2)]
    people = people_of(load_dataset(str(make_dataset("made", rows))), 0)
    chances = np.array([0.1, 0.9, 0.9, 0.6, 0.1, 0.2])
    test = AuditTest("made", people, chances)
    women, men = group_picture(AuditTestView(test, 0.5), "gender").rows
    assert (women["count"], women["x"], women["rate"]) == ("1 of 4 wrong", 0.25, "25.0%")
    assert men["high"] == round(zero_events_bound(2), 4)
    assert men["between"] == "at most 77.6% (one-sided 95% bound)"
    refused = refused_picture(AuditTestView(test, 0.85), "gender").rows
    assert [row["count"] for row in refused] == ["1 of 4 refused", "1 of 2 refused"]
    assert refused[0]["people"] == [0, 1, 3]


def test_a_group_that_is_refused_altogether_has_no_rate(make_dataset: Made) -> None:
    """A missing rate is described in words, with no mark on the axis."""
    rows = [("w", "w", "F", "north", ZERO), ("m", "m", "M", "north", ZERO)]
    people = people_of(load_dataset(str(make_dataset("made", rows))), 0)
    test = AuditTest("made", people, np.array([0.5, 0.99]))
    row = next(
        r for r in group_picture(AuditTestView(test, 0.9), "gender").rows if r["label"] == "Women"
    )
    assert (row["x"], row["rate"], row["beside"]) == (None, "not estimable", "1 of 1 refused")


def test_the_rate_before_is_marked(results: list[AuditResult], own: AuditResult) -> None:
    """The data's own training is shown beside another, with its rates and counts."""
    half = results[2].at().of("congress-115")
    before = own.at().of("congress-115")
    picture = group_picture(half, "gender", before)
    table = before.by("gender")
    assert [row["before"] for row in picture.rows] == table["rate"].round(4).tolist()
    told = [f"{r.errors} of {r.answered}" for r in table.itertuples()]
    assert [row[-1] for row in picture.table] == told
    assert len(picture.head) == len(picture.table[0])


def test_places_lie_on_the_axis(own: AuditResult) -> None:
    """Places are between 0 and 1, intervals contain their rates, and the data is plain JSON."""
    for abstain in (0.5, 0.95):
        for test in own.at(abstain=abstain).tests:
            for picture in (group_picture(test, "gender"), refused_picture(test, "gender")):
                json.loads(picture.to_bytes())
                for row in picture.rows:
                    assert 0 <= row["low"] <= row["x"] <= row["high"] <= 1


def test_what_was_published_has_its_own_picture_and_axis() -> None:
    """Every company and group is shown before and after, marked as published, without race."""
    picture = published_picture()
    assert picture.published
    assert len(picture.rows) == len(GROUPS) * len({audit.company for audit in AUDITS})
    amazon = next(row for row in picture.rows if row["label"] == "Amazon")
    assert (amazon["count"], amazon["before"]) == ("–, then 31.37%", None)
    assert amazon["x"] == pytest.approx(0.3137 / 0.4)
    text = picture.to_bytes().decode()
    assert "skin" in text
    assert not any(word in text for word in ("Black", "White", "Hispanic", "Asian"))
    json.loads(text)


def test_ours_say_nothing_of_skin(own: AuditResult) -> None:
    """Labels are race as publicly reported, and people's own answers."""
    for name, column in (("congress-115", COLUMN), ("london", "ethnicity*gender")):
        assert b"skin" not in group_picture(own.at().of(name), column).to_bytes()


def test_the_share_chart_is_the_tables(results: list[AuditResult]) -> None:
    """Each training has a point with people ÷ people; groups have twelve people or more."""
    chart = share_chart(results, 0.5, "congress-115", COLUMN, WOMAN)
    assert chart.head[1:] == ["White or not listed, Women", "Black, Women"]
    for result, row in zip(results, chart.rows, strict=True):
        table = result.at().of("congress-115").by(COLUMN).set_index("group")
        black = table.loc["Black*F"]
        assert row[2] == f"{black['errors']} of {black['answered']}"
    men = share_chart(results, 0.5, "congress-115", COLUMN, MAN)
    assert all(label.endswith("Men") for label in men.head[1:])
    everybody = share_chart(results, 0.5, "lfw, held out", "gender")
    assert everybody.head[-1] == "everybody in this test"
    spec = json.loads(everybody.to_bytes())
    for line in spec["series"]:
        assert all(0 <= y <= 1 for _, y in line["points"])
        assert all(0 <= low <= high <= 1 for _, low, high in line["band"])


def test_what_stays_is_counted(results: list[AuditResult]) -> None:
    """The sum of women and men is the total, in both sentences."""
    words = [
        int(w) for w in what_stays(results).replace(",", "").replace(":", "").split() if w.isdigit()
    ]
    total, _, women, men, total_half, _, women_half, men_half = words
    assert (women + men, women_half + men_half) == (total, total_half)
    held = results[2].at().held_out.by("gender").set_index("group")["errors"]
    assert (women_half, men_half) == (held["F"], held["M"])


def test_facts_of_training_and_labels(own: AuditResult, make_dataset: Made) -> None:
    """The facts count the people, name each label's author, and count those neither answer fits."""
    told = dict(training_facts(own.at()))
    assert told["In the data"] == "5,693 people: 1,461 women and 4,232 men. 25.7% are women."
    assert "257 women and 743 men" in told["Trained on now"]
    assert dict(label_facts(own.at().of("london")))["Labeled by"] == "the people themselves"
    rows = [("a", "a", "F", "north", ZERO), ("b", "b", "agender", "north", ZERO)]
    people = people_of(load_dataset(str(make_dataset("made", rows))), 0)
    facts = dict(label_facts(AuditTestView(AuditTest("made", people, np.array([0.9])), 0.5)))
    assert facts["Neither answer fits"].startswith("1 person whose")


def test_the_curve_has_every_kind_of_share() -> None:
    """Shares go from nearly none to nearly all, with half and half among them."""
    assert min(SHARES) <= 0.02
    assert max(SHARES) >= 0.98
    assert 0.5 in SHARES
