"""Starting the web app's server: on this machine only, without telling anybody."""

from __future__ import annotations

import socket
import sys
from typing import Any

import click

from simulator.errors import FalseMatchError
from simulator.live_matcher import own_photo
from simulator.processes.memory import use_system_allocator
from simulator.storage.paths import bundled
from simulator.ui.memory_limit import DEFAULT_MEGABYTES, limit_memory
from simulator.ui.serving.listening import Listening, is_local, is_public_name

PORT = 8501
ADDRESS = "127.0.0.1"

LARGEST_MESSAGE = 20
"""Largest message between a page and the server, in MB: twice the largest own photo, or a page."""

_OPTIONS: dict[str, Any] = {
    "browser_gatherUsageStats": False,
    "client_showErrorLinks": False,
    "client_showErrorDetails": "none",
    "client_toolbarMode": "minimal",
    "server_fileWatcherType": "none",
    "logger_level": "warning",
    "logger_hideWelcomeMessage": True,
    "server_maxUploadSize": 1,
    "server_maxMessageSize": LARGEST_MESSAGE,
    "server_maxWidgetStateSize": 10,
    "server_headless": True,
    "theme_light_textColor": "#000000",
    "theme_light_primaryColor": "#0b57a4",
    "theme_light_linkColor": "#0b57a4",
    "theme_dark_primaryColor": "#7cc0ff",
    "theme_dark_linkColor": "#7cc0ff",
}


OWN_PHOTO_STAYS = (
    "expected this machine's own address (127.0.0.1) with --allow-own-photo, found {address}: a "
    "student's photo must not cross a network. Leave one of the two options out."
)


def serve(
    port: int = PORT,
    address: str = ADDRESS,
    allow_own_photo: bool = False,
    public_names: tuple[str, ...] = (),
    max_memory: int = DEFAULT_MEGABYTES,
) -> None:
    """Serve the web app until it is stopped.

    Args:
        port: TCP port.
        address: where to listen; beyond this machine only when it is asked for.
        allow_own_photo: whether an adult may have an own photo searched, on this machine only.
        public_names: names by which others reach the app, such as a reverse proxy's.
        max_memory: megabytes above which results are dropped before the next is calculated.

    Raises:
        FalseMatchError: the port is in use or the address is not this machine's, or own photos
            are allowed where others reach the app.
    """
    served = Listening(address, tuple(name.lower() for name in public_names))
    check_options(served, allow_own_photo)
    check_free(port, address)
    if not served.is_private:
        where = ", ".join([address, *served.public_names])
        click.echo(
            f"falsematch: listening on {where}: anyone who can reach this machine can use the "
            "app, and there is no password. See docs/deploy.md.",
            err=True,
        )
    click.echo(
        f"falsematch: the app is at {_own_link(port, address)}; stop it with Ctrl+C.", err=True
    )
    use_system_allocator()
    limit_memory(max_memory)
    from simulator.ui.serving.server import start

    if allow_own_photo:
        own_photo.allow()
        sys.dont_write_bytecode = True  # then a search writes no file at all
    options = {**_OPTIONS, "server_port": port, "server_address": address}
    script = str(bundled("streamlit_app.py"))
    start(script, options, served)


def check_options(served: Listening, allow_own_photo: bool) -> None:
    """Refuse names that are none, and own photos where other computers can connect.

    Raises:
        FalseMatchError: the options are wrong or exclude each other.
    """
    for name in served.public_names:
        if not is_public_name(name):
            raise FalseMatchError(
                "expected a host name such as falsematch.school.example with --public-name, "
                f"found {name!r}. Leave out http://, the port and the path."
            )
    if allow_own_photo and not is_local(served.address):
        raise FalseMatchError(OWN_PHOTO_STAYS.format(address=served.address))
    if allow_own_photo and served.public_names:
        raise FalseMatchError(OWN_PHOTO_STAYS.format(address=served.public_names[0]))


def _own_link(port: int, address: str) -> str:
    """Return the link to the app for a browser on this machine."""
    host = "127.0.0.1" if address in ("0.0.0.0", "::", "") else address  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def check_free(port: int, address: str) -> None:
    """Raise unless the port can be listened on.

    Raises:
        FalseMatchError: it cannot.
    """
    try:
        address_info = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(address_info[0], socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address_info[4])
    except socket.gaierror as error:
        raise FalseMatchError(
            f"expected an address of this machine, found {address!r} ({error.strerror}). Leave "
            "--address out for 127.0.0.1."
        ) from error
    except (OSError, OverflowError) as error:
        found_instead = getattr(error, "strerror", None) or error
        raise FalseMatchError(
            f"expected a free port {port} on {address}, found: {found_instead}. "
            "Another program may be using it; choose another with --port."
        ) from error
