"""An audit small enough to count by hand: the classifier reads the first number of an encoding."""

from __future__ import annotations

import math

import numpy as np
from support.small_datasets import Made

from simulator.audit.audit import Audit
from simulator.audit.classifier import Classifier
from simulator.audit.people import people_of
from simulator.audit.result import AuditResult, AuditTest
from simulator.datasets.dataset import load_dataset

WOMAN, MAN = 0.9, 0.1
TRAINED = [("w0", "F"), ("w1", "F"), ("w2", "F"), ("w3", "F")] + [(f"m{i}", "M") for i in range(6)]


def encoding(chance: float) -> tuple[float, float, float, float]:
    """Return an encoding for which the classifier's probability of "woman" is this one."""
    return (math.log(chance / (1 - chance)), 0.0, 0.0, 0.0)


def small_audit(
    make_dataset: Made, audit: Audit | None = None, north: str = "north"
) -> AuditResult:
    """Return an audit of ten people to train on and eight to test, six with a usable label.

    Of the ten (4 women, 6 men; an eleventh is left out as she is in the test), w3 and m5 are held
    out: w3 is misread. Trained on are 3 women and 2 men. In the test Bea (30% "woman") and Dov
    (60%) are misread, Ada, Cem, Eve (exactly 50%) and Fay (55%) are not; Gil's label is neither of
    the two, and Hal has none.

    Args:
        make_dataset: the fixture.
        audit: settings other than the data sets.
        north: the value of one of the test's two origins.
    """
    trained = [
        (key, key, gender, "north", encoding(WOMAN if gender == "F" and key != "w3" else MAN))
        for key, gender in TRAINED
    ]
    trained.append(("zoe", "ada", "F", "north", encoding(WOMAN)))
    tested = [
        ("ada", "ada", "F", north, encoding(0.9)),
        ("bea", "bea", "F", north, encoding(0.3)),
        ("cem", "cem", "M", f"{north}|south", encoding(0.2)),
        ("dov", "dov", "M", "south", encoding(0.6)),
        ("eve", "eve", "F", "", encoding(0.5)),
        ("fay", "fay", "F", "south", encoding(0.55)),
        ("gil", "gil", "agender", north, encoding(0.5)),
        ("hal", "hal", "", "south", encoding(0.5)),
    ]
    training = load_dataset(str(make_dataset("training", trained)))
    test = load_dataset(str(make_dataset("tested", tested)))
    everyone = people_of(training, 0, frozenset({training.identities["zoe"]}))
    place = {key: i for i, key in enumerate(training.encodings.keys[everyone.rows].tolist())}
    pool = everyone.take(np.array([i for key, i in place.items() if key not in ("w3", "m5")]))
    held_out = everyone.take(np.array([place["w3"], place["m5"]]))
    drawn = everyone.take(np.array([place[key] for key in ("w0", "w1", "w2", "m0", "m1")]))
    ones = np.eye(4)[0]
    classifier = Classifier(np.zeros(4), np.ones(4), ones, 0.0, "1.0 by hand")
    audit = audit or Audit()
    return AuditResult(
        audit=Audit(
            train=str(training.folder),
            tests=(str(test.folder),),
            share_of_women=audit.share_of_women,
            seed=audit.seed,
            abstain=audit.abstain,
            group_by=audit.group_by,
        ),
        classifier=classifier,
        pool=pool,
        drawn=drawn,
        tests=(
            AuditTest.of("training, held out", held_out, classifier, held_out=True),
            AuditTest.of("tested", people_of(test, 0), classifier),
        ),
    )
