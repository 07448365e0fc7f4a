"""A session of the app without a browser: it opens a page and returns what the page holds."""

from __future__ import annotations

from collections.abc import Mapping
from socket import create_connection

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol


def page_texts(
    address: str, page: str = "", headers: Mapping[str, str] | None = None, seconds: float = 240
) -> str:
    """Open a page over the WebSocket; return everything that it shows, as one text.

    Args:
        address: the server's.
        page: the page's part of the address.
        headers: of the handshake, added to the client's own or in their place.
        seconds: time limit.

    Raises:
        websockets.exceptions.InvalidStatus: the handshake was refused.
    """
    given = dict(headers or {})
    host = given.pop("Host", None)
    url = address.replace("http", "ws", 1) + "/_stcore/stream"
    reached = ("127.0.0.1", int(address.rpartition(":")[2]))
    if host is not None:  # the name goes into the request; the connection to this machine
        url = f"ws://{host}/_stcore/stream"
    texts: list[str] = []
    with connect(
        url,
        sock=create_connection(reached),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers=given,
        max_size=None,
    ) as socket:
        message = BackMsg()
        message.rerun_script.SetInParent()
        message.rerun_script.page_name = page
        socket.send(message.SerializeToString())
        while True:
            received = ForwardMsg()
            received.ParseFromString(socket.recv(timeout=seconds, decode=False))
            kind = received.WhichOneof("type")
            if kind == "delta":
                texts.append(str(received.delta))
            elif kind == "script_finished":
                return "\n".join(texts)
