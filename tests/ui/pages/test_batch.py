"""The Batch page: a grid by clicking, a finished run by its folder."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from simulator.sweep.grid import parse_grid
from simulator.sweep.grid_kinds import load_grid
from simulator.sweep.ready_made import ready_made
from simulator.sweep.searches import sweep


def opened() -> AppTest:
    source = "from simulator.ui.pages.batch import page; page()"
    return AppTest.from_string(source, default_timeout=60).run()


def test_what_was_clicked_is_the_grid() -> None:
    """Sizes, thresholds and groupings are in the TOML, which is a grid."""
    app = opened()
    app.multiselect(key="batch-sizes").set_value(["500", "all"])
    app.multiselect(key="batch-confidence").set_value(["95"])
    app.multiselect(key="batch-groups").set_value(["gender", "party"])
    app.run()
    assert not app.exception
    assert not app.warning
    grid = parse_grid(app.code[0].value)
    assert [d.gallery_size for d in grid.draws] == [500] * 10 + [None] * 10
    assert grid.group_by == ("gender", "party")
    assert grid.thresholds[0].value == 95
    assert any(f"Cells: {grid.cells:,}." in m.value for m in app.markdown)


def test_nonsense_is_one_sentence() -> None:
    """What cannot be drawn is an error on the page."""
    app = opened()
    app.multiselect(key="batch-sizes").set_value(["9999999"])
    app.run()
    assert not app.exception
    assert len(app.warning) == 1
    assert "expected a gallery size" in app.warning[0].value


def test_menus_speak_in_words() -> None:
    """No key of a data set, matcher or condition is shown in a menu."""
    app = opened()
    for key in ("probes", "gallery", "matchers", "conditions", "mix", "groups"):
        field = app.multiselect(key=f"batch-{key}")
        assert not {"congress-115", "lfw", "face-32px", "race_ethnicity"} & {*field.options}
        assert field.options


def test_a_large_grid_is_for_the_command_line() -> None:
    """It cannot be run here; the page says up to which size it can."""
    app = opened()
    app.number_input(key="batch-repeat").set_value(1000)
    app.run()
    assert not app.exception
    assert not [button for button in app.button if button.key == "batch-begin"]
    assert any("too large for this page" in m.value for m in app.markdown)


def test_every_ready_made_grid_can_be_taken() -> None:
    """The page shows the file unchanged."""
    app = opened()
    app.selectbox(key="batch-start").set_value("two-matchers")
    app.run()
    assert not app.exception
    assert parse_grid(app.code[0].value).cells == load_grid(ready_made()["two-matchers"]).cells


def test_a_finished_run_opens(tmp_path: Path) -> None:
    """A run's folder shows its answer and table; another folder is an error in one sentence."""
    sweep(parse_grid('confidence = 99.9\ngroup_by = "gender"'), tmp_path / "run", workers=1)
    app = opened()
    app.text_input(key="batch-run").set_value(str(tmp_path / "run"))
    app.run()
    assert not app.exception
    assert any("44 of 535" in m.value for m in app.markdown)
    assert len(app.dataframe[0].value) == 2
    app.text_input(key="batch-run").set_value(str(tmp_path))
    app.run()
    assert not app.exception
    assert "expected a finished sweep" in app.warning[0].value
