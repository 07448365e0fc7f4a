"""Long work behind a page: progress, stopping, and results that stay."""

import threading
import time

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
    """An error in the thread is reported on the page."""

    def work(_):
        raise FalseMatchError("expected this, found that. Do so.")

    job = jobs.Job()
    job.queue.join(job)
    jobs._run(job, work)
    assert job.finished
    assert job.error == "expected this, found that. Do so."


def test_an_unexpected_error_is_a_sentence_too():
    """A bug in the work ends neither the server nor the page."""
    job = jobs.Job()
    job.queue.join(job)
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
        found = jobs.result_or_progress(key, "Working", lambda _: release.wait(10) and 42)
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
    jobs._wait_briefly(jobs._jobs()["job-a"], 5)
    second = AppTest.from_function(script, args=("job-a",), default_timeout=20).run()
    assert "result 42" in [m.value for m in second.markdown]
    jobs.forget("job-a")
    assert not jobs.under_way("job-a")


def test_what_nobody_waits_for_is_not_calculated():
    """Its turn comes after its readers have left; whoever asks again starts it anew."""
    job = jobs.Job()
    job.queue.join(job)
    job.note_waiting("gone")
    job.seen["gone"] -= jobs.LEFT_SECONDS
    jobs._run(job, lambda _: pytest.fail("calculated"))
    assert job.finished
    assert job.dropped
    assert not job.stopped


def test_heavy_work_is_done_one_after_the_other():
    """Two searches asked for at once never run at once, and the second says who comes first."""
    queue, running, most = jobs.WorkQueue(), [], []
    release = threading.Event()

    def work(_):
        running.append(1)
        most.append(len(running))
        release.wait(10)
        running.pop()

    first, second = jobs._start(work, queue), jobs._start(work, queue)
    jobs._wait_briefly(first, 0.3)
    assert jobs._parts(second, jobs.counted)[0] == "waiting: 1 other calculation comes first"
    assert "waiting" not in jobs._parts(first, jobs.counted)[0]
    release.set()
    for job in (first, second):
        jobs._wait_briefly(job, 10)
        assert job.finished
        assert not job.error
    assert most == [1, 1]


def test_stop_ends_the_work_only_for_the_last_who_waits():
    """One student's Stop does not take the work from another who still looks at it."""
    job = jobs.Job()
    job.note_waiting("one")
    job.note_waiting("other")
    job.stop_waiting("one")
    assert not job.stopped
    job.stop_waiting("other")
    assert job.stopped


def test_a_browser_that_was_closed_does_not_wait():
    """A page that has not asked for some seconds is gone."""
    job = jobs.Job()
    job.seen["closed"] = -jobs.ABSENT_SECONDS
    job.note_waiting("one")
    job.stop_waiting("one")
    assert job.stopped


def test_only_so_many_results_are_kept():
    """The oldest finished ones are forgotten; what is under way stays."""
    kept = {f"job-{i}": jobs.Job(finished=True) for i in range(jobs.MOST_RESULTS + 3)}
    kept = {"running": jobs.Job()} | kept
    jobs._forget_oldest(kept)
    assert len(kept) == jobs.MOST_RESULTS + 1
    assert "running" in kept
    assert "job-2" not in kept


@pytest.mark.parametrize(
    ("shown", "done", "total", "text"),
    [
        (jobs.counted, 12, 1459, "12 of 1,459"),
        (jobs.in_megabytes, 1_250_000, 230_000_000, "1.2 of 230.0 MB"),
        (jobs.in_percent, 1, 4, "25%"),
    ],
)
def test_progress_in_words(shown, done, total, text):
    """Pieces, bytes, or a share."""
    assert shown(done, total) == text


def _stoppable(key):
    """Show a page with work that ends only on request."""
    import time

    import streamlit as st

    from simulator.ui import jobs

    def work(report):
        steps = 0
        while True:
            steps += 1
            report(min(steps, 99), 100)
            time.sleep(0.01)

    st.write(f"result {jobs.result_or_progress(key, 'Working', work)}")


def test_stop_and_start_again():
    """Stop ends the thread, and the page offers to start again, which does."""
    app = AppTest.from_function(_stoppable, args=("job-s",), default_timeout=20).run()
    assert not app.exception
    first = jobs._jobs()["job-s"]
    assert not first.finished
    app.button(key="stop-job-s").click().run()
    jobs._wait_briefly(first, 5)
    assert first.finished
    assert first.stopped
    assert not app.exception
    app.button(key="again-job-s").click().run()
    second = jobs._jobs()["job-s"]
    assert second is not first
    assert not second.stopped
    second.stopped = True
    jobs._wait_briefly(second, 5)
    jobs.forget("job-s")


def test_an_error_is_told_again_and_the_work_tried_again_later():
    """An error is repeated for some seconds without redoing the work; then it is tried again."""

    def script(key):
        import streamlit as st

        from simulator.errors import FalseMatchError
        from simulator.ui import jobs

        tries = st.session_state.setdefault("tries", [])

        def work(_):
            tries.append(1)
            raise FalseMatchError("expected this, found that.")

        try:
            jobs.result_or_progress(key, "Working", work)
        except FalseMatchError as error:
            st.error(f"{error} {len(tries)}")

    app = AppTest.from_function(script, args=("job-e",), default_timeout=20).run()
    app.run()
    assert [e.value for e in app.error] == ["expected this, found that. 1"]
    jobs._jobs()["job-e"].ended -= jobs.ERROR_SECONDS + 1
    app.run()
    assert [e.value for e in app.error] == ["expected this, found that. 2"]
    jobs.forget("job-e")


def test_two_results_at_once_are_shown_where_memory_is_short(monkeypatch):
    """Beginning one does not throw away the other, or a page that compares would never end."""
    from simulator.ui import memory_limit

    def script():
        import time

        import streamlit as st

        from simulator.ui import jobs

        def work(_):
            # Longer than a page waits for work that is soon done.
            time.sleep(0.5)
            return 1

        for key in ("short-a", "short-b"):
            if jobs.result_or_progress(key, key, work) is None:
                return
        st.write("both are shown")

    monkeypatch.setattr(memory_limit, "resident_megabytes", lambda: 1e6)
    monkeypatch.setattr(memory_limit, "_limit", {"megabytes": 500})
    app = AppTest.from_function(script, default_timeout=20).run()
    until = time.monotonic() + 10
    while not app.markdown and time.monotonic() < until:
        time.sleep(0.1)
        app.run()
    assert [shown.value for shown in app.markdown] == ["both are shown"]
    assert not app.exception
