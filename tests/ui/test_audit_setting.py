"""The Audit page's setting: link, session and dials agree."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from support.opened_pages import PATIENCE

pytestmark = pytest.mark.usefixtures("fresh_pages")

TESTS = ["congress-115", "london"]
MOVED = {
    "by": "share",
    "women": 40,
    "women_n": 100,
    "men_n": 900,
    "refuse": 90,
    "tested": "london",
    "groups": "gender",
}


def script(steps):
    """Read the setting once for every step: what the picture reports, and another link."""
    import streamlit as st

    from simulator.audit.settings import AuditSettings
    from simulator.ui import audit_setting

    dials = AuditSettings(people=1000, share=26, women=1096, men=3174)
    for reported, link in steps:
        if link is not None:
            st.query_params.from_dict(link)
        setting = audit_setting.current(dials, ["congress-115", "london"], reported)
        told = audit_setting.for_browser(setting, None)
        link = dict(sorted(st.query_params.to_dict().items()))
        st.write(
            f"{setting.by} {setting.women} {setting.women_n} {setting.men_n} {setting.refuse} "
            f"{setting.tested} {setting.groups} | {told['revision']} | {link}"
        )
        st.write(audit_setting.problem() or "fine")


def said(*steps) -> list[str]:
    """Return what each step wrote: setting, revision and link; then the link's problem."""
    app = AppTest.from_function(script, default_timeout=PATIENCE, kwargs={"steps": steps}).run()
    assert not app.exception
    return [text.value for text in app.markdown]


def test_a_link_that_says_nothing():
    assert said((None, None)) == ["share 26 100 900 50 congress-115  | 1 | {}", "fine"]


def test_letting_go_writes_the_link_and_tells_the_dials_nothing():
    """What is as at first is left out; other parameters stay."""
    first, _fine, moved, fine = said((None, {"projector": "true"}), (MOVED, None))
    assert first.endswith("| 1 | {'projector': 'true'}")
    assert moved == (
        "share 40 100 900 90 london gender | 1 | {'groups': 'gender', 'projector': 'true', "
        "'refuse': '90', 'tested': 'london', 'women': '40'}"
    )
    assert fine == "fine"


def test_a_link_from_before_the_last_move_is_not_the_back_button():
    """A rerun that the picture asks for may bring an old link; the Back button is followed."""
    again = {**MOVED, "women": 41}
    old = {"women": "40", "refuse": "90", "tested": "london", "groups": "gender"}
    lines = said((MOVED, None), (again, old), (again, None), (again, old))
    assert [line.split(" |")[0].split()[1] for line in lines[::2]] == ["40", "41", "41", "40"]


def test_own_numbers_are_told_to_the_dials():
    """The tables of a classifier trained on own numbers come from Python."""
    numbers = {**MOVED, "by": "numbers", "women_n": 7}
    lines = said((None, None), (numbers, None))
    assert lines[0].split(" | ")[1] == "1"
    assert lines[2].split(" | ")[1] == "2"
    assert "'dial': 'People per group'" in lines[2]
    assert "'women_n': '7'" in lines[2]


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ({"women": "0"}, "expected women to be one of 1–99"),
        ({"refuse": "49"}, "expected refuse to be one of 50–99"),
        ({"women_n": "2000"}, "expected women_n to be one of 1–1096"),
        ({"tested": "mars"}, "expected tested to be one of congress-115, london"),
        ({"women": "٣٠"}, "expected women to be one of 1–99"),
    ],
)
def test_a_link_that_is_not_understood(link, named):
    setting, problem = said((None, link))
    assert setting.startswith("share 26 100 900 50 congress-115")
    assert named in problem
