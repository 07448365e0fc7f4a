"""Every address that this program may ever contact: the data sets' publishers, by command only.

:func:`simulator.datasets.download.download` is the one place that reaches the network, and asks
here before each request, redirects included. No command takes another address, and no card of a
data set can add one; a program of one's own may name one (``fetch_lfw(url=…)``).
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.errors import FalseMatchError

_PORTS = {"http": 80, "https": 443}


class AddressNotAllowed(FalseMatchError):
    """An address that the program does not contact."""


@dataclass(frozen=True)
class Publisher:
    """Whose files may be fetched, and from where.

    Attributes:
        who: the publisher.
        place: the beginning of the addresses, with the scheme and a path that ends with ``/``.
    """

    who: str
    place: str


PUBLISHERS = (
    Publisher("UnitedStates.io: portraits of Congress", "https://unitedstates.github.io/images/"),
    Publisher(
        "Voteview: portraits of Congress",
        "https://raw.githubusercontent.com/voteview/member_photos/",
    ),
    Publisher("figshare: London's list of files", "https://api.figshare.com/v2/articles/"),
    Publisher("figshare: LFW, London", "https://ndownloader.figshare.com/files/"),
    Publisher("figshare: LFW, London", "https://figshare.com/ndownloader/files/"),
    Publisher(
        "figshare's storage, to which it redirects",
        "https://s3-eu-west-1.amazonaws.com/pfigshare-u-files/",
    ),
    Publisher("NIST: MEDS-II", "http://nigos.nist.gov:8080/nist/sd/32/"),
)
"""Complete: a request to any other address is refused."""


def check_allowed(url: str, named: str = "") -> None:
    """Raise unless an address is a publisher's, or on the host that a program named.

    Args:
        url: what would be requested.
        named: the address that the calling program named for this download, if any.

    Raises:
        AddressNotAllowed: it is neither.
    """
    place = _place(url)
    if place is not None:
        if named and (there := _place(named)) is not None and place[:3] == there[:3]:
            return
        if any(_is_below(place, publisher.place) for publisher in PUBLISHERS):
            return
    shown = "".join(c if c.isprintable() else "?" for c in url.partition("?")[0][:200])
    raise AddressNotAllowed(
        f"expected an address of a data set's publisher, found {shown}. It was not contacted. "
        "The publisher may have moved its files: get them by hand, or a newer version of this "
        "program."
    )


def _is_below(place: tuple[str, str, int, str], publisher: str) -> bool:
    scheme, host, port, path = place
    above = _place(publisher)
    assert above is not None
    return (scheme, host, port) == above[:3] and path.startswith(above[3])


def _place(url: str) -> tuple[str, str, int, str] | None:
    """Return (scheme, host, port, path), or None for what is not plainly an address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or "\\" in url:
        return None
    steps = parts.path.lower().replace("%2e", ".").replace("%2f", "/").split("/")
    if ".." in steps:
        return None
    return parts.scheme, host, port or _PORTS[parts.scheme], parts.path
