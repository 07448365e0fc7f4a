"""The list of portraits that are one photograph."""

from __future__ import annotations

import collections
import shutil
from pathlib import Path

import pytest

from simulator.datasets.dataset import load_dataset
from simulator.datasets.one_shot import ONE_SHOT, one_shot_verdicts
from simulator.errors import ManifestError


def test_the_bundled_list_has_a_verdict_on_each_pair() -> None:
    verdicts = one_shot_verdicts(load_dataset("congress-115-second"))
    assert collections.Counter(verdicts.values()) == {"same": 192, "different": 265, "unsure": 2}
    assert verdicts["G000553"] == "unsure"


@pytest.fixture
def second(tmp_path: Path) -> Path:
    folder = tmp_path / "second"
    shutil.copytree(load_dataset("congress-115-second").folder, folder)
    return folder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bioguide_id,verdict\nY000033,maybe\n", "same, different or unsure"),
        ("bioguide_id,verdict\nX999999,same\n", "'X999999', who is not in its manifest"),
        ("bioguide_id,verdict\nY000033\n", "found '' for 'Y000033'"),
        ("who,verdict\nY000033,same\n", "the columns bioguide_id and verdict"),
        ("", "found none"),
        ("bioguide_id,verdict\n\xff", "a CSV in UTF-8"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused(second: Path, text: str, expected: str) -> None:
    (second / ONE_SHOT).write_bytes(text.encode("latin-1"))
    with pytest.raises(ManifestError, match=expected):
        one_shot_verdicts(load_dataset(str(second)))


def test_a_missing_list_is_an_error_and_not_an_empty_one(second: Path) -> None:
    (second / ONE_SHOT).unlink()
    with pytest.raises(ManifestError, match="would count as evidence"):
        one_shot_verdicts(load_dataset(str(second)))
