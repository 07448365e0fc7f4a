"""The parts that all pages share: styles, projector mode, glossary, and errors as sentences."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.charts.html_tables import fact_list
from simulator.errors import FalseMatchError
from simulator.i18n.glossary import definition
from simulator.i18n.language import DEFAULT, _, language
from simulator.i18n.markdown import literal
from simulator.ui import components, page_language

P = ParamSpec("P")

PROJECTOR = "projector"

_LOOK = """
<style>
.stMainBlockContainer {max-width: 76rem; padding-top: 3.9rem; padding-bottom: 3rem}
:root {--fm-top: 3.6rem}
[class*="st-key-unseen"] {position: absolute; height: 0; overflow: hidden}
.st-key-head-switches {position: fixed; top: 1.02rem; right: 1.2rem; z-index: 999991;
  width: auto}
.stApp:has(.stSidebar[data-collapsed="false"]) .st-key-head-switches {z-index: 99}
.stSidebar[data-collapsed="true"] {visibility: hidden}
.stApp[data-test-script-state="running"]::before {content: ""; position: fixed; inset: 0 0 auto;
  height: 3px; z-index: 999992; opacity: 0;
  background: linear-gradient(90deg, transparent 20%, light-dark(#0b57a4, #7cc0ff), transparent 80%)
    0 / 200% 100%;
  animation: fm-busy 1.6s linear .6s infinite}
@keyframes fm-busy {from {opacity: 1; background-position: 150% 0}
  to {opacity: 1; background-position: -50% 0}}
.st-key-head-switches button {min-height: 0}
.st-key-head-switches > :has(> .st-key-unseen-speech) {position: absolute}
[data-testid="stTopNav"] {max-width: calc(100% - 16rem); margin-right: auto}
.stMainBlockContainer:has(.st-key-lead) {padding-top: 3.4rem}
.stMainBlockContainer:has(.st-key-lead) [data-testid="stVerticalBlock"] {gap: .3rem}
.st-key-lead {flex-wrap: wrap; gap: 0 1rem !important; align-items: baseline !important}
.st-key-lead h1 {font-size: 1.5rem !important}
.st-key-lead p {margin: 0}
.st-key-lead [data-testid="stMarkdownContainer"] {margin-bottom: .2rem !important}
.st-key-lead:has(.st-key-rail) {flex-wrap: nowrap; align-items: center !important}
.st-key-rail {flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; gap: .5rem !important}
.st-key-rail > * {flex: none !important}
.st-key-rail [role="radiogroup"] {flex-wrap: nowrap}
.st-key-rail button {min-height: 0; padding: .2rem .7rem; white-space: nowrap}
.st-key-rail .stSelectbox {width: 11.5rem !important}
.st-key-rail [data-baseweb="select"] > div {min-height: 0; height: 2rem; font-size: .9rem}
:has(> .st-key-bar) {position: sticky; top: var(--fm-top); z-index: 9}
h1 {font-size: 2rem !important; padding: 0 0 .2rem !important}
h2 {font-size: 1.45rem !important}
h3 {font-size: 1.15rem !important}
p, li, dd {max-width: 62rem}
.stHtml dl.facts {display: grid; grid-template-columns: minmax(7rem, max-content) 1fr;
  gap: .35rem 1.2rem; margin: 0 0 .8rem; padding: 0}
dl.facts dt {font-weight: 600}
dl.facts dd {margin: 0}
table.plain {border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .4rem 0}
table.plain th, table.plain td {text-align: left; vertical-align: top; font-weight: 400;
  padding: .3rem 1rem .3rem 0; border-bottom: 1px solid light-dark(#c9c9c9, #55514b)}
table.plain thead th {font-weight: 600}
div.wide {overflow-x: auto}
table.matrix td {background: color-mix(in srgb, light-dark(#0072b2, #56b4e9)
  calc(var(--shade, 0) * 45%), transparent); padding: .5rem .8rem}
table.matrix th[scope="row"] {font-weight: 600}
table.matrix td b {display: block; font-size: 1.1em}
table.matrix td span {display: block; white-space: nowrap; font-size: .9em}
a:focus-visible, label:has(input:focus-visible) {
  outline: 3px solid light-dark(#0b57a4, #7cc0ff) !important; outline-offset: 2px;
  border-radius: .3rem}
[data-tag], [data-tag] *, [data-testid="stBaseButton-primary"] :is(p, span) {
  color: light-dark(#fff, #000) !important}
[class*="st-key-released"] {position: relative}
[data-away] [class*="st-key-released"] > * {opacity: .2}
[data-away] [class*="st-key-released"]::after {content: var(--let-go); position: absolute;
  top: .2rem; left: 0; padding: .1rem .6rem; font-weight: 600; border-radius: .3rem;
  background: var(--st-background-color, Canvas); color: var(--st-text-color, CanvasText)}
@media (max-width: 480px) {
  .stHtml dl.facts {grid-template-columns: 1fr; gap: 0}
  dl.facts dd {margin-bottom: .4rem}
}
</style>
"""
_PROJECTED = """
<style>
html {font-size: 137.5% !important}
:root {--fm-soft: light-dark(#000, #fff); --fm-line: light-dark(#707070, #a8a8a8)}
.stMainBlockContainer {max-width: 84rem; padding-left: 2rem; padding-right: 2rem}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] * {
  color: light-dark(#000, #fff) !important}
</style>
"""


def frame() -> DeltaGenerator:
    """Show the styles of every page, set its language, and show the switches at its top.

    Returns:
        The place of the page itself. It comes before the switches, so that the Tab key reaches the
        page's first control soon.
    """
    st.html(_LOOK)
    page_language.settle()
    components.phone_menu(key="phone-menu", data={})
    place = st.container(key="page")
    with st.container(key="head-switches", horizontal=True, vertical_alignment="center"):
        projected = st.toggle(
            _("Projector"),
            key=PROJECTOR,
            help=_("Large type and high contrast, for a classroom."),
            bind="query-params",
        )
        page_language.switch()
    if projected:
        st.html(_PROJECTED)
    with place:
        page_language.trouble()
    return place


def shows_errors(page: Callable[P, None]) -> Callable[P, None]:
    """Set the page's language, and show an expected error as a sentence, never as a traceback."""

    @functools.wraps(page)
    def shown(*args: P.args, **kwargs: P.kwargs) -> None:
        page_language.speak_as_chosen()
        try:
            page(*args, **kwargs)
        except FalseMatchError as error:
            st.error(error_text(error))
        except Exception as error:
            # Streamlit would mention its cloud; the traceback belongs in the terminal.
            logging.getLogger(__name__).exception("a part of a page failed")
            st.error(
                _(
                    "This part of the page could not be shown because of a bug in the program "
                    "({kind}). Reload the page; the terminal where the app runs shows the "
                    "details."
                ).format(kind=type(error).__name__)
            )

    return shown


def error_text(error: FalseMatchError) -> str:
    """Return an error's sentence as Markdown; errors are in English, as on the command line."""
    if language() == DEFAULT:
        return literal(str(error))
    return _("The program says, in English: {sentence}").format(sentence=literal(str(error)))


def explain_terms(*terms: str) -> None:
    """Show the definitions of a page's terms, folded away."""
    with st.expander(_("Words on this page")):
        st.html(fact_list((_(term), _(definition(term))) for term in terms))
