"""Starting the server."""

import socket

import pytest

from simulator.errors import FalseMatchError
from simulator.serve import check_free, is_local


def test_a_busy_port_is_one_sentence():
    """A port in use is said, with what to do; the server is not started elsewhere in silence."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(FalseMatchError, match="--port"):
            check_free(port, "127.0.0.1")
    check_free(port, "127.0.0.1")


def test_an_address_of_another_machine():
    """192.0.2.1 is reserved for documentation: it is no address of this machine."""
    with pytest.raises(FalseMatchError, match=r"192\.0\.2\.1"):
        check_free(8501, "192.0.2.1")


@pytest.mark.parametrize(
    ("address", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_what_counts_as_this_machine(address, local):
    """Everything but loopback gets the warning."""
    assert is_local(address) is local
