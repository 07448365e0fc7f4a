"""A publisher's server, on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.file_server import served

from simulator.datasets import allowed_addresses
from simulator.datasets.allowed_addresses import Publisher


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, str]]:
    """Return a folder and the address at which it is served, which is on the list here."""
    folder = tmp_path / "site"
    folder.mkdir()
    with served(folder) as address:
        here = Publisher("a publisher", f"{address.rstrip('/')}/")
        monkeypatch.setattr(allowed_addresses, "PUBLISHERS", (*allowed_addresses.PUBLISHERS, here))
        yield folder, address
