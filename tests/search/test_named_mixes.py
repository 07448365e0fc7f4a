"""Named mixes: published figures, how a gallery can draw them, and what is not in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator import Experiment, run
from simulator.datasets.dataset import load_dataset
from simulator.errors import ExperimentError
from simulator.search.gallery import draw
from simulator.search.gallery_size import whole_counts
from simulator.search.named_mixes import (
    AS_IS,
    EVEN,
    TITLES,
    US_ADULTS,
    US_ARRESTS,
    counts_of,
    mix_name,
    mix_of,
    mixes_of,
    published_mixes,
)

FIGURES = """[us-adults.race]
source = "s"
table = "t"
url = "u"
year = 2018
numbers = {White = 3, Black = 1}
shares = {White = 0.75, Black = 0.25}
"""


def test_the_published_figures_are_those_of_the_tables() -> None:
    """The listed numbers add up to all arrests and all adults, and give shares of all of them."""
    arrests = published_mixes()[US_ARRESTS]["race"]
    assert sum(arrests.numbers.values()) + sum(arrests.without_counterpart.values()) == 7_710_900
    adults = published_mixes()[US_ADULTS]
    everyone = sum(adults["gender"].numbers.values())
    by_race = adults["race"]
    assert everyone == 253_815_197
    assert sum(by_race.numbers.values()) + sum(by_race.without_counterpart.values()) == everyone
    # Of all arrests, with those that no gallery labels: 69.0% White, 27.4% Black.
    assert arrests.numbers["White"] / 7_710_900 == pytest.approx(0.690, abs=5e-4)
    assert arrests.numbers["Black"] / 7_710_900 == pytest.approx(0.274, abs=5e-4)
    assert arrests.share_without_counterpart == pytest.approx(0.0237, abs=5e-5)


@pytest.mark.parametrize("name", ["lfw", "utkface-adults", "legislators"])
def test_shares_of_every_mix_add_up_to_one(name: str) -> None:
    for mix in mixes_of(load_dataset(name)):
        assert sum(mix.shares.values()) == pytest.approx(1)
        assert set(mix.shares) <= set(mix.words)
        assert set(mix.not_drawn).isdisjoint(mix.words[v] for v, s in mix.shares.items() if s)


def test_utkface_is_mixed_by_race_and_lfw_by_gender() -> None:
    utkface, lfw = load_dataset("utkface-adults"), load_dataset("lfw")
    arrests = mix_of(US_ARRESTS, utkface)
    assert arrests.column == "race"
    assert arrests.not_drawn == ("Indian", "Other")
    assert mix_of(EVEN, utkface).shares == dict.fromkeys(arrests.words, 0.2)
    assert mix_of(US_ARRESTS, lfw).shares == {"M": 0.73, "F": 0.27}
    assert [mix.name for mix in mixes_of(lfw)] == list(TITLES)
    # London's card counts by other labels, for which there are no published figures.
    with pytest.raises(ExperimentError, match="has figures for, found 'london'"):
        mix_of(US_ARRESTS, load_dataset("london"))


def test_a_named_mix_is_drawn_in_its_shares() -> None:
    lfw = load_dataset("lfw")
    rows = draw(lfw, mix=US_ARRESTS, size=1000, seed=3)
    gender = lfw.labels(lfw.encodings.keys[rows].tolist())["gender"]
    assert gender.value_counts().to_dict() == {"M": 730, "F": 270}
    assert (draw(lfw, mix={"M": 730, "F": 270}, seed=3) == rows).all()
    assert len(draw(lfw, mix=AS_IS)) == len(lfw.encodings)
    assert len(draw(lfw, mix=AS_IS, size=50)) == 50


@pytest.mark.parametrize("name", [EVEN, US_ADULTS, US_ARRESTS])
def test_without_a_size_the_gallery_is_as_large_as_it_can_be(name: str) -> None:
    lfw = load_dataset("lfw")
    counts = counts_of(name, lfw)
    there = lfw.labels(lfw.encodings.keys.tolist())["gender"].value_counts()
    assert all(count <= there[group] for group, count in counts.items())
    more = whole_counts(mix_of(name, lfw).shares, sum(counts.values()) + 6)
    assert any(count > there[group] for group, count in more.items())


def test_a_wrong_name_gets_the_nearest() -> None:
    with pytest.raises(ExperimentError, match="Did you mean 'us-arrests-2018'"):
        mix_name("us-arests")
    with pytest.raises(ExperimentError, match="GROUP=N"):
        mix_name("Q")


def test_the_curve_takes_a_name_for_its_shares() -> None:
    result = run(Experiment(gallery="utkface-adults"))
    shares = published_mixes()[US_ADULTS]["race"].shares
    named = result.gallery_size_curve([1500], mix=US_ADULTS, distance=0.5)
    assert named.equals(result.gallery_size_curve([1500], mix=shares, distance=0.5))
    as_is = result.gallery_size_curve([1500], mix=AS_IS, distance=0.5)
    assert as_is.equals(result.gallery_size_curve([1500], distance=0.5))


def test_a_pack_expects_what_its_tallies_say() -> None:
    """By hand: each probe misses all photos drawn of each race with the hypergeometric chance."""
    from scipy.stats import hypergeom

    result = run(Experiment(gallery="utkface-adults"))
    edge = 501
    tallies = result.search.tallies
    miss = np.ones(len(tallies))
    for group, count in whole_counts(mix_of(US_ARRESTS, result.gallery).shares, 1500).items():
        inside = [name.startswith(f"{group}*") for name in result.tally_group_names]
        under = tallies[:, inside, :edge].sum(axis=(1, 2))
        there = tallies[:, inside].sum(axis=(1, 2))
        miss *= hypergeom.pmf(0, there, under, count)
    point = result.gallery_size_curve([1500], mix=US_ARRESTS, distance=0.5).iloc[0]
    assert point["fpir"] == pytest.approx((1 - miss).mean(), rel=1e-9)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("0.75", "0.76", "add up to 1"),
        ("Black = 1}", "Black = 2}", "shares of the numbers"),
        ("numbers = {White = 3", "numbers = {White = -3", "numbers above 0"),
        ("url", "link", "the keys source"),
        ("us-adults", "us-children", "mixes among"),
        ("year = 2018", 'year = 2018\ninside = ["Martians"]', "known words"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "mixes.toml"
    path.write_text(FIGURES)
    assert published_mixes(path)[US_ADULTS]["race"].shares["White"] == 0.75
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(FIGURES.replace(old, new, 1))
    with pytest.raises(ExperimentError, match=message):
        published_mixes(wrong)
