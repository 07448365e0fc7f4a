"""A check that a page was requested on the machine that serves it."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

PROXY_HEADERS = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-Ip")
"""Headers that a proxy adds to a request."""


def is_local(address: str) -> bool:
    """Tell whether an address or host name can be reached from this machine only."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def asked_on_this_machine(headers: Mapping[str, str]) -> bool:
    """Tell whether a request came from a browser on this machine and through no proxy.

    Args:
        headers: the request's; without ``Host`` it counts as local.
    """
    if any(headers.get(name) for name in PROXY_HEADERS):
        return False
    host = (headers.get("Host") or "localhost").lower()
    if host.startswith("["):  # an IPv6 address, such as [::1]:8501
        return is_local(host.rpartition("]")[0].lstrip("["))
    return is_local(host.partition(":")[0])
