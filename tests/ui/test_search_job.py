"""A page's search is one job for each picture, language and experiment."""

from __future__ import annotations

import pytest

from simulator.experiment.experiment import Experiment
from simulator.i18n.language import speaking
from simulator.ui import cached, jobs, search_job


@pytest.fixture
def asked(monkeypatch):
    """The keys of the jobs that were asked for; their work is done at once."""
    keys: list[str] = []

    def result(key, _title, work, _shown):
        keys.append(key)
        return work(lambda _done, _total: None)

    monkeypatch.setattr(jobs, "result_or_progress", result)
    monkeypatch.setattr(cached, "board", lambda *given: given[:2])
    return keys


def test_the_board_of_the_search(asked):
    """Return the result of the job's work for this experiment and picture."""
    experiment = Experiment()
    assert search_job.search_board(experiment, "lab") == (experiment, "lab")


def test_other_searches_are_other_jobs(asked):
    """Another picture, language or experiment must not show this one's board."""
    search_job.search_board(Experiment(), "lab")
    search_job.search_board(Experiment(), "a")
    search_job.search_board(Experiment(seed=7), "lab")
    with speaking("es"):
        search_job.search_board(Experiment(), "lab")
    search_job.search_board(Experiment(), "lab")
    assert len(set(asked)) == 4
    assert asked[0] == asked[-1]
