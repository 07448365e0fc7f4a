"""The figures of the lessons, calculated from the bundled data; they equal ``run --json``.

Heavy: imported only where the cache has no figures (:mod:`simulator.lessons.content`).
"""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np

from simulator.board.first_page import LEGISLATORS
from simulator.board.stop_finder import find_stops
from simulator.board.stops import Stops
from simulator.experiment.analyses.matcher_or_gallery import MatcherOrGallery
from simulator.experiment.analyses.matcher_or_gallery_measures import rounded_mix
from simulator.experiment.another_portrait import compared
from simulator.experiment.experiment import Experiment
from simulator.experiment.gallery_groups import gallery_groups
from simulator.experiment.portraits import SECOND
from simulator.experiment.result import Result
from simulator.experiment.run import run
from simulator.experiment.view import View
from simulator.lessons import figures, story
from simulator.lessons.audit_figures import Audits, make_audits, measure_audits
from simulator.lessons.published_figures import published
from simulator.lessons.review_figures import measure_reviews
from simulator.search.base_rate import ppv
from simulator.search.mated_searches import MatedSearches, mated_searches_within
from simulator.search.mated_sources import mated_searches
from simulator.stats.intervals import zero_events_bound
from simulator.stats.metrics import Rate, rate
from simulator.stats.published import ACLU_FALSE_MATCHES
from simulator.stats.significance import SHUFFLES_SAID, bias_or_luck

Values = dict[str, Any]
LUCK = {"race": "race_ethnicity", "color": "person_of_color", "gender": "gender"}
PORTRAITS, OWN, LFW, LONDON = "portraits", "own", "lfw", "london"


@dataclasses.dataclass(frozen=True)
class Runs:
    """The searches behind the lessons.

    Attributes:
        replay: Congress in LFW.
        stops: the settings of its threshold control.
        mix: Congress in UTKFace's adults, who are labeled by race.
        eigenfaces: the replay by the other matcher, in the half of the gallery that it can search.
        half: the replay by dlib in that half, so that the two are compared in one gallery.
        other: the replay with the members' other portraits.
        politicians: Congress among other members of Congress, whose faces can be shown.
        conditions: the replay's portraits under each condition of the figures.
        mated: searches for people who are in the gallery.
        audits: the classifiers of the lesson on the audit.
    """

    replay: Result
    stops: Stops
    mix: Result
    eigenfaces: Result
    half: Result
    other: Result
    politicians: Result
    conditions: dict[str, Result]
    mated: dict[str, MatedSearches]
    audits: Audits

    def at(self, setting: str) -> View:
        """Return the replay at a setting of the figures."""
        return self.replay.at(distance=self.distance(setting))

    def distance(self, setting: str) -> float:
        """Return the distance of a setting of the figures."""
        return self.stops.find(figures.SETTINGS[setting]).distance


def make_runs() -> Runs:
    """Run every search and audit that the lessons show."""
    replay = run()
    # In the order of `run --json`: the first gives the base rate its missed matches.
    portraits = {PORTRAITS: mated_searches("congress-115-two-portraits")}
    mated = {name: mated_searches(name) for name in (LFW, LONDON)}
    own = _own(replay)
    return Runs(
        replay=replay,
        stops=find_stops(replay),
        mix=run(Experiment(gallery="utkface-adults")),
        eigenfaces=run(Experiment(matcher="eigenfaces")),
        half=run(Experiment(same_gallery_as="eigenfaces")),
        other=run(Experiment(portrait=SECOND)),
        politicians=run(Experiment(gallery=LEGISLATORS)),
        conditions={
            name: run(Experiment(condition=condition))
            for name, condition in figures.CONDITIONS.items()
        },
        mated=portraits | ({} if own is None else {OWN: own}) | mated,
        audits=make_audits(),
    )


def _own(result: Result) -> MatedSearches | None:
    people = set(result.gallery.identities)
    return mated_searches_within(result.probes, people, result.search.mate_distances)


def measure(runs: Runs) -> Values:
    """Return every figure by its name: numbers, and rates as events, trials, low, high, bound."""
    return {
        **_counts(runs),
        **_at_settings(runs),
        **_nobody(runs),
        **_beyond(runs),
        **_luck(runs),
        **_mixes(runs),
        **_gap(runs),
        **_other_matcher(runs),
        **_other_portrait(runs),
        **_politicians(runs.politicians),
        **_conditions(runs),
        **measure_reviews(runs.at("aclu"), rate_values),
        **measure_audits(runs.audits, rate_values),
        **published(rate_values),
    }


def rate_values(measured: Rate) -> Values:
    """Return a rate as plain values; ``bound`` is the one-sided 95% bound if events are zero."""
    bound = (
        zero_events_bound(measured.trials)
        if measured.trials and not measured.events
        else measured.high
    )
    return {
        "events": measured.events,
        "trials": measured.trials,
        "low": measured.low,
        "high": measured.high,
        "bound": bound,
    }


def _counts(runs: Runs) -> Values:
    result = runs.replay
    encodings = result.probes.encodings
    failed = len(encodings.failures)
    aclu = result.probes.manifest.set_index("key")["aclu_2018_false_match"] == "true"
    named = aclu.loc[encodings.keys.tolist()].to_numpy(bool)
    column, value = figures.GROUPS["color"]
    color = next(g for g in result.groups(column) if g.value == value)
    return {
        "listed": len(result.probes.manifest),
        "searched": len(encodings),
        "clean_failed": rate_values(rate(failed, len(encodings) + failed)),
        "not_searched": len(result.not_searched),
        "gallery_photos": len(result.gallery_rows),
        "gallery_people": result.gallery_people,
        "gallery_mates": result.mates_excluded,
        "strangers": int(np.median(result.search.non_mates)),
        "comparisons": int(result.search.non_mates.sum()),
        "encoding_numbers": encodings.vectors.shape[1],
        "landmark_points": encodings.landmarks.shape[1],
        "aclu_names_searched": int(named.sum()),
        "aclu_names_shared": int((named & runs.at("aclu").flagged).sum()),
        "color_searched": rate_values(rate(int(color.members.sum()), len(encodings))),
    }


def _at_settings(runs: Runs) -> Values:
    values: Values = {}
    for setting in figures.SETTINGS:
        view = runs.at(setting)
        values |= {
            f"flagged_{setting}": rate_values(view.fpir),
            f"distance_{setting}": view.distance,
            f"confidence_{setting}": view.confidence,
            **{f"{name}_{setting}": r for name, r in by_groups(view).items()},
        }
        color = values[f"color_{setting}"]["events"]
        values[f"color_share_{setting}"] = rate_values(rate(color, view.fpir.events))
        sizes = runs.replay.gallery_size_curve(list(figures.SIZES), distance=view.distance)
        for row in sizes.itertuples():
            values[f"size_{row.gallery_size}_{setting}"] = float(row.fpir)
        for name, searches in runs.mated.items():
            values[f"missed_{name}_{setting}"] = _missed(searches, view.distance)
        # Like `run --json`: use the first source of missed matches that exists.
        fnir = next(iter(runs.mated.values())).fnir(view.distance, with_failures=False)
        for name, prior in figures.PRIORS.items():
            values[f"right_{name}_{setting}"] = ppv(prior, fnir.value, view.fpir.value)
    return values


def _nobody(runs: Runs) -> Values:
    """Measure the strict end of the control, and the loosest 3-digit distance that flags nobody."""
    nearest = float(np.nanmin(runs.replay.search.nearest))
    distances = {
        "end": runs.stops.stops[-1].distance,
        "zero": (math.ceil(1000 * nearest) - 1) / 1000,
    }
    values: Values = {}
    for name, distance in distances.items():
        values |= {
            f"{name}_distance": distance,
            f"{name}_flagged": rate_values(runs.replay.at(distance=distance).fpir),
            f"missed_lfw_{name}": _missed(runs.mated[LFW], distance),
        }
    return values


def _beyond(runs: Runs) -> Values:
    """Bracket the rate in a gallery as large as the ACLU's: two ends, never one number."""
    size = int(story.published_numbers()["aclu_gallery"][0])
    curve = runs.replay.gallery_size_curve([size], distance=runs.distance("aclu"))
    row = curve.iloc[0]
    return {"beyond_low": float(row["bracket_low"]), "beyond_high": float(row["bracket_high"])}


def _missed(searches: MatedSearches, distance: float) -> Values:
    """Return FNIR without failures to enroll; its interval is over people, not searches."""
    values = rate_values(searches.fnir(distance, with_failures=False))
    if values["events"]:
        interval = searches.interval(distance)
        values |= {"low": interval.low, "high": interval.high}
    return values


def by_groups(view: View) -> dict[str, Values]:
    """Return the rate of every group of the figures."""
    tables = {column: view.by(column) for column in {c for c, _ in figures.GROUPS.values()}}
    rates = {}
    for name, (column, value) in figures.GROUPS.items():
        row = tables[column].set_index("group").loc[value]
        rates[name] = rate_values(rate(int(row["false_matches"]), int(row["searches"])))
    return rates


def _luck(runs: Runs) -> Values:
    """Count the shuffles whose gap between groups is as large as the measured one."""
    view = runs.at("aclu")
    values = {}
    for name, column in LUCK.items():
        p = bias_or_luck(view.flagged, runs.replay.groups(column)).p
        values[f"luck_{name}"] = rate_values(rate(round(p * SHUFFLES_SAID), SHUFFLES_SAID))
    return values


def _mixes(runs: Runs) -> Values:
    """Calculate what galleries of a single group would show at the ACLU's count's threshold."""
    view = runs.mix.at()
    values: Values = {
        "mix_size": figures.MIX_SIZE,
        "mix_photos": len(runs.mix.gallery_rows),
        "mix_distance": view.distance,
        "mix_flagged": rate_values(view.fpir),
    }
    column = "race_ethnicity"
    for name, label in figures.MIXES.items():
        asked: Values = {
            "sizes": [figures.MIX_SIZE],
            "mix": {label: 1.0},
            "distance": view.distance,
        }
        by_group = runs.mix.gallery_size_curve(by=column, **asked).set_index("group")["fpir"]
        everyone = runs.mix.gallery_size_curve(**asked)["fpir"]
        values[f"mix_{name}_everyone"] = float(everyone.iloc[0])
        for group in figures.MIX_GROUPS:
            values[f"mix_{name}_{group}"] = float(by_group[figures.GROUPS[group][1]])
    return values


def _gap(runs: Runs) -> Values:
    """Divide the gap between women and men into the matcher's part and the gallery's."""
    view = runs.at(figures.GAP_SETTING)
    found = MatcherOrGallery(view, gallery_groups(view, "gender"))
    groups = {group.value: (group, cells) for group, cells in found.matrix("gender")}
    women, men = (figures.GROUPS[name][1] for name in figures.GAP_GROUPS)
    parts = found.parts(found.gallery.shares, groups[women][0], groups[men][0])
    assert parts is not None  # the gallery can be drawn in its own mix
    assert found.photos == found.matrix_photos  # one size stands in the text and in the table
    values: Values = {
        "gap_size": found.photos,
        "gap_men_share": found.gallery.shares[men],
        "gap_women_as_is": parts.rate.value,
        "gap_men_as_is": parts.other_rate.value,
        "gap_women_even": parts.even.value,
        "gap_men_even": parts.other_even.value,
    }
    for name, part in (
        ("total", parts.gap),
        ("matcher", parts.matcher),
        ("hidden", rounded_mix(parts).reversed()),
    ):
        values[f"gap_{name}"] = {"value": part.value, "low": part.low, "high": part.high}
    for name in figures.GAP_GROUPS:
        cells = groups[figures.GROUPS[name][1]][1]
        for other in figures.GAP_GROUPS:
            place = found.gallery.names.index(figures.GROUPS[other][1])
            values[f"gap_{name}_in_{other}"] = cells[place].fpir.value
    return values


def _other_matcher(runs: Runs) -> Values:
    view, ours = runs.eigenfaces.at(), runs.half.at()
    same = set(flagged_keys(view)) & set(flagged_keys(ours))
    own, found = _own(runs.eigenfaces), _own(runs.half)
    assert own is not None  # the same people are in the same gallery
    assert found is not None
    return {
        "half_photos": len(runs.half.gallery_rows),
        "half_flagged": rate_values(ours.fpir),
        "half_missed": rate_values(found.fnir(ours.distance, with_failures=False)),
        **{f"half_{name}": r for name, r in by_groups(ours).items()},
        "eigen_shared": len(same),
        "eigen_missed": rate_values(own.fnir(view.distance, with_failures=False)),
        "eigen_distance": view.distance,
        "eigen_flagged": rate_values(view.fpir),
        **{f"eigen_{name}": r for name, r in by_groups(view).items()},
    }


def _other_portrait(runs: Runs) -> Values:
    """Measure who is falsely matched with another portrait; each search flags the ACLU's count.

    ``new`` counts those of the second search who are not in the first; ``again`` counts, of
    those in the first who really have another photograph, those who are in the second too.
    """
    overlap = compared(runs.replay, runs.other).at_count(ACLU_FALSE_MATCHES)
    counts, again = overlap.counts(), overlap.again()
    view = runs.other.at(distance=overlap.second_distance)
    groups = by_groups(view)
    return {
        "other_portrait_searched": len(runs.other.probes.encodings),
        "other_portrait_paintings": runs.other.probes.left_out.get("painting", 0),
        "other_portrait_flagged": rate_values(view.fpir),
        "other_portrait_new": rate_values(rate(counts["second_only"], counts["second"])),
        "other_portrait_again": rate_values(rate(again.again, again.another)),
        "other_portrait_color_share": rate_values(
            rate(groups["color"]["events"], view.fpir.events)
        ),
        **{f"other_portrait_{name}": r for name, r in groups.items()},
    }


def _politicians(result: Result) -> Values:
    """Measure the search among other members at its own ACLU count, and at 99%.

    ``relatives`` counts, of those falsely matched at the ACLU's count, those whose closest match is
    a relative.
    """
    view = result.at()
    relatives = int((view.candidates()["relation"] != "").sum())
    return {
        "politicians_photos": len(result.gallery_rows),
        "politicians_aclu": rate_values(view.fpir),
        "politicians_p99": rate_values(result.at(confidence=0.99).fpir),
        "politicians_relatives": rate_values(rate(relatives, view.fpir.events)),
    }


def flagged_keys(view: View) -> list[str]:
    """List the keys of the probes that are falsely matched."""
    keys: list[str] = view.result.probes.encodings.keys[view.flagged].tolist()
    return keys


def _conditions(runs: Runs) -> Values:
    """Measure worsened portraits at the unchanged ones' threshold; the gallery is unchanged."""
    distance = runs.distance("aclu")
    values: Values = {}
    for name, result in runs.conditions.items():
        view = result.at(distance=distance)
        failed = len(result.probes.encodings.failures)
        values |= {
            f"{name}_flagged": rate_values(view.fpir),
            f"{name}_failed": rate_values(rate(failed, view.fpir.trials + failed)),
            **{
                f"{name}_{group}": by_groups(view)[group]
                for group in figures.GROUPS_UNDER_CONDITIONS
            },
        }
        own = _own(result)
        if own is not None:
            values[f"{name}_missed"] = rate_values(own.fnir(distance, with_failures=False))
    return values
