"""The value of a match, for the Lab: PPV in counts of searches, and probabilities within one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from simulator.charts.tables import Table
from simulator.datasets.stand_ins import names_people
from simulator.experiment.both_errors import OncePerPerson, falsely_matched
from simulator.experiment.not_measurable import NOBODY_ENROLLED, not_measurable
from simulator.experiment.posterior import posterior_by_person
from simulator.experiment.view import View
from simulator.i18n.language import _, confidence_text, ngettext, number, percent
from simulator.search.base_rate import (
    expected_searches,
    nearest_posterior,
    ppv,
    ppv_interval,
)
from simulator.stats.rate_words import interval_words

PRIORS = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9)
"""Shares of searches whose person is in the gallery."""
SEARCHES = 10_000
SHOWN = 12


def worth_words(prior: float, missed: OncePerPerson, view: View) -> str:
    """Explain PPV in this gallery as counts of searches, each person counting once, in Markdown."""
    if math.isnan(missed.value):
        return not_measurable(NOBODY_ENROLLED)
    false = falsely_matched(view)
    expected = expected_searches(prior, missed.value, false.value, SEARCHES)
    share = ppv(prior, missed.value, false.value)
    low, high = ppv_interval(prior, missed.ends, false.ends)
    photos = len(view.result.gallery_rows)
    words = _(
        "Of {searches} searches in this gallery of {photos}, about {enrolled} are for somebody who "
        "is in it: in {found} of them, that person is found. In about {wrong} of all searches, "
        "only other people are found. So **{share}** of the searches that return somebody return "
        "the right person ({ends})."
    ).format(
        searches=number(SEARCHES),
        photos=ngettext("{count} photo", "{count} photos", photos).format(count=number(photos)),
        enrolled=number(expected.enrolled),
        found=number(expected.mates_found),
        wrong=number(expected.only_strangers),
        share=percent(share),
        ends=_("too few people for an interval")
        if math.isnan(low)
        else interval_words(low, high)[1],
    )
    if not (missed.several or false.several):
        return words
    by_search = ppv(prior, missed.by_search.value, false.by_search.value)
    return f"{words} " + _(
        "Here each person counts once. If each search counts once, people with many photos count "
        "for more, and it is {share}."
    ).format(share=percent(by_search))


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
    if once is None:
        return _within_a_search(table, posteriors), (head, rows)
    keys_flagged = view.result.probes.encodings.keys[view.flagged].tolist()
    by_person = dict(zip(keys_flagged, once.values.tolist(), strict=True))
    head[-1:] = [
        _("In its search, each person counting once"),
        _("In its search, each photo counting once"),
    ]
    for row, probe in zip(rows, table["probe"].tolist(), strict=False):
        row.insert(-1, percent(by_person[probe]))
    words = _within_a_search(table, once.values) + " "
    return words + _(
        "Each person in the gallery counts once here. Some have many photos: one is in {share} of "
        "them. If each photo counts once, it is {least} to {most}."
    ).format(
        share=percent(once.largest_share, 0),
        least=percent(float(posteriors.min())),
        most=percent(float(posteriors.max())),
    ), (head, rows)


def _within_a_search(table: pd.DataFrame, posteriors: NDArray[np.float64]) -> str:
    return ngettext(
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
