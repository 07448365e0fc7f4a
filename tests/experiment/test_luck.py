"""Bias or luck among the people of a search: people are shuffled, no seed changes a sentence."""

from __future__ import annotations

import dataclasses

from support.replay import default_replay

from simulator import Experiment, run
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.identified import NOT_IDENTIFIED
from simulator.experiment.luck import luck_by_column, people_of


def test_two_photos_of_a_person_are_one_person():
    """London by gender: shuffling 204 photos gave p = 0.030, but 102 people are shuffled."""
    result = run(Experiment(probes="london", gallery="lfw"))
    person, people = people_of(result)
    assert (len(person), people) == (204, 102)
    luck = luck_by_column(result.at(distance=0.47))
    assert sum(test.people for test in luck["gender"].tests) == 102
    assert luck["gender"].p > 0.1


def test_one_search_each_leaves_the_order_in_place():
    result = default_replay()
    person, people = people_of(result)
    assert person.tolist() == list(range(people))
    tests = luck_by_column(result.at())["gender"].tests
    assert [(test.events, test.people) for test in tests] == [
        (row.false_matches, row.searches) for row in result.at().by("gender").itertuples()
    ]


def test_the_columns_shown_do_not_change_a_verdict():
    """All labels are tested together; an intersection asked for comes on top."""
    view = default_replay().at()
    every = luck_by_column(view)
    assert luck_by_column(view, ["gender"]) == every
    more = luck_by_column(view, ["race_ethnicity*gender"])
    assert list(more) == [*every, "race_ethnicity*gender"]
    assert more["gender"].questions > every["gender"].questions


def test_no_sentence_about_luck_changes_with_the_seed():
    """Forty seeds: every verdict, of columns and groups, with and without a threshold."""
    result = default_replay()
    said = set()
    for seed in range(40):
        seeded = dataclasses.replace(
            result, experiment=dataclasses.replace(result.experiment, seed=seed)
        )
        luck = luck_by_column(seeded.at(), ["race_ethnicity*gender"])
        sentences = [s.verdict for s in luck.values()]
        sentences += [test.verdict for s in luck.values() for test in s.tests]
        sentences += [entry["verdict"] for entry in nearest_strangers(seeded).values()]
        said.add(tuple(sentences))
    assert len(said) == 1


def test_people_who_are_not_named_get_no_verdict(monkeypatch):
    """Nobody knows how many people 535 photos without names are, so luck is not judged."""
    result = default_replay()
    named = luck_by_column(result.at(), ["gender"])["gender"]
    unnamed = dataclasses.replace(
        result,
        probes=dataclasses.replace(
            result.probes, card=dataclasses.replace(result.probes.card, identities=False)
        ),
    )
    view = unnamed.at()
    tested = luck_by_column(view, ["gender"])["gender"]
    assert tested.p == named.p
    assert tested.verdict != named.verdict
    assert {test.verdict for test in tested.tests} == {tested.verdict} == {NOT_IDENTIFIED}
    said = view.to_dict(with_measures=False)
    assert said["probes"]["people"] is None
    closest = nearest_strangers(unnamed, ["gender"])["gender"]
    assert {closest["verdict"], *(row["verdict"] for row in closest["groups"])} == {NOT_IDENTIFIED}
