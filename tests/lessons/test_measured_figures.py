"""The measured figures equal what the command line prints, and the published ones their source."""

from __future__ import annotations

import json
import math

import pytest
from support.lesson_content import calculated_content
from support.program_output import json_output

from simulator.lessons import figures, measured_figures as measured
from simulator.stats.intervals import wilson, zero_events_bound
from simulator.stats.published import ACLU_2018, AMAZON_ZERO

pytestmark = pytest.mark.slow

SETTINGS = {
    "p80": ("--confidence", "80"),
    "p99": ("--confidence", "99"),
    "p999": ("--confidence", "99.9"),
    "aclu": ("--false-matches", "28"),
    "rate": ("--false-matches", "24"),
    "default": ("--distance", "0.6"),
}


@pytest.fixture(scope="module")
def content():
    """Return the content of the lessons."""
    return calculated_content()


@pytest.fixture(scope="module")
def values(content):
    """Return every figure."""
    return content["figures"]


def row(rows, group):
    """Return the row of a group."""
    return next(r for r in rows if r["group"] == group)


def same_rate(found, events, trials):
    """Events and trials, with Wilson's interval; of zero events the one-sided bound."""
    assert (found["events"], found["trials"]) == (events, trials)
    assert (found["low"], found["high"]) == pytest.approx(wilson(events, trials))
    if not events:
        assert found["bound"] == pytest.approx(zero_events_bound(trials))


def test_every_figure_is_measured(values):
    """Those that texts can name, and no others."""
    assert set(values) == set(figures.FIGURES)


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_replay_is_what_run_says(values, setting):
    """Counts, groups, distances, missed matches, base rates at each setting."""
    said = json_output("run", *SETTINGS[setting])
    same_rate(values[f"flagged_{setting}"], said["false_matches"], said["probes"]["searched"])
    assert values[f"distance_{setting}"] == pytest.approx(said["threshold"]["distance"])
    assert values[f"confidence_{setting}"] == pytest.approx(
        said["threshold"]["confidence"], abs=1e-6
    )
    for name, (column, group) in figures.GROUPS.items():
        here = row(said["groups"][column], group)
        same_rate(values[f"{name}_{setting}"], here["false_matches"], here["searches"])
    missed = {m["name"]: m["fnir"] for m in said["measures"]["missed_matches"]}
    for name in ("lfw", "london"):
        found = values[f"missed_{name}_{setting}"]
        assert (found["events"], found["trials"]) == (
            missed[name]["events"],
            missed[name]["trials"],
        )
        if found["events"]:
            assert found["low"] == pytest.approx(missed[name]["low"])
            assert found["high"] == pytest.approx(missed[name]["high"])
    assert next(iter(missed)) == "congress-115-two-portraits"
    for name, people in (("congress-115-in-gallery", "own"), (next(iter(missed)), "portraits")):
        found = values[f"missed_{people}_{setting}"]
        assert found["events"] == missed[name]["events"]
        assert found["trials"] == missed[name]["trials"]
    worth = {entry["prior"]: entry["ppv"] for entry in said["measures"]["base_rate"]}
    for name, prior in figures.PRIORS.items():
        assert values[f"right_{name}_{setting}"] == pytest.approx(worth[prior])
    curve = {r["gallery_size"]: r for r in said["measures"]["gallery_size_curve"]}
    for size in figures.SIZES:
        assert values[f"size_{size}_{setting}"] == pytest.approx(curve[size]["fpir"])
    if setting == "aclu":
        aclu_size = curve[ACLU_2018["gallery_size"]]
        assert values["beyond_low"] == pytest.approx(aclu_size["bracket_low"])
        assert values["beyond_high"] == pytest.approx(aclu_size["bracket_high"])
        for name, column in measured.LUCK.items():
            p = said["measures"]["significance"][column]["p"]
            luck = values[f"luck_{name}"]
            assert (luck["events"] + 1) / (luck["trials"] + 1) == pytest.approx(p)
        assert values["listed"] == said["probes"]["listed"]
        assert values["gallery_photos"] == said["gallery"]["photos"]
        assert values["gallery_people"] == said["gallery"]["people"]
        assert values["gallery_mates"] == said["gallery"]["mates_excluded"]
        absent = sum(r["people"] for r in said["not_searched"]["gender"])
        assert values["not_searched"] == absent
        assert values["zero_bound"] == pytest.approx(said["measures"]["zero"]["amazon"]["upper"])


@pytest.mark.parametrize("name", figures.CONDITIONS)
def test_worsened_pictures_are_what_run_says(values, name):
    """Figures under a condition equal the command line's at the same threshold."""
    distance = str(values["distance_aclu"])
    said = json_output("run", "--condition", figures.CONDITIONS[name], "--distance", distance)
    same_rate(values[f"{name}_flagged"], said["false_matches"], said["probes"]["searched"])
    assert values[f"{name}_failed"]["events"] == said["probes"]["failed_to_enrol"]
    own = said["measures"]["missed_matches"][0]["fnir"]
    missed = values[f"{name}_missed"]
    assert (missed["events"], missed["trials"]) == (own["events"], own["trials"])
    women = row(said["groups"]["gender"], "F")
    same_rate(values[f"{name}_women"], women["false_matches"], women["searches"])


def test_the_other_matcher_is_what_run_says(values):
    """Eigenfaces at the ACLU's count, and who is flagged by both."""
    said, ours = json_output("run", "--matcher", "eigenfaces"), json_output("run")
    same_rate(values["eigen_flagged"], said["false_matches"], said["probes"]["searched"])
    for name, (column, group) in figures.GROUPS.items():
        here = row(said["groups"][column], group)
        same_rate(values[f"eigen_{name}"], here["false_matches"], here["searches"])
    both = {c["probe"] for c in said["candidates"]} & {c["probe"] for c in ours["candidates"]}
    assert values["eigen_shared"] == len(both)


def test_the_mixed_gallery_is_what_run_says(values):
    """The threshold and the count; each expectation lies within what a rate can be."""
    said = json_output("run", "--gallery", "utkface-adults")
    same_rate(values["mix_flagged"], said["false_matches"], said["probes"]["searched"])
    assert values["mix_distance"] == pytest.approx(said["threshold"]["distance"])
    assert values["mix_photos"] == said["gallery"]["photos"]
    mixes = [v for n, v in values.items() if n.startswith("mix_") and figures.kind_of(n) == "share"]
    assert len(mixes) == len(figures.MIXES) * (1 + len(figures.MIX_GROUPS))
    assert all(0 <= v <= 1 for v in mixes)


def test_nobody_at_the_plain_distance_and_somebody_above(values):
    """The zero is the loosest distance of three decimals; one thousandth more flags somebody."""
    zero = values["zero_distance"]
    assert values["zero_flagged"]["events"] == 0
    assert json_output("run", "--distance", str(zero))["false_matches"] == 0
    assert json_output("run", "--distance", str(round(zero + 0.001, 3)))["false_matches"] > 0


def test_published_numbers_are_those_of_the_published_module(values):
    """One publication has one set of numbers."""
    assert values["aclu_searches"] == ACLU_2018["searches"]
    assert values["aclu_gallery"] == ACLU_2018["gallery_size"]
    assert values["aclu_flagged"] == ACLU_2018["false_matches"]
    assert values["amazon_flagged"] == AMAZON_ZERO["false_matches"]
    assert (
        f"{values['aclu_color_flagged']} of" in ACLU_2018["share_of_false_matches_people_of_color"]
    )
    assert f"{values['aclu_confidence']:.0%}" in ACLU_2018["threshold"]
    same_rate(values["aclu_rate"], 28, 535)


def test_every_threshold_step_can_be_done(content):
    """Some stop of the board fulfils what each step asks for, and the start does not."""
    from simulator.lessons.lesson_file import load_lessons

    for lesson in load_lessons():
        for step in lesson.steps:
            if step.do.what != "threshold":
                continue
            stops = json.loads(content["boards"][step.show.options["board"]])["stops"]
            keys, flagged = stops["key"], stops["flagged"]
            until = step.do.options["until"]
            assert not step.threshold or step.threshold in keys, step.name
            start = flagged[keys.index(step.threshold)] if step.threshold else math.nan
            if "stop" in until:
                assert until["stop"] in keys, step.name
                assert until["stop"] != step.threshold, step.name
            if "flagged_at_most" in until:
                assert min(flagged) <= until["flagged_at_most"] < start, step.name
            if "flagged_at_least" in until:
                assert max(flagged) >= until["flagged_at_least"] > start, step.name
