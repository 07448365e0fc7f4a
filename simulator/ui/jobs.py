"""Long work in a thread: the page shows how far it is, can stop waiting, and keeps the result.

The work belongs to the server, not to the browser that asked: a closed browser loses nothing, and
whoever asks for the same next finds it done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from simulator.errors import FalseMatchError

Progress = Callable[[int, int], None]


class Stopped(FalseMatchError):
    """Somebody pressed Stop."""


@dataclass
class Job:
    """Some work that was started.

    Attributes:
        done, total: how far it is; total is 0 where that is not known.
        result, error: what came of it.
    """

    started: float = field(default_factory=time.monotonic)
    done: int = 0
    total: int = 0
    finished: bool = False
    stopped: bool = False
    result: Any = None
    error: str = ""

    def report(self, done: int, total: int) -> None:
        """Take note of the progress; ends the work where Stop was pressed."""
        self.done, self.total = done, total
        if self.stopped:
            raise Stopped("stopped. What was finished is kept; start it again to go on.")


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[str, Job]:
    return {}


def finished(key: str, title: str, work: Callable[[Progress], Any]) -> Any:
    """The result of some work, or None while it is under way (the page then shows its progress).

    Args:
        key: the same for the same work; its result is kept under it.
        title: what is being done.
        work: called in a thread with a function that takes (done, total).

    Raises:
        FalseMatchError: the work failed.
    """
    jobs = _jobs()
    job = jobs.get(key)
    if job is None or job.stopped:
        if job is not None and not st.button(f"Start again: {title}", key=f"again-{key}"):
            return None
        job = jobs[key] = Job()
        threading.Thread(target=_run, args=(job, work), daemon=True).start()
        job_wait(job, 0.3)
    if not job.finished:
        _progress(key, title)
        return None
    if job.error:
        del jobs[key]
        raise FalseMatchError(job.error)
    return job.result


def under_way(key: str) -> bool:
    """Whether work of that key was started and is not finished."""
    job = _jobs().get(key)
    return job is not None and not (job.finished or job.stopped)


def forget(key: str) -> None:
    """Let the same work be done again."""
    _jobs().pop(key, None)


def job_wait(job: Job, seconds: float) -> None:
    """Give short work the chance to finish before a progress bar flashes up."""
    until = time.monotonic() + seconds
    while not job.finished and time.monotonic() < until:
        time.sleep(0.01)


def _run(job: Job, work: Callable[[Progress], Any]) -> None:
    try:
        job.result = work(job.report)
    except Stopped:
        pass
    except FalseMatchError as error:
        job.error = str(error)
    except Exception as error:  # noqa: BLE001 - in a thread it would be lost otherwise
        job.error = f"the work ended unexpectedly ({type(error).__name__}: {error}). Try again."
    job.finished = True


@st.fragment(run_every=0.5)
def _progress(key: str, title: str) -> None:
    job = _jobs().get(key)
    if job is None or job.finished or job.stopped:
        st.rerun()
    seconds = int(time.monotonic() - job.started)
    share = job.done / job.total if job.total else 0.0
    far = f"{job.done:,} of {job.total:,}, " if job.total else ""
    st.progress(share, text=f"{title}: {far}{seconds} s")
    if st.button("Stop", key=f"stop-{key}"):
        # The thread ends at its next report; what it had finished is kept.
        job.stopped = True
        st.rerun()
