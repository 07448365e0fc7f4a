"""The choice of the people who may be missed is one function for both panels."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

PAGE = """
from simulator.ui.lab.live.mated_choice import choose
import streamlit as st
names = {names!r}
st.write("chosen: " + choose("People", names, "mated", prefer={prefer!r}))
"""


def chosen(names: list[str], prefer: str) -> str:
    app = AppTest.from_string(PAGE.format(names=names, prefer=prefer)).run(timeout=30)
    assert not app.exception
    return app.markdown[0].value.removeprefix("chosen: ")


def test_what_is_preferred_comes_first_unless_the_people_have_two_portraits() -> None:
    assert chosen(["own", "lfw", "london"], "lfw") == "lfw"
    assert chosen(["own", "london"], "lfw") == "own"
    assert chosen(["own", "lfw"], "") == "own"
    assert chosen(["congress-115-two-portraits", "lfw"], "lfw") == "congress-115-two-portraits"
