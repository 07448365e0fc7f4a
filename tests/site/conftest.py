"""A site that the tests of this folder share: written once, with a cache of its own."""

from __future__ import annotations

import pytest

from simulator.board.stored import first_board
from simulator.site.write import write_site


@pytest.fixture(scope="session")
def site_cache(tmp_path_factory):
    """Return the folder of what the site's tests calculate."""
    return tmp_path_factory.mktemp("site-cache")


@pytest.fixture(scope="session")
def site(tmp_path_factory, site_cache):
    """Return a site in English."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FALSEMATCH_CACHE", str(site_cache))
        out = tmp_path_factory.mktemp("web") / "lab"
        write_site(out)
    return out


@pytest.fixture
def site_board(site, site_cache, monkeypatch):
    """Return a board of the site, by its gallery, from the site's cache."""
    monkeypatch.setenv("FALSEMATCH_CACHE", str(site_cache))
    return lambda gallery: first_board("first", gallery)
