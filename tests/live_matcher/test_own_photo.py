"""An own photo: off by default, on this machine only, searched by a process that then ends."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import cli
from simulator.errors import FalseMatchError, PhotoError
from simulator.live_matcher import own_photo
from simulator.live_matcher.own_photo import (
    NearbyPhoto,
    OwnPhotoResult,
    ThresholdMatches,
    result_from_json,
    search_photo,
)
from simulator.ui.serving.serve import serve

STATIC = Path(own_photo.__file__).resolve().parents[1] / "charts" / "static"

SAID = {
    "size": [40, 30],
    "box": [1, 20, 21, 2],
    "landmarks": list(range(136)),
    "others": 1,
    "nearest": [[17, 0.5, 0.99, "05" * 136]],
    "thresholds": [[0.6, None, 3], [0.5, 0.99, 1]],
    "photos": 13194,
}


@pytest.fixture(autouse=True)
def _off_again(monkeypatch):
    """Switch off for the next test whatever a test switched on."""
    monkeypatch.setitem(own_photo._switch, "on", False)


def worker(monkeypatch, script: str) -> None:
    """Let a script stand in for the process that sees the photo."""
    monkeypatch.setattr(own_photo, "_start", lambda: [sys.executable, "-c", script])


def test_it_is_off_until_the_server_is_started_for_it(monkeypatch):
    """No variable of the environment switches it on."""
    for name in ("ALLOW_OWN_PHOTO", "FALSEMATCH_ALLOW_OWN_PHOTO", "FALSEMATCH_APP_ALLOW_OWN_PHOTO"):
        monkeypatch.setenv(name, "1")
    assert not own_photo.is_allowed()
    started = []
    server = importlib.import_module("simulator.ui.serving.server")
    monkeypatch.setattr(server, "start", lambda *_: started.append(1))
    monkeypatch.setattr("simulator.ui.serving.serve.check_free", lambda *_: None)
    serve(port=1)
    assert not own_photo.is_allowed()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    serve(port=1, allow_own_photo=True)
    assert own_photo.is_allowed()
    assert sys.dont_write_bytecode
    assert len(started) == 2


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "falsematch.example"])
@pytest.mark.parametrize("command", [["app"], ["demo"], ["demo", "--no-serve"]], ids=str)
def test_any_other_address_is_wrong_usage(command, address):
    """The command prints one line, ends with status 2, and starts nothing."""
    done = CliRunner().invoke(cli, [*command, "--allow-own-photo", "--address", address])
    assert done.exit_code == 2
    assert "--allow-own-photo" in done.output
    assert address in done.output
    with pytest.raises(FalseMatchError, match="must not cross a network"):
        serve(address=address, allow_own_photo=True)
    assert not own_photo.is_allowed()


@pytest.mark.parametrize(
    "photo",
    [None, 3, b"abc", "", "not base64", "YWJj\n", {"a": 1}, ["YWJj"], "A" * 8_000_001],
    ids=lambda value: str(value)[:12],
)
def test_what_is_no_photo_starts_no_process(monkeypatch, photo):
    """The page sends base64 of a limited size; whatever else comes is refused."""
    monkeypatch.setattr(own_photo, "_start", lambda: pytest.fail("a process was started"))
    with pytest.raises(PhotoError, match="found other data"):
        search_photo(photo)


def test_the_photo_goes_through_a_pipe_and_the_process_ends(monkeypatch, tmp_path):
    """The process gets the text on its input, not its command line, and ends after the answer."""
    log = tmp_path / "log"
    worker(
        monkeypatch,
        "import json, os, sys, time; print('\"ready\"', flush=True)\n"
        "photo, = json.loads(sys.stdin.readline())\n"
        f"open({str(log)!r}, 'w').write(json.dumps([os.getpid(), photo, sys.argv]))\n"
        f"print(json.dumps([{SAID!r}]), flush=True)\n"
        "time.sleep(60)",
    )
    look = search_photo("YWJj")
    assert look.nearest == (NearbyPhoto(17, 0.5, 0.99, "05" * 136),)
    assert look.thresholds == (ThresholdMatches(0.6, None, 3), ThresholdMatches(0.5, 0.99, 1))
    pid, photo, arguments = json.loads(log.read_text())
    assert photo == "YWJj"
    assert arguments == ["-c"]
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_process_that_dies_is_one_sentence_without_the_photo(monkeypatch):
    """The process is not started again with the same photo."""
    worker(monkeypatch, "import os; print('\"ready\"', flush=True); input(); os._exit(9)")
    with pytest.raises(FalseMatchError, match="the process ended") as raised:
        search_photo("c2VjcmV0")
    assert "c2VjcmV0" not in str(raised.value)


def test_a_process_that_hangs_is_ended(monkeypatch):
    """A process that hangs is ended, so nobody waits forever."""
    monkeypatch.setattr(own_photo, "SECONDS", 0.3)
    worker(monkeypatch, "import time; print('\"ready\"', flush=True); input(); time.sleep(60)")
    with pytest.raises(FalseMatchError, match="the process ended"):
        search_photo("YWJj")


@pytest.mark.parametrize("said", [{}, {"size": 1}, [], {**SAID, "nearest": [[1]]}], ids=str)
def test_an_answer_that_is_none_is_one_sentence(said):
    """The answer of another version's worker is an error."""
    with pytest.raises(FalseMatchError, match="found other values"):
        result_from_json(said)
    assert result_from_json({"failure": "no face found"}) == OwnPhotoResult(failure="no face found")


def test_the_process_writes_no_compiled_modules():
    """The interpreter is started with the option for this."""
    assert own_photo._start()[1] == "-B"


def test_no_camera_is_asked_for():
    """A file is chosen; nothing in the app reaches for a camera."""
    texts = {file.name: file.read_text("utf-8") for file in STATIC.rglob("*") if file.is_file()}
    assert 'type="file"' in texts["own_photo.html"]
    for name, text in texts.items():
        for word in ("getUserMedia", "mediaDevices", "capture=", "camera_input", "file_uploader"):
            assert word not in text, name
