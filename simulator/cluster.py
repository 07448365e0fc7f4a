"""Running work on an existing Dask cluster, through joblib's Dask backend."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import joblib

from simulator.errors import FalseMatchError

TIMEOUT = 10
"""Seconds to wait for the scheduler and for a first worker."""

Call = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], list[Any]]


class ClusterError(FalseMatchError):
    """A Dask cluster is not there, or went away."""


@contextlib.contextmanager
def on_cluster(address: str) -> Iterator[Call]:
    """Connect, and give a function that calls another with every tuple of arguments.

    Raises:
        ClusterError: Dask is not installed, or nobody answers at the address, or the cluster goes
            away while it works.
    """
    try:
        import distributed
    except ImportError as error:
        raise ClusterError(
            "expected Dask for --dask, found none. Install it: pip install 'falsematch[cluster]'."
        ) from error
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
        yield lambda function, arguments: _call(client, function, arguments)
    except FalseMatchError:
        raise
    except Exception as error:
        # Whatever Dask raises here, it is the cluster that failed: ours are caught above.
        if not _from_cluster(error):
            raise
        raise ClusterError(
            f"expected the Dask cluster at {address} to stay, it went away ({_short(error)}). "
            "What was finished is kept; run the same command again to go on."
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


def _call(
    client: Any, function: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
) -> list[Any]:
    with joblib.parallel_config(backend="dask", client=client, wait_for_workers_timeout=TIMEOUT):
        jobs = (joblib.delayed(function)(*given) for given in arguments)
        found: list[Any] = joblib.Parallel()(jobs)
    return found


def _from_cluster(error: Exception) -> bool:
    module = type(error).__module__.partition(".")[0]
    lost = isinstance(error, OSError | TimeoutError)
    return lost or module in {"distributed", "dask", "asyncio", "concurrent", "tornado"}


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
