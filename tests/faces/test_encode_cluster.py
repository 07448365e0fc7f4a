"""Encoding on a cluster: the same bytes as here, whoever dies, and one sentence where it fails."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.dask_scheduler import ROOT, cluster, free_port

from simulator.errors import FalseMatchError
from simulator.faces import encode_cluster
from simulator.faces.encode import default_cache, encode_photos, photos_in
from simulator.faces.encode_cluster import encode_contents, encode_on_cluster
from simulator.faces.photos import photo_digest
from simulator.matchers.registry import matcher_info
from simulator.processes.idle_workers import IdleWorkers

pytest.importorskip("distributed", reason="needs Dask: pip install falsematch[cluster]")
pytest.importorskip("face_recognition", reason="needs the matcher extra")
data = pytest.importorskip("skimage.data", reason="needs scikit-image for its photograph")

BOMB = """
import json, sys, os
print('"ready"', flush=True)
for line in sys.stdin:
    contents = [open(path, "rb").read() for path in json.loads(line)]
    if b"bomb" in contents:
        os._exit(9)
    print(json.dumps([[content.decode(), {"failure": "made"}] for content in contents]), flush=True)
"""

pytestmark = pytest.mark.cluster


def photos_of(folder: Path, number: int) -> Path:
    """One portrait at different brightness, so that no two files are equal; and two failures."""
    folder.mkdir()
    face = data.astronaut()[:300, 100:400].astype(float)
    for step in range(number):
        darker = (face * (1 - step / 100)).astype(np.uint8)
        Image.fromarray(darker).save(folder / f"{step:02d}.png")
    Image.new("RGB", (200, 200)).save(folder / "blank.png")
    (folder / "text.jpg").write_text("not a picture")
    return folder


def kill_when_cached(victim: subprocess.Popen[bytes]) -> threading.Thread:
    """Kill a process as soon as a photo lies in the cache."""
    import sqlite3

    def finished() -> int:
        with contextlib.suppress(sqlite3.Error):
            with contextlib.closing(sqlite3.connect(default_cache())) as connection:
                return int(connection.execute("SELECT COUNT(*) FROM face").fetchone()[0])
        return 0

    def wait() -> None:
        until = time.monotonic() + 120
        while not finished() and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(victim.pid, signal.SIGKILL)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_one_worker_killed_half_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file equals that of local processes; afterwards the cache has all of it."""
    found = photos_in(photos_of(tmp_path / "photos", 40))
    encode_photos(found, workers=2, cache=tmp_path / "other.sqlite").save(tmp_path / "local.npz")
    monkeypatch.setattr(encode_cluster, "PHOTOS_PER_TASK", 8)
    with cluster(tmp_path) as (address, processes):
        thread = kill_when_cached(processes[1])
        encode_photos(found, dask=address).save(tmp_path / "dask.npz")
        thread.join()
        assert processes[1].wait() == -signal.SIGKILL
    assert (tmp_path / "dask.npz").read_bytes() == (tmp_path / "local.npz").read_bytes()
    again = encode_photos(found, dask="tcp://127.0.0.1:1")
    assert again.failures == {
        "blank.png": "no face found",
        "text.jpg": "not a whole picture file",
    }


def test_a_cluster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """Nothing answers at the address: exit code 1."""
    folder = photos_of(tmp_path / "photos", 1)
    address = f"tcp://127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "simulator.cli.main", "encode", str(folder), "--dask", address]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert f"expected a Dask scheduler at {address}, found none" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ["encode", "x"],
        ["datasets", "build", "lfw"],
        ["datasets", "add", "x", "--photos", ".", "--labels", "x.csv"],
    ],
)
def test_here_and_there_at_once_is_wrong_usage(command: list[str]) -> None:
    """Wrong usage exits with code 2."""
    full = [
        sys.executable,
        "-m",
        "simulator.cli.main",
        *command,
        "--workers",
        "2",
        "--dask",
        "tcp://x",
    ]
    done = subprocess.run(full, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "expected either --workers or --dask, found both" in done.stderr


def test_a_photo_that_ends_its_process_twice_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its batch are answered; the worker of the cluster never notices."""
    made = IdleWorkers([sys.executable, "-c", BOMB])
    monkeypatch.setattr(encode_cluster, "_workers", lambda *_: made)
    identity, answers = encode_contents("dlib", "fast", 8, [b"a", b"bomb", b"b"])
    assert identity == matcher_info("dlib", "fast").cache_key
    assert dict(answers) == {
        "a": {"failure": "made"},
        "b": {"failure": "made"},
        photo_digest(b"bomb"): None,
    }
    made.stop()


def test_workers_with_another_matcher_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of two matchers are never mixed."""

    class Elsewhere:
        cores = 2

        def unordered(self, _function, arguments):
            yield from (("dlib of 1999", []) for _ in arguments)

    @contextlib.contextmanager
    def connected(_address: str) -> Iterator[Elsewhere]:
        yield Elsewhere()

    monkeypatch.setattr(encode_cluster, "on_cluster", connected)
    (tmp_path / "a").write_bytes(b"a")
    with pytest.raises(FalseMatchError, match="found dlib of 1999. Install the same"):
        list(encode_on_cluster("tcp://x:1", {"d": tmp_path / "a"}, "dlib", "fast", 8))


def test_tasks_hold_neither_too_many_photos_nor_too_large_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worked by hand: five photos of 1, 1, 1, 9 and 1 bytes."""
    monkeypatch.setattr(encode_cluster, "BYTES_PER_TASK", 9)
    paths = []
    for number, size in enumerate((1, 1, 1, 9, 1)):
        paths.append(tmp_path / str(number))
        paths[-1].write_bytes(b"x" * size)
    sizes = [[len(content) for content in task] for task in encode_cluster._tasks(paths, 2)]
    assert sizes == [[1, 1], [1, 9], [1]]
