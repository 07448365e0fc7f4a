"""The measured figures equal what the command line prints, and the published ones their source."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from support.lesson_content import calculated_content
from support.program_output import json_output, replayed, searched

from simulator.lessons import figures, measured_figures as measured
from simulator.lessons.kinds import STRICT_END
from simulator.stats.intervals import rate_interval, zero_events_bound
from simulator.stats.published import ACLU_2018, AMAZON_ZERO

pytestmark = pytest.mark.slow

DATASETS = Path(__file__).resolve().parents[2] / "datasets"

SETTINGS = {
    "p80": ("--confidence", "80"),
    "p99": ("--confidence", "99"),
    "p999": ("--confidence", "99.9"),
    "aclu": ("--false-matches", "28"),
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
    assert (found["low"], found["high"]) == pytest.approx(rate_interval(events, trials))
    if not events:
        assert found["bound"] == pytest.approx(zero_events_bound(trials))


def test_politicians_are_what_run_says(values):
    """Photos, counts at two settings, and relatives among the closest matches."""
    said = json_output("run", "--gallery", "legislators")
    same_rate(values["politicians_aclu"], said["false_matches"], said["probes"]["searched"])
    assert values["politicians_photos"] == said["gallery"]["photos"]
    relatives = sum(bool(candidate["relation"]) for candidate in said["candidates"])
    same_rate(values["politicians_relatives"], relatives, said["false_matches"])
    strict = json_output("run", "--gallery", "legislators", "--confidence", "99")
    same_rate(values["politicians_p99"], strict["false_matches"], strict["probes"]["searched"])


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
            assert luck["events"] / luck["trials"] == pytest.approx(p, abs=5e-5)
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
    said = searched(matcher="eigenfaces")
    ours = searched(same_gallery_as="eigenfaces")
    assert said["gallery"]["photos"] == ours["gallery"]["photos"] == values["half_photos"]
    same_rate(values["half_flagged"], ours["false_matches"], ours["probes"]["searched"])
    same_rate(values["eigen_flagged"], said["false_matches"], said["probes"]["searched"])
    for name, (column, group) in figures.GROUPS.items():
        here = row(said["groups"][column], group)
        same_rate(values[f"eigen_{name}"], here["false_matches"], here["searches"])
        here = row(ours["groups"][column], group)
        same_rate(values[f"half_{name}"], here["false_matches"], here["searches"])
    both = {c["probe"] for c in said["candidates"]} & {c["probe"] for c in ours["candidates"]}
    assert values["eigen_shared"] == len(both)


def test_the_mixed_gallery_is_what_run_says(values):
    """The threshold and the count; each expectation lies within what a rate can be."""
    said = searched(gallery="utkface-adults")
    same_rate(values["mix_flagged"], said["false_matches"], said["probes"]["searched"])
    assert values["mix_distance"] == pytest.approx(said["threshold"]["distance"])
    assert values["mix_photos"] == said["gallery"]["photos"]
    mixes = [v for n, v in values.items() if n.startswith("mix_") and figures.kind_of(n) == "share"]
    assert len(mixes) == len(figures.MIXES) * (1 + len(figures.MIX_GROUPS))
    assert all(0 <= v <= 1 for v in mixes)


def test_the_gap_in_two_parts_is_what_run_says(values):
    """Rates, parts with their intervals, and the matrix; and the parts add up as printed."""
    said = json_output("run", "--confidence", "99")["measures"]["matcher_or_gallery"]["labels"][0]
    pair = said["mixes"][0]["columns"]["gender"]["pairs"][0]
    assert (said["mixes"][0]["name"], pair["group"], pair["other"]) == ("as-is", "F", "M")
    for name, key in (("as_is", ""), ("even", "_even")):
        assert values[f"gap_women_{name}"] == pytest.approx(pair[f"fpir{key}"])
        assert values[f"gap_men_{name}"] == pytest.approx(pair[f"other_fpir{key}"])
    for name, part in (("total", "gap"), ("matcher", "matcher")):
        for end in ("value", "low", "high"):
            assert values[f"gap_{name}"][end] == pytest.approx(pair[part][end])
    assert values["gap_hidden"]["value"] == pytest.approx(-pair["mix"]["value"], abs=1e-3)
    total, matcher, hidden = (
        float(figures.written(f"gap_{name}", values)) for name in ("total", "matcher", "hidden")
    )
    assert total == pytest.approx(matcher - hidden)
    cells = {(c["group"], c["gallery_group"]): c for c in said["matrix"]["columns"]["gender"]}
    assert values["gap_women_in_men"] == pytest.approx(cells["F", "M"]["fpir"])
    assert values["gap_men_in_women"] == pytest.approx(cells["M", "F"]["fpir"])
    # What the lesson says: the even gallery has the larger gap, beyond luck in both parts.
    assert pair["matcher_beyond_luck"]
    assert pair["mix_beyond_luck"]
    assert hidden > 0


def test_nobody_at_the_plain_distance_and_somebody_above(values):
    """The zero is the loosest distance of three decimals; one thousandth more flags somebody."""
    zero = values["zero_distance"]
    assert values["zero_flagged"]["events"] == 0
    assert replayed(distance=zero)["false_matches"] == 0
    assert replayed(distance=round(zero + 0.001, 3))["false_matches"] > 0


def portraits_by_hand(name):
    """Return key → distance to the nearest stranger, and key → the file's digest, by NumPy alone.

    Paintings are left out; photos of the member in the gallery do not count.
    """
    folder = DATASETS / name
    with np.load(folder / "encodings.npz", allow_pickle=False) as stored:
        keys, vectors, digests = (stored[field] for field in ("keys", "vectors", "digests"))
    with np.load(DATASETS / "lfw" / "encodings.npz", allow_pickle=False) as stored:
        people = [key.rsplit("_", 1)[0] for key in stored["keys"].tolist()]
        gallery = stored["vectors"].astype(float)
    rows_of = defaultdict(list)
    for place, person in enumerate(people):
        rows_of[person].append(place)
    own = defaultdict(list)
    for line in table(DATASETS / "lfw" / "mates.csv"):
        own[line["identity"].removeprefix("bioguide:")] += rows_of[line["subject_id"]]
    paintings = {r["key"] for r in table(folder / "manifest.csv") if r["kind"] == "painting"}
    mine = vectors.astype(float)
    squares = (mine**2).sum(axis=1)[:, None] + (gallery**2).sum(axis=1) - 2 * mine @ gallery.T
    nearest = {}
    for key, square in zip(keys.tolist(), squares, strict=True):
        if key not in paintings:
            square[own[key]] = np.inf
            nearest[key] = float(np.sqrt(square.min()))
    return nearest, dict(zip(keys.tolist(), map(bytes, digests), strict=True))


def table(path):
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_other_portraits_by_numpy_alone(values):
    """Who is among the 28 with each portrait, who has another photograph, who is matched again."""
    first, files = portraits_by_hand("congress-115")
    second, other_files = portraits_by_hand("congress-115-second")
    one, two = (set(sorted(near, key=near.get)[:28]) for near in (first, second))
    verdicts = {
        line["bioguide_id"]: line["verdict"]
        for line in table(DATASETS / "congress-115-second" / "one_shot.csv")
    }
    really = {
        key
        for key in one & set(second)
        if files[key] != other_files[key] and verdicts[key] == "different"
    }
    same_rate(values["flagged_aclu"], len(one), len(first))
    same_rate(values["other_portrait_flagged"], len(two), len(second))
    same_rate(values["other_portrait_new"], len(two - one), 28)
    same_rate(values["other_portrait_again"], len(really & two), len(really))
    assert values["other_portrait_searched"] == len(second)
    assert values["other_portrait_paintings"] == len(first) - len(second)
    rows = table(DATASETS / "congress-115-second" / "manifest.csv")
    group = {r["key"]: r for r in rows if r["key"] in second}
    color = {key for key, labels in group.items() if labels["person_of_color"] == "true"}
    same_rate(values["other_portrait_color"], len(two & color), len(color))
    same_rate(values["other_portrait_color_share"], len(two & color), 28)
    black = {key for key, labels in group.items() if "Black" in labels["race_ethnicity"]}
    same_rate(values["other_portrait_black"], len(two & black), len(black))
    found = (len(two - one), len(really & two), len(really), len(two & color), len(two & black))
    assert found == (10, 5, 11, 9, 2)


def test_the_other_portraits_are_what_run_says(values):
    """Figures of the second search equal the command line's."""
    said = searched(portrait="second")
    same_rate(values["other_portrait_flagged"], said["false_matches"], said["probes"]["searched"])
    assert values["other_portrait_paintings"] == said["probes"]["left_out"]["painting"]
    for name, (column, label) in figures.GROUPS.items():
        here = row(said["groups"][column], label)
        same_rate(values[f"other_portrait_{name}"], here["false_matches"], here["searches"])


def test_what_the_lessons_say_about_the_numbers(values):
    """Sentences that hold only for such numbers; if one fails, the text has to change."""

    def share(name):
        return values[name]["events"] / values[name]["trials"]

    # Lesson 2: everyone is searched for, with the ACLU's count; the shares' lines overlap.
    assert values["searched"] == values["listed"] == values["aclu_searches"]
    assert values["aclu_names_searched"] == values["aclu_flagged"]
    assert values["flagged_aclu"]["events"] == values["aclu_flagged"]
    ours, theirs = values["color_share_aclu"], values["aclu_color"]
    assert ours["events"] < theirs["events"]
    assert theirs["low"] < ours["high"]
    assert ours["low"] < share("color_searched") < theirs["low"] < share("color_searched") + 0.05
    assert 0 < values["other_portrait_again"]["events"] < values["other_portrait_again"]["trials"]
    # Lesson 4: nearly twice as high; luck; the order of the groups.
    assert 1.6 < share("women_aclu") / share("men_aclu") < 2
    assert min(share("luck_race"), share("luck_color"), share("luck_gender")) > 0.05
    races = ("white", "black", "hispanic", "asian")
    assert min(races, key=lambda name: share(f"{name}_aclu")) == "black"
    assert share("black_p99") > share("white_p99")
    assert share("other_portrait_black") > share("black_aclu")
    # Lesson 6: the largest change for its size; both errors.
    change = {name: abs(share(f"half_{name}") - share(f"eigen_{name}")) for name in races}
    assert max(change, key=change.get) == "asian"
    assert share("eigen_missed") > share("half_missed")


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
            keys = stops["key"]
            until = step.do.options["until"]
            assert not step.threshold or step.threshold in keys, step.name
            if "stop" in until:
                assert until["stop"] in (*keys, STRICT_END), step.name
                assert until["stop"] != step.threshold, step.name
