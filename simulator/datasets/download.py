"""Downloading one file: resumed where it broke off, checked, then moved into place by pooch.

pooch provides the temporary name, the checksum, and the move; the downloader here adds what pooch
lacks: resuming, retries with back-off, a limit for servers that stall, and one sentence when
everything fails. A proxy is taken from the environment (``HTTPS_PROXY``). This is the program's
only way to the network; :mod:`simulator.datasets.allowed_addresses` is asked before each request.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pooch
import requests
import urllib3
from requests.adapters import HTTPAdapter

from simulator.datasets.allowed_addresses import check_allowed
from simulator.datasets.network_errors import (
    is_offline,
    network_advice,
    network_words,
    trusted_certificates,
)
from simulator.errors import FalseMatchError
from simulator.i18n.plurals import plural
from simulator.storage.files import write_bytes
from simulator.storage.progress import DownloadProgress

AGENT = "falsematch (an offline teaching tool; fetches once, slowly)"
_CHUNK = 65_536
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_TRANSPORT = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    urllib3.exceptions.HTTPError,
)


class DownloadError(FalseMatchError):
    """A file could not be fetched completely."""


class MissingOnServer(DownloadError):
    """The server reports that there is no such file."""


@dataclass(frozen=True)
class DownloadLimits:
    """Limits on the number, duration and size of downloads.

    Attributes:
        tries: how many times a broken download is tried.
        wait: seconds before the second try; doubled before each further one.
        timeout: seconds without a byte after which a server counts as gone.
        slowest: bytes per second below which a server counts as stalled.
        patience: seconds over which that speed is measured.
        largest: bytes beyond which a file is too large to be the right one.
    """

    tries: int = 5
    wait: float = 1.0
    timeout: float = 30.0
    slowest: float = 200.0
    patience: float = 60.0
    largest: int = 4_000_000_000


def download(
    url: str,
    target: Path,
    *,
    checksum: str | None = None,
    check: Callable[[bytes], object] | None = None,
    limits: DownloadLimits | None = None,
    by_hand: str = "",
    progress: DownloadProgress | None = None,
    named: str = "",
) -> Path:
    """Fetch a file unless it is already there.

    Args:
        url: where from.
        target: the finished file. An unfinished download is ``NAME.part`` beside it.
        checksum: as pooch writes it, ``md5:…`` or ``sha256:…``.
        check: for files without a checksum; it must raise FalseMatchError on wrong content.
        limits: how often and how long to try.
        by_hand: what a person without a network connection can do instead.
        progress: called after each piece.
        named: an address on the same host that the calling program named; no command does.

    Returns:
        The target.

    Raises:
        AddressNotAllowed: the address, or one to which it redirects, is not a publisher's.
        MissingOnServer: the server says 404 or 410.
        DownloadError: it could not be fetched, or is not the right file. Nothing is left behind
            that could be mistaken for the file.
    """
    pooch.get_logger().setLevel("ERROR")
    check_allowed(url, named)
    bounds = limits or DownloadLimits()
    downloader = _Downloader(target, bounds, by_hand, check, checksum, progress, named)
    try:
        pooch.retrieve(
            url,
            known_hash=checksum,
            fname=target.name,
            path=target.parent,
            downloader=downloader,
        )
    except ValueError as error:  # pooch: the hash does not match
        raise DownloadError(
            f"expected the file {checksum} at {url}, found a different file. It was deleted; try "
            f"again later, or check the address. {by_hand}"
        ) from error
    except OSError as error:
        raise DownloadError(
            f"could not write {target}: {error.strerror or error}. Check that the folder is "
            "writable and the disk has room; what was downloaded so far is kept."
        ) from error
    return target


class _Downloader:
    """The function that pooch calls with (url, output_file, pooch) to write ``output_file``."""

    def __init__(
        self,
        target: Path,
        limits: DownloadLimits,
        by_hand: str,
        check: Callable[[bytes], object] | None,
        checksum: str | None,
        progress: DownloadProgress | None,
        named: str,
    ) -> None:
        self.part = target.with_name(target.name + ".part")
        self.tag = target.with_name(target.name + ".part.tag")
        self.limits = limits
        self.by_hand = by_hand
        self.check = check
        self.checksum = checksum
        self.progress = progress
        self.named = named

    def __call__(self, url: str, output_file: str, _: Any) -> None:
        last: Exception | None = None
        for attempt in range(self.limits.tries):
            if attempt:
                time.sleep(self.limits.wait * 2 ** (attempt - 1))
            try:
                self._fetch(url)
                break
            except _Broken as error:
                last = error.cause
                if is_offline(last):
                    raise DownloadError(
                        f"No network: {urlparse(url).hostname} was not found. Connect this "
                        "machine or set HTTPS_PROXY, then start again; what was fetched is kept. "
                        f"{self.by_hand}".strip()
                    ) from last
        else:
            raise DownloadError(
                f"expected a complete file from {url}, found none after "
                f"{plural(self.limits.tries, 'try', 'tries')} ({network_words(last)}). "
                f"{network_advice(last)}; the next run continues where this one stopped. "
                f"{self.by_hand}"
            ) from last
        try:
            if self.check is not None:
                self.check(self.part.read_bytes())
        except FalseMatchError as error:
            self._forget()
            raise DownloadError(
                f"expected the right file at {url}, found a different one ({error}) "
                f"It was deleted. {self.by_hand}"
            ) from error
        self.part.replace(output_file)
        self.tag.unlink(missing_ok=True)

    def _fetch(self, url: str) -> None:
        have = self.part.stat().st_size if self.part.is_file() else 0
        tag = self.tag.read_text("utf-8") if self.tag.is_file() else ""
        # Without an ETag, only a checksum can tell whether two parts belong to the same file.
        if have and not tag and self.checksum is None:
            have = 0
        headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
            if tag:
                headers["If-Range"] = tag
        try:
            with (
                _session(self.named) as session,
                session.get(
                    url,
                    headers=headers,
                    stream=True,
                    timeout=(10, self.limits.timeout),
                    verify=trusted_certificates(),
                ) as answer,
            ):
                if answer.status_code == 416:  # nothing is left to download, or the file changed
                    self._forget()
                    raise _Broken(FalseMatchError("the server's file changed"))
                self._refuse(answer, url)
                resumed = answer.status_code == 206 and _starts_at(answer, have)
                self._write(answer, have if resumed else 0)
        except requests.TooManyRedirects as error:
            raise DownloadError(
                f"expected a file at {url}, found an endless chain of redirects. {self.by_hand}"
            ) from error
        except _TRANSPORT as error:
            raise _Broken(error) from error
        except requests.RequestException as error:
            raise DownloadError(
                f"expected a file at {url}, found none ({network_words(error)}). Check the "
                f"address. {self.by_hand}"
            ) from error

    def _refuse(self, answer: requests.Response, url: str) -> None:
        if answer.status_code in _AGAIN:
            pause = answer.headers.get("Retry-After", "")
            if pause.isdigit():
                time.sleep(min(int(pause), 60) * min(1.0, self.limits.wait))
            raise _Broken(
                FalseMatchError(f"the server answered with HTTP status {answer.status_code}")
            )
        if answer.status_code in (404, 410):
            raise MissingOnServer(
                f"expected a file at {url}, found none (HTTP status {answer.status_code})."
            )
        if answer.status_code not in (200, 206):
            raise DownloadError(
                f"expected a file at {url}, found HTTP status {answer.status_code}. {self.by_hand}"
            )

    def _write(self, answer: requests.Response, offset: int) -> None:
        length = answer.headers.get("Content-Length", "")
        total = offset + int(length) if length.isdigit() else None
        if not offset:
            tag = answer.headers.get("ETag", "")
            self.tag.unlink(missing_ok=True)
            self.part.unlink(missing_ok=True)
            if tag and not tag.startswith("W/"):
                write_bytes(self.tag, tag.encode())
        done, since, then = offset, offset, time.monotonic()
        with self.part.open("ab" if offset else "wb") as file:
            # read1 returns what has arrived, so a break loses nothing and a slow drip is noticed.
            read = getattr(answer.raw, "read1", answer.raw.read)
            while piece := read(_CHUNK):
                file.write(piece)
                done += len(piece)
                if done > self.limits.largest:
                    raise DownloadError(
                        f"expected a file of at most {self.limits.largest / 1e6:.0f} MB, found a "
                        f"larger one. {self.by_hand}"
                    )
                if self.progress is not None:
                    self.progress(done, total)
                if (passed := time.monotonic() - then) > self.limits.patience:
                    if (done - since) / passed < self.limits.slowest:
                        raise _Broken(FalseMatchError("the server is too slow"))
                    since, then = done, time.monotonic()
        if total is not None and done < total:
            raise _Broken(FalseMatchError(f"only {done:,} of {total:,} bytes arrived"))

    def _forget(self) -> None:
        self.part.unlink(missing_ok=True)
        self.tag.unlink(missing_ok=True)


class _Guarded(HTTPAdapter):  # type: ignore[misc]
    """Sends a request, the first as every redirected one, only to an allowed address."""

    def __init__(self, named: str) -> None:
        super().__init__()
        self.named = named

    def send(
        self, request: requests.PreparedRequest, *args: Any, **named: Any
    ) -> requests.Response:
        check_allowed(request.url or "", self.named)
        return super().send(request, *args, **named)


def _session(named: str) -> requests.Session:
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Guarded(named))
    return session


class _Broken(Exception):
    """A download that broke off and may be tried again."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _starts_at(answer: requests.Response, offset: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {offset}-")
