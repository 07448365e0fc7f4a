"""Sweeps on a real Dask scheduler with two workers on localhost."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from support.dask_scheduler import cluster, free_port

from simulator.processes import dask_cluster
from simulator.processes.dask_cluster import ClusterError, on_cluster
from simulator.sweep.grid import parse_grid
from simulator.sweep.searches import sweep
from simulator.sweep.sweep_folder import PARTS, RESULTS

pytest.importorskip("distributed", reason="needs Dask: pip install falsematch[cluster]")
TEXT = "gallery_size = [800, 3000, 6000]\nrepeat = 200\nconfidence = 99\n"

pytestmark = pytest.mark.cluster


def kill_when_started(folder: Path, victim: subprocess.Popen[bytes]) -> threading.Thread:
    """Kill a process as soon as the first part lies in the run's folder."""

    def wait() -> None:
        until = time.monotonic() + 120
        while not list(folder.glob(f"{PARTS}/*.parquet")) and time.monotonic() < until:
            time.sleep(0.01)
        os.kill(victim.pid, signal.SIGKILL)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_one_worker_killed_half_way_changes_nothing(tmp_path: Path) -> None:
    """A cluster gives the same bytes as one local process."""
    grid = parse_grid(TEXT)
    sweep(grid, tmp_path / "local", workers=1)
    with cluster(tmp_path) as (address, processes):
        thread = kill_when_started(tmp_path / "dask", processes[1])
        sweep(grid, tmp_path / "dask", dask=address)
        thread.join()
        assert processes[1].wait() == -signal.SIGKILL
    assert (tmp_path / "dask" / RESULTS).read_bytes() == (tmp_path / "local" / RESULTS).read_bytes()


def test_a_cluster_that_goes_away_is_one_sentence(tmp_path: Path) -> None:
    """The scheduler is killed half-way; what was finished stays, the next start goes on."""
    grid = parse_grid(TEXT)
    folder = tmp_path / "dask"
    with cluster(tmp_path) as (address, processes):
        thread = kill_when_started(folder, processes[0])
        with pytest.raises(ClusterError, match="was lost") as error:
            sweep(grid, folder, dask=address)
        thread.join()
    assert "\n" not in str(error.value)
    assert sweep(grid, folder, workers=1).resumed > 0


def test_a_cluster_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """Nothing answers at the address."""
    with pytest.raises(ClusterError, match="expected a Dask scheduler at") as error:
        sweep(parse_grid(""), tmp_path / "a", dask=f"tcp://127.0.0.1:{free_port()}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("address", ["nonsense", "ftp://x:1", "tcp://127.0.0.1:notaport"])
def test_an_address_that_is_none_is_one_sentence(address: str, tmp_path: Path) -> None:
    """A text that is not an address is an error."""
    with pytest.raises(ClusterError, match="expected (a Dask scheduler at|the address of a Dask)"):
        sweep(parse_grid(""), tmp_path / "a", dask=address)


@pytest.mark.parametrize("address", ["foo", "", "tcp://", "tcp://host", "host:port", "a b:1", "::"])
def test_what_is_no_address_is_refused_before_dask_is_asked(address: str) -> None:
    """Its half-made client would wait 20 seconds at the exit, and print a traceback."""
    with pytest.raises(ClusterError, match=r"such as tcp://host:8786, found"), on_cluster(address):
        pass


@pytest.mark.parametrize("address", ["tcp://10.0.0.1:8786", "node-7:8786", "tls://[::1]:8786"])
def test_addresses(address: str) -> None:
    assert dask_cluster._ADDRESS.fullmatch(address)


@pytest.mark.parametrize(("package", "is_cluster"), [("distributed.client", True), ("x", False)])
def test_a_client_that_lost_its_scheduler_lacks_attributes(package: str, is_cluster: bool) -> None:
    """Dask raises AttributeError then; one of this program's own stays what it is."""
    scope: dict[str, object] = {"__name__": package}
    exec("def ncores(client):\n    return client.ncores", scope)
    with pytest.raises(AttributeError) as lost:
        scope["ncores"](None)  # type: ignore[operator]
    assert dask_cluster._from_cluster(lost.value) is is_cluster
