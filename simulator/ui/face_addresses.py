"""Addresses on this server from which the browser fetches bundled portraits, one at a time.

Streamlit serves what a session has handed to its media files under ``media/``; the address is
relative to the page, so that it also holds behind a reverse proxy with a base path.
"""

from __future__ import annotations

import functools

from streamlit import runtime

from simulator.datasets.bundled_faces import face_file

KIND = "image/webp"


def address(dataset: str, key: str) -> str:
    """Return the address of a bundled portrait for this session; "" where nothing is served.

    Args:
        dataset: the name of the data set.
        key: the photo's.
    """
    if not runtime.exists():
        return ""
    files = runtime.get_instance().media_file_mgr
    return files.add(_read(dataset, key), KIND, f"face-{dataset}-{key}").lstrip("/")


@functools.lru_cache(maxsize=4096)
def _read(dataset: str, key: str) -> bytes:
    return face_file(dataset, key).read_bytes()
