"""The audit's caches: a classifier is trained once."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_the_people_are_chosen_once_for_all_sessions():
    from simulator.ui import cached_audit

    chosen = cached_audit.audit_people("london", ("congress-115",), 0)
    assert cached_audit.audit_people("london", ("congress-115",), 0) is chosen
    cached_audit.audit_people.clear()
    again = cached_audit.audit_people("london", ("congress-115",), 0)
    assert again is not chosen


def test_the_dial_stays_where_memory_is_short(monkeypatch):
    """A page that was told of trained classifiers finds them, or what was written of them."""
    from simulator.ui import cached, cached_audit

    known = cached_audit._every_share()
    monkeypatch.setitem(known, "trained", {5: "a classifier"})
    cached.forget_results()
    assert cached_audit._every_share()["trained"] == {5: "a classifier"}
