"""Which requests reach the app, and with which policy its answers leave."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from simulator.ui.serving.gate import gated
from simulator.ui.serving.listening import Listening

HERE = Listening()
CLASS = Listening("0.0.0.0")
PROXIED = Listening("127.0.0.1", ("school.example",))
OWN = {"Host": "127.0.0.1:8501"}


def asked(
    served: Listening,
    path: str = "/",
    headers: Any = None,
    method: str = "GET",
    kind: str = "http",
) -> tuple[int, dict[str, str], bool]:
    """Return (status, headers of the answer, whether the app was reached)."""
    reached, sent = [], []

    async def app(_scope, _receive, send):
        reached.append(True)
        if kind == "websocket":
            await send({"type": "websocket.accept"})
            return
        policy = [(b"Content-Security-Policy", b"default-src *"), (b"content-type", b"text/html")]
        await send({"type": "http.response.start", "status": 200, "headers": policy})
        await send({"type": "http.response.body", "body": b"page"})

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    pairs = (headers if headers is not None else OWN).items()
    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs]
    scope = {"type": kind, "path": path, "method": method, "headers": raw}
    asyncio.run(gated(app, served)(scope, receive, send))
    if kind == "websocket":
        return {"websocket.accept": 101, "websocket.close": 403}[sent[0]["type"]], {}, bool(reached)
    answer = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    assert len(answer) == len(sent[0]["headers"])
    return sent[0]["status"], answer, bool(reached)


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("served", "headers", "status"),
    [
        (HERE, OWN, 200),
        (HERE, {"Host": "localhost:8501", "Origin": "http://localhost:8501"}, 200),
        (HERE, {**OWN, "Origin": "http://127.0.0.1:8501"}, 200),
        (HERE, {**OWN, "Origin": "http://evil.example"}, 403),
        (HERE, {**OWN, "Origin": "http://localhost:8501"}, 403),
        (HERE, {**OWN, "Origin": "null"}, 403),
        (HERE, {**OWN, "Origin": ""}, 403),
        (HERE, {"Host": "rebound.example", "Origin": "http://rebound.example"}, 421),
        (HERE, {"Host": "192.168.1.7:8501"}, 421),
        (HERE, {"Host": ""}, 421),
        (HERE, {}, 421),
        (HERE, {"Host": "localhost:8501@evil.example"}, 421),
        (HERE, {"Host": "l\xf6calhost"}, 421),
        (CLASS, {"Host": "192.168.1.7:8501", "Origin": "http://192.168.1.7:8501"}, 200),
        (CLASS, {"Host": "rebound.example:8501", "Origin": "http://rebound.example:8501"}, 421),
        (CLASS, {"Host": "192.168.1.7:8501", "Origin": "http://192.168.1.8:8501"}, 403),
        (PROXIED, {"Host": "school.example", "Origin": "https://school.example"}, 200),
        (PROXIED, {"Host": "school.example", "Origin": "https://evil.example"}, 403),
        (PROXIED, {"Host": "other.example"}, 421),
        (PROXIED, {"Host": "10.0.0.7"}, 421),
    ],
)
def test_only_known_names_and_own_pages(kind, served, headers, status):
    """DNS rebinding and pages elsewhere end at the gate, for pages and for the WebSocket."""
    found, _, reached = asked(served, "/_stcore/stream", headers, kind=kind)
    if kind == "websocket":
        status = 101 if status == 200 else 403
    assert found == status
    assert reached is (status in (101, 200))


def test_two_hosts_are_none():
    """A request that names two servers is for neither."""
    both = [(b"host", b"127.0.0.1:8501"), (b"host", b"evil.example")]
    scope = {"type": "http", "path": "/", "method": "GET", "headers": both}
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(gated(lambda *_: pytest.fail("reached"), HERE)(scope, None, send))
    assert sent[0]["status"] == 421
    assert sent[1]["body"].count(b"\n") == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/lab", 200),
        ("HEAD", "/static/x.js", 200),
        ("GET", "/_stcore/health", 200),
        ("GET", "/_stcore/host-config", 200),
        ("GET", "/_stcore/bidi-components/a/b.js", 200),
        ("GET", "/media/a.png", 200),
        ("GET", "/_stcore/metrics", 404),
        ("GET", "/_stcore/script-health-check", 404),
        ("GET", "/_stcore/health/x", 404),
        ("PUT", "/_stcore/upload_file/session/file", 405),
        ("GET", "/_stcore/upload_file/session/file", 404),
        ("DELETE", "/_stcore/upload_file/session/file", 405),
        ("OPTIONS", "/", 405),
        ("POST", "/_stcore/agent", 405),
        ("POST", "/auth/login", 405),
    ],
)
def test_only_what_a_page_needs(method, path, status):
    """No page sends a file, and nobody needs the server's counters."""
    found, _, reached = asked(HERE, path, method=method)
    assert (found, reached) == (status, status == 200)


def test_a_page_may_load_from_its_own_server_alone():
    """Whatever the app says itself is replaced; the policy names this server and no other."""
    _, headers, _ = asked(HERE, "/lab")
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "ws://127.0.0.1:8501" in policy
    assert "*" not in policy
    assert "http:" not in policy.replace("'self'", "")
    assert "object-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_a_file_runs_nothing():
    """A report that is opened from the server has no rights there."""
    _, headers, _ = asked(HERE, "/media/report.html")
    assert headers["content-security-policy"].endswith("sandbox")


def test_the_server_s_own_life_passes():
    """What is neither a request nor a WebSocket is the server's start and end."""
    reached = []

    async def app(scope, _receive, _send):
        reached.append(scope["type"])

    asyncio.run(gated(app, HERE)({"type": "lifespan"}, None, None))
    assert reached == ["lifespan"]
