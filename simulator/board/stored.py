"""The first page's boards, from disk if they were calculated before: for the app and for a site.

Nothing heavy is imported unless a board has to be calculated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.board.board import Board, board_file, load_board, save_board
from simulator.board.first_page import CHANNEL, GALLERIES, GALLERY_FIRST

if TYPE_CHECKING:
    from simulator.experiment.experiment import Experiment

PROBES = "congress-115"
"""The people searched for on the first page."""


def first_board(
    portrait: str = "first",
    gallery: str = GALLERY_FIRST,
    calculate: Callable[[Experiment], Board] | None = None,
) -> Board:
    """Return the first page's board in the current language.

    Args:
        portrait: the portraits searched with, ``first`` or ``second``.
        gallery: the data set searched in, one of :data:`simulator.board.first_page.GALLERIES`.
        calculate: makes the board of a search where none is on disk.

    Raises:
        ExperimentError: the data set has no second portraits.
    """
    others = sorted({*GALLERIES} - {gallery})
    file = board_file(PROBES, gallery, *others, portrait=portrait)
    stored = load_board(file) if file else None
    if stored is None:
        from simulator.experiment.experiment import Experiment

        searched = Experiment(probes=PROBES, gallery=gallery, portrait=portrait)
        stored = (calculate or _calculate)(searched)
        if file:
            save_board(stored, file)
    return stored


def _calculate(searched: Experiment) -> Board:
    from simulator.board.build_board import make_board
    from simulator.experiment.run import run

    return make_board(run(searched), CHANNEL)
