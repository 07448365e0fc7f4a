"""The lessons' tables and line charts, in the current language. Rates come from the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from simulator.charts.chart import Chart
from simulator.charts.gallery_size import size_chart
from simulator.charts.threshold_cost import cost_chart
from simulator.i18n.language import _, marked, number, percent
from simulator.lessons import figures
from simulator.lessons.audit_figures import audit_curve, audit_tables
from simulator.lessons.figures import written
from simulator.lessons.measured_figures import LFW, Runs, Values

SETTING_NAMES = {
    "default": marked("the matcher's own default"),
    "p80": marked("our 80% (not Amazon’s)"),
    "p95": marked("our 95% (not Amazon’s)"),
    "p99": marked("our 99% (not Amazon’s)"),
    "p999": marked("our 99.9% (not Amazon’s)"),
    "aclu": marked("the ACLU's count"),
}
GROUP_NAMES = {
    "color": marked("People of color"),
    "others": marked("Other members"),
    "white": marked("White or not listed"),
    "black": marked("Black"),
    "hispanic": marked("Hispanic"),
    "asian": marked("Asian or Pacific Islander"),
    "women": marked("Women"),
    "men": marked("Men"),
}
CONDITION_NAMES = {
    "clean": marked("unchanged"),
    "dim": marked("in low light"),
    "blur": marked("with motion blur"),
    "tiny": marked("a face 32 pixels wide"),
}
MIX_NAMES = {
    "white": marked("White faces only"),
    "black": marked("Black faces only"),
    "asian": marked("Asian faces only"),
    "indian": marked("Indian faces only"),
}
PRIOR_NAMES = {
    "rare": marked("1 in 1,000"),
    "some": marked("1 in 10"),
    "half": marked("1 in 2"),
}
EVERYONE = marked("Everyone")
CURVE_SETTINGS = ("p99", "p999", "aclu")
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 13_000)

Table = dict[str, Any]


def tables(values: Values) -> dict[str, Table]:
    """Return every table of the lessons: caption, head, rows."""
    searched: dict[str, Callable[[], Table]] = {
        "settings": lambda: _settings(values),
        "costs": lambda: _costs(values),
        "base_rate": lambda: _base_rate(values),
        "groups": lambda: _groups(values),
        "sizes": lambda: _sizes(values),
        "mixes": lambda: _mixes(values),
        "gap": lambda: _gap(values),
        "conditions": lambda: _conditions(values),
        "matchers": lambda: _matchers(values),
        "reviewed": lambda: _reviewed(values),
    }
    audited = audit_tables(values)
    return {name: audited[name] if name in audited else searched[name]() for name in figures.TABLES}


def curves(runs: Runs) -> dict[str, Chart]:
    """Return every line chart of the lessons."""
    return {
        "sizes": _size_curve(runs),
        "costs": _cost_curve(runs),
        "audit_shares": audit_curve(runs.audits),
    }


def _table(caption: str, head: list[str], rows: list[list[str]]) -> Table:
    return {"caption": caption, "head": head, "rows": rows}


def _with_interval(name: str, values: Mapping[str, Any]) -> list[str]:
    """Return count, rate and interval; for zero events, the one-sided bound as the interval."""
    measured = values[name]
    if not measured["events"]:
        bound = _("at most {rate}").format(rate=percent(measured["bound"]))
        return [written(name, values), percent(0.0), bound]
    return [
        written(name, values),
        written(f"{name}.percent", values),
        written(f"{name}.interval", values),
    ]


def _settings(values: Values) -> Table:
    rows = [
        [
            _(name),
            written(f"distance_{setting}", values),
            *_with_interval(f"flagged_{setting}", values),
        ]
        for setting, name in SETTING_NAMES.items()
    ]
    head = [_("Threshold"), _("Distance"), _("Falsely matched"), _("Rate"), _("95% interval")]
    return _table(_("What each setting does"), head, rows)


def _costs(values: Values) -> Table:
    rows = [
        [
            _(name),
            written(f"flagged_{setting}", values),
            written(f"flagged_{setting}.percent", values),
            written(f"missed_lfw_{setting}", values),
            written(f"missed_lfw_{setting}.percent", values),
        ]
        for setting, name in SETTING_NAMES.items()
    ]
    head = [_("Threshold"), _("Falsely matched"), _("Rate"), _("True matches missed"), _("Rate")]
    return _table(_("Both kinds of error"), head, rows)


def _base_rate(values: Values) -> Table:
    rows = [
        [_(name), *(written(f"right_{prior}_{setting}", values) for setting in CURVE_SETTINGS)]
        for prior, name in PRIOR_NAMES.items()
    ]
    head = [
        _("People searched for who are in the gallery"),
        *(_(SETTING_NAMES[setting]) for setting in CURVE_SETTINGS),
    ]
    return _table(
        _("Of the searches that return someone: the share that return the right person"), head, rows
    )


def _groups(values: Values) -> Table:
    rows = [
        [_(name), *_with_interval(f"{group}_aclu", values)] for group, name in GROUP_NAMES.items()
    ]
    head = [_("Group"), _("Falsely matched"), _("Rate"), _("95% interval")]
    return _table(_("At the ACLU's count"), head, rows)


def _sizes(values: Values) -> Table:
    rows = []
    for size in figures.SIZES:
        shares = [written(f"size_{size}_{setting}", values) for setting in CURVE_SETTINGS]
        rows.append([number(size), *shares])
    whole = [written(f"flagged_{setting}.percent", values) for setting in CURVE_SETTINGS]
    rows.append([written("gallery_photos", values), *whole])
    head = [_("Photos in the gallery"), *(_(SETTING_NAMES[s]) for s in CURVE_SETTINGS)]
    return _table(_("Expected share of members who are falsely matched"), head, rows)


def _reviewed(values: Values) -> Table:
    places = {"line": marked("under the threshold"), "list": marked("no threshold")}
    groups = ("", *figures.NAMED_GROUPS)
    rows = [
        [
            number(length),
            _(place),
            *(written(f"named_{where}_{length}{g and f'_{g}'}", values) for g in groups),
        ]
        for where, place in places.items()
        for length in figures.LIST_LENGTHS
    ]
    everyone = "{} ({})".format(_(EVERYONE), written("searched", values))
    heads = ["{} ({})".format(_(GROUP_NAMES[g]), values[f"{g}_aclu"]["trials"]) for g in groups[1:]]
    head = [_("Candidates, at most"), _("List"), everyone, *heads]
    return _table(_("Searches in which a wrong person is named, on average"), head, rows)


def _mixes(values: Values) -> Table:
    groups = ("white", "black", "hispanic", "asian")
    rows = [
        [
            _(name),
            *(written(f"mix_{mix}_{group}", values) for group in groups),
            written(f"mix_{mix}_everyone", values),
        ]
        for mix, name in MIX_NAMES.items()
    ]
    searched = ["{} ({})".format(_(GROUP_NAMES[g]), values[f"{g}_aclu"]["trials"]) for g in groups]
    everyone = "{} ({})".format(_(EVERYONE), written("searched", values))
    return _table(
        _("Expected share of each group that is falsely matched, by who is in the gallery"),
        [
            _("{count} photos in the gallery").format(count=written("mix_size", values)),
            *searched,
            everyone,
        ],
        rows,
    )


def _gap(values: Values) -> Table:
    galleries = {
        "in_men": _("only men"),
        "in_women": _("only women"),
        "as_is": _("as it is: {share} men").format(share=written("gap_men_share.whole", values)),
        "even": _("half women, half men"),
    }
    rows = [
        [_(GROUP_NAMES[group]), *(written(f"gap_{group}_{place}", values) for place in galleries)]
        for group in figures.GAP_GROUPS
    ]
    return _table(
        _("Expected share of women and of men who are falsely matched, by who is in the gallery"),
        [
            _("{count} photos in the gallery").format(count=written("gap_size", values)),
            *galleries.values(),
        ],
        rows,
    )


def _conditions(values: Values) -> Table:
    rows = []
    for condition, name in CONDITION_NAMES.items():
        flagged, missed, failed = (
            ("flagged_aclu", "missed_own_aclu", "clean_failed")
            if condition == "clean"
            else (f"{condition}_flagged", f"{condition}_missed", f"{condition}_failed")
        )
        rows.append([_(name), *(written(figure, values) for figure in (flagged, missed, failed))])
    head = [_("The portraits"), _("Falsely matched"), _("True matches missed"), _("No face found")]
    return _table(_("The same threshold, worse pictures"), head, rows)


def _matchers(values: Values) -> Table:
    rows = [
        [_(name), written(f"half_{group}", values), written(f"eigen_{group}", values)]
        for group, name in GROUP_NAMES.items()
    ]
    head = [_("Group"), "dlib", "eigenfaces"]
    return _table(
        _("Who is falsely matched when both matchers flag the same number of people"), head, rows
    )


def _size_curve(runs: Runs) -> Chart:
    curves = []
    for setting in CURVE_SETTINGS:
        sizes = [*SIZES, len(runs.replay.gallery_rows)]
        curve = runs.replay.gallery_size_curve(sizes, distance=runs.distance(setting))
        curves.append(curve.assign(label=_(SETTING_NAMES[setting])))
    return size_chart(pd.concat(curves), runs.at("aclu"))


def _cost_curve(runs: Runs) -> Chart:
    at = runs.stops.find(figures.SETTINGS["p99"])
    return cost_chart(runs.replay, runs.stops, runs.mated[LFW], at)
