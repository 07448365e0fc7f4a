"""An audit as tables and text for a terminal."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from simulator.audit.result import AuditTestView, AuditView, left_out, training_to_dict
from simulator.audit.words import (
    CRITIQUE,
    NOT_SOURCED,
    NOT_THE_SAME,
    SKIN_TYPE,
    count_men,
    count_people,
    count_women,
    left_out_words,
)
from simulator.i18n.language import percent
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL
from simulator.stats.metrics import Rate
from simulator.stats.published_audits import (
    ACTIONABLE_AUDITING,
    AUDITS,
    BENCHMARK,
    GENDER_SHADES,
    GROUPS,
    STORY,
    WHEN,
)
from simulator.stats.rate_words import ends_in_short


def print_audit(view: AuditView, console: Console) -> None:
    """Print a view as tables a person can read."""
    console.print(_training(view))
    for test in view.tests:
        for column in view.columns(test):
            console.print(_table(test, column))
        console.print(_labels(test))
    console.print(_critique())
    console.print(_published())


def rate_words(rate: Rate) -> str:
    """Return a rate with its count and its interval: "3 of 40 = 7.5% (2.6%–19.9%)"."""
    if not rate.trials:
        return "0 of 0, not estimable"
    return (
        f"{rate.events:,} of {rate.trials:,} = {percent(rate.value)} "
        f"({ends_in_short(rate.value, rate.trials, rate.low, rate.high)})"
    )


def _training(view: AuditView) -> RenderableType:
    training = training_to_dict(view.result)
    people, data = training["people"], training["people_in_data"]
    tested_elsewhere = training["left_out"]["tested_elsewhere"]
    in_data = count_people(data["women"] + data["men"])
    lines = [
        f"Data       {training['title']}: {in_data} with a label,",
        f"           {count_women(data['women'])} and {count_men(data['men'])} "
        f"({percent(training['share_of_women_in_data'])} women)",
        f"Trained on {people['women'] + people['men']:,} of them, one photo each: "
        f"{count_women(people['women'])} and {count_men(people['men'])} "
        f"({percent(training['share_of_women'])} women)",
        f"Held out   {rate_words(view.held_out.errors)} wrong: people it has never seen",
        f"Left out   {count_people(tested_elsewhere)} of the data, because they are also in a test",
        f"Refuses    {_refuses(view)}",
        f"Classifier scikit-learn {view.result.classifier.version}, nothing tuned, on encodings by "
        f"{view.result.pool.dataset.encodings.matcher.name}",
    ]
    return Panel(Text("\n".join(lines)), title="Trained and measured here", title_align="left")


def _refuses(view: AuditView) -> str:
    if view.abstain <= 0.5:
        return "nobody: every face gets an answer"
    return f"to answer under a confidence of {100 * view.abstain:g}%, its own, not a calibrated one"


def _table(test: AuditTestView, column: str) -> RenderableType:
    title = f"{test.test.people.dataset.card.title}" + (", held out" if test.test.held_out else "")
    table = Table()
    for name in ("Group", "Wrong answers", "Rate (95% interval)", "Refused"):
        table.add_column(name, justify="left" if name == "Group" else "right", no_wrap=True)
    frame = test.by(column)
    for row in frame.itertuples():
        ends = ends_in_short(row.rate, row.answered, row.low, row.high) if row.answered else ""
        interval = f"{percent(row.rate)} ({ends})"
        table.add_row(
            f"{row.label} †" if row.too_few else str(row.label),
            f"{row.errors:,} of {row.answered:,}",
            interval if row.answered else "not estimable",
            f"{row.refused:,} of {row.people:,}",
        )
    notes = []
    if frame["too_few"].any():
        notes.append(
            f"† Too few: under {FEWEST_TRIALS_FOR_AN_INTERVAL} answers the interval may be too "
            "narrow."
        )
    if int(frame["people"].sum()) > len(test.test.people):
        notes.append("A person with two categories counts in both.")
    head = Text(f"{title}, by {column}", style="bold")
    return Group(head, table, *[Text(note, style="dim") for note in notes], Text(""))


def _labels(test: AuditTestView) -> RenderableType:
    people, label = test.test.people, test.test.gender_label
    lines = [
        f"Everyone here: {rate_words(test.errors)} wrong; {rate_words(test.refusals)} refused.",
        f"Gender label: {label.author}. {' '.join(label.how.split())}",
    ]
    absent = left_out_words(left_out(people))
    if absent and not test.test.held_out:
        lines.append(f"Left out: {'; '.join(absent)}.")
    return Group(Text("\n".join(lines), style="dim"), Text(""))


def _critique() -> RenderableType:
    body = Text()
    for title, text in CRITIQUE:
        body.append(title + " ", style="bold")
        body.append(text + "\n")
    body.append(NOT_THE_SAME)
    return Panel(body, title="What these numbers are not", title_align="left")


def _published() -> RenderableType:
    table = Table()
    names = [words.replace("-skinned ", "\n") for words in GROUPS.values()]
    for name in ("Company", "When", *names, "Everyone"):
        table.add_column(name, justify="left" if name in ("Company", "When") else "right")
    for audit in AUDITS:
        figures = (audit.printed(group) for group in (*GROUPS, None))
        table.add_row(audit.company, WHEN[audit.when], *figures)
    sources = Text(
        f"Wrong answers by skin type and gender. {BENCHMARK}.\n"
        f"{STORY}\nFirst: {GENDER_SHADES}.\nSecond: {ACTIONABLE_AUDITING}.\n"
        f"{NOT_SOURCED}\n{SKIN_TYPE}",
        style="italic",
    )
    body = Group(table, sources)
    return Panel(body, title="Published elsewhere, not measured here", title_align="left")
