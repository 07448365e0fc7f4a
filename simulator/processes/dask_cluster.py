"""Running work on an existing Dask cluster, through joblib's Dask backend."""

from __future__ import annotations

import contextlib
import logging
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import joblib

from simulator.errors import FalseMatchError

_ADDRESS = re.compile(r"([a-z]+://)?[^\s/:]+:\d+|[a-z]+://\[[0-9a-fA-F:]+\]:\d+|inproc://\S+")
TIMEOUT = 10
"""Seconds to wait for the scheduler and for a first worker."""


_OF_DASK = frozenset({"distributed", "dask", "asyncio", "concurrent", "tornado"})


class ClusterError(FalseMatchError):
    """A Dask cluster does not answer, or was lost."""


@dataclass(frozen=True)
class Cluster:
    """A cluster that answered.

    Attributes:
        client: the ``distributed.Client`` connected to it.
    """

    client: Any

    @property
    def cores(self) -> int:
        """The number of threads of all workers: so many tasks run at once."""
        return int(sum(self.client.ncores().values()))

    def __call__(
        self, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> list[Any]:
        """Call a function with every tuple of arguments; return the answers in their order."""
        with self._backend():
            answers: list[Any] = joblib.Parallel()(joblib.delayed(function)(*a) for a in arguments)
        return answers

    def unordered(
        self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]
    ) -> Iterator[Any]:
        """Call a function with every tuple of arguments; yield answers as they come.

        The next arguments are taken only when a worker is ready for them.
        """
        with self._backend():
            parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
            jobs = (joblib.delayed(function)(*given) for given in arguments)
            with contextlib.closing(parallel(jobs)) as results:
                yield from results

    def _backend(self) -> Any:
        return joblib.parallel_config(
            backend="dask", client=self.client, wait_for_workers_timeout=TIMEOUT
        )


@contextlib.contextmanager
def on_cluster(address: str) -> Iterator[Cluster]:
    """Connect to a cluster.

    Raises:
        ClusterError: Dask is not installed, nothing answers at the address, or the cluster is lost
            while it works.
    """
    try:
        import distributed
    except ImportError as error:
        raise ClusterError(
            "expected Dask for --dask, found none. Install it beside this program: "
            "pip install 'falsematch[cluster]', or in a checkout `uv sync --extra cluster`."
        ) from error
    if not _ADDRESS.fullmatch(address):
        # Dask would notice only after its client is half made, which then waits at the exit.
        raise ClusterError(
            f"expected the address of a Dask scheduler such as tcp://host:8786, found {address!r}. "
            "Write the address that `dask scheduler` prints."
        )
    # A lost connection is one sentence of ours, not pages of Dask's log.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError, ImportError) as error:
        raise ClusterError(
            f"expected a Dask scheduler at {address}, found none ({_short(error)}). Start one "
            "(`dask scheduler`, `dask worker ADDRESS`), or leave --dask out."
        ) from error
    try:
        _await_worker(client, address)
        yield Cluster(client)
    except FalseMatchError:
        raise
    except Exception as error:
        # Whatever Dask raises here, the cluster failed: errors of this program are caught above.
        if not _from_cluster(error):
            raise
        raise ClusterError(
            f"expected the Dask cluster at {address} to stay connected, it was lost "
            f"({_short(error)}). Finished work is saved; run the same command again to continue."
        ) from error
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _await_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=TIMEOUT)
    except TimeoutError as error:
        raise ClusterError(
            f"expected a worker at the Dask scheduler {address}, found none in {TIMEOUT} s. "
            f"Start one: `dask worker {address}`."
        ) from error


def _from_cluster(error: Exception) -> bool:
    module = type(error).__module__.partition(".")[0]
    lost = isinstance(error, OSError | TimeoutError)
    return lost or module in _OF_DASK or _where(error) in _OF_DASK


def _where(error: Exception) -> str:
    """Return the package in which an error was raised: a lost client lacks attributes."""
    frames = traceback.walk_tb(error.__traceback__)
    names = [str(frame.f_globals.get("__name__", "")) for frame, _line in frames]
    last = names[-1] if names else ""
    return "dask" if last == "joblib._dask" else last.partition(".")[0]


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
