"""A publisher's server, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.file_server import served


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Return a folder and the address at which it is served."""
    folder = tmp_path / "site"
    folder.mkdir()
    with served(folder) as address:
        yield folder, address
