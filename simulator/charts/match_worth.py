"""The value of a match, for the Lab: PPV by gallery size, and probabilities within a search."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from simulator.charts.chart import Chart, Series
from simulator.charts.gallery_size import beyond_searched
from simulator.charts.tables import Table
from simulator.datasets.stand_ins import names_people
from simulator.experiment.gallery_curve import EXTRAPOLATED
from simulator.experiment.posterior import posterior_by_person
from simulator.experiment.view import View
from simulator.i18n.language import _, confidence_text, ngettext, number, percent
from simulator.search.base_rate import expected_searches, nearest_posterior, ppv

PRIORS = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
"""Shares of searches whose person is in the gallery."""
SEARCHES = 10_000
SHOWN = 12


def worth_words(prior: float, fnir: float, view: View) -> str:
    """Explain PPV in this gallery as counts of searches, in Markdown."""
    if math.isnan(fnir):
        return _("Not measurable here: none of the people searched for is in the gallery.")
    expected = expected_searches(prior, fnir, view.fpir.value, SEARCHES)
    share = ppv(prior, fnir, view.fpir.value)
    photos = len(view.result.gallery_rows)
    return _(
        "Of {searches} searches in this gallery of {photos}, about {enrolled} are for somebody who "
        "is in it: in {found} of them, that person is found. In about {wrong} of all searches, "
        "only other people are found. So **{share}** of the searches that return somebody return "
        "the right person."
    ).format(
        searches=number(SEARCHES),
        photos=ngettext("{count} photo", "{count} photos", photos).format(count=number(photos)),
        enrolled=number(expected.enrolled),
        found=number(expected.mates_found),
        wrong=number(expected.only_strangers),
        share=percent(share),
    )


def worth_chart(curve: pd.DataFrame, prior: float, fnir: float, view: View) -> Chart:
    """Chart PPV over gallery size, from a curve of FPIR; two lines beyond the size searched."""
    top = math.log(max(curve["gallery_size"]))

    def place(size: float) -> float:
        return math.log(size) / top

    points: dict[str, list[tuple[float, float]]] = {
        "fpir": [],
        "bracket_low": [],
        "bracket_high": [],
    }
    rows = []
    for row in curve.itertuples():
        beyond = row.kind == EXTRAPOLATED
        names = ("bracket_low", "bracket_high") if beyond else ("fpir",)
        values = [ppv(prior, fnir, getattr(row, name)) for name in names]
        for name, value in zip(names, values, strict=True):
            if not math.isnan(value):
                points[name].append((place(row.gallery_size), value))
        rates = [percent(getattr(row, name)) for name in names]
        shares = [percent(value) for value in sorted(values)]
        rows.append([number(row.gallery_size), _either(rates), _either(shares)])
    measured = _("share of matches that are right")
    dashed = [
        Series(measured, points[name], dashed=True)
        for name in ("bracket_low", "bracket_high")
        if points[name]
    ]
    here = len(view.result.gallery_rows)
    sizes = [s for s in (1, 10, 100, 1000, 10_000, 50_000) if s <= max(curve["gallery_size"])]
    return Chart(
        title=_("What a match is worth in galleries of other sizes"),
        alt=_(
            "If {prior} of all searches are for somebody who is in the gallery, the share of "
            "matches that are right falls as the gallery grows: {shares}."
        ).format(
            prior=percent(prior, None),
            shares="; ".join(
                _("{photos} photos: {share}").format(photos=row[0], share=row[2])
                for row in rows
                if row[0] in {number(100), number(1000), number(10_000)}
            ),
        ),
        x_label=_("photos in the gallery"),
        y_label=_("matches that are right"),
        x_ticks=[(place(size), number(size)) for size in sizes],
        series=[Series(measured, points["fpir"]), *dashed],
        marker=(place(here), _("searched here: {photos}").format(photos=number(here))),
        beyond=beyond_searched(place(here), max(curve["gallery_size"]) > here),
        head=[_("Gallery size"), _("Falsely matched (FPIR)"), _("Matches that are right (PPV)")],
        rows=rows,
    )


def _either(texts: list[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return _("between {low} and {high}").format(low=texts[0], high=texts[1])


def posterior_words(view: View, prior: float) -> tuple[str, Table]:
    """Describe the false matches as comparisons, and within their searches.

    Raises:
        CalibrationError: this matcher has no calibrated confidence.
    """
    each = nearest_posterior(view.result.search, view.result.calibration, prior)
    keys = view.result.probes.encodings.keys.tolist()
    of_probe = dict(zip(keys, each.tolist(), strict=True))
    table = view.candidates()
    closest = _("Closest person") if names_people(view.result.gallery) else _("Closest stand-in")
    head = [_("Person searched"), closest, _("As a comparison"), _("In its search")]
    if not len(table):
        return _("Nobody is falsely matched at this threshold."), (head, [])
    posteriors = np.array([of_probe[key] for key in table["probe"]])
    rows = [
        [
            str(row.probe_name),
            str(row.gallery_person),
            confidence_text(float(row.confidence)),
            percent(of_probe[row.probe]),
        ]
        for row in table.head(SHOWN).itertuples()
    ]
    once = posterior_by_person(view, prior)
    if once is not None:
        keys_flagged = view.result.probes.encodings.keys[view.flagged].tolist()
        by_person = dict(zip(keys_flagged, once.values.tolist(), strict=True))
        head.append(_("In its search, each person counting once"))
        for row, probe in zip(rows, table["probe"].tolist(), strict=False):
            row.append(percent(by_person[probe]))
    words = ngettext(
        "As a comparison, this {count} false match has a confidence of {low}. Within its search, "
        "among thousands of strangers, the probability that the closest photo shows the right "
        "person is {least}.",
        "As comparisons, these {count} false matches have a confidence of {low} to {high}. Within "
        "their searches, among thousands of strangers, the probability that the closest photo "
        "shows the right person is {least} to {most}, for half of them under {median}.",
        len(table),
    ).format(
        count=number(len(table)),
        low=confidence_text(float(table["confidence"].min())),
        high=confidence_text(float(table["confidence"].max())),
        least=percent(float(posteriors.min())),
        most=percent(float(posteriors.max())),
        median=percent(float(np.median(posteriors))),
    )
    if once is not None:
        words += " " + _(
            "Some people in the gallery have many photos: one is in {share} of them. If each "
            "person counts once, it is {least} to {most}."
        ).format(
            share=percent(once.largest_share, 0),
            least=percent(float(once.values.min())),
            most=percent(float(once.values.max())),
        )
    return words, (head, rows)
