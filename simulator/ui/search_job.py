"""A page's search as a job: its progress while it runs, its board when it is done."""

from __future__ import annotations

from simulator.board.board import Board
from simulator.experiment.experiment import Experiment
from simulator.i18n.language import _, language
from simulator.ui import cached, jobs


def search_board(experiment: Experiment, channel: str) -> Board | None:
    """Return the tables that the picture looks up, or None while the search is under way.

    Raises:
        FalseMatchError: the search is not possible.
    """
    board: Board | None = jobs.result_or_progress(
        f"search {channel} {language()} {experiment}",
        _("Searching"),
        lambda progress: cached.board(experiment, channel, progress),
        jobs.in_percent,
    )
    return board
