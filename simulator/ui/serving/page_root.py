"""The page that carries the app says where the app's root is, so that the browser need not guess.

Streamlit's browser code looks for the server under a page's own address first (``/lab/_stcore/…``):
two requests that fail, and two errors in the browser's console, on each page but the first. It does
not if ``window.__streamlit`` names the root.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Serves = Callable[[Message, Receive, Send], Awaitable[None]]

SCRIPT = (
    b'<script>window.__streamlit = {BACKEND_BASE_URL: new URL("./", location.href).href}</script>'
)
"""The page's own files are addressed with ``./`` too, so this is right behind a proxy as well."""
HEAD = b"<head>"


def with_root(serves: Serves) -> Serves:
    """Return an ASGI app that serves the same files, with :data:`SCRIPT` in its HTML."""

    async def served(scope: Message, receive: Receive, send: Send) -> None:
        held: list[Message] = []
        body = b""

        async def sent(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start" and _is_html(message):
                held.append(message)
            elif held and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    page = body.replace(HEAD, HEAD + SCRIPT, 1) if body else body
                    await send(_with_length(held[0], len(page)) if body else held[0])
                    await send({"type": "http.response.body", "body": page})
            else:
                await send(message)

        await serves(scope, receive, sent)

    return served


def serve_with_root() -> None:
    """Make Streamlit's server serve its page through :func:`with_root`.

    A version of Streamlit that serves its files in another way is left as it is: the two requests
    fail as before, and the app works.
    """
    try:
        from streamlit.web.server.starlette import starlette_static_routes as routes
    except ImportError:
        return
    made = getattr(routes, "create_streamlit_static_handler", None)
    if made is not None:
        routes.create_streamlit_static_handler = lambda *args, **named: with_root(  # type: ignore[assignment]
            made(*args, **named)
        )


def _is_html(start: Message) -> bool:
    headers = {name.lower(): value for name, value in start.get("headers", ())}
    return start.get("status") == 200 and headers.get(b"content-type", b"").startswith(b"text/html")


def _with_length(start: Message, length: int) -> Message:
    """Return the response's start with its new length; the file's tag is not this content's."""
    headers = [
        (name, str(length).encode() if name.lower() == b"content-length" else value)
        for name, value in start["headers"]
        if name.lower() not in (b"etag", b"last-modified")
    ]
    return {**start, "headers": headers}
