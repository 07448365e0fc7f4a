"""Numbers in docs/measures.md are those that this version computes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator import Experiment, run
from simulator.comparison.comparison_counts import find_counts
from simulator.comparison.false_match_pairs import false_match_pairs
from simulator.datasets.dataset import load_dataset
from simulator.experiment.search_mates import KEPT, kept_tally, sources
from simulator.faces.conditions import CONDITIONS
from simulator.search.mated_searches import mated_searches

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "measures.md").read_text("utf-8")
ONE_LINE = " ".join(TEXT.split())


@pytest.mark.parametrize("name", list(CONDITIONS))
def test_the_table_of_conditions(name):
    view = run(Experiment(condition=name)).at(distance=0.4703)
    mates = view.result.search.mate_distances
    mates = mates[mates == mates]
    row = next(line for line in TEXT.splitlines() if line.startswith(f"| `{name}`"))
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    total = view.fpir
    assert cells[2] == str(len(view.result.probes.encodings.failures))
    assert cells[3] == (
        f"{total.events} of {total.trials} = {100 * total.value:.1f}% "
        f"({100 * total.low:.1f}–{100 * total.high:.1f})"
    )
    assert cells[4] == f"{(mates > 0.4703).sum()} of {len(mates)}"


def test_the_bracket_for_25000_photos():
    point = run().gallery_size_curve([25_000], distance=0.4703).iloc[0]
    words = f"{100 * point['bracket_low']:.1f}% to {100 * point['bracket_high']:.1f}% for 25,000"
    assert words in ONE_LINE


def test_missed_matches():
    for name, row in (("congress-115-in-lfw", "Congress in LFW"), ("lfw", "LFW, leave one out")):
        mated = mated_searches(name)
        line = next(line for line in TEXT.splitlines() if line.startswith(f"| {row}"))
        for threshold, with_failures in ((0.47, False), (0.47, True), (0.6, True)):
            found = mated.fnir(threshold, with_failures=with_failures)
            ends = mated.interval(threshold, with_failures=with_failures)
            assert (
                f"{found.events:,} of {found.trials:,} = {100 * found.value:.1f}% "
                f"({100 * ends.low:.1f}–{100 * ends.high:.1f})"
            ) in line


@pytest.mark.parametrize(
    ("name", "column", "group"),
    [
        ("congress-115", "race_ethnicity", "White"),
        ("congress-115", "race_ethnicity", "Black"),
        ("congress-115", "race_ethnicity", "Asian_Pacific"),
        ("london", "ethnicity", "black"),
        ("london", "ethnicity", "east_asian"),
    ],
)
def test_same_group_false_matches(name, column, group):
    row = false_match_pairs(load_dataset(name), 0.6).by(column).set_index("group").loc[group]
    expected = f"{row['events']:,} of {row['comparisons']:,} = "
    line = next(line for line in TEXT.splitlines() if expected in line)
    low, high = re.search(r"\(([\d.]+)–([\d.]+)\)", line).groups()
    assert float(low) == pytest.approx(100 * row["low"], abs=0.06)
    assert float(high) == pytest.approx(100 * row["high"], abs=0.06)


def test_both_matchers_in_lfw():
    """Missed and false matches at each matcher's own threshold for 28."""
    missed, men, women = [], [], []
    for matcher in ("dlib", "eigenfaces"):
        result = run(Experiment(matcher=matcher))
        distance = result.at().distance
        mated = sources(result)["lfw" if matcher == "dlib" else KEPT]()
        rate, ends = mated.fnir(distance, with_failures=False), mated.interval(distance)
        missed.append(
            f"{rate.events:,} of {rate.trials:,} = {100 * rate.value:.1f}% "
            f"({100 * ends.low:.1f}–{100 * ends.high:.1f})"
        )
        tally = kept_tally(result) or find_counts(load_dataset("lfw"), "gender")["everyone"]
        table = tally.table(distance)
        same = table[table["group"] == table["other"]].set_index("group")["fmr"]
        men.append(f"{1e6 * same['M']:.1f}")
        women.append(f"{1e6 * same['F']:.1f}")
    for cells in (missed, men, women):
        assert f"| {' | '.join(cells)} |" in TEXT


def test_the_second_matchers_counts():
    table = run(Experiment(matcher="eigenfaces")).at().by("race_ethnicity").set_index("label")
    for label in ("White or not listed", "Black", "Hispanic", "Asian or Pacific Islander"):
        row = table.loc[label]
        assert f"| {row['false_matches']} of {row['searches']} |" in next(
            line for line in TEXT.splitlines() if line.startswith(f"| {label} |")
        )
