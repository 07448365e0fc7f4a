"""What is wrong with the network, in words: no exception's name reaches a reader."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from collections.abc import Iterator

_CERTIFICATE = "the server's certificate or encryption was not accepted"
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_DROPPED = {errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE}


def is_offline(error: BaseException | None) -> bool:
    """Return whether no network was found at all, so that trying again at once is of no use.

    A name that no server knows looks the same as a name that no server can be asked for.
    """
    return any(
        isinstance(one, socket.gaierror) or getattr(one, "errno", None) in _NO_ROUTE
        for one in causes(error)
    )


def network_words(error: BaseException | None) -> str:
    """Return what happened, as part of a sentence, such as ``the server did not answer``."""
    found = list(causes(error))
    names = {type(one).__name__ for one in found}
    codes = {getattr(one, "errno", None) for one in found}
    if is_offline(error):
        return "no network"
    if "ProxyError" in names:
        return "the proxy did not let the request through"
    if any(isinstance(one, ssl.SSLError) for one in found) or "SSLError" in names:
        return _CERTIFICATE
    if errno.ECONNREFUSED in codes:
        return "the server refused the connection"
    if any(isinstance(one, TimeoutError) for one in found) or any("Timeout" in n for n in names):
        return "the server did not answer in time"
    if codes & _DROPPED or names & {"RemoteDisconnected", "IncompleteRead", "ProtocolError"}:
        return "the connection broke off"
    return str(found[-1])[:160] if found else "an unknown cause"


def network_advice(error: BaseException | None) -> str:
    """Return what to do about it, in one clause that begins a sentence."""
    if network_words(error) == _CERTIFICATE:
        return (
            "Where a proxy or virus scanner inspects encrypted connections, set SSL_CERT_FILE to a "
            "file with its certificate"
        )
    return "Check the network or set HTTPS_PROXY"


def trusted_certificates() -> str | bool:
    """Return what requests is to trust: the file in ``SSL_CERT_FILE``, as OpenSSL, pip, and uv do.

    requests has variables of its own, which come first.
    """
    if any(os.environ.get(name) for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")):
        return True
    return os.environ.get("SSL_CERT_FILE") or True


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, what it was raised from, and errors in its arguments; outermost first.

    Libraries wrap the operating system's error in their own, in one of these ways.
    """
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inside = [arg for arg in one.args if isinstance(arg, BaseException)]
        reason = getattr(one, "reason", None)
        inside += [reason] if isinstance(reason, BaseException) else []
        waiting += [one.__cause__, one.__context__, *inside]
