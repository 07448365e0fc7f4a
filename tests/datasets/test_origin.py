"""Unknown origin is reported wherever a number of such people is shown, and nowhere else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from rich.console import Console
from streamlit.testing.v1 import AppTest

from simulator import Experiment, run
from simulator.board.build_board import make_board
from simulator.datasets.origin import origin_notes
from simulator.experiment.terminal.terminal_text import print_view
from simulator.storage.paths import user_datasets
from simulator.sweep.compare import compare, comparison_html
from simulator.sweep.grid import parse_grid
from simulator.sweep.report import report_html
from simulator.sweep.searches import sweep
from simulator.sweep.sweep_folder import read_sweep

NOTE = "Origin unknown: for gallery, nobody stated who labeled the people, license."


@pytest.fixture
def pair(line_up: tuple[Path, Path]) -> tuple[str, str]:
    """Return two of the user's own data sets; who labeled the gallery's people is not stated."""
    for folder in line_up:
        shutil.copytree(folder, user_datasets() / folder.name)
    card = user_datasets() / "gallery" / "card.toml"
    card.write_text('origin_unknown = ["who labelled", "licence"]\n' + card.read_text())
    return line_up[0].name, line_up[1].name


def test_a_sentence_once_for_each(pair: tuple[str, str]) -> None:
    """Data sets of known origin have no note; a name that is not installed is skipped."""
    assert origin_notes([*pair, "gallery", "lfw", "nobody"]) == [NOTE]


def test_pictures_tables_and_notebooks_say_so(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The live picture, a notebook and the command line each show the note once."""
    result = run(Experiment(probes=pair[0], gallery=pair[1]))
    assert NOTE in json.loads(make_board(result).tables)["words"]["about_bars"]
    view = result.at(distance=0.35)
    assert NOTE in result._repr_html_()
    assert NOTE in view._repr_html_()
    same = run(Experiment(probes=pair[1], gallery=pair[1])).at(distance=0.35)
    print_view(same, None, Console(width=100))
    assert capsys.readouterr().out.count("Origin unknown: gallery (who labelled, licence)") == 1


def test_reports_say_so(pair: tuple[str, str], tmp_path: Path) -> None:
    """A report has the note on top, in the picture and beside the card; so does a comparison."""
    text = f'probes = "{pair[0]}"\ngallery = "{pair[1]}"\ndistance = [0.2, 0.6]\n'
    sweep(parse_grid(text), tmp_path / "run", workers=1)
    card, frame = read_sweep(tmp_path / "run")
    assert report_html(card, frame, text).count(NOTE) == 3
    table, told = compare(tmp_path / "run", tmp_path / "run")
    assert NOTE in comparison_html(table, told)


@pytest.mark.usefixtures("fresh_pages")
@pytest.mark.parametrize("page", ["data", "lab"])
def test_pages_say_so(pair: tuple[str, str], page: str) -> None:
    """The page shows a warning for the chosen data sets only."""
    app = AppTest.from_string(f"from simulator.ui.pages.{page} import page; page()")
    app.query_params["probes"], app.query_params["gallery"] = pair
    app.run(timeout=90)
    assert not app.exception
    assert [warning.value.replace("\\", "") for warning in app.warning] == [NOTE]
