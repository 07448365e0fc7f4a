"""The companion experiment: a gender classifier, trained in the open and audited by group.

This is another task than the search of :mod:`simulator.experiment.run`: each face gets one of two
answers, and an answer is wrong where it differs from the label. docs/audit.md says what a binary
label leaves out and why classifying gender from a face is contested.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.audit.audit import Audit
from simulator.audit.classifier import Train, train
from simulator.audit.people import People, draw_mix, draw_share, people_of, persons, split
from simulator.audit.result import AuditResult, AuditTest
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError


@dataclass(frozen=True)
class Chosen:
    """One photo of each person, and the people who may be trained on; no vectors.

    Attributes:
        pool: people who may be trained on, in the order in which they are taken.
        held_out: people of the same data who are never trained on.
        tested: the people of each test.
    """

    pool: People
    held_out: People
    tested: tuple[People, ...]


def run_audit(
    audit: Audit | None = None, *, trainer: Train = train, chosen: Chosen | None = None
) -> AuditResult:
    """Train the classifier and test it on every test's people.

    Args:
        audit: the settings.
        trainer: trains a classifier; the web app's trainer does it in a process of its own.
        chosen: the result of :func:`choose` if it is known: it depends on data sets and seed only.

    Raises:
        FalseMatchError: a data set is missing, broken or without labels, or the settings make no
            sense.
    """
    audit = Audit() if audit is None else audit
    if not isinstance(audit, Audit):
        raise ExperimentError(f"expected an Audit, found {audit!r}. Write run_audit(Audit(…)).")
    chosen = chosen or choose(audit)
    drawn = drawn_from(chosen.pool, audit)
    classifier = trainer(drawn.vectors(), drawn.woman)
    held_out = f"{audit.train}, held out"
    tests = [AuditTest.of(held_out, chosen.held_out, classifier, held_out=True)]
    tests += [
        AuditTest.of(name, people, classifier)
        for name, people in zip(audit.tests, chosen.tested, strict=True)
    ]
    return AuditResult(
        audit=audit,
        classifier=classifier,
        pool=chosen.pool,
        drawn=drawn,
        tests=tuple(tests),
    )


def drawn_from(pool: People, audit: Audit) -> People:
    """Draw the people the classifier is trained on.

    Raises:
        ExperimentError: the settings make no sense.
    """
    if audit.mix is None:
        return draw_share(pool, audit.share_of_women, audit.people)
    if audit.share_of_women is not None or audit.people is not None:
        raise ExperimentError(
            "expected either a mix or a share of women and a number of people, found both. The "
            "mix's counts already say everything; leave the others out."
        )
    return draw_mix(pool, audit.mix)


def choose(audit: Audit) -> Chosen:
    """Draw one photo of each person, leave the tests' people out of training, and hold some out.

    Raises:
        FalseMatchError: a data set is missing, broken or without labels, or nobody is left.
    """
    names = audit.tests
    if not names or len(set(names)) < len(names):
        raise ExperimentError(
            f"expected the names of different data sets to test on, found "
            f"{', '.join(names) or 'none'}. Name each once."
        )
    training = load_dataset(audit.train)
    tested = [load_dataset(name) for name in names]
    # Everyone who is listed, even without a photo here: the same people on every machine.
    away = frozenset(who for dataset in tested for who in persons(dataset))
    everybody = people_of(training, audit.seed, away)
    everyone = tuple(people_of(dataset, audit.seed) for dataset in tested)
    for dataset in tested:
        training.encodings.check_comparable(dataset.encodings)
    if not len(everybody):
        raise ExperimentError(
            f"expected people with a gender label to train on in {audit.train!r}, found none "
            f"outside the tests ({everybody.excluded:,} in them). Train on another data set."
        )
    pool, held_out = split(everybody, audit.seed)
    return Chosen(pool, held_out, everyone)
