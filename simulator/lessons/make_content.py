"""Calculate everything the lessons show; :mod:`simulator.lessons.content` caches it."""

from __future__ import annotations

import json

from simulator.board.build_board import make_board
from simulator.board.inlined_faces import with_faces
from simulator.lessons import figures
from simulator.lessons.kinds import LessonContent
from simulator.lessons.measured_figures import make_runs, measure
from simulator.lessons.pictures import curves, tables
from simulator.lessons.reviewer import reviewer


def make_content() -> LessonContent:
    """Search, measure and draw everything the lessons show, in the current language."""
    runs = make_runs()
    values = measure(runs)
    boards = {
        "replay": make_board(runs.replay, "lesson"),
        "eigenfaces": make_board(runs.eigenfaces, "eigenfaces"),
    }
    politicians = make_board(runs.politicians, "politicians")
    return {
        "figures": values,
        "boards": {name: board.tables.decode() for name, board in boards.items()},
        "pairs": {
            **{name: board.pairs.decode() for name, board in boards.items()},
            "politicians": with_faces(politicians, figures.FACES).decode(),
        },
        "tables": tables(values),
        "curves": {name: json.loads(chart.to_bytes()) for name, chart in curves(runs).items()},
        "reviewer": reviewer(runs.replay.calibration),
    }
