"""The audits behind the lesson on the audit: its figures, tables and curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.audit.audit import Audit
from simulator.audit.charts import share_chart
from simulator.audit.people import GENDER
from simulator.audit.result import AuditResult, AuditTestView, training_to_dict
from simulator.audit.run import choose, run_audit
from simulator.audit.settings import in_order
from simulator.audit.training_process import train_in_own_process
from simulator.audit.words import DIFFERENCE_HEAD, DIFFERENCES
from simulator.charts.chart import Chart
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, percent
from simulator.lessons import audit_figure_names as audit_names
from simulator.lessons.audit_figure_names import (
    CONGRESS,
    CURVE,
    GROUPS,
    HELD_OUT,
    REFUSING,
    TRAININGS,
)
from simulator.lessons.figures import written
from simulator.stats.metrics import Rate, rate
from simulator.stats.published_audits import AFTER, AUDITS, BEFORE, GROUPS as SKIN_GROUPS

Audits = dict[float | None, AuditResult]
"""Share of women in training → result; None is the data's own share."""
Table = dict[str, Any]
Describe = Callable[[Rate], dict[str, Any]]


def make_audits() -> Audits:
    """Train a classifier for every share that the lesson shows, in a separate process."""
    chosen = choose(Audit())
    shares = dict.fromkeys([*TRAININGS.values(), *CURVE])
    return {
        share: run_audit(Audit(share_of_women=share), trainer=train_in_own_process, chosen=chosen)
        for share in shares
    }


def measure_audits(audits: Audits, rate_values: Describe) -> dict[str, Any]:
    """Return every figure of the audit by its name.

    Args:
        audits: the return value of :func:`make_audits`.
        rate_values: turns a rate into plain values.
    """
    own = audits[None]
    drawn = training_to_dict(own)
    data, people = drawn["people_in_data"], drawn["people"]
    values: dict[str, Any] = {
        "gender_data_people": data["women"] + data["men"],
        "gender_data_women": data["women"],
        "gender_data_men": data["men"],
        "gender_data_share": drawn["share_of_women_in_data"],
        "gender_trained": people["women"] + people["men"],
        "gender_trained_women": people["women"],
        "gender_trained_men": people["men"],
        "gender_apart": drawn["left_out"]["tested_elsewhere"],
        "gender_refusing": REFUSING,
    }
    for training, share in TRAININGS.items():
        view = audits[share].at(abstain=0.5)
        values[f"gender_{training}_everybody"] = rate_values(view.held_out.errors)
        for name, value in HELD_OUT.items():
            values[f"gender_{training}_{name}"] = rate_values(_wrong(view.held_out, GENDER, value))
        for name, (test, column, value) in GROUPS.items():
            values[f"gender_{training}_{name}"] = rate_values(_wrong(view.of(test), column, value))
    careful = own.at(abstain=REFUSING)
    congress = careful.of(CONGRESS)
    values["gender_refused_everybody"] = rate_values(congress.refusals)
    values["gender_careful_everybody"] = rate_values(congress.errors)
    for name, (test, column, value) in GROUPS.items():
        values[f"gender_refused_{name}"] = rate_values(_refused(careful.of(test), column, value))
        values[f"gender_careful_{name}"] = rate_values(_wrong(careful.of(test), column, value))
    assert values.keys() == audit_names.figures().keys()
    return values


def _wrong(view: AuditTestView, column: str, value: str) -> Rate:
    row = view.by(column).set_index("group").loc[value]
    return rate(int(row["errors"]), int(row["answered"]))


def _refused(view: AuditTestView, column: str, value: str) -> Rate:
    row = view.by(column).set_index("group").loc[value]
    return rate(int(row["refused"]), int(row["people"]))


def audit_tables(values: Mapping[str, Any]) -> dict[str, Table]:
    """Return the tables of the lesson: caption, head, rows."""
    return {
        "audit_groups": _groups(values),
        "audit_published": _published(),
        "audit_difference": _difference(),
    }


def _groups(values: Mapping[str, Any]) -> Table:
    names = {
        "white_men": "White or not listed, Men",
        "white_women": "White or not listed, Women",
        "black_men": "Black, Men",
        "black_women": "Black, Women",
    }
    rows = []
    for name, label in names.items():
        figures = (f"gender_own_{name}", f"gender_careful_{name}", f"gender_refused_{name}")
        rows.append([group_name(label), *(written(figure, values) for figure in figures)])
    level = percent(REFUSING, 0)
    head = [
        _("Group"),
        _("Wrong when everyone gets an answer"),
        _("Wrong when it refuses below {level}").format(level=level),
        _("Refused"),
    ]
    return {
        "caption": _("What refusing changes for members of Congress"),
        "head": head,
        "rows": rows,
    }


def _published() -> Table:
    by = {(audit.company, audit.when): audit for audit in AUDITS}
    rows = []
    for company in dict.fromkeys(audit.company for audit in AUDITS):
        before, after = by.get((company, BEFORE)), by[company, AFTER]
        for group in ("darker_female", "lighter_male"):
            then = "–" if before is None else before.printed(group)
            rows.append([company, _(SKIN_GROUPS[group]), then, after.printed(group)])
    head = [_("Company"), _("Group"), _("First audit"), _("Second audit")]
    return {"caption": _("Published: wrong answers by skin type"), "head": head, "rows": rows}


def _difference() -> Table:
    return {
        "caption": _("The search and the audit compared"),
        "head": [_(text) if text else "" for text in DIFFERENCE_HEAD],
        "rows": [[_(text) for text in row] for row in DIFFERENCES],
    }


def audit_curve(audits: Audits) -> Chart:
    """Chart the wrong answers about the held-out people by the share of women in training."""
    results = in_order([audits[share] for share in CURVE])
    own = audits[None]
    return share_chart(results, float(own.drawn.woman.mean()), own.tests[0].name, GENDER)
