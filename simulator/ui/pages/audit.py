"""The audit: train a gender classifier, see who gets the wrong answer, and why it is contested."""

from __future__ import annotations

import streamlit as st

from simulator.audit import charts as audit_charts
from simulator.audit.audit import Audit
from simulator.audit.dial_tables import own_numbers
from simulator.audit.facts import label_facts, training_facts, what_stays
from simulator.audit.people import GENDER
from simulator.audit.result import AuditView
from simulator.audit.settings import (
    AuditSettings,
    curve,
    in_order,
    names_of_tests,
    share_of,
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
from simulator.charts.html_tables import fact_list, table
from simulator.i18n.language import _, language
from simulator.i18n.markdown import literal
from simulator.stats.published_audits import ACTIONABLE_AUDITING, BENCHMARK, GENDER_SHADES, STORY
from simulator.storage.progress import Progress
from simulator.ui import audit_setting, cached_audit, components, jobs
from simulator.ui.audit_setting import AuditSetting
from simulator.ui.frame import explain_terms, shows_errors

TERMS = ("classifier", "encoding", "held out", "refusal", "95% interval", "White or not listed")
OWN = Audit()
PICTURE = "audit-dial"


@shows_errors
def page() -> None:
    """Show the page."""
    people = cached_audit.audit_people(OWN.train, OWN.tests, OWN.seed)
    dials, names = AuditSettings.of(people), [name for name, _words in names_of_tests(people)]
    reported = getattr(st.session_state.get(PICTURE), "setting", None)
    setting = audit_setting.current(dials, names, reported)
    with st.container(key="lead", horizontal=True):
        st.title(_("Who gets the wrong answer?"), anchor=False, width="content")
        sentence = _(
            "A program says “woman” or “man”. Filled: it is wrong. Change whom it learns from."
        )
        st.markdown(sentence, width="content")
    if audit_setting.problem():
        st.warning(literal(audit_setting.problem()))
    picture = st.container()
    linked = audit_setting.linked_share() or setting.women

    def train_all(progress: Progress) -> bool:
        """Train the classifiers of the dial, and describe the answers in the test shown first."""
        cached_audit.every_share(progress)
        cached_audit.dial(setting.tested, linked)
        return True

    trained = jobs.result_or_progress(
        f"audit-dial-{language()}", _("Training a classifier for every share"), train_all
    )
    with st.spinner(_("Training …")):
        view = cached_audit.audit(setting.audit(dials).trains_alike())
    with picture:
        _dials(setting, dials, view.at(), trained=trained is not None)
    shown = view.at(abstain=setting.audit(dials).abstain)
    st.markdown(_story())
    st.html(fact_list(training_facts(shown)))
    st.html(fact_list(label_facts(shown.of(setting.tested))))
    if trained is not None:
        _curve(shown)
    _published()
    _difference()
    _critique()
    explain_terms(*TERMS)


def _dials(setting: AuditSetting, dials: AuditSettings, view: AuditView, *, trained: bool) -> None:
    """Show the dials with the rows beneath; moving a thumb reruns nothing on the server."""
    linked = audit_setting.linked_share() or setting.women
    own = None
    if setting.by == audit_setting.NUMBERS:
        own = own_numbers(view.of(setting.tested).test, setting.women_n, setting.men_n)
    with st.container(key="unseen-audit"):
        components.setting(key="setting-of-audit", data=audit_setting.for_browser(setting, own))
    share = dials.audit(share=setting.women)
    tables = (
        cached_audit.dial(setting.tested, linked)
        if trained
        else cached_audit.dial_at(setting.tested, share, setting.women)
    )
    components.audit_dial(key=PICTURE, data=tables.content, on_setting_change=lambda: None)


def _story() -> str:
    return _(
        "The researchers whose 2018 and 2019 studies made the news did not test a search. They "
        "tested programs that label a face “woman” or “man”, and counted the wrong answers. Here "
        "you train such a program yourself, on news photos from the early 2000s, three quarters "
        "of them of men. Refusing looks careful: there are fewer wrong answers. But people who are "
        "refused get no answer at all. The confidence is the classifier’s own; it is not "
        "calibrated."
    )


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
    results = in_order([cached_audit.audit(audit) for audit in curve(OWN)])
    st.markdown(literal(what_stays(results)))
    held_out = view.held_out.test.name
    chart = audit_charts.share_chart(results, share_of(view.result), held_out, GENDER)
    components.chart(key="share", data=chart.to_bytes())


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
