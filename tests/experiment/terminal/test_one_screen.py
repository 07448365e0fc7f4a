"""One screen: the headline, one table, how to see more, at any width."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from support.replay import default_replay

from simulator.experiment.experiment import Experiment
from simulator.experiment.run import run
from simulator.experiment.terminal.one_screen import print_screen
from simulator.experiment.view import View


def printed(view: View, width: int, group_by: tuple[str, ...] = ()) -> str:
    """Return what is on the screen."""
    file = io.StringIO()
    print_screen(view, group_by, Console(file=file, width=width))
    return file.getvalue()


def test_the_replay_fits_one_screen() -> None:
    """24 lines of 80 columns: the first is the finding, the last says how to see more."""
    lines = printed(default_replay().at(), 80).splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("28 of 535 falsely matched = 5.2% (95% interval 3.6% to 7.5%)")
    assert "--full" in lines[-1]
    assert "--group-by" in lines[-1]
    assert any("Published by the ACLU: 28 of 535" in line for line in lines)


@pytest.mark.parametrize("width", [40, 48, 60, 72, 80, 120])
def test_names_of_groups_are_the_last_to_go(width: int) -> None:
    """At every width each group's whole name, count and rate are there; shares go first."""
    view = default_replay().at(distance=0.5)
    text = printed(view, width)
    words = " ".join(text.split())
    for row in view.by("race_ethnicity").itertuples():
        for word in row.label.split():
            assert word in words
        assert f"{row.false_matches} of {row.searches}" in words
        assert f"{100 * row.fpir:.1f}%" in words
    assert "…" not in text
    assert ("Of all" in text) == (width >= 80)
    assert ("95% interval)" in words.split("By race")[1]) == (width >= 48)


def test_own_people_are_not_compared_with_the_aclus_test() -> None:
    """Neither its panel nor its 28: one in twenty is flagged, and it is said why."""
    view = run(Experiment(probes="london")).at()
    text = printed(view, 80)
    assert "ACLU" not in text
    assert "28" not in text.replace("2018", "")
    assert view.fpir.events == 10  # of 204 photos
    assert "about one in twenty" in " ".join(text.split())


def test_the_labels_asked_for_are_shown() -> None:
    """All of them, and no other."""
    text = printed(default_replay().at(distance=0.47), 80, ("gender", "party"))
    assert "By gender" in text
    assert "By party" in text
    assert "By race_ethnicity" not in text
