"""Reading the pages of a site."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.site.parts import unpacked

PACKED = re.compile(r'<script type="application/gzip" id="([^"]+)">([^<]*)</script>')


def contents(file: Path) -> dict[str, bytes]:
    """Return a page's packed data by name."""
    return {name: unpacked(data) for name, data in PACKED.findall(file.read_text("utf-8"))}
