"""The audit's caches: the people, and classifiers that were trained. All sessions share them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from simulator.audit.audit import Audit
    from simulator.audit.result import AuditResult
    from simulator.audit.run import Chosen


@st.cache_resource(show_spinner=False, max_entries=4)
def audit_people(train: str, tests: tuple[str, ...], seed: int) -> Chosen:
    """Return the people to train on and the people to test."""
    from simulator.audit.audit import Audit
    from simulator.audit.run import choose

    return choose(Audit(train=train, tests=tests, seed=seed))


@st.cache_resource(show_spinner=False, max_entries=40)
def audit(settings: Audit) -> AuditResult:
    """Train a classifier in a separate process, and return its answers."""
    from simulator.audit.run import run_audit
    from simulator.audit.training_process import train_in_own_process

    chosen = audit_people(settings.train, settings.tests, settings.seed)
    return run_audit(settings, trainer=train_in_own_process, chosen=chosen)
