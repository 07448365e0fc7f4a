"""run: the same numbers as the API, in a table, JSON or a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command_line import Done, Run, falsematch, one_line
from support.replay import default_replay


@pytest.mark.slow
def test_json_is_the_api(here: Run) -> None:
    """`run --json` prints what Result.at().to_dict() gives, with the fixed keys."""
    done = here("run", "--json", "--distance", "0.47", "--group-by", "gender*party")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert set(made) >= {
        "experiment",
        "probes",
        "gallery",
        "matcher",
        "threshold",
        "false_matches",
        "fpir",
        "groups",
        "not_searched",
        "candidates",
        "published",
        "provenance",
    }
    view = default_replay().at(distance=0.47)
    assert made["false_matches"] == view.fpir.events
    assert list(made["groups"]) == ["gender*party"]
    own = view.by("gender*party").iloc[0]
    assert made["groups"]["gender*party"][0] == own.to_dict()
    assert set(made["candidates"][0]) >= {
        "probe",
        "probe_name",
        "stand_in",
        "distance",
        "confidence",
    }
    assert "gallery_key" not in done.stdout
    assert made["gallery"]["mates_excluded"] > 0
    assert made["threshold"]["distance"] == 0.47


def test_keys_go_into_json_and_csv(here: Run) -> None:
    """Without either, --keys has no effect, which is said."""
    assert "--keys" in one_line(here("run", "--keys"), 2)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    """Run the command in a process that also writes a folder; return both."""
    folder = tmp_path_factory.mktemp("run") / "out"
    return falsematch("run", "--json", "--out", str(folder)), folder


@pytest.mark.slow
def test_the_same_command_twice_gives_the_same_bytes(written: tuple[Done, Path]) -> None:
    """The outputs of two processes are equal apart from the date."""
    one, other = (done.stdout.splitlines() for done in (written[0], falsematch("run", "--json")))
    assert len(one) > 100
    assert [line for line in one if '"date"' not in line] == [
        line for line in other if '"date"' not in line
    ]


@pytest.mark.slow
def test_out_writes_a_folder(written: tuple[Done, Path], tmp_path: Path, here: Run) -> None:
    """JSON and CSV beside the table; a folder that cannot be written is one line."""
    done, folder = written
    assert done.returncode == 0, done.stderr
    assert json.loads((folder / "result.json").read_text("utf-8")) == json.loads(done.stdout)
    (tmp_path / "file").write_text("")
    failed = here("run", "--json", "--out", str(tmp_path / "file" / "run"))
    assert "could not write" in one_line(failed, 1)
