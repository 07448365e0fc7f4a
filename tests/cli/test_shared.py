"""Checks of option values, the console and the progress bar."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from simulator.cli.shared import (
    as_confidence,
    as_distance,
    as_gallery_mix,
    as_mix,
    console,
    needed,
    one_place,
    progress_bar,
    say,
)
from simulator.errors import FalseMatchError

CONTEXT, OPTION = click.Context(click.Command("run")), click.Option(["--mix"])


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        (None, None),
        ("F=2000,M=500", {"F": 2000, "M": 500}),
        (" Black = 3 , White=0", {"Black": 3, "White": 0}),
        ("a=b=3", None),
        ("F", None),
        ("F=", None),
        ("=3", None),
        ("F=-1", None),
        ("F=1.5", None),
        ("", None),
    ],
)
def test_a_mix(text: str | None, mix: dict[str, int] | None) -> None:
    """GROUP=N,GROUP=N with whole numbers; anything else is refused by name."""
    if text is not None and mix is None:
        with pytest.raises(click.BadParameter, match="GROUP=N"):
            as_mix(CONTEXT, OPTION, text)
    else:
        assert as_mix(CONTEXT, OPTION, text) == mix


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("F=2000,M=500", {"F": 2000, "M": 500}),
        ("F=50%,M=50%", {"F": 0.5, "M": 0.5}),
        ("F = 33.3 % , M=66.7%", {"F": 0.333, "M": 0.667}),
        ("F=.25,M=.75", {"F": 0.25, "M": 0.75}),
        ("F=1,M=0", {"F": 1, "M": 0}),
        ("a=b=3", {"a=b": 3}),
        ("even", "even"),
        ("F=50%,M=10", "found both"),
        ("F=50%,M=40%", "add up to 100%, found 90%"),
        ("F=0.5,M=0.6", "add up to 1, found 1.1"),
        ("F=1.5,M=2", "add up to 1, found 3.5"),
        ("F=1,F=2", "'F' twice"),
        ("F=-1", "GROUP=N"),
        ("F=1e3", "GROUP=N"),
        ("=3", "GROUP=N"),
        ("F=nan", "GROUP=N"),
    ],
)
def test_a_mix_of_photos_or_shares(text: str, found: dict[str, float] | str) -> None:
    """Whole numbers are photos, percentages and fractions are shares; two units are not mixed."""
    if isinstance(found, str) and text != found:
        with pytest.raises(click.BadParameter, match=re.escape(found)):
            as_gallery_mix(CONTEXT, OPTION, text)
    else:
        assert as_gallery_mix(CONTEXT, OPTION, text) == pytest.approx(found)


@pytest.mark.parametrize("value", [0.0, 100.0, -1.0, float("nan"), float("inf")])
def test_a_confidence_is_between_0_and_100(value: float) -> None:
    """The ends are excluded: no distance is 0% or 100% certain."""
    with pytest.raises(click.BadParameter, match="percentage"):
        as_confidence(CONTEXT, OPTION, value)
    assert as_confidence(CONTEXT, OPTION, 99.9) == 99.9
    assert as_confidence(CONTEXT, OPTION, None) is None


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf")])
def test_a_distance_is_0_or_more(value: float) -> None:
    """Zero is a distance: identical encodings."""
    with pytest.raises(click.BadParameter, match="0 or more"):
        as_distance(CONTEXT, OPTION, value)
    assert as_distance(CONTEXT, OPTION, 0.0) == 0.0
    assert as_distance(CONTEXT, OPTION, None) is None


def test_photos_are_needed() -> None:
    """Without a folder, the message says how to give one."""
    assert needed(Path("photos")) == Path("photos")
    with pytest.raises(FalseMatchError, match="--photos DIR"):
        needed(None)


def test_here_or_on_a_cluster() -> None:
    """The two options cannot be combined."""
    one_place(2, None)
    one_place(None, "tcp://host:8786")
    with pytest.raises(click.UsageError, match="--dask"):
        one_place(2, "tcp://host:8786")


def test_control_characters_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A file name cannot steer the terminal."""
    say("\x1b[31mred.png")
    assert "\x1b" not in capsys.readouterr().out


def test_text_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    """Names from data that look like Rich's markup are printed as they are."""
    console().print("[bold]name[/bold] :smile:")
    assert "[bold]name[/bold] :smile:" in capsys.readouterr().out


def test_a_progress_bar_leaves_output_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is drawn on stdout, and it stops when the work fails."""

    def work() -> None:
        with progress_bar("Encoding") as progress:
            progress(1, 2)
            raise FalseMatchError("stopped")

    with pytest.raises(FalseMatchError, match="stopped"):
        work()
    assert capsys.readouterr().out == ""


def test_a_mix_of_a_gallery_may_be_a_name() -> None:
    assert as_gallery_mix(CONTEXT, OPTION, "us-adults") == "us-adults"
    assert as_gallery_mix(CONTEXT, OPTION, "F=2,M=3") == {"F": 2, "M": 3}
    assert as_gallery_mix(CONTEXT, OPTION, None) is None
    with pytest.raises(click.BadParameter, match="Did you mean 'us-arrests-2018'"):
        as_gallery_mix(CONTEXT, OPTION, "us-arrests")
