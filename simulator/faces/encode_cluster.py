"""Encoding on an existing Dask cluster: photos out, faces back, the cache stays here.

A task carries the photos themselves, so that workers need this package and its matcher and no copy
of the data set. On each worker a separate process encodes them, as it would locally: a photo that
ends a process ends neither the worker nor the run.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from simulator.faces.encode_worker import Outcome, command, from_json
from simulator.faces.photos import photo_digest, read_photo_bytes
from simulator.matchers.registry import matcher_info
from simulator.processes.dask_cluster import ClusterError, on_cluster
from simulator.processes.idle_workers import IdleWorkers

PHOTOS_PER_TASK = 128
BYTES_PER_TASK = 16_000_000
"""A task is lost with its worker and travels as one message: it must be neither long nor large."""

TASKS_PER_CORE = 4
"""The least number of tasks where there are few photos, so that a worker that dies costs little."""

Answer = tuple[str, dict[str, Any] | None]


def encode_on_cluster(
    address: str, photos: Mapping[str, Path], matcher: str, encoder: str, batch: int
) -> Iterator[tuple[str, Outcome | None]]:
    """Encode photos, given by digest, on a cluster.

    Args:
        address: of the Dask scheduler.
        photos: digest of the content → file.
        matcher: the matcher's name.
        encoder: the encoder's name.
        batch: photos handed to an encoding process at once.

    Yields:
        A photo's digest and its outcome, as photos are finished; None where the encoding process
        died on it twice.

    Raises:
        ClusterError: the cluster does not answer, is lost, or encodes with another matcher.
        PhotoError: a photo is missing.
    """
    expected = matcher_info(matcher, encoder).cache_key
    with on_cluster(address) as cluster:
        share = -(-len(photos) // (TASKS_PER_CORE * max(1, cluster.cores)))
        tasks = _tasks(list(photos.values()), max(batch, min(share, PHOTOS_PER_TASK)))
        given = ((matcher, encoder, batch, contents) for contents in tasks)
        for used, answers in cluster.unordered(encode_contents, given):
            if used != expected:
                raise ClusterError(
                    f"expected the matcher {expected} on the workers of {address}, found {used}. "
                    "Install the same versions of falsematch and its matcher there."
                )
            for digest, answer in answers:
                yield digest, None if answer is None else from_json(answer)


def _tasks(paths: list[Path], photos: int) -> Iterator[list[bytes]]:
    """Yield the contents of the photos of each task; they are read only when a task is sent."""
    contents: list[bytes] = []
    for path in paths:
        contents.append(read_photo_bytes(path))
        if len(contents) >= photos or sum(map(len, contents)) >= BYTES_PER_TASK:
            yield contents
            contents = []
    if contents:
        yield contents


def encode_contents(
    matcher: str, encoder: str, batch: int, contents: list[bytes]
) -> tuple[str, list[Answer]]:
    """Encode photos on a worker of the cluster; return its matcher and an answer for each photo.

    The photos lie in a temporary folder of the worker while they are encoded, and no longer.

    Raises:
        FalseMatchError: the matcher is not installed here.
    """
    answers: list[Answer] = []
    with tempfile.TemporaryDirectory(prefix="falsematch-") as folder:
        paths = [str(Path(folder) / str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            Path(path).write_bytes(content)
        workers = _workers(matcher, encoder)
        for start in range(0, len(paths), batch):
            files = paths[start : start + batch]
            for path, answer in zip(files, workers.answers(files), strict=True):
                given = (photo_digest(Path(path).read_bytes()), None) if answer is None else answer
                answers.append((given[0], given[1]))
    return matcher_info(matcher, encoder).cache_key, answers


@functools.lru_cache(maxsize=4)
def _workers(matcher: str, encoder: str) -> IdleWorkers:
    """Return this machine's encoding processes, which stay between tasks."""
    return IdleWorkers(command(matcher, encoder))
