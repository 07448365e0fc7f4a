"""What stands beside the audit's pictures in words: who it learned from, who says what is right."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.audit.charts import cells, counted
from simulator.audit.result import AuditResult, AuditTestView, AuditView, training_to_dict
from simulator.i18n.language import _, ngettext, number, percent


def what_stays(results: Sequence[AuditResult]) -> str:
    """How many of the people held out are misread as the data are, and at half and half."""
    told = []
    for share, words in (
        (
            None,
            _(
                "Trained as the data are, {total} people held out are misread: {women} women and "
                "{men} men."
            ),
        ),
        (0.5, _("Trained on as many women as men, {total}: {women} women and {men} men.")),
    ):
        result = next(r for r in results if r.audit.share_of_women == share)
        held = result.at(abstain=0.5).held_out
        wrong = held.wrong & held.test.people.woman
        women = int(wrong.sum())
        told.append(
            words.format(
                total=counted(held.errors.events, held.errors.trials),
                women=number(women),
                men=number(held.errors.events - women),
            )
        )
    return " ".join(told)


def training_facts(view: AuditView) -> list[tuple[str, str]]:
    """Who is trained on, of whom, and how well that works on people never seen: (name, words)."""
    told = training_to_dict(view.result)
    data, people, held = told["people_in_data"], told["people"], view.held_out.errors
    return [
        (
            _("In the data"),
            _("{people} people: {women} women and {men} men. {share} are women.").format(
                people=number(data["women"] + data["men"]),
                women=number(data["women"]),
                men=number(data["men"]),
                share=percent(told["share_of_women_in_data"]),
            ),
        ),
        (
            _("Trained on now"),
            _("{women} women and {men} men, one photo each: {share} women.").format(
                women=number(people["women"]),
                men=number(people["men"]),
                share=percent(told["share_of_women"]),
            ),
        ),
        (
            _("People never seen"),
            _("{count} of {total} wrong ({interval}), of the same data, held out.").format(
                count=number(held.events),
                total=number(held.trials),
                interval=cells(held)[2],
            ),
        ),
        (
            _("Kept apart"),
            _("{count} people of the data are in a test; they are not trained on.").format(
                count=number(told["left_out"]["tested_elsewhere"])
            ),
        ),
    ]


def label_facts(view: AuditTestView) -> list[tuple[str, str]]:
    """Who says what is right, and whom the numbers leave out: (name, words)."""
    people, label = view.test.people, view.test.gender_label
    rows = [
        (_("Labelled by"), _(label.author)),
        (_("How"), _(" ".join(label.how.split()))),
    ]
    if people.outside:
        rows.append(
            (
                _("Neither answer fits"),
                ngettext(
                    "{count} person whose label is neither of the two; no row shows them.",
                    "{count} people whose label is neither of the two; no row shows them.",
                    sum(people.outside.values()),
                ).format(count=number(sum(people.outside.values()))),
            )
        )
    if people.unlabeled or people.disagreeing:
        rows.append(
            (
                _("Left out"),
                _("{count} people without a label or with several.").format(
                    count=number(people.unlabeled + people.disagreeing)
                ),
            )
        )
    return rows
