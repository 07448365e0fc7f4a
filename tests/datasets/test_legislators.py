"""The gallery of other members of Congress: who is in it, and where each label comes from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from simulator.datasets.dataset import Dataset, load_dataset
from simulator.datasets.origin import origin_notes
from simulator.datasets.stand_ins import gallery_person

CATEGORIES = ("Black", "Hispanic", "Asian_Pacific", "Native_American")
SEARCHED = ("congress-114", "congress-115")


@pytest.fixture(scope="module")
def legislators() -> Dataset:
    return load_dataset("legislators")


@pytest.fixture(scope="module")
def sources(legislators: Dataset) -> pd.DataFrame:
    return pd.read_csv(legislators.folder / "label_sources.csv", keep_default_na=False)


def test_nobody_who_is_searched_for_is_in_the_gallery(legislators: Dataset) -> None:
    """No member of the 114th or 115th, among them five who came to the 115th after its list."""
    keys = set(legislators.manifest["key"])
    for name in SEARCHED:
        for other in (name, f"{name}-second"):
            assert not keys & set(load_dataset(other).manifest["key"])
    late = {"B001306", "H001082", "M001206", "S001205", "W000826"}
    assert not keys & late
    assert legislators.manifest["key"].is_unique
    assert (legislators.manifest["key"] == legislators.manifest["bioguide_id"]).all()


def test_every_label_is_complete_and_has_a_known_value(legislators: Dataset) -> None:
    manifest = legislators.manifest
    values = {
        "gender": {"F", "M"},
        "chamber": {"House", "Senate"},
        "party": {"Democrat", "Republican", "Independent", "Conservative"},
        "decade": {"1970s", "1980s", "1990s", "2000s", "2010s", "2020s"},
        "person_of_color": {"true", "false"},
        "kind": {"photograph", "painting", "other", "another person"},
        "photo_source": {"bio_guide", "wiki", "manual"},
    }
    for column, known in values.items():
        assert set(manifest[column]) == known, column
    assert set(legislators.card.labels) >= {"gender", "chamber", "party", "decade"}
    for label in legislators.card.labels.values():
        assert label.column in manifest.columns
        assert label.author
        assert label.how
    assert manifest["state"].str.fullmatch("[A-Z]{2}").all()
    assert manifest["name"].str.contains(" ").all()


def test_the_counts_that_the_card_and_the_documents_give(legislators: Dataset) -> None:
    manifest, card = legislators.manifest, legislators.card
    assert Counter(manifest["kind"]) == {
        "photograph": 1664,
        "painting": 117,
        "other": 7,
        "another person": 1,
    }
    assert "117 paintings and 7 other pictures" in card.summary
    assert Counter(manifest["gender"]) == {"M": 1595, "F": 194}
    assert Counter(manifest["chamber"]) == {"House": 1493, "Senate": 296}
    for source, count in Counter(manifest["photo_source"]).items():
        assert f"{source}," in card.source
        assert f", {count:,}" in card.source
    in_office = (manifest["served_to"] == "").sum()
    assert f"{in_office} of them were still in office" in card.summary
    assert f"{len(manifest):,} people" in card.summary


def test_everybody_was_an_adult(legislators: Dataset) -> None:
    """The Constitution asks for 25 years in the House; the youngest here turned 26 that year."""
    years = legislators.manifest[["served_from", "birth_year"]].astype(int)
    assert (years["served_from"] - years["birth_year"]).min() == 26


def test_years_and_decades_agree(legislators: Dataset) -> None:
    """Nobody left before 1973; those still in office have no last year and count in the 2020s."""
    for row in legislators.manifest.itertuples():
        first = int(row.served_from)
        last = int(row.served_to) if row.served_to else 2026
        assert first <= last, row.key
        assert last >= 1973, row.key
        assert row.decade == f"{last // 10 * 10}s", row.key


def test_a_person_is_named_with_office_and_years(legislators: Dataset) -> None:
    assert gallery_person(legislators, "A000009") == "James Abdnor (Senate, R-SD, 1973–1987)"
    assert gallery_person(legislators, "A000377").endswith("(House, R-ND, 2019–2024)")
    sitting = legislators.manifest.set_index("key").loc["M000687"]
    assert sitting["served_to"] == ""
    assert gallery_person(legislators, "M000687") == "Kweisi Mfume (House, D-MD, 1987–)"


def test_every_category_of_every_person_has_its_source(
    legislators: Dataset, sources: pd.DataFrame
) -> None:
    """The list of sources and the label say the same; nobody is labeled without a source."""
    named = sources.groupby("bioguide_id")["race_ethnicity"].agg(set).to_dict()
    for row in legislators.manifest.itertuples():
        expected = set() if row.race_ethnicity == "White" else set(row.race_ethnicity.split("|"))
        assert named.get(row.key, set()) == expected, row.key
        assert (row.person_of_color == "true") == bool(expected)
    assert set(sources["race_ethnicity"]) == set(CATEGORIES)
    assert sources["source"].str.len().min() > 10
    assert not sources.duplicated(["bioguide_id", "race_ethnicity"]).any()


def test_how_many_are_on_each_list(legislators: Dataset, sources: pd.DataFrame) -> None:
    assert Counter(sources["race_ethnicity"]) == {
        "Black": 87,
        "Hispanic": 51,
        "Asian_Pacific": 25,
        "Native_American": 5,
    }
    volumes = sources[sources["source"].str.startswith("House Historian")]
    assert Counter(volumes["race_ethnicity"]) == {
        "Black": 63,
        "Hispanic": 30,
        "Asian_Pacific": 18,
    }
    portuguese = legislators.manifest.set_index("key").loc[["C000581", "C001050"]]
    assert (portuguese["race_ethnicity"] == "White").all()


def test_nobody_is_listed_twice(legislators: Dataset, photos: Path) -> None:
    """No two people share a name, a state and a birth year, and no two files are the same photo."""
    assert not legislators.manifest.duplicated(["name", "birth_year"]).any()
    encodings = legislators.all_encodings
    assert len({bytes(digest) for digest in encodings.digests}) == len(encodings)


def test_a_photo_of_somebody_else_is_not_searched(legislators: Dataset) -> None:
    """The portrait filed under George Danielson is Robert Edgar's, by the signature on it."""
    assert legislators.left_out["another person"] == 1
    keys = legislators.encodings.keys.tolist()
    assert "D000043" not in keys
    assert "E000043" in keys


@pytest.mark.parametrize("pair", [("legislators", "lfw"), ("lfw", "legislators")])
def test_two_sets_that_nobody_compared_say_so(pair: tuple[str, str]) -> None:
    notes = origin_notes(pair)
    assert len(notes) == 1
    assert "legislators" in notes[0]
    assert "true" in notes[0]
    assert origin_notes(("congress-115", "lfw")) == []
    assert origin_notes(("congress-115", "legislators")) == []
