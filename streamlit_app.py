"""The web app: navigation and nothing else."""

import streamlit as st

from simulator.i18n.language import _
from simulator.ui import navigation as pages
from simulator.ui.frame import frame
from simulator.ui.threshold_setting import note_page

st.set_page_config(page_title="falsematch", layout="wide")
place = frame()
page = st.navigation(
    {
        "": [
            st.Page(pages.test, title=_("The test"), url_path="test", default=True),
            st.Page(pages.tonight, title=_("Tonight"), url_path="tonight"),
            st.Page(pages.lessons, title=_("Lessons"), url_path="lessons"),
            st.Page(pages.lab, title=_("Lab"), url_path="lab"),
        ],
        _("More"): [
            st.Page(pages.one_of_these, title=_("One of these is you"), url_path="one-of-these"),
            st.Page(pages.audit, title=_("Audit"), url_path="audit"),
            st.Page(pages.batch, title=_("Batch"), url_path="batch"),
            st.Page(pages.data, title=_("Data and consent"), url_path="data"),
            st.Page(pages.own_photo, title=_("Your own photo"), url_path="own-photo"),
        ],
    },
    position="top",
)
note_page(page.url_path)
with place:
    page.run()
