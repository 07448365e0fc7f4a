"""The setting of the Audit page's dials: the link, the session and the browser agree on it.

The link holds what a teacher sends to a class. It is written when a thumb is released, and read
when it differs from what was last written here (a link, or the Back button).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from simulator.audit.audit import Audit
from simulator.audit.dial_tables import CHANNEL
from simulator.audit.settings import CONFIDENCES, PERCENT, AuditSettings
from simulator.i18n.language import _, marked
from simulator.ui.threshold_setting import VISIT

SHARE, NUMBERS = "share", "numbers"
"""How the people trained on are chosen: by the share of women, or by numbers."""
BY_NUMBERS = marked("People per group")
"""What ``dial`` is in links to numbers."""
DIAL, TESTED, GROUPS = "dial", "tested", "groups"
NAMES = (DIAL, "women", "women_n", "men_n", "refuse", TESTED, GROUPS)
"""Names in the link."""
WOMEN_FIRST, MEN_FIRST = 100, 900


@dataclass(frozen=True)
class AuditSetting:
    """Where the dials are.

    Attributes:
        by: ``SHARE`` or ``NUMBERS``.
        women: the share of women trained on, in percent.
        women_n, men_n: the numbers trained on, if chosen by numbers.
        refuse: the confidence below which the classifier refuses, in percent.
        tested: the test.
        groups: its grouping; empty for its first.
    """

    by: str
    women: int
    women_n: int
    men_n: int
    refuse: int
    tested: str
    groups: str = ""

    def audit(self, dials: AuditSettings) -> Audit:
        """Return the audit that the dials describe."""
        if self.by == NUMBERS:
            return dials.audit(counts=(self.women_n, self.men_n), refuse=self.refuse)
        return dials.audit(share=self.women, refuse=self.refuse)


def at_first(dials: AuditSettings, tests: Sequence[str]) -> AuditSetting:
    """Return where the dials are in a link that says nothing."""
    women, men = min(WOMEN_FIRST, dials.women), min(MEN_FIRST, dials.men)
    return AuditSetting(SHARE, dials.share, women, men, CONFIDENCES[0], tests[0])


def current(
    dials: AuditSettings, tests: Sequence[str], reported: Mapping[str, Any] | None
) -> AuditSetting:
    """Return this session's setting, after reading the link or what the picture reported.

    Args:
        dials: the range of the dials.
        tests: names of the tests.
        reported: what the picture reported last, if anything.
    """
    session = st.session_state
    first = at_first(dials, tests)
    setting: AuditSetting = session.get("audit-setting", first)
    written = session.get("audit-written", {})
    if reported and reported != session.get("audit-reported"):
        # A rerun that the picture asks for brings the link as it was when it asked.
        session["audit-reported"] = reported
        read, _problem = _read(reported, setting, dials, tests)
        if read.by != SHARE:
            _moved()
        session["audit-problem"] = ""
        return _write(read, first)
    in_link = {name: st.query_params[name] for name in NAMES if name in st.query_params}
    returned = not in_link and written and session.get("audit-visit") != session.get(VISIT, 0)
    session["audit-visit"] = session.get(VISIT, 0)
    if returned:
        return _write(setting, first)
    if "audit-setting" not in session or in_link != written:
        by = NUMBERS if in_link.get(DIAL) in (BY_NUMBERS, _(BY_NUMBERS)) else SHARE
        setting, session["audit-problem"] = _read({**in_link, "by": by}, first, dials, tests)
        session["audit-setting"], session["audit-written"] = setting, in_link
        session["audit-linked"] = setting.women
        _moved()
    return setting


def linked_share() -> int | None:
    """Return the share of women, in percent, that the last link named; it stays on the dial."""
    share: int | None = st.session_state.get("audit-linked")
    return share


def problem() -> str:
    """Return one sentence about a link that was not understood; empty without one."""
    return str(st.session_state.get("audit-problem", ""))


def for_browser(setting: AuditSetting, own: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the setting component's data.

    Args:
        setting: the setting.
        own: the tables of the classifier trained on these numbers.
    """
    revision = st.session_state.get("audit-revision", 0)
    return {"channel": CHANNEL, "revision": revision, **dataclasses.asdict(setting), "own": own}


def _moved() -> None:
    """Count that Python has something to say to the dials."""
    st.session_state["audit-revision"] = st.session_state.get("audit-revision", 0) + 1


def _read(
    said: Mapping[str, Any], at: AuditSetting, dials: AuditSettings, tests: Sequence[str]
) -> tuple[AuditSetting, str]:
    """Return the setting that a link or the picture says, and what was not understood in it."""
    ranges = {
        "women": PERCENT,
        "women_n": (1, dials.women),
        "men_n": (1, dials.men),
        "refuse": CONFIDENCES,
    }
    numbers, trouble = {}, ""
    for name, (low, high) in ranges.items():
        found = str(said.get(name, "")).strip()
        known = found.isascii() and found.isdecimal() and len(found) < 6
        if known and low <= int(found) <= high:
            numbers[name] = int(found)
        elif found:
            trouble = trouble or _not_understood(name, f"{low}–{high}", found)
    tested = str(said.get(TESTED, at.tested))
    if tested not in tests:
        trouble = trouble or _not_understood(TESTED, ", ".join(tests), tested)
        tested = at.tested
    by = NUMBERS if said.get("by") == NUMBERS else SHARE
    groups = str(said.get(GROUPS, at.groups if tested == at.tested else ""))
    return dataclasses.replace(at, by=by, tested=tested, groups=groups, **numbers), trouble


def _not_understood(name: str, expected: str, found: str) -> str:
    return _(
        "The link was not understood: expected {name} to be one of {expected}, found {found}. "
        "Choose it in the picture."
    ).format(name=name, expected=expected, found=repr(found[:40]))


def _write(setting: AuditSetting, first: AuditSetting) -> AuditSetting:
    """Write a setting into session and link; what is as in a link that says nothing is left out."""
    values = {
        name: value
        for name, value in dataclasses.asdict(setting).items()
        if name in NAMES and value != getattr(first, name)
    }
    if setting.by == NUMBERS:
        values[DIAL] = BY_NUMBERS
    wanted = {name: str(value) for name, value in values.items()}
    # One at a time: Streamlit refuses to write all again where a widget is bound to the link.
    for name in [*st.query_params]:
        if name in NAMES and name not in wanted:
            del st.query_params[name]
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)
    st.session_state["audit-setting"], st.session_state["audit-written"] = setting, wanted
    return setting
