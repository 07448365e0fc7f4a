"""The audit's caches: the people, and classifiers that were trained. All sessions share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from simulator.i18n.language import language, speaking

if TYPE_CHECKING:
    from simulator.audit.audit import Audit
    from simulator.audit.classifier import Classifier
    from simulator.audit.dial_tables import DialTables
    from simulator.audit.every_share import Trained
    from simulator.audit.result import AuditResult
    from simulator.audit.run import Chosen
    from simulator.storage.progress import Progress


@st.cache_resource(show_spinner=False, max_entries=4)
def audit_people(train: str, tests: tuple[str, ...], seed: int) -> Chosen:
    """Return the people to train on and the people to test."""
    from simulator.audit.audit import Audit
    from simulator.audit.run import choose

    return choose(Audit(train=train, tests=tests, seed=seed))


@st.cache_resource(show_spinner=False, max_entries=40)
def audit(settings: Audit) -> AuditResult:
    """Train a classifier in a separate process, and return its answers.

    A classifier of the dial is not trained again.
    """
    from simulator.audit.run import run_audit
    from simulator.audit.training_process import train_in_own_process

    trained = _trained_at(settings)
    trainer = train_in_own_process if trained is None else lambda *_data: trained
    return run_audit(settings, trainer=trainer, chosen=_people(settings))


def every_share(progress: Progress) -> Trained:
    """Train the classifiers of the dial, unless they are on disk, and return them."""
    from simulator.audit import every_share as shares
    from simulator.audit.audit import Audit
    from simulator.audit.training_process import train_in_own_process

    known = _every_share()
    if "trained" not in known:
        path = shares.cache_file(Audit(), "classifiers")
        trained = shares.load(path) if path else None
        if trained is None:
            trained = shares.train_every_share(_people(Audit()), train_in_own_process, progress)
            if path:
                shares.save(trained, path)
        known["trained"] = trained
    return known["trained"]


def _untold(_done: int, _total: int) -> None:
    """Tell nobody how far it is: trained before, the classifiers are at most read again."""


def dial(name: str, share: int) -> DialTables:
    """Return what the picture of a test looks up, when the classifiers of the dial are trained.

    Args:
        name: of the test.
        share: a share of women, in percent, that the dial must have; it may lie between its stops.
    """
    between = None if share in every_share(_untold) else share
    return _dial(name, between, language())


def dial_at(name: str, settings: Audit, share: int) -> DialTables:
    """Return what the picture of a test looks up while only one classifier is trained.

    Args:
        name: of the test.
        settings: the classifier's.
        share: its share of women, in percent.
    """
    from simulator.audit.dial_tables import dial_tables
    from simulator.audit.settings import AuditSettings, names_of_tests

    chosen = _people(settings)
    test = audit(settings.trains_alike()).at().of(name).test
    return dial_tables({share: test}, AuditSettings.of(chosen), names_of_tests(chosen))


@st.cache_resource(show_spinner=False, max_entries=12)
def _dial(name: str, between: int | None, spoken: str) -> DialTables:
    from simulator.audit import every_share as shares
    from simulator.audit.audit import Audit
    from simulator.audit.dial_tables import dial_tables
    from simulator.audit.settings import AuditSettings, names_of_tests

    with speaking(spoken):
        path = shares.cache_file(Audit(), f"tables {name} {between}", spoken=spoken)
        tables = shares.load_tables(path) if path else None
        if tables is None:
            chosen = _people(Audit())
            dials, trained = AuditSettings.of(chosen), dict(every_share(_untold))
            if between is not None:
                trained[between] = audit(dials.audit(share=between)).classifier
            tests = shares.answers_of(chosen, dict(sorted(trained.items())), name)
            tables = dial_tables(tests, dials, names_of_tests(chosen))
            if path:
                shares.save_tables(tables, path)
    return tables


@st.cache_resource(show_spinner=False)
def _every_share() -> dict[str, Trained]:
    """Return the classifiers of the dial under the key ``trained``, if there are any."""
    return {}


def _people(settings: Audit) -> Chosen:
    return audit_people(settings.train, settings.tests, settings.seed)


def _trained_at(settings: Audit) -> Classifier | None:
    """Return the dial's classifier that an audit describes."""
    from simulator.audit.settings import AuditSettings

    if settings.mix is not None:
        return None
    dials = AuditSettings.of(_people(settings))
    trained = _every_share().get("trained", {})
    return next((c for share, c in trained.items() if dials.audit(share=share) == settings), None)


TRAINED = (_every_share,)
"""The caches that a page relies on once it was told that they are filled."""
OF_AUDIT = (audit_people, audit, _dial, _every_share)
"""Every cache of this module."""
