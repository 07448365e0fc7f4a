"""The audit: train a gender classifier, see who gets the wrong answer, and why it is contested."""

from __future__ import annotations

import streamlit as st

from simulator.audit import charts as audit_charts
from simulator.audit.audit import Audit
from simulator.audit.facts import label_facts, training_facts, what_stays
from simulator.audit.result import AuditResult, AuditView
from simulator.audit.settings import (
    CONFIDENCES,
    PERCENT,
    AuditSettings,
    columns as groupings,
    curve,
    curves,
    differs,
    in_order,
    share_of,
    slug,
)
from simulator.audit.words import (
    CRITIQUE,
    CRITIQUE_SOURCES,
    DIFFERENCE_HEAD,
    DIFFERENCES,
    NOT_SOURCED,
    NOT_THE_SAME,
    SKIN_TYPE,
)
from simulator.i18n.label_names import column_name
from simulator.i18n.language import _, marked, number
from simulator.stats.published_audits import ACTIONABLE_AUDITING, BENCHMARK, GENDER_SHADES, STORY
from simulator.storage.progress import Progress
from simulator.ui import cached_audit, components, jobs
from simulator.ui.frame import explain_terms, shows_errors
from simulator.ui.tables import fact_list, table

TERMS = ("classifier", "encoding", "held out", "refusal", "95% interval", "White or not listed")
SHARE, COUNTS = marked("Share of women"), marked("People per group")
OWN = Audit()


@shows_errors
def page() -> None:
    """Show the page."""
    st.title(_("The audit: another test, another error"), anchor=False)
    st.markdown(_story())
    with st.spinner(_("Training …")):
        before = cached_audit.audit(OWN)
    settings = _settings()
    with st.spinner(_("Training …")):
        view = cached_audit.audit(settings.trains_alike()).at(abstain=settings.abstain)
    st.html(fact_list(training_facts(view)))
    _errors(view, before.at(abstain=settings.abstain))
    _curve(view)
    _published()
    _difference()
    _critique()
    explain_terms(*TERMS)


def _story() -> str:
    return _(
        "The researchers whose 2018 and 2019 studies made the news did not test a search. They "
        "tested programs that label a face “woman” or “man”, and counted the wrong answers. Here "
        "you train such a program yourself, on news photos from the early 2000s, three quarters "
        "of them of men. **Change whom it learns from, and watch who gets wrong answers.**"
    )


def _settings() -> Audit:
    """Show the dials, whose settings are in the link, and return their audit."""
    dials = AuditSettings.of(cached_audit.audit_people(OWN.train, OWN.tests, OWN.seed))
    chosen = st.segmented_control(
        _("Choose the people it learns from by"),
        [SHARE, COUNTS],
        default=SHARE,
        format_func=_,
        key="dial",
        bind="query-params",
        required=True,
    )
    share = counts = None
    left, right = st.columns(2, gap="large")
    with left:
        if chosen == COUNTS:
            counts = _counts(dials)
        else:
            share = st.slider(
                _("Women among the {count} people it learns from, in percent").format(
                    count=number(dials.people)
                ),
                *PERCENT,
                dials.share,
                key="women",
                bind="query-params",
            )
            st.caption(_("The data's own share is {share}%.").format(share=dials.share))
    with right:
        refuse = st.slider(
            _("Refuse to answer below this confidence, in percent"),
            *CONFIDENCES,
            CONFIDENCES[0],
            key="refuse",
            bind="query-params",
        )
        st.caption(
            _(
                "At 50, every face gets an answer. The confidence is the classifier’s own; it is "
                "not calibrated."
            )
        )
    return dials.audit(share=share, counts=counts, refuse=int(refuse))


def _counts(dials: AuditSettings) -> tuple[int, int]:
    women, men = st.columns(2)
    with women:
        first = st.number_input(
            _("Women"), 1, dials.women, min(100, dials.women), key="women_n", bind="query-params"
        )
    with men:
        second = st.number_input(
            _("Men"), 1, dials.men, min(900, dials.men), key="men_n", bind="query-params"
        )
    return int(first), int(second)


def _errors(view: AuditView, before: AuditView) -> None:
    """Show people by group, wrong answers first."""
    st.subheader(_("Who gets the wrong answer"), anchor=False)
    tests = {test.test.name: test for test in view.tests}
    names = [*view.result.audit.tests, view.held_out.test.name]
    left, right = st.columns(2, gap="large")
    with left:
        name = st.selectbox(_("Tested on"), names, key="tested", bind="query-params")
    test = tests[str(name)]
    columns = groupings(test.test)
    with right:
        column = st.selectbox(
            _("Groups"),
            columns,
            format_func=column_name,
            key=f"groups-{slug(test.test.name)}",
        )
    moved = before.of(test.test.name) if differs(view, before) else None
    picture = audit_charts.group_picture(test, str(column), moved)
    components.groups(key="errors", data=picture.to_bytes())
    if test.refusals.events:
        st.markdown(
            _(
                "Refusing looks careful: there are fewer wrong answers. But people who are "
                "refused get no answer at all. Look at who they are."
            )
        )
        refused = audit_charts.refused_picture(test, str(column))
        components.groups(key="refused", data=refused.to_bytes())
    st.html(fact_list(label_facts(test)))


def _curve(view: AuditView) -> None:
    """Show what moves with the dial, and what does not."""
    st.subheader(_("What moves, and what does not"), anchor=False)
    st.markdown(
        _(
            "Each point is one classifier, always trained on the same number of people. With "
            "more women in training, fewer women are taken for men, and more men for women. "
            "Balance shares the errors between the two groups; it does not end them."
        )
    )
    results = jobs.result_or_progress(
        "audit-curve", _("Training a classifier for every share"), _train_all
    )
    if results is None:
        return
    st.markdown(what_stays(results))
    now = share_of(view.result)
    for position, (name, column, of) in enumerate(curves(view)):
        chart = audit_charts.share_chart(results, now, name, column, of)
        components.chart(key=f"share-{position}", data=chart.to_bytes())


def _train_all(progress: Progress) -> list[AuditResult]:
    wanted = curve(OWN)
    results = []
    for audit in wanted:
        results.append(cached_audit.audit(audit))
        progress(len(results), len(wanted))
    return in_order(results)


def _published() -> None:
    """Show what others found, in a separate picture."""
    st.subheader(_("Published elsewhere, not measured here"), anchor=False)
    st.markdown(_(STORY))
    components.groups(key="published", data=audit_charts.published_picture().to_bytes())
    st.markdown(_(SKIN_TYPE))
    st.markdown(_(NOT_SOURCED))
    st.caption(" ".join(_(text) + "." for text in (BENCHMARK, GENDER_SHADES, ACTIONABLE_AUDITING)))


def _difference() -> None:
    """Show how this differs from the search."""
    st.subheader(_("Not the test on the first page"), anchor=False)
    head = [_(text) if text else "" for text in DIFFERENCE_HEAD]
    rows = [[_(text) for text in row] for row in DIFFERENCES]
    title = _("The search and the audit compared")
    st.html(table(head, rows, title, row_heads=True))
    st.markdown(_(NOT_THE_SAME))


def _critique() -> None:
    """Show what no error rate can say."""
    st.subheader(_("What these numbers are not"), anchor=False)
    for title, text in CRITIQUE:
        st.markdown(f"**{_(title)}** {_(text)}")
    st.caption(_(CRITIQUE_SOURCES))
