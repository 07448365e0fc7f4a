"""The page names the app's root."""

from __future__ import annotations

import asyncio

import pytest

from simulator.ui.serving.page_root import SCRIPT, serve_with_root, with_root

PAGE = b"<!DOCTYPE html><html><head><title>x</title></head><body></body></html>"


def answer(body: list[bytes], status: int = 200, kind: bytes = b"text/html; charset=utf-8"):
    """Return what the browser gets: (status, headers, body)."""
    sent: list[dict] = []

    async def serves(_scope, _receive, send):
        length = str(sum(map(len, body))).encode()
        headers = [(b"content-type", kind), (b"content-length", length), (b"etag", b'"a"')]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for i, part in enumerate(body):
            more = i + 1 < len(body)
            await send({"type": "http.response.body", "body": part, "more_body": more})

    async def send(message):
        sent.append(message)

    asyncio.run(with_root(serves)({"type": "http"}, None, send))
    return (
        sent[0]["status"],
        dict(sent[0]["headers"]),
        b"".join(message["body"] for message in sent[1:]),
    )


@pytest.mark.parametrize("parts", [[PAGE], [PAGE[:25], PAGE[25:]]])
def test_the_page_gets_the_script_first(parts):
    """In the head, before any other script; the length is that of the new page."""
    _, headers, body = answer(parts)
    assert body == PAGE.replace(b"<head>", b"<head>" + SCRIPT)
    assert headers[b"content-length"] == str(len(body)).encode()
    assert b"etag" not in headers


@pytest.mark.parametrize(
    ("status", "kind"), [(200, b"text/javascript"), (404, b"text/html"), (304, b"text/html")]
)
def test_all_else_is_served_as_it_is(status, kind):
    """Scripts, errors, and "not modified"."""
    served = answer([PAGE], status, kind)
    assert served == (
        status,
        {b"content-type": kind, b"content-length": str(len(PAGE)).encode(), b"etag": b'"a"'},
        PAGE,
    )


def test_a_head_request_has_no_body():
    """Its length stays that of the file; nothing is put in."""
    _, headers, body = answer([b""])
    assert body == b""
    assert headers[b"etag"] == b'"a"'


def test_streamlit_serves_its_page_through_it(monkeypatch):
    """The server's own handler is wrapped where there is one; scripts are not touched."""
    routes = pytest.importorskip("streamlit.web.server.starlette.starlette_static_routes")
    monkeypatch.setattr(
        routes, "create_streamlit_static_handler", routes.create_streamlit_static_handler
    )
    serve_with_root()
    (mount,) = routes.create_streamlit_static_assets_routes(base_url=None)
    assert SCRIPT in got(mount.app, "/lab")
    assert SCRIPT in got(mount.app, "/index.html")
    assert SCRIPT not in got(mount.app, "/favicon.png")


def got(app, path: str) -> bytes:
    """Return the body of a GET request."""
    sent: list[dict] = []
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "root_path": ""}

    asked = iter([{"type": "http.request"}])

    async def receive():
        message = next(asked, None)
        if message is None:
            # A browser that stays: whoever listens for its leaving waits.
            await asyncio.Event().wait()
        return message

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return b"".join(message.get("body", b"") for message in sent)
