"""A classifier for every share: trained once, cached on disk, damaged files ignored."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulator.audit.audit import Audit
from simulator.audit.classifier import Classifier
from simulator.audit.dial_tables import DialTables
from simulator.audit.every_share import (
    SHARES,
    answers_of,
    cache_file,
    load,
    load_tables,
    save,
    save_tables,
    train_every_share,
)
from simulator.audit.run import choose
from simulator.audit.settings import names_of_tests
from simulator.errors import ExperimentError


def middle_of(vectors, woman) -> Classifier:
    """Stand in for training: the share of women is all that is learned."""
    d = vectors.shape[1]
    return Classifier(np.zeros(d), np.ones(d), np.zeros(d), float(woman.mean()), "0")


@pytest.fixture(scope="module")
def chosen():
    return choose(Audit())


@pytest.fixture(scope="module")
def trained(chosen):
    return train_every_share(chosen, middle_of, lambda done, total: None)


def test_every_share_is_trained_once_in_order(chosen):
    said = []
    trained = train_every_share(chosen, middle_of, lambda *step: said.append(step))
    assert list(trained) == list(SHARES)
    assert said == [(n, 51) for n in range(1, 52)]
    assert [round(100 * c.offset) for c in trained.values()] == list(SHARES)
    assert trained[26].offset == 0.257


def test_classifiers_survive_the_disk(trained, tmp_path):
    path = tmp_path / "a" / "b.json"
    assert load(path) is None
    save(trained, path)
    again = load(path)
    for share in SHARES:
        for field in dataclasses.fields(Classifier):
            one, other = (getattr(c[share], field.name) for c in (trained, again))
            assert np.array_equal(one, other)
    path.write_text("{}")
    assert load(path) is None


def test_tables_survive_the_disk(tmp_path):
    path, tables = tmp_path / "t.json", DialTables(b'{"a":1}', ("gender",))
    assert load_tables(path) is None
    save_tables(tables, path)
    assert load_tables(path) == tables
    path.write_bytes(path.read_bytes() + b" ")
    assert load_tables(path) is None


def test_a_file_of_its_own_for_everything_that_changes_the_result():
    paths = {
        cache_file(Audit(), "classifiers"),
        cache_file(Audit(), "tables london", spoken="en"),
        cache_file(Audit(), "tables london", spoken="es"),
        cache_file(Audit(seed=1), "classifiers"),
    }
    assert None not in paths
    assert len(paths) == 4


def test_the_answers_of_each_test(chosen, trained):
    for name, _words in names_of_tests(chosen):
        tests = answers_of(chosen, {26: trained[26]}, name)
        assert tests[26].name == name
        assert tests[26].held_out == ("held out" in name)
    with pytest.raises(ExperimentError, match="expected a test among"):
        answers_of(chosen, trained, "mars")
