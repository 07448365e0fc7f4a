"""Numbers in running prose are those that this version computes (tools/docs.py: the tables)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.experiment.result import Result
from simulator.experiment.run import run

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
    assert f"flags {at[0]}, {at[1]} and {at[2]} of the 459" in one_line
    columns = result.probes.manifest.set_index("key").loc[result.probes.encodings.keys.tolist()]
    aclu = (columns["aclu_2018_false_match"] == "true").to_numpy()
    color = (columns["person_of_color"] == "true").to_numpy()
    flagged, fewer = result.at().flagged, result.at(false_matches=24).flagged
    assert f"Here {(flagged & color).sum()} of 28 are people of color" in one_line
    assert f"it is {(fewer & color).sum()} of 24" in one_line
    assert (
        f"{aclu.sum()} of the ACLU's 28 could be searched, {(aclu & flagged).sum()} of them"
        in one_line
    )
    race = result.at().by("race_ethnicity").set_index("group")["false_matches"]
    assert race["Black"] == 1
    assert race["Asian_Pacific"] == 5


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
    point = result.gallery_size_curve([25_000], distance=0.4703).iloc[0]
    text = " ".join((ROOT / "docs" / "measures.md").read_text("utf-8").split())
    words = f"{100 * point['bracket_low']:.1f}% to {100 * point['bracket_high']:.1f}% for 25,000"
    assert words in text
