"""The list of every address that the program may contact, and that nothing goes past it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import tomllib
from hypothesis import given, strategies as st

import simulator
from simulator.datasets.allowed_addresses import PUBLISHERS, AddressNotAllowed, check_allowed
from simulator.datasets.fetch.london import FIGSHARE
from simulator.datasets.fetch.meds import MEDS

PACKAGE = Path(simulator.__file__).parent
CARDS = sorted((PACKAGE.parent / "datasets").glob("*/card.toml"))
NETWORK = {
    "aiohttp", "ftplib", "http.client", "httpx", "imaplib", "poplib", "pycurl", "requests",
    "smtplib", "socket", "ssl", "telnetlib", "urllib.request", "urllib3", "websocket",
    "websockets", "xmlrpc.client",
}  # fmt: skip
MAY_IMPORT = {
    "datasets/download.py": {"requests", "urllib3"},
    "datasets/network_errors.py": {"requests", "socket", "urllib3", "http.client", "ssl"},
    "ui/serving/serve.py": {"socket"},
    "ui/serving/listening.py": {"socket"},
}
"""download.py asks this list; network_errors.py reads errors; the server binds its own port."""


def addresses() -> list[str]:
    """Return every address that a fetch begins with."""
    found = [FIGSHARE, MEDS]
    for card in CARDS:
        found += _urls(tomllib.loads(card.read_text("utf-8")).get("photos", {}))
    return found


def _urls(table: object) -> list[str]:
    if isinstance(table, dict):
        return [
            url
            for key, value in table.items()
            for url in ([value] if key == "url" and isinstance(value, str) else _urls(value))
        ]
    if isinstance(table, list):
        return [url for row in table for url in _urls(row)]
    return []


def test_every_publisher_is_on_the_list():
    """Cards, figshare, NIST, and scikit-learn's files of LFW."""
    lfw = pytest.importorskip("sklearn.datasets._lfw")
    begun = addresses()
    assert len(begun) >= 6
    for url in [*begun, lfw.FUNNELED_ARCHIVE.url, *(pairs.url for pairs in lfw.TARGETS)]:
        check_allowed(url)


def test_the_list_is_short_and_each_entry_is_a_folder():
    """A publisher is a scheme, a host and a folder, never a whole network."""
    assert len(PUBLISHERS) <= 10
    for publisher in PUBLISHERS:
        assert publisher.place.endswith("/")
        assert publisher.place.count("/") >= 4
        check_allowed(publisher.place + "x")


@pytest.mark.parametrize(
    "url",
    [
        "http://checkip.example.org",
        "http://127.0.0.1:8501/",
        "http://169.254.169.254/latest/meta-data/",
        "http://unitedstates.github.io/images/x.jpg",
        "https://unitedstates.github.io:8443/images/x.jpg",
        "https://unitedstates.github.io/other/x.jpg",
        "https://unitedstates.github.io/images/../other/x.jpg",
        "https://unitedstates.github.io/images/%2e%2e/other/x.jpg",
        "https://unitedstates.github.io/images/%2E%2E%2Fother/x.jpg",
        "https://unitedstates.github.io.evil.example/images/x.jpg",
        "https://unitedstates.github.io@evil.example/images/x.jpg",
        "https://evil.example/https://unitedstates.github.io/images/x.jpg",
        "https://evil.example\\@unitedstates.github.io/images/x.jpg",
        "https://s3-eu-west-1.amazonaws.com/other-bucket/x",
        "file:///etc/passwd",
        "ftp://nigos.nist.gov:8080/nist/sd/32/x",
        "//unitedstates.github.io/images/x.jpg",
        "https://[abc",
        "https://unitedstates.github.io:99999/images/x.jpg",
        "",
    ],
)
def test_everything_else_is_refused(url):
    """Other hosts, schemes, ports and folders; each in one line."""
    with pytest.raises(AddressNotAllowed) as refused:
        check_allowed(url)
    assert "\n" not in str(refused.value)


def test_a_program_names_one_host():
    """Its scheme, host and port, and nothing beside."""
    named = "http://127.0.0.1:8000/{key}.jpg"
    check_allowed("http://127.0.0.1:8000/a.jpg", named)
    for url in ("http://127.0.0.1:8001/a.jpg", "https://127.0.0.1:8000/a.jpg", "http://b/a.jpg"):
        with pytest.raises(AddressNotAllowed):
            check_allowed(url, named)


@given(st.text())
def test_every_text_is_answered(url):
    """What is no address is refused in words, never with another error."""
    with pytest.raises(AddressNotAllowed):
        check_allowed(url)


def imported(path: Path) -> set[str]:
    """Return the names of the modules that a file imports, wherever it does."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def test_nothing_reaches_the_network_past_the_list():
    """Only the files named here import anything that could; pooch is given our downloader."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        reaching = {
            network
            for network in NETWORK
            for name in imported(path)
            if name == network or name.startswith(f"{network}.")
        }
        if reaching:
            found[path.relative_to(PACKAGE).as_posix()] = reaching
    assert {name: set() for name in found} == {name: set() for name in MAY_IMPORT}
    for name, reaching in found.items():
        assert reaching <= MAY_IMPORT[name], name
    users = [p.name for p in PACKAGE.rglob("*.py") if "pooch.retrieve(" in p.read_text("utf-8")]
    assert users == ["download.py"]
