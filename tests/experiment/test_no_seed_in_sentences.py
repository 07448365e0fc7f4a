"""No sentence about luck changes with ``--seed``: 40 seeds, and no seed reaches a random number.

Sentences about luck are in the text of ``falsematch run``, in ``run --json``, in the Lab and in the
lessons; all of them come from the functions tried here. With ``--gallery-size`` or one photo per
person the seed draws another gallery: that is another search, and its sentences are about it.
Lessons, the first page and the specification curve have no seed at all.
"""

from __future__ import annotations

import dataclasses
import io
import json

import numpy as np
import pytest
from rich.console import Console
from support.replay import default_replay

from simulator import Experiment, run
from simulator.board.build_board import make_board
from simulator.charts.two_portraits import are_two_portraits, two_portraits_words
from simulator.experiment.analyses.adjusted import adjusted
from simulator.experiment.analyses.candidate_groups import candidate_groups
from simulator.experiment.analyses.nearest_strangers import nearest_strangers
from simulator.experiment.luck import luck_by_column
from simulator.experiment.search_mates import sources
from simulator.experiment.terminal.terminal_text import print_view

MARK = 918_273_645
"""A seed that no program would have by accident."""


def seeded(result, seed):
    """Return a result as the same search with another seed gives it: nothing is drawn."""
    return dataclasses.replace(result, experiment=dataclasses.replace(result.experiment, seed=seed))


@pytest.mark.slow
def test_40_seeds_give_the_same_verdicts():
    """Of columns, groups and an intersection; of closest strangers; of whom matches are with."""
    said = set()
    for seed in range(40):
        result = seeded(default_replay(), seed)
        luck = luck_by_column(result.at(), ["race_ethnicity*gender"])
        sentences = [tested.verdict for tested in luck.values()]
        sentences += [test.verdict for tested in luck.values() for test in tested.tests]
        for entry in nearest_strangers(result).values():
            sentences += [entry["verdict"], *(row["verdict"] for row in entry["groups"])]
        sentences.append(json.dumps(candidate_groups(result.at(), ["gender"])))
        said.add(tuple(sentences))
    assert len(said) == 1


@pytest.mark.slow
def test_whatever_is_printed_or_shown_is_the_same_with_another_seed():
    """The text of `run`, the first page's and the Lab's board, missed matches, people alike."""
    said = set()
    for seed in (0, MARK):
        result = seeded(default_replay(), seed)
        view = result.at()
        text = io.StringIO()
        print_view(view, None, Console(file=text, width=200))
        made = make_board(result, with_pairs=False)
        parts = [text.getvalue(), str(vars(made))]
        for name, make in sources(result).items():
            if are_two_portraits(name):
                parts += two_portraits_words(make(), view.distance)
        parts.append(repr(adjusted(view, ["gender"])))
        said.add(tuple(parts))
    assert len(said) == 1


@pytest.mark.slow
def test_no_measure_draws_with_the_experiments_seed(monkeypatch):
    """All of `run --json`: the seed of the experiment reaches no random number."""
    drawn = []
    made = np.random.default_rng

    def watched(seed=None):
        drawn.append(seed)
        return made(seed)

    result = run(Experiment(seed=MARK))
    monkeypatch.setattr(np.random, "default_rng", watched)
    result.at().to_dict(("person_of_color",), with_measures=True)
    assert drawn
    assert not [seed for seed in drawn if seed is None or str(MARK) in str(seed)]
