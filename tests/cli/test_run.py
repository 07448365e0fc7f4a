"""run: the same numbers as the API, in a table, JSON or a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command_line import falsematch, one_line
from support.replay import default_replay


@pytest.mark.slow
def test_json_is_the_api() -> None:
    """`run --json` prints what Result.at().to_dict() gives, with the fixed keys."""
    done = falsematch("run", "--json", "--distance", "0.47", "--group-by", "gender*party")
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


def test_keys_go_into_json_and_csv() -> None:
    """Without either, --keys has no effect, which is said."""
    assert "--keys" in one_line(falsematch("run", "--keys"), 2)


@pytest.mark.slow
def test_the_same_command_twice_gives_the_same_bytes() -> None:
    """The outputs are equal apart from the date."""
    one, other = (falsematch("run", "--json").stdout.splitlines() for _ in range(2))
    assert len(one) > 100
    assert [line for line in one if '"date"' not in line] == [
        line for line in other if '"date"' not in line
    ]


@pytest.mark.slow
def test_out_writes_a_folder(tmp_path: Path) -> None:
    """JSON and CSV beside the table; a folder that cannot be written is one line."""
    assert falsematch("run", "--json", "--out", str(tmp_path / "run")).returncode == 0
    assert (tmp_path / "run" / "result.json").is_file()
    (tmp_path / "file").write_text("")
    failed = falsematch("run", "--json", "--out", str(tmp_path / "file" / "run"))
    assert "could not write" in one_line(failed, 1)
