"""Where the server listens, and by which names browsers may ask for it."""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

_NAME = re.compile(
    r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*"
)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Listening:
    """What the server was started with.

    Attributes:
        address: where it listens.
        public_names: the names by which others reach it, such as a reverse proxy's.
    """

    address: str = "127.0.0.1"
    public_names: tuple[str, ...] = ()

    @property
    def is_private(self) -> bool:
        """Whether only this machine can connect, and nothing in front of it passes others on."""
        return is_local(self.address) and not self.public_names

    def knows(self, name: str) -> bool:
        """Tell whether a browser may ask for the server by a name.

        A page elsewhere can make its own name point here (DNS rebinding), but not an address.
        """
        if is_local(name) or name in self.public_names:
            return True
        if is_local(self.address):
            return False
        return _is_address(name) or name in _own_names()


_now = {"listening": Listening()}


def listen(listening: Listening) -> None:
    """Note where this process serves; only the server calls this, when it starts."""
    _now["listening"] = listening


def listening() -> Listening:
    """Return where this process serves."""
    return _now["listening"]


def is_local(address: str) -> bool:
    """Tell whether an address or host name can be reached from this machine only."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def is_public_name(text: str) -> bool:
    """Tell whether a text is a plain host name or address, as a browser's address bar shows it."""
    return _is_address(text) or _NAME.fullmatch(text) is not None


def host_of(header: str) -> tuple[str, int | None] | None:
    """Return (name, port) of a ``Host`` header, or None if it is not one."""
    return _place(f"//{header}", header)


def origin_of(header: str) -> tuple[str, int | None] | None:
    """Return (name, port) of an ``Origin`` header of a page, or None if it is not one."""
    scheme, found, rest = header.partition("://")
    if not found or scheme not in _PORTS:
        return None
    place = _place(f"//{rest}", rest)
    return place and (place[0], place[1] or _PORTS[scheme])


def same_place(origin: str, host: str) -> bool:
    """Tell whether a page of an origin belongs to the server that a request names."""
    asking, asked = origin_of(origin), host_of(host)
    if asking is None or asked is None:
        return False
    usual = _PORTS[origin.partition("://")[0]]
    return asking == (asked[0], asked[1] or usual)


def _place(url: str, raw: str) -> tuple[str, int | None] | None:
    try:
        parts = urlsplit(url)
        name, port = parts.hostname, parts.port
    except ValueError:
        return None
    # Whatever the parser dropped or read as something else is no host.
    plain = f"[{name}]" if name and ":" in name else name or ""
    if raw.lower() not in (plain, f"{plain}:{port}") or not is_public_name(name or ""):
        return None
    return name or "", port


def _is_address(name: str) -> bool:
    try:
        return bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def _own_names() -> set[str]:
    """Return what this machine calls itself, without asking anybody."""
    own = socket.gethostname().lower()
    short = own.partition(".")[0]
    return {own, short, f"{short}.local"} - {""}
