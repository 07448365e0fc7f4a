"""File names made from whatever a label or a data set is called: safe letters, one folder."""

from __future__ import annotations

import hashlib
import re

_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MOST = 100
"""Letters in a name; with an ending it still fits everywhere."""


def safe_name(text: str) -> str:
    """Return a name for a file or a folder: never a path, hidden, empty, too long or reserved.

    A text that is such a name stays as it is. Any other gets a few letters of its digest, so that
    two texts never have one name.
    """
    name = _OTHER.sub("-", text).lstrip(".-")[:MOST].rstrip(".-")
    if name == text and name and not _RESERVED.fullmatch(name):
        return name
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{name or 'x'}-{digest}" if not _RESERVED.fullmatch(name) else f"x-{name}-{digest}"
