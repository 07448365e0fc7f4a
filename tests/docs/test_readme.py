"""Numbers in running prose are those that this version computes (tools/docs.py: the tables)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.datasets.dataset import load_dataset
from simulator.datasets.one_shot import one_shot_verdicts
from simulator.experiment.experiment import Experiment
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.search.mated_sources import mated_searches
from simulator.stats.intervals import wilson

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
METHODS = (ROOT / "docs" / "methods.md").read_text("utf-8")


@pytest.fixture(scope="module")
def result() -> Result:
    return run()


def test_readme_numbers(result: Result) -> None:
    """The counts under "How to read it"."""
    one_line = " ".join(README.split())
    at = [result.at(confidence=c).fpir.events for c in (0.80, 0.95, 0.99)]
    assert f"flags {at[0]}, {at[1]} and {at[2]} of the 535" in one_line
    columns = result.probes.manifest.set_index("key").loc[result.probes.encodings.keys.tolist()]
    aclu = (columns["aclu_2018_false_match"] == "true").to_numpy()
    color = (columns["person_of_color"] == "true").to_numpy()
    flagged = result.at().flagged
    people = result.at().by("person_of_color").set_index("group").loc["true"]
    low, high = wilson(int((flagged & color).sum()), int(flagged.sum()))
    share = f"{100 * people['share_of_false_matches']:.0f}%"
    assert (
        f"Here {(flagged & color).sum()} of 28 are people of color, {share} (anything from "
        f"{100 * low:.0f}% to {100 * high:.0f}% is compatible), who are "
        f"{100 * people['share_of_searches']:.0f}% of the 535" in one_line
    )
    assert f"{(aclu & flagged).sum()} of the ACLU's 28 are among ours" in one_line
    race = result.at().by("race_ethnicity").set_index("group")
    asian = race.loc["Asian_Pacific"]
    assert (
        f"includes none of 48, and {asian['false_matches']} of {asian['searches']} Asian"
        in one_line
    )
    black_caucus = result.at().by("cbc_member").set_index("group").loc["true"]
    assert (black_caucus["false_matches"], black_caucus["searches"]) == (0, 48)
    assert (
        f"{asian['false_matches']} of {asian['searches']} is {100 * asian['fpir']:.0f}%, and "
        f"anything from {100 * asian['low']:.0f}% to {100 * asian['high']:.0f}%" in one_line
    )


def test_what_readme_says_about_two_galleries(result: Result) -> None:
    """Sentences that hold only for such numbers; if one fails, the text has to change."""
    faces = run(Experiment(gallery="legislators"))
    mine, theirs = (set(r.probes.encodings.keys[r.at().flagged].tolist()) for r in (result, faces))
    assert len(mine) == len(theirs) == 28
    assert len(mine & theirs) < 14, "most are falsely matched in one gallery only"
    for confidence in (0.8, 0.95, 0.99, 0.999):
        counts = [r.at(confidence=confidence).fpir.events for r in (faces, result)]
        assert counts[0] < counts[1]
    cut = result.gallery_size_curve([len(faces.gallery_rows)], confidence=0.99)["fpir"].iloc[0]
    assert cut < faces.at(confidence=0.99).fpir.value
    assert len(result.gallery_rows) > 8 * len(faces.gallery_rows)
    related = [row["relation"] for row in faces.at().candidates().to_dict("records")]
    assert [relation for relation in related if relation] == ["father"]


def test_readme_another_portrait(result: Result) -> None:
    """Who of the 28 is falsely matched with another photograph, by sets of keys."""
    one_line = " ".join(README.split())
    second = run(Experiment(portrait="second"))
    mine, theirs = (set(r.probes.encodings.keys[r.at().flagged].tolist()) for r in (result, second))
    assert f"and {len(theirs - mine)} of the 28 are others" in one_line
    assert f"The other {len(theirs & mine)} prove less" in one_line
    verdicts, kinds = one_shot_verdicts(second.probes), second.probes.kinds
    alone = [key for key in mine if key not in verdicts]
    painted = [key for key in mine if kinds[key] == "painting"]
    same = [k for k in mine if verdicts.get(k) in ("same", "unsure") and k not in painted]
    other = mine - {*alone, *painted, *same}
    assert (
        f"{len(alone)} of the 28 have one portrait only, {len(same)} have the same photograph "
        f"twice, cropped or mirrored, and for {len(painted)} the other portrait is a painting"
        in one_line
    )
    again = len(other & theirs)
    assert (
        f"{len(other)} have really another photograph: {again} of them are falsely matched again, "
        f"{len(other) - again} are not" in one_line
    )


def test_readme_missed_matches(result: Result) -> None:
    """How many members are not recognized in another photograph, recomputed with NumPy."""
    one_line = " ".join(README.split())
    second = load_dataset("congress-115-second")
    verdicts = one_shot_verdicts(second)
    vectors = [
        dict(zip(e.keys.tolist(), e.vectors.astype(float), strict=True))
        for e in (result.probes.encodings, second.encodings)
    ]
    pairs = [k for k, verdict in verdicts.items() if verdict == "different" and k in vectors[1]]
    distances = np.array([np.linalg.norm(vectors[0][k] - vectors[1][k]) for k in pairs])
    missed = int((distances > result.at().distance).sum())
    interval = mated_searches("congress-115-two-portraits").interval(result.at().distance)
    assert (
        f"{missed} of {len(pairs)} members are not recognized in another photograph of themselves: "
        f"{100 * missed / len(pairs):.1f}% ({100 * interval.low:.1f}% to "
        f"{100 * interval.high:.1f}%)" in one_line
    )


def test_methods_provenance(result: Result) -> None:
    """The number of comparisons behind the calibration is stated."""
    provenance = result.calibration.provenance
    assert f"{provenance['mated_comparisons']:,} mated" in METHODS
    assert f"{provenance['non_mated_comparisons']:,} non-mated" in METHODS


def test_data_counts(result: Result) -> None:
    """The mates that docs/data.md counts."""
    text = " ".join((ROOT / "docs" / "data.md").read_text("utf-8").split())
    members = int((~np.isnan(result.search.mate_distances)).sum())
    assert f"{result.mates_excluded} photos of {members} searched members" in text


def test_the_bracket_for_25000_photos(result: Result) -> None:
    """docs/measures.md says how far one gallery speaks for a larger one."""
    point = result.gallery_size_curve([25_000], false_matches=28).iloc[0]
    text = " ".join((ROOT / "docs" / "measures.md").read_text("utf-8").split())
    words = f"{100 * point['bracket_low']:.1f}% to {100 * point['bracket_high']:.1f}% for 25,000"
    assert words in text
