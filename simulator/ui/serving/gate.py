"""What reaches Streamlit's server: requests by a known name, from its own pages.

Streamlit would pass on every name and ask a host on the Internet for this machine's address when it
meets a foreign origin. Here such a request ends before.
"""

from __future__ import annotations

import re

from simulator.ui.serving.listening import Listening, host_of, same_place
from simulator.ui.serving.page_root import Message, Receive, Send, Serves

METHODS = ("GET", "HEAD")
CORE = "/_stcore/"
ANSWERED = re.compile(r"health|host-config|stream|bidi-components/.+")
"""What is answered below :data:`CORE`. No page takes a file from the browser this way."""
MEDIA = "/media/"

UNKNOWN_NAME = (
    421,
    "falsematch: expected a name or address of this server, found another one. Whoever runs it "
    "can add the name: falsematch app --public-name NAME.\n",
)
FOREIGN = (403, "falsematch: expected a request from the app's own page, found another origin.\n")
NOT_HERE = (404, "falsematch: expected an address of the app, found another one.\n")
NO_FILES = (405, "falsematch: expected a request for a page, found something sent to the server.\n")

_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' data: blob:; worker-src 'self' blob:; frame-src 'self' blob: data:; "
    "connect-src 'self' data: blob: ws://{host} wss://{host}; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""A page may load from its own server alone, whatever a label or a card says."""
_FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""A file made for a download runs nothing if it is opened in place."""


def gated(serves: Serves, listening: Listening) -> Serves:
    """Return an ASGI app that answers only what :data:`ANSWERED` and the pages need."""

    async def served(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await serves(scope, receive, send)
            return
        refusal = refused(scope, listening)
        if refusal is None:
            await serves(scope, receive, _with_policy(scope, send))
        elif scope["type"] == "websocket":
            await receive()  # the browser's wish to connect
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
        else:
            await _answer(send, *refusal)

    return served


def refused(scope: Message, listening: Listening) -> tuple[int, str] | None:
    """Return why a request is not passed on: (HTTP status, sentence); None if it is."""
    hosts, origins = _headers(scope, b"host"), _headers(scope, b"origin")
    host = host_of(hosts[0]) if len(hosts) == 1 else None
    if host is None or not listening.knows(host[0]):
        return UNKNOWN_NAME
    if any(not same_place(origin, hosts[0]) for origin in origins):
        return FOREIGN
    path = str(scope.get("path", ""))
    if scope["type"] == "http" and scope.get("method") not in METHODS:
        return NO_FILES
    if path.startswith(CORE) and not ANSWERED.fullmatch(path.removeprefix(CORE)):
        return NOT_HERE
    return None


def _headers(scope: Message, wanted: bytes) -> list[str]:
    headers = scope.get("headers", ())
    return [value.decode("latin-1") for name, value in headers if name.lower() == wanted]


def _with_policy(scope: Message, send: Send) -> Send:
    policy = _FILE_POLICY
    if not str(scope.get("path", "")).startswith(MEDIA):
        policy = _PAGE_POLICY.format(host=_headers(scope, b"host")[0])
    added = [
        (b"content-security-policy", policy.encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
    ]
    names = {name for name, _value in added}

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in names]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return sent


async def _answer(send: Send, status: int, text: str) -> None:
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
