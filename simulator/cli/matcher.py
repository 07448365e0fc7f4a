"""The command that brings the matcher to a plain installation: matcher install."""

from __future__ import annotations

import click


@click.group()
def matcher() -> None:
    """Install the matcher, which encodes photos.

    Example: falsematch matcher install
    """


@matcher.command()
@click.option("--dry-run", is_flag=True, help="Only print the commands that would be run.")
def install(dry_run: bool) -> None:
    """Install the matcher's packages from wheels, without a compiler.

    A checkout needs no such command: there, `make demo` installs them.

    Example: falsematch matcher install
    """
    import shlex

    from simulator.matchers.install import commands, install as install_packages

    if dry_run:
        for command in commands():
            click.echo(shlex.join(command))
        return
    install_packages()
    click.echo("The matcher is installed. Try it: falsematch encode PHOTO")


COMMANDS = (matcher,)
