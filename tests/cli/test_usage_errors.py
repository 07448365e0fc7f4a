"""What Click says, in our form; the whole table is in test_wrong_command_lines.py."""

from __future__ import annotations

import click
import pytest

from simulator.cli.main import cli
from simulator.cli.usage_errors import MEANT, in_one_line


@pytest.mark.parametrize("option", MEANT)
def test_what_serves_instead_of_an_option_that_people_try(option: str) -> None:
    """It is said where that option exists, and is never one that is there anyway."""
    words = ["run", option, "x"]
    with pytest.raises(click.UsageError) as wrong:
        cli.main(words, standalone_mode=False)
    line = in_one_line(wrong.value, cli, words)
    known = {name for param in cli.commands["run"].params for name in param.opts}
    assert option not in known
    assert line.startswith(f"expected an option of `falsematch run`, found {option!r}. ")
    assert line.endswith(" See `falsematch run --help`.")


def test_another_usage_error_is_passed_on() -> None:
    """Ours are sentences already; the command is found behind options of its group."""
    error = click.UsageError("expected one threshold, found two.")
    assert in_one_line(error, cli, ["run", "--distance", "1"]).startswith(error.message)
    assert in_one_line(error, cli, ["nothing"]).endswith("See `falsematch --help`.")
