"""A real Dask scheduler with two workers on localhost, for tests."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers; yield (address, [scheduler, worker, worker])."""
    address = f"tcp://127.0.0.1:{free_port()}"
    host, port = "127.0.0.1", address.rpartition(":")[2]
    common = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    started = [
        subprocess.Popen([*run, "--host", host, "--port", port, "--no-dashboard"], **common)  # type: ignore[call-overload]
    ]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--no-nanny"]
    worker += ["--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)]
    started += [subprocess.Popen(worker, **common) for _ in range(2)]  # type: ignore[call-overload]
    try:
        import distributed

        until = time.monotonic() + 60
        while True:
            try:
                with distributed.Client(address, timeout=2, set_as_default=False) as client:
                    client.wait_for_workers(2, timeout=60)
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.2)
        yield address, started
    finally:
        for process in started:
            process.kill()
            process.wait()
