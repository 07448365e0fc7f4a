"""The command line, a thin skin over the API. Names of commands and flags are fixed."""

from __future__ import annotations

import errno
import os
import signal
import sys
import warnings
from typing import Any

import click

from simulator.cli import (
    audit,
    batch,
    datasets as installed_data,
    encode,
    export_lesson,
    lesson_pack,
    matcher,
    names,
    own_data,
    run,
    serve,
    site,
)
from simulator.cli.output import set_up_streams
from simulator.cli.usage_errors import in_one_line
from simulator.errors import FalseMatchError, SlowerEncoder, printable


def main() -> None:
    """Run a command; every expected error is one line on stderr (exit 1, wrong usage 2)."""
    set_up_streams()
    _show_notices()
    try:
        cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.exceptions.NoArgsIsHelpError as help_text:
        # A command without arguments asks what there is.
        click.echo(help_text.format_message())
    except click.UsageError as error:
        _fail(in_one_line(error, cli, sys.argv[1:]), 2)
    except click.ClickException as error:
        _fail(error.format_message(), 1)
    except FalseMatchError as error:
        _fail(str(error), 1)
    except (KeyboardInterrupt, click.Abort):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C adds nothing
        _fail("stopped. Finished work is saved; run the same command again to continue.", 130)
    except BrokenPipeError:
        # The reader (head, less) has closed the pipe: write nowhere, so that the exit is quiet.
        _write_nowhere()
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO, errno.EDQUOT):
            if error.filename is None:
                raise
            # A name that is too long, a folder that may not be entered, a loop of links.
            _fail(
                f"could not use {printable(str(error.filename))[:300]} ({error.strerror}). Check "
                "the path and its permissions.",
                1,
            )
        _write_nowhere()
        _fail(
            f"could not write the output ({error.strerror}). Free some room, or write it to "
            "another place.",
            1,
        )


def _write_nowhere() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _show_notices() -> None:
    """Print notices as one line, like errors; Python would add a file name and a line of code."""
    show_other_warnings = warnings.showwarning

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if issubclass(category, SlowerEncoder):
            print(f"falsematch: {message}", file=sys.stderr)
        else:
            show_other_warnings(message, category, *where, **more)

    warnings.showwarning = show


def _fail(message: str, status: int) -> None:
    print("falsematch: " + " ".join(message.split()), file=sys.stderr)
    sys.exit(status)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="falsematch", prog_name="falsematch")
def cli() -> None:
    """Replay the ACLU's 2018 face recognition test on your own machine."""


@cli.group()
def datasets() -> None:
    """List, describe and build data sets.

    Example: falsematch datasets info lfw
    """


for _command in (
    *run.COMMANDS,
    *serve.COMMANDS,
    *audit.COMMANDS,
    *encode.COMMANDS,
    *matcher.COMMANDS,
    *batch.COMMANDS,
    *export_lesson.COMMANDS,
    *lesson_pack.COMMANDS,
    *names.COMMANDS,
    *site.COMMANDS,
):
    cli.add_command(_command)
for _command in (*installed_data.COMMANDS, *own_data.COMMANDS):
    datasets.add_command(_command)


if __name__ == "__main__":
    main()
