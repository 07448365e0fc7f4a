"""Photos → encodings: on all cores, cached by content, safe to interrupt at any moment.

Every finished photo is committed to a cache (SQLite) before the next is started, so a run that is
stopped, even by SIGKILL or a power cut, loses only the photos in progress. The cache's key is the
photo's content, the matcher's identity and its encoder: renamed files are found again, photos under
other settings are not.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np

from simulator.errors import FalseMatchError, PhotoError
from simulator.faces.encode_worker import command, from_json
from simulator.faces.encodings import Encodings
from simulator.faces.find_photos import find_photos
from simulator.faces.photos import photo_digest, read_photo_bytes
from simulator.matchers.base import Face, FailureToEnrol, MatcherInfo
from simulator.matchers.registry import matcher_info, usable_encoder
from simulator.processes.worker_pool import run_in_workers
from simulator.storage.files import make_folder
from simulator.storage.paths import user_cache
from simulator.storage.progress import Progress

Outcome = Face | FailureToEnrol

BATCH = {"fast": 8, "dlib": 1}
"""Photos handed to a worker at once: the fast encoder's network takes several in one run."""

DIED = FailureToEnrol("the encoder's process died on it, twice")
"""Reported, but not cached: another run may fare better."""


@dataclass(frozen=True)
class PhotoFile:
    """A photo to encode: its key in the manifest and where it lies."""

    key: str
    path: Path


def encode_photos(
    photos: Sequence[PhotoFile],
    matcher: str = "dlib",
    workers: int | None = None,
    cache: Path | None = None,
    progress: Progress | None = None,
    encoder: str = "fast",
    dask: str | None = None,
) -> Encodings:
    """Encode photos; those that are in the cache are taken from there.

    Args:
        photos: in the order that the result is to have.
        matcher: a matcher's name.
        workers: processes; all cores by default.
        cache: the cache's file; a file in the user's cache folder by default.
        progress: called as photos are finished.
        encoder: ``fast``, or ``dlib`` for the reference; the vectors are the same.
        dask: address of a Dask scheduler whose workers encode instead; the cache stays here.

    Returns:
        The encodings, and the failures to enroll with their reasons. A file that cannot be read or
        is not a whole picture is such a failure, and so is one on which a worker process died twice
        (this one is not cached); a file that is missing is an error.

    Warns:
        SlowerEncoder: the fast encoder cannot run here, and the reference is used.

    Raises:
        PhotoError: a photo is missing.
        MatcherNotInstalled: the matcher's packages are missing.
        ClusterError: the Dask cluster does not answer or is lost; finished photos stay cached.
    """
    encoder = usable_encoder(matcher, encoder)
    info = matcher_info(matcher, encoder)
    photos, digests, unreadable = _readable(photos)
    outcomes: dict[str, Outcome] = {}
    with open_cache(cache or default_cache()) as store:
        for digest in set(digests):
            known = store.get(digest, info)
            if known is not None:
                outcomes[digest] = known
        todo: dict[str, Path] = {}
        for photo, digest in zip(photos, digests, strict=True):
            if digest not in outcomes:
                todo.setdefault(digest, photo.path)
        done = len(photos) - sum(digest in todo for digest in digests)
        if progress is not None:
            progress(done, len(photos))
        copies = Counter(digests)
        for digest, outcome in _encode_new(todo, matcher, encoder, workers, dask):
            if outcome is not DIED:
                store.put(digest, info, outcome)
            outcomes[digest] = outcome
            done += copies[digest]
            if progress is not None:
                progress(done, len(photos))
    missing = [photo.path for photo, d in zip(photos, digests, strict=True) if d not in outcomes]
    if missing:
        raise PhotoError(
            f"{missing[0]} changed while it was being encoded ({len(missing)} such photos). "
            "Run the same command again; finished photos stay cached."
        )
    encodings = _collect(photos, digests, outcomes, info)
    encodings.failures.update(unreadable)
    return encodings


def _readable(
    photos: Sequence[PhotoFile],
) -> tuple[list[PhotoFile], list[str], dict[str, str]]:
    """Return the photos that can be read, their digests, and key → reason for the others.

    Raises:
        PhotoError: a photo is missing.
    """
    readable: list[PhotoFile] = []
    digests: list[str] = []
    failures: dict[str, str] = {}
    for photo in photos:
        digest = _digest(photo.path)
        if digest is None:
            failures[photo.key] = "the file could not be read or is too large"
        else:
            readable.append(photo)
            digests.append(digest)
    return readable, digests, failures


def _digest(path: Path) -> str | None:
    """Return the digest of a photo's content; None where it exists but cannot be read."""
    try:
        return photo_digest(read_photo_bytes(path))
    except PhotoError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise
        return None


def _encode_new(
    photos: dict[str, Path], matcher: str, encoder: str, workers: int | None, dask: str | None
) -> Iterator[tuple[str, Outcome]]:
    """Encode photos, given by digest, in worker processes that load the matcher once."""
    if not photos:
        return
    if dask is not None:
        from simulator.faces.encode_cluster import encode_on_cluster

        for digest, outcome in encode_on_cluster(dask, photos, matcher, encoder, BATCH[encoder]):
            yield digest, DIED if outcome is None else outcome
        return
    count = min(workers or joblib.cpu_count(), len(photos))
    # A worker that waits from earlier work may have another current folder.
    digests = {str(path.absolute()): digest for digest, path in photos.items()}
    paths = list(digests)
    size = min(BATCH[encoder], -(-len(paths) // count))
    batches = [paths[i : i + size] for i in range(0, len(paths), size)]
    for files, answers in run_in_workers(command(matcher, encoder), batches, count):
        if answers is None:
            yield digests[files[0]], DIED
        else:
            yield from ((digest, from_json(answer)) for digest, answer in answers)


def _collect(
    photos: Sequence[PhotoFile],
    digests: Sequence[str],
    outcomes: dict[str, Outcome],
    info: MatcherInfo,
) -> Encodings:
    enrolled: list[tuple[str, str, Face]] = []
    failures: dict[str, str] = {}
    for photo, digest in zip(photos, digests, strict=True):
        outcome = outcomes[digest]
        if isinstance(outcome, Face):
            enrolled.append((photo.key, digest, outcome))
        else:
            failures[photo.key] = outcome.reason
    faces = [face for _, _, face in enrolled]
    n = len(faces)
    return Encodings(
        matcher=info,
        keys=np.array([key for key, _, _ in enrolled], dtype=np.str_),
        vectors=np.array([f.vector for f in faces], np.float32).reshape(n, info.dimension),
        landmarks=np.array([f.landmarks for f in faces], np.int16).reshape(n, 68, 2),
        boxes=np.array([f.box for f in faces], np.int16).reshape(n, 4),
        sizes=np.array([f.size for f in faces], np.int16).reshape(n, 2),
        others=np.array([f.others for f in faces], np.int16),
        digests=np.frombuffer(
            b"".join(bytes.fromhex(digest) for _, digest, _ in enrolled), np.uint8
        ).reshape(n, 32),
        failures=failures,
    )


def default_cache() -> Path:
    """Return the path of the cached encodings: in the user's cache, or ``FALSEMATCH_CACHE``."""
    return user_cache() / "encodings.sqlite"


class Cache:
    """Finished photos in one SQLite file; each is committed by itself."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def get(self, digest: str, info: MatcherInfo) -> Outcome | None:
        """Return the cached outcome of a photo's content under this matcher, if there is one."""
        row = self._connection.execute(
            "SELECT failure, vector, landmarks, box, others, size FROM face "
            "WHERE photo = ? AND matcher = ?",
            (digest, info.cache_key),
        ).fetchone()
        if row is None:
            return None
        failure, vector, landmarks, box, others, size = row
        if failure is not None:
            return FailureToEnrol(failure)
        numbers = np.frombuffer(vector, "<f4")
        if numbers.shape != (info.dimension,):
            return None
        top, right, bottom, left = np.frombuffer(box, "<i4").tolist()
        height, width = np.frombuffer(size, "<i4").tolist()
        return Face(
            box=(top, right, bottom, left),
            landmarks=np.frombuffer(landmarks, "<i4").reshape(68, 2),
            vector=numbers,
            others=int(others),
            size=(height, width),
        )

    def forget(self, digest: str) -> int:
        """Delete all outcomes of a photo's content; return how many rows were deleted."""
        with self._connection:
            return self._connection.execute("DELETE FROM face WHERE photo = ?", (digest,)).rowcount

    def put(self, digest: str, info: MatcherInfo, outcome: Outcome) -> None:
        """Store an outcome at once, so that it survives the end of this process."""
        values: tuple[object, ...]
        if isinstance(outcome, FailureToEnrol):
            values = (outcome.reason, None, None, None, None, None)
        else:
            values = (
                None,
                outcome.vector.astype("<f4").tobytes(),
                outcome.landmarks.astype("<i4").tobytes(),
                np.array(outcome.box, "<i4").tobytes(),
                outcome.others,
                np.array(outcome.size, "<i4").tobytes(),
            )
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO face VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (digest, info.cache_key, *values),
            )


@contextmanager
def open_cache(path: Path) -> Iterator[Cache]:
    """Open the cache; create it where there is none.

    Raises:
        FalseMatchError: the file cannot be opened or is not a cache.
    """
    try:
        make_folder(path.parent)
        # Encodings are biometric data: SQLite gives its other files the permissions of this one.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with contextlib.suppress(OSError):
            path.chmod(0o600)
        connection = sqlite3.connect(path, timeout=60)
    except (OSError, sqlite3.Error) as error:
        raise FalseMatchError(
            f"could not open the cache {path} ({error}). Set FALSEMATCH_CACHE to a writable folder."
        ) from error
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # NORMAL survives a killed process; only a power cut may lose the last photos.
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS face (photo TEXT, matcher TEXT, failure TEXT, vector BLOB, "
            "landmarks BLOB, box BLOB, others INTEGER, size BLOB, PRIMARY KEY (photo, matcher))"
        )
        yield Cache(connection)
    except sqlite3.Error as error:
        raise FalseMatchError(
            f"the cache {path} could not be used ({error}): a database with room to grow was "
            "expected. Delete the file or free some disk space; finished photos are still in it "
            "if it is whole."
        ) from error
    finally:
        connection.close()


def photos_in(folder: Path) -> list[PhotoFile]:
    """Return every photo below a folder, with its path relative to the folder as key.

    Links that lead out of the folder, and what the operating system added, are ignored. A path to
    one photo gives that photo.

    Raises:
        PhotoError: there is no such folder or file.
    """
    if folder.is_file():
        return [PhotoFile(folder.name, folder)]
    if not folder.is_dir():
        raise PhotoError(
            f"expected a data set's name or a folder of photos, found neither at {str(folder)!r}. "
            "See `falsematch datasets list`."
        )
    return [
        PhotoFile(path.relative_to(folder).as_posix(), path) for path in find_photos(folder).photos
    ]
