"""The companion experiment on the bundled data: no person in two parts; repeatable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from support.small_datasets import INFO, Made

from simulator.audit.audit import Audit
from simulator.audit.people import persons
from simulator.audit.result import AuditResult
from simulator.audit.run import run_audit
from simulator.datasets.dataset import load_dataset
from simulator.errors import DatasetNotFound, EncodingMismatch, ExperimentError
from simulator.matchers.base import MatcherInfo


def line(women: int, men: int, prefix: str = "") -> list[tuple[str, str, str, str, list[float]]]:
    """Women left of 0 and men right of it, without overlap."""
    rows = [(f"{prefix}w{i}", "F", -1 - i / 100) for i in range(women)]
    rows += [(f"{prefix}m{i}", "M", 1 + i / 100) for i in range(men)]
    return [
        (key, key, gender, "north", [x, 0, 0, i % 3]) for i, (key, gender, x) in enumerate(rows)
    ]


@pytest.fixture
def two(make_dataset: Made) -> tuple[str, str]:
    """Forty people to train on, eight to test on."""
    train = make_dataset("training", line(20, 20), space="one")
    tests = make_dataset("tested", line(4, 4, "t"), space="two")
    return str(train), str(tests)


@pytest.fixture(scope="module")
def result() -> AuditResult:
    return run_audit()


def test_a_line_is_learned(two: tuple[str, str]) -> None:
    """If a line separates the labels, no answer is wrong, in the test or held out."""
    found = run_audit(Audit(train=two[0], tests=(two[1],))).at()
    assert found.of(two[1]).errors.events == 0
    assert found.of(two[1]).errors.trials == 8
    assert (found.held_out.errors.events, found.held_out.errors.trials) == (0, 10)


def test_planted_labels_are_found_wrong(make_dataset: Made) -> None:
    """Two women of eight people lie where men lie: 2 of 4 women wrong, 0 of 4 men."""
    train = make_dataset("training", line(20, 20), space="one")
    rows = line(4, 4, "t")
    rows[0][4][0], rows[1][4][0] = 1.5, 1.6
    tests = make_dataset("tested", rows, space="two")
    view = run_audit(Audit(train=str(train), tests=(str(tests),))).at().of(str(tests))
    table = view.by("gender").set_index("group")
    assert table["errors"].to_dict() == {"F": 2, "M": 0}


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_trained_on_and_tried_on(seed: int) -> None:
    """Nobody is in both by identity, alias, mate, copy of a photo, photo content or vector."""
    found = run_audit(Audit(seed=seed, share_of_women=0.5))
    trained = set(found.drawn.who.tolist())
    training = found.pool.dataset
    photos = {d.tobytes() for d in training.encodings.digests[found.drawn.rows]}
    vectors = {v.tobytes() for v in training.encodings.vectors[found.drawn.rows]}
    assert len(trained) == len(found.drawn) == 1000
    for test in found.tests:
        everybody = set(test.people.who.tolist()) | (
            set() if test.held_out else set(persons(test.people.dataset))
        )
        assert not trained & everybody
        encodings = test.people.dataset.encodings
        assert not photos & {d.tobytes() for d in encodings.digests[test.people.rows]}
        assert not vectors & {v.tobytes() for v in encodings.vectors[test.people.rows]}


def test_members_of_congress_in_the_training_data_are_left_out(result: AuditResult) -> None:
    """Members in LFW are listed in mates.csv, and they are left out."""
    lfw = load_dataset("lfw")
    members = {i for i in lfw.identities if i.startswith("bioguide:")}
    tested = set(load_dataset("congress-115").identities)
    assert members & tested
    away = set(result.pool.who) | set(result.tests[0].people.who)
    assert not away & tested
    enrolled = set(lfw.identities.loc[lfw.encodings.keys.tolist()])
    assert result.pool.excluded == len(enrolled & tested)


def test_one_photo_per_person_everywhere(result: AuditResult) -> None:
    """Each person has one photo, in London too, where everybody was photographed twice."""
    for people in (result.drawn, *(test.people for test in result.tests)):
        assert len(set(people.who.tolist())) == len(people)
    assert len(result.tests[2].people) == 102


def test_the_same_seed_gives_the_same_numbers(result: AuditResult) -> None:
    """A seed draws the same people twice; another seed draws others."""
    again, other = run_audit(), run_audit(Audit(seed=1))
    for a, b, c in zip(result.tests, again.tests, other.tests, strict=True):
        assert np.array_equal(a.chances, b.chances)
        assert not np.array_equal(a.chances, c.chances)


def test_the_learner_sees_three_quarters_men(result: AuditResult) -> None:
    """The default share of women is the data's own."""
    share = result.drawn.woman.mean()
    known = np.concatenate([result.pool.woman, result.tests[0].people.woman])
    assert share == pytest.approx(known.mean(), abs=0.001)
    assert 0.25 < share < 0.27


def test_more_women_in_training_fewer_wrong_women_and_more_wrong_men(result: AuditResult) -> None:
    """With more women in training, errors move from women to men."""
    few, many = (run_audit(Audit(share_of_women=s)).at().held_out for s in (0.02, 0.98))
    own = result.at().held_out

    def errors(view: object) -> dict[str, int]:
        table = view.by("gender").set_index("group")  # type: ignore[attr-defined]
        return dict(table["errors"])

    assert errors(few)["F"] > errors(own)["F"] > errors(many)["F"]
    assert errors(few)["M"] < errors(own)["M"] < errors(many)["M"]


def test_a_share_is_the_mix_of_its_counts() -> None:
    """Half of a thousand can be written in two ways."""
    one = run_audit(Audit(share_of_women=0.5))
    other = run_audit(Audit(mix={"F": 500, "M": 500}))
    assert sorted(one.drawn.who) == sorted(other.drawn.who)
    assert np.allclose(one.tests[1].chances, other.tests[1].chances)


def test_settings_that_make_no_sense_are_sentences(two: tuple[str, str]) -> None:
    """Each error says what was expected and what was found."""
    train, tests = two
    for audit, said in [
        (Audit(train, (tests,), share_of_women=0.5, mix={"F": 1, "M": 1}), "found both"),
        (Audit(train, (tests,), people=4, mix={"F": 1, "M": 1}), "found both"),
        (Audit(train, (tests,), share_of_women=1.0), "share of women above 0"),
        (Audit(train, (train,)), "none outside the tests"),
        (Audit(train, ()), "found none"),
        (Audit(train, (tests, tests)), "different data sets"),
    ]:
        with pytest.raises(ExperimentError, match=said):
            run_audit(audit)
    with pytest.raises(DatasetNotFound):
        run_audit(Audit(train, ("nowhere",)))


def test_encodings_of_another_matcher_are_refused(make_dataset: Made, two: tuple[str, str]) -> None:
    """The numbers in another matcher's vectors mean something else."""
    other = MatcherInfo("other", "1", INFO.dimension, {})
    tests = make_dataset("others", line(2, 2, "o"), other, space="three")
    with pytest.raises(EncodingMismatch):
        run_audit(Audit(two[0], (str(tests),)))


def test_abstention_and_groups_are_no_part_of_the_training() -> None:
    """The limit needs no new training, so the app trains once for all its positions."""
    one = Audit(share_of_women=0.4, abstain=0.9, group_by=("party",))
    assert one.trains_alike() == Audit(share_of_women=0.4)


@pytest.mark.slow
def test_importing_and_answering_need_no_scikit_learn(tmp_path: Path) -> None:
    """Only training loads scikit-learn; the web app's server never does."""
    import subprocess
    import sys

    script = (
        "import sys; import simulator.audit.run, simulator.audit.terminal_text;"
        "import simulator.stats.published_audits;"
        "assert not [m for m in sys.modules if m.startswith('sklearn')]"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)
