"""Commands that serve the web app: demo, app."""

from __future__ import annotations

import subprocess
import sys

import click

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


@click.command()
@click.option("--no-serve", is_flag=True, help="Only print the table.")
@_PORT
@_ADDRESS
@_OWN_PHOTO
def demo(no_serve: bool, port: int, address: str, allow_own_photo: bool) -> None:
    """Replay the 2018 test on the bundled data, print the table, and serve the web app.

    Example: falsematch demo --no-serve
    """
    from simulator.ui.serve import check_free, serve

    _check_own_photo(address, allow_own_photo)
    if no_serve:
        from simulator.cli.shared import console
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
    serve(port, address, allow_own_photo)


@click.command()
@_PORT
@_ADDRESS
@_OWN_PHOTO
def app(port: int, address: str, allow_own_photo: bool) -> None:
    """Serve the web app on this computer until you stop it.

    Example: falsematch app --port 8502
    """
    from simulator.ui.serve import serve

    _check_own_photo(address, allow_own_photo)
    serve(port, address, allow_own_photo)


def _check_own_photo(address: str, allow_own_photo: bool) -> None:
    """Refuse own photos where other computers can connect.

    Raises:
        click.UsageError: both options were given.
    """
    from simulator.ui.local_address import is_local
    from simulator.ui.serve import OWN_PHOTO_STAYS

    if allow_own_photo and not is_local(address):
        raise click.UsageError(OWN_PHOTO_STAYS.format(address=address))


COMMANDS = (demo, app)
