"""The page's dials describe audits that the command line can run too."""

from __future__ import annotations

import pytest

from simulator.audit.audit import Audit
from simulator.audit.run import choose, run_audit
from simulator.audit.settings import (
    CONFIDENCES,
    PERCENT,
    AuditSettings,
    columns,
    curve,
    curves,
    differs,
    in_order,
    share_of,
    slug,
)


@pytest.fixture(scope="module")
def dials() -> AuditSettings:
    return AuditSettings.of(choose(Audit()))


def test_what_the_dials_can_say(dials: AuditSettings) -> None:
    """Every share trains on a thousand people; the data's own share is 26%."""
    assert (dials.people, dials.share) == (1000, 26)
    assert dials.women > 1000
    assert dials.men > 3000


def test_the_datas_own_share_is_exactly_theirs(dials: AuditSettings) -> None:
    """26 on the dial is the command line's default of 25.7%."""
    assert dials.audit(share=26) == dials.audit() == Audit()
    assert dials.audit(share=50, refuse=90) == Audit(share_of_women=0.5, abstain=0.9)
    assert dials.audit(counts=(3, 4)).mix == {"Women": 3, "Men": 4}


def test_every_position_can_be_trained(dials: AuditSettings) -> None:
    """Every share, and the ends of the other dials, can be run."""
    for share in PERCENT:
        assert run_audit(dials.audit(share=share, refuse=CONFIDENCES[1])).at().held_out
    assert run_audit(dials.audit(counts=(1, 1))).at().held_out
    assert len(run_audit(dials.audit(counts=(dials.women, dials.men))).drawn) == len(
        choose(Audit()).pool
    )


def test_the_curve_trains_the_same_people_at_every_share() -> None:
    """The curve includes the data's own share, wherever the other dials are."""
    audits = curve(Audit(share_of_women=0.3, abstain=0.9, seed=2))
    assert audits[0] == Audit(seed=2)
    assert len({audit.share_of_women for audit in audits}) == len(audits)


def test_comparing_trainings() -> None:
    """Results are matched by the people trained on, however requested, and sorted by share."""
    own, half = run_audit(), run_audit(Audit(share_of_women=0.5))
    assert differs(own.at(), half.at())
    assert not differs(own.at(), run_audit(Audit(abstain=0.9)).at())
    assert [share_of(r) for r in in_order([half, own])] == [0.257, 0.5]
    assert columns(own.tests[1])[0] == "race_ethnicity*gender"
    assert [name for name, _, _ in curves(own.at())] == ["lfw, held out"] + ["congress-115"] * 2
    assert slug("lfw, held out") == "lfw-held-out"
