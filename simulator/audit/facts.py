"""The facts beside the audit's pictures: who it learned from, and who says what is right."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.audit.charts import count_of_total, rate_cells
from simulator.audit.result import AuditResult, AuditTestView, AuditView, training_to_dict
from simulator.audit.words import count_men, count_people, count_women
from simulator.i18n.language import _, ngettext, number, percent


def what_stays(results: Sequence[AuditResult]) -> str:
    """Say how many people held out are misread: with the data's own mix, and at half and half."""
    sentences = []
    for share, text in (
        (
            None,
            _(
                "Trained on the data’s own mix, the classifier misreads {total} people held out: "
                "{women} and {men}."
            ),
        ),
        (0.5, _("Trained on as many women as men, it misreads {total}: {women} and {men}.")),
    ):
        result = next(r for r in results if r.audit.share_of_women == share)
        held_out = result.at(abstain=0.5).held_out
        errors = held_out.errors
        women = int((held_out.wrong & held_out.test.people.woman).sum())
        sentences.append(
            text.format(
                total=count_of_total(errors.events, errors.trials),
                women=count_women(women),
                men=count_men(errors.events - women),
            )
        )
    return " ".join(sentences)


def training_facts(view: AuditView) -> list[tuple[str, str]]:
    """Say who is trained on, and how well that works on people never seen: (name, words)."""
    training = training_to_dict(view.result)
    data, people, errors = training["people_in_data"], training["people"], view.held_out.errors
    tested_elsewhere = training["left_out"]["tested_elsewhere"]
    return [
        (
            _("In the data"),
            _("{people}: {women} and {men}. {share} are women.").format(
                people=count_people(data["women"] + data["men"]),
                women=count_women(data["women"]),
                men=count_men(data["men"]),
                share=percent(training["share_of_women_in_data"]),
            ),
        ),
        (
            _("Trained on now"),
            _("{women} and {men}, one photo of each person: {share} women.").format(
                women=count_women(people["women"]),
                men=count_men(people["men"]),
                share=percent(training["share_of_women"]),
            ),
        ),
        (
            _("People never seen"),
            _("{count} of {total} wrong ({interval}): people held out of the same data.").format(
                count=number(errors.events),
                total=number(errors.trials),
                interval=rate_cells(errors)[2],
            ),
        ),
        (
            _("Left out of training"),
            ngettext(
                "{count} person in the data is also in a test.",
                "{count} people in the data are also in a test.",
                tested_elsewhere,
            ).format(count=number(tested_elsewhere)),
        ),
    ]


def label_facts(view: AuditTestView) -> list[tuple[str, str]]:
    """Say who decides what is right, and whom the numbers leave out: (name, words)."""
    people, label = view.test.people, view.test.gender_label
    facts = [
        (_("Labeled by"), _(label.author)),
        (_("How"), _(" ".join(label.how.split()))),
    ]
    neither, without = sum(people.outside.values()), people.unlabeled + people.disagreeing
    if neither:
        facts.append(
            (
                _("Neither answer fits"),
                ngettext(
                    "{count} person whose label is neither of the two; no row shows them.",
                    "{count} people whose label is neither of the two; no row shows them.",
                    neither,
                ).format(count=number(neither)),
            )
        )
    if without:
        facts.append(
            (
                _("Left out"),
                ngettext(
                    "{count} person without a label or with several.",
                    "{count} people without a label or with several.",
                    without,
                ).format(count=number(without)),
            )
        )
    return facts
