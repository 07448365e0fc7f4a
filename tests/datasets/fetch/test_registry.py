"""Which data sets can be fetched by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from simulator.cli.main import cli
from simulator.datasets.fetch import registry
from simulator.datasets.fetch.meds import MEDS_NOTE
from simulator.datasets.fetch.registry import IN_BYTES, NAMES, fetch
from simulator.datasets.fetch.shared import Fetched
from simulator.errors import FalseMatchError


def test_meds_needs_a_word_first(tmp_path: Path) -> None:
    """The note on a data set's people is shown before any request to a server."""
    with pytest.raises(FalseMatchError, match="An arrest is not a conviction"):
        fetch("meds-ii", tmp_path)
    assert list(tmp_path.iterdir()) == []
    done = CliRunner().invoke(cli, ["datasets", "fetch", "meds-ii"])
    assert MEDS_NOTE.split(".")[0] in str(done.exception)


def test_what_cannot_be_fetched_is_named() -> None:
    """UTKFace and FairFace come from their authors."""
    with pytest.raises(FalseMatchError, match="by hand from their authors"):
        fetch("utkface", Path("nowhere"))


@pytest.mark.parametrize("name", NAMES)
def test_each_name_has_its_own_fetcher(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder reaches the fetcher of that data set; large files are counted in bytes."""
    asked: list[str] = []
    for function in ("fetch_lfw", "fetch_london", "fetch_meds", "fetch_portraits"):

        def record(*args: object, function: str = function, **_: object) -> Fetched:
            asked.append(function)
            assert tmp_path in args
            return Fetched(tmp_path, 0)

        monkeypatch.setattr(registry, function, record)
    fetch(name, tmp_path, accept_content=True)
    wanted = {"lfw": "fetch_lfw", "london": "fetch_london", "meds-ii": "fetch_meds"}
    assert asked == [wanted.get(name, "fetch_portraits")]
    assert (name in IN_BYTES) == (name in wanted)
