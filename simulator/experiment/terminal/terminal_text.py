"""A view as text for a terminal: what was searched, who was falsely matched, what was published."""

from __future__ import annotations

import math

import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from simulator.datasets.origin import not_compared_notes
from simulator.errors import FalseMatchError
from simulator.experiment.another_portrait import flagged_again
from simulator.experiment.joint_uncertainty_text import reach_lines
from simulator.experiment.luck import luck_by_column
from simulator.experiment.portraits import BOTH, EITHER, FIRST
from simulator.experiment.result import ONE_IN_TWENTY, searches_congress
from simulator.experiment.terminal.group_table import group_table
from simulator.experiment.terminal.mix_text import mix_lines
from simulator.experiment.thresholds.rate_threshold import rate_notes
from simulator.experiment.view import View
from simulator.i18n.language import confidence_text, percent
from simulator.i18n.plurals import plural
from simulator.search.named_mixes import mix_of
from simulator.stats.metrics import Rate
from simulator.stats.published import (
    ACLU_2018,
    ACLU_FALSE_MATCHES,
    ACLU_GALLERY_PHOTOS,
    ACLU_SEARCHES,
    SHARE_BY_OUR_LABELS,
    aclu_rate_count,
)
from simulator.stats.rate_words import ends_said
from simulator.stats.significance import depends_on

SHOWN_CANDIDATES = 30
HOW = {
    EITHER: "two portraits each; falsely matched if either is",
    BOTH: "two portraits each; falsely matched only if both are",
}


def print_view(view: View, group_by: tuple[str, ...] | None, console: Console) -> None:
    """Print a view as tables that a person can read."""
    columns = view.columns(group_by)
    luck = luck_by_column(view, columns)
    tables = [group_table(view, column, luck[column]) for column in columns]
    if tables:
        tables.append(Text(f"{depends_on()}\n", style="dim"))
    # Printed in one go: an unknown column fails before anything is on the screen.
    published = [_published()] if searches_congress(view) else []
    console.print(Group(_summary(view), *tables, _candidates(view), *published))


def headline(view: View) -> list[str]:
    """Return the rate of false matches with its interval, in photos and in people."""
    total = view.fpir
    taken_for = view.result.gallery.card.people_called
    matched = f"taken for {taken_for}" if taken_for else "falsely matched"
    unit = " photos" if view.result.several_photos else ""
    return [
        f"{total.events:,} of {total.trials:,}{unit} {matched} = {percent(total.value)} "
        f"({ends_said(total.value, total.trials, total.low, total.high)})",
        *_by_person(view),
    ]


def confidence_said(view: View) -> str:
    """Return the calibrated confidence at the threshold, or that there is none."""
    if view.confidence is None or math.isnan(view.confidence):
        return "no calibration of confidence"
    return f"calibrated confidence {confidence_text(view.confidence)} per comparison"


def _mates(view: View) -> str:
    """Return how many gallery photos show a probe, where anybody could know."""
    result = view.result
    if not result.gallery.card.identities or not result.identified:
        return "nobody knows whether some of them show a probe"
    shown = plural(result.mates_excluded, "of them shows", "of them show")
    return f"{shown} a probe: mates, never false matches"


def _summary(view: View) -> RenderableType:
    result, total = view.result, view.fpir
    probes, gallery = result.probes, result.gallery
    failed = len(probes.encodings.failures)
    absent = len(result.not_searched) - failed - sum(probes.left_out.values())
    count = result.gallery_people
    people = "of unnamed people" if count is None else f"of {plural(count, 'person', 'people')}"
    lines = [
        *headline(view),
        "",
        f"Probes     {probes.card.title}: {len(probes.manifest):,} listed, "
        f"{total.trials:,} searched",
        *_several_photos(view),
        f"           {absent} without a photo here, {failed} failed to enroll",
        *_left_out(view),
        *_condition(view),
        f"Gallery    {gallery.card.title}: {plural(len(result.gallery_rows), 'photo')} {people}",
        f"           {_mates(view)}",
        *_named_mix(view),
        *_not_arrest_photos(view),
        f"Matcher    {probes.encodings.matcher.name} ({probes.encodings.matcher.version})",
        f"Threshold  distance {view.distance:g}, {confidence_said(view)}",
    ]
    for part in (_another_portrait, reach_lines, relatives, _copies, limits):
        lines += part(view)
    body = Text("\n".join(lines))
    if note := why_this_threshold(view):
        body.append(f"\n\n{note}")
    return Panel(body, title="Measured here", title_align="left")


def _by_person(view: View) -> list[str]:
    """Return the line in which each person counts once; none with one photo of each person."""
    once = view.fpir_by_person
    if once is None:
        return []
    return [
        f"{view.people_falsely_matched:,} of {plural(view.result.people, 'person', 'people')} with "
        f"one photo or more; counting each once: "
        f"{percent(once.value)} ({ends_said(once.value, once.counted, once.low, once.high)})"
    ]


def _several_photos(view: View) -> list[str]:
    if not view.result.several_photos:
        return []
    return [f"           these photos show {plural(view.result.people, 'person', 'people')}"]


def _left_out(view: View) -> list[str]:
    """Return the lines on the portraits, where it is not simply the first of each person."""
    experiment, left_out = view.result.experiment, view.result.probes.left_out
    lines = []
    if experiment.portrait in HOW:
        lines.append(f"           {HOW[experiment.portrait]}")
    if left_out:
        counts = ", ".join(f"{count} ({reason})" for reason, count in left_out.items())
        lines.append(f"           left out: {counts}")
    return lines


def _another_portrait(view: View) -> list[str]:
    """Return the lines on who is flagged with another photograph too; none where there is none."""
    experiment, result = view.result.experiment, view.result
    if result.probes.card.other_portraits is None or experiment.portrait != FIRST:
        return []
    if experiment.condition is not None or result.pack is not None:
        return []  # such a search does not compare with the other portraits
    try:
        again = flagged_again(result, view.distance)
    except FalseMatchError as error:
        return [f"Portraits  not compared with the others: {error}"]
    if not again.another:
        return []
    have = plural(again.another, "has", "have")
    matched = plural(again.again, "is", "are")
    return [
        f"Portraits  of the {again.flagged} falsely matched, {have} another photograph here:",
        f"           {matched} falsely matched with it too, {again.not_again} not "
        "(--portrait second)",
    ]


def _named_mix(view: View) -> list[str]:
    """Return the lines on the named mix that the gallery was drawn by; none without one."""
    name = view.result.experiment.mix
    if not isinstance(name, str):
        return []
    return [f"           {line}" for line in mix_lines(mix_of(name, view.result.gallery))]


def _not_arrest_photos(view: View) -> list[str]:
    """Return the line that keeps a gallery of named people apart from the ACLU's."""
    if not view.result.gallery.card.people_named:
        return []
    return [f"           not the ACLU's gallery, which was {ACLU_GALLERY_PHOTOS:,} arrest photos"]


def relatives(view: View) -> list[str]:
    """Return the lines on the rate with and without relatives; none where none are listed."""
    kin, with_kin, without = view.result.kin, view.fpir_with_kin, view.fpir_without_kin
    if kin is None or with_kin is None or without is None:
        return []
    listed = plural(kin.listed, "pair")
    if view.result.experiment.without_kin:
        return [
            f"Relatives  left out of each person's candidates ({listed}); with them:",
            f"           {_in_words(with_kin)}",
        ]
    pairs = view.kin_pairs()
    related = plural(pairs.loc[pairs["matched"], "probe"].nunique(), "is", "are")
    return [
        f"Relatives  of the {with_kin.events} falsely matched, {related} matched with a relative "
        f"({listed} listed);",
        f"           without relatives: {_in_words(without)}",
    ]


def _in_words(measured: Rate) -> str:
    return (
        f"{measured.events} of {measured.trials} = {percent(measured.value)} "
        f"({ends_said(measured.value, measured.trials, measured.low, measured.high)})"
    )


def _copies(view: View) -> list[str]:
    """Return the lines on the rate without copies; none where no candidate is a copy."""
    rate = view.fpir_without_copies
    if rate is None:
        return []
    return [
        "Copies     some candidates are the very photo that was searched with, under another name;",
        f"           without them: {_in_words(rate)}",
        "           two different photos of one person under two names would not be found",
    ]


def limits(view: View) -> list[str]:
    """Return a line for each thing that is unknown about these data sets or was not measured."""
    result = view.result
    lines = []
    if math.isfinite(result.measured_to):
        lines.append(
            f"Lists      cut at distance {result.measured_to:g}: looser thresholds were not "
            "measured, missed matches are undefined"
        )
    if not result.identified:
        lines.append(
            "Limit      the photos searched with do not say whom they show: each counts as"
        )
        lines.append("           a person of its own, and no verdict on luck rests on them")
    if not result.gallery.card.identities:
        lines.append(
            "Limit      nobody in this gallery is named: missed matches are undefined, and a probe"
        )
        lines.append("           who is in it counts as falsely matched")
    unknown = [
        f"Origin unknown: {d.name} ({', '.join(d.card.origin_unknown)})"
        for d in (result.probes, result.gallery)
        if d.card.origin_unknown
    ]
    notes = not_compared_notes((result.probes, result.gallery))
    return [*lines, *dict.fromkeys(unknown), *(f"Limit      {note}" for note in notes)]


def _condition(view: View) -> list[str]:
    """Return the lines on the image condition, with the rate of all attempts."""
    name = view.result.experiment.condition
    if name is None:
        return []
    # OpenCV is loaded only where a condition is asked for.
    from simulator.faces.conditions import condition_named

    total, failed = view.fpir, len(view.result.probes.encodings.failures)
    condition = condition_named(name)
    return [
        f"Condition  {condition.title}: {condition.description}",
        f"           the gallery stays clean; {total.events} of {total.trials + failed} attempts "
        "falsely matched (a failure to enroll never is)",
    ]


def why_this_threshold(view: View) -> str:
    """Return why the threshold is where it is; nothing where it was given as a distance."""
    total = view.fpir
    notes = rate_notes(view.result, view.chosen_by)
    if view.chosen_by == "the ACLU's count":
        count, rate = aclu_rate_count(total.trials), ACLU_FALSE_MATCHES / ACLU_SEARCHES
        same = count == total.events
        notes.append(
            f"The threshold was chosen so that the count equals the ACLU's {ACLU_FALSE_MATCHES}; "
            "only who is flagged is a finding. "
            + (
                f"Of {total.trials} searches, {count} is the ACLU's rate too, {percent(rate)}."
                if same
                else f"The ACLU's rate, {percent(rate)}, would be {count} of {total.trials}."
            )
        )
    if view.chosen_by == ONE_IN_TWENTY:
        notes.append(
            "No threshold was given, so this one flags about one in twenty; only who is flagged is "
            "a finding. Give one with --distance, --confidence or --fpir."
        )
    if view.wanted is not None and total.events > view.wanted:
        notes.append(
            f"{view.wanted} asked for, {total.events} flagged: several lie at exactly the same "
            "distance."
        )
    return " ".join(notes)


def _candidates(view: View) -> RenderableType:
    frame: pd.DataFrame = view.candidates()
    shown = frame.head(SHOWN_CANDIDATES)
    table = Table(title="False matches, closest first", title_justify="left", title_style="bold")
    for name in ("Probe", "Falsely matched with", "Distance", "Confidence"):
        table.add_column(name, justify="right" if name in ("Distance", "Confidence") else "left")
    relation = frame["relation"] if "relation" in frame else dict.fromkeys(frame.index, "")
    for row in shown.itertuples():
        table.add_row(
            str(row.probe_name),
            ", ".join(part for part in (row.gallery_person, relation[row.Index]) if part),
            f"{row.distance:.3f}",
            confidence_text(float(row.confidence)),
        )
    more = len(frame) - len(shown)
    return Group(table, Text(f"… and {more} more (--json lists all)\n" if more else ""))


def _published() -> RenderableType:
    facts = ACLU_2018
    body = Text(
        f"{facts['false_matches']} of {facts['searches']} falsely matched, "
        f"{facts['share_of_false_matches_people_of_color']} of them people of color, who are "
        f"{facts['share_of_searches_people_of_color']} of Congress.\n"
        f"{facts['system']} at {facts['threshold']}, {facts['gallery']}.\n"
        f"Source: {facts['source']}.\n{SHARE_BY_OUR_LABELS}",
        style="italic",
    )
    return Panel(body, title="Published elsewhere, not measured here", title_align="left")
