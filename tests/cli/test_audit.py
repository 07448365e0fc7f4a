"""`falsematch audit`: the API's numbers, and a sentence for every misuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.command_line import Done, Run, falsematch, one_line

from simulator.audit.audit import Audit
from simulator.audit.run import run_audit

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, Path]:
    out = tmp_path_factory.mktemp("audit") / "out"
    words = ["--share-of-women", "50", "--abstain", "90", "--json", "--out", str(out)]
    return falsematch("audit", *words), out


def test_json_is_the_api(written: tuple[Done, Path]) -> None:
    """The printed object is AuditView.to_dict(), but for the date."""
    done, _ = written
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    told = run_audit(Audit(share_of_women=0.5, abstain=0.9)).at().to_dict()
    made["provenance"].pop("date")
    told["provenance"].pop("date")
    assert made == json.loads(json.dumps(told))


def test_files_hold_the_same_numbers(written: tuple[Done, Path]) -> None:
    """audit.json is what was printed; a table per test and column lies beside it."""
    done, out = written
    assert json.loads((out / "audit.json").read_text("utf-8")) == json.loads(done.stdout)
    table = (out / "congress-115-by-race_ethnicity-by-gender.csv").read_text("utf-8")
    rows = json.loads(done.stdout)["tests"][1]["groups"]["race_ethnicity*gender"]
    assert len(table.splitlines()) == len(rows) + 1
    black_women = next(row for row in rows if row["group"] == "Black*F")
    start = f'Black*F,"Black, Women",{black_women["people"]},{black_women["refused"]},'
    assert start in table
    assert (out / "lfw-held-out-by-gender.csv").is_file()


def test_the_tables_are_printed(here: Run) -> None:
    """People ÷ people with intervals, who was trained on, who labeled, what was published."""
    done = here("audit", "--group-by", "gender")
    assert done.returncode == 0, done.stderr
    view = run_audit(Audit(group_by=("gender",))).at()
    for test in view.tests:
        for row in test.by("gender").itertuples():
            assert f"{row.errors:,} of {row.answered:,}" in done.stdout
    for words in (
        "257 women and 743 men",
        "the people themselves",
        "Two answers, and no third.",
        "Published elsewhere, not measured here",
        "31.37%",
        "no axis is shared",
    ):
        assert words in " ".join(done.stdout.replace("│", " ").split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--share-of-women", "0"], "above 0 and below 100, found 0"),
        (["--share-of-women", "100"], "above 0 and below 100, found 100"),
        (["--share-of-women", "nan"], "found nan"),
        (["--abstain", "40"], "from 50 to under 100, found 40"),
        (["--abstain", "100"], "from 50 to under 100, found 100"),
        (["--mix", "F"], "expected GROUP=N"),
        (["--mix", "F=1,M=1", "--people", "10"], "found both"),
        (["--seed", "-1"], "--seed"),
        (["--people", "1"], "--people"),
    ],
    ids=str,
)
def test_wrong_usage_is_one_line(words: list[str], said: str, here: Run) -> None:
    """Exit code 2, nothing on stdout, no traceback."""
    assert said in one_line(here("audit", *words), 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--test", "lfw"], "none outside the tests"),
        (["--test", "utkface-adults"], "finished search only"),
        (["--test", "nobody"], "name of an installed data set"),
        (["--group-by", "shoe_size"], "'shoe_size'"),
        (["--mix", "F=10"], "only women (10)"),
        (["--mix", "F=10,M=0"], "only women (10)"),
        (["--mix", "Venus=10,M=5"], "'Venus'"),
        (["--people", "9000"], "to train on"),
    ],
    ids=str,
)
def test_what_the_data_cannot_give_is_one_line(words: list[str], said: str, here: Run) -> None:
    """Exit code 1: a group with nobody, labels missing, too few people."""
    assert said in one_line(here("audit", *words), 1)
