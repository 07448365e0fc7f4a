"""Long work behind a page: progress, stopping, and results that stay."""

import threading

import pytest
from streamlit.testing.v1 import AppTest

from simulator.errors import FalseMatchError
from simulator.ui import jobs


def test_a_job_that_was_stopped_ends_at_its_next_report():
    """Stop raises inside the work, between two photos, and nowhere else."""
    job = jobs.Job()
    job.report(1, 10)
    assert (job.done, job.total) == (1, 10)
    job.stopped = True
    with pytest.raises(jobs.Stopped):
        job.report(2, 10)


def test_an_expected_error_is_kept_as_its_sentence():
    """What goes wrong in the thread is told on the page."""

    def work(_):
        raise FalseMatchError("expected this, found that. Do so.")

    job = jobs.Job()
    jobs._run(job, work)
    assert job.finished
    assert job.error == "expected this, found that. Do so."


def test_an_unexpected_error_is_a_sentence_too():
    """A bug in the work ends neither the server nor the page."""
    job = jobs.Job()
    jobs._run(job, lambda _: 1 // 0)
    assert "ZeroDivisionError" in job.error


def test_a_closed_browser_loses_nothing():
    """The work goes on without its page, and the next page finds the result."""

    def script(key):
        import threading
        import time

        import streamlit as st

        from simulator.ui import jobs

        release = st.cache_resource(lambda: threading.Event())()
        found = jobs.finished(key, "Working", lambda _: release.wait(10) and 42)
        st.session_state["release"] = release
        st.write(f"result {found}")
        time.sleep(0)

    first = AppTest.from_function(script, args=("job-a",), default_timeout=20).run()
    assert not first.exception
    assert "result None" in [m.value for m in first.markdown]
    assert jobs.under_way("job-a")
    event = first.session_state["release"]
    assert isinstance(event, type(threading.Event()))
    event.set()
    jobs.job_wait(jobs._jobs()["job-a"], 5)
    second = AppTest.from_function(script, args=("job-a",), default_timeout=20).run()
    assert "result 42" in [m.value for m in second.markdown]
    jobs.forget("job-a")
    assert not jobs.under_way("job-a")
