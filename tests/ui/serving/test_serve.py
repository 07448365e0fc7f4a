"""Starting the server."""

import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from simulator.cli.main import cli
from simulator.errors import FalseMatchError
from simulator.ui.serving.serve import check_free, serve


def test_a_busy_port_is_one_sentence():
    """The error says that the port is in use and what to do; no other is taken silently."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(FalseMatchError, match="--port"):
            check_free(port, "127.0.0.1")
    check_free(port, "127.0.0.1")


def test_an_address_of_another_machine():
    """192.0.2.1 is reserved for documentation, so it is not an address of this machine."""
    with pytest.raises(FalseMatchError, match=r"192\.0\.2\.1"):
        check_free(8501, "192.0.2.1")


@pytest.mark.parametrize(
    ("address", "warned"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)]
)
def test_beyond_this_machine_it_warns(address, warned, monkeypatch, capsys):
    """A line on stderr says that there is no password, before the server starts."""
    started = never_serving(monkeypatch)
    serve(free_port(), address)
    assert ("there is no password" in capsys.readouterr().err) is warned
    assert started[0]["server_address"] == address
    assert started[0]["browser_gatherUsageStats"] is False


def test_only_an_address_that_was_asked_for(monkeypatch):
    """Without --address the app listens on this machine only."""
    started = never_serving(monkeypatch)
    result = CliRunner().invoke(cli, ["app", "--port", str(free_port())])
    assert result.exit_code == 0
    assert started[0]["server_address"] == "127.0.0.1"
    assert started[0]["served"].is_private


@pytest.mark.parametrize("name", ["https://school.example", "school.example:443", "*", ""])
def test_a_public_name_is_a_plain_name(name, monkeypatch, capsys):
    """An address from the address bar is refused with what to leave out; nothing is served."""
    started = never_serving(monkeypatch)
    result = CliRunner().invoke(cli, ["app", "--public-name", name])
    assert result.exit_code == 2
    assert "Leave out http://" in result.stderr
    assert not started


def test_behind_a_proxy_nothing_is_private(monkeypatch):
    """With a public name, this machine's own address serves others, and the command says so."""
    started = never_serving(monkeypatch)
    words = ["app", "--port", str(free_port()), "--public-name", "School.example"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0
    assert started[0]["served"].public_names == ("school.example",)
    assert not started[0]["served"].is_private
    assert "there is no password" in result.stderr
    refused = CliRunner().invoke(cli, [*words, "--allow-own-photo"])
    assert refused.exit_code == 2


def test_the_command_at_a_busy_port():
    """The command prints one line on stderr and exits with 1; no other port is taken silently."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        command = [sys.executable, "-m", "simulator.cli.main", "app"]
        command += ["--port", str(busy.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "--port" in done.stderr
    assert done.stdout == ""


def never_serving(monkeypatch) -> list[dict]:
    """Return the options with which the server would have been started."""
    started = []
    server = SimpleNamespace(
        start=lambda _, options, served: started.append({**options, "served": served})
    )
    monkeypatch.setitem(sys.modules, "simulator.ui.serving.server", server)
    return started


def free_port() -> int:
    """Return a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize(("status", "then"), [(0, ["served"]), (1, [])])
def test_demo_serves_after_a_replay_that_worked(status, then, monkeypatch):
    """The replay runs in a separate process to keep the server light; its error ends the demo."""
    served, started = [], []

    def replay(words, **_):
        started.append(words[1:])
        return subprocess.CompletedProcess(words, status)

    monkeypatch.setattr(subprocess, "run", replay)
    monkeypatch.setattr("simulator.ui.serving.serve.check_free", lambda *_: None)
    monkeypatch.setattr("simulator.ui.serving.serve.serve", lambda *_: served.append("served"))
    assert CliRunner().invoke(cli, ["demo"]).exit_code == status
    assert served == then
    assert started == [["-m", "simulator.cli.main", "demo", "--no-serve"]]
