"""Commands that serve the web app: demo, app."""

from __future__ import annotations

import subprocess
import sys

import click

from simulator.errors import FalseMatchError

_PORT = click.option(
    "--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="TCP port."
)
_ADDRESS = click.option(
    "--address",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; by default only this computer can connect.",
)
_OWN_PHOTO = click.option(
    "--allow-own-photo",
    is_flag=True,
    help="Let adults search their own photo, in memory; works on this computer's address only.",
)
_PUBLIC_NAME = click.option(
    "--public-name",
    "public_names",
    multiple=True,
    metavar="NAME",
    help="Name by which others reach the app, such as a reverse proxy's; may be repeated.",
)
_MAX_MEMORY = click.option(
    "--max-memory",
    type=click.IntRange(400),
    default=500,
    show_default=True,
    metavar="MB",
    help="Memory above which the server drops results before it calculates the next.",
)


@click.command()
@click.option("--no-serve", is_flag=True, help="Only print the table.")
@_PORT
@_ADDRESS
@_PUBLIC_NAME
@_MAX_MEMORY
@_OWN_PHOTO
def demo(
    no_serve: bool,
    port: int,
    address: str,
    public_names: tuple[str, ...],
    max_memory: int,
    allow_own_photo: bool,
) -> None:
    """Replay the 2018 test on the bundled data, print the table, and serve the web app.

    Example: falsematch demo --no-serve
    """
    from simulator.ui.serving.serve import check_free, serve

    _check(address, public_names, allow_own_photo)
    if no_serve:
        from simulator.cli.shared import console, refuse_without

        refuse_without(
            "no address with --no-serve, which serves nothing", "port", "address", "allow_own_photo"
        )
        from simulator.experiment.run import run
        from simulator.experiment.terminal.one_screen import print_screen

        print_screen(run().at(), (), console())
        return
    check_free(port, address)
    # In a separate process: in the server, the search's libraries and its 170 MB would stay.
    replay = [sys.executable, "-m", "simulator.cli.main", "demo", "--no-serve"]
    status = subprocess.run(replay, check=False).returncode  # noqa: S603 - our own command
    if status:
        sys.exit(status)
    serve(port, address, allow_own_photo, public_names, max_memory)


@click.command()
@_PORT
@_ADDRESS
@_PUBLIC_NAME
@_MAX_MEMORY
@_OWN_PHOTO
def app(
    port: int,
    address: str,
    public_names: tuple[str, ...],
    max_memory: int,
    allow_own_photo: bool,
) -> None:
    """Serve the web app on this computer until you stop it.

    Example: falsematch app --port 8502
    """
    from simulator.ui.serving.serve import serve

    _check(address, public_names, allow_own_photo)
    serve(port, address, allow_own_photo, public_names, max_memory)


def _check(address: str, public_names: tuple[str, ...], allow_own_photo: bool) -> None:
    """Refuse wrong names, and own photos where other computers can connect.

    Raises:
        click.UsageError: the options are wrong or exclude each other.
    """
    from simulator.ui.serving.listening import Listening
    from simulator.ui.serving.serve import check_options

    names = tuple(name.lower() for name in public_names)
    try:
        check_options(Listening(address, names), allow_own_photo)
    except FalseMatchError as error:
        raise click.UsageError(str(error)) from error


COMMANDS = (demo, app)
