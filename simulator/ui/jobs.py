"""Long work in a thread: a page shows its progress, can stop it, and gets its result.

The work belongs to the server, not to the browser that asked for it: closing a browser loses
nothing, and the next person who asks for the same work finds it under way or done. Pressing Stop
ends the work unless somebody else is waiting for it too. Calculations are done one at a time, in
the order in which they were asked for; one whose readers all left before its turn is dropped.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from simulator.errors import FalseMatchError
from simulator.i18n.language import _, ngettext, number, percent
from simulator.processes.memory import release_freed_memory
from simulator.storage.progress import Progress
from simulator.ui import page_language
from simulator.ui.memory_limit import make_room, on_shortage
from simulator.ui.work_queue import WorkQueue

ProgressText = Callable[[int, int], str]

MOST_RESULTS = 24
"""Most results that are stored; the oldest is dropped first."""
KEPT_ON_SHORTAGE = 4
"""Results that stay where memory is short: as many as a page needs at once, for two readers."""
ERROR_SECONDS = 15.0
"""Seconds for which an error is shown again before the same work is retried."""
REFRESH_SECONDS = 0.5
ABSENT_SECONDS = 3.0
"""Seconds after its last request at which a browser no longer counts as waiting."""
LEFT_SECONDS = 90.0
"""Seconds after its last request at which a browser, even one in the background, is gone."""
MEGABYTE = 1e6
CALCULATIONS = "calculations"
"""The queue of work that needs the processor and memory."""
AT_LEISURE = "at leisure"
"""The queue of work that takes hours: only the person at this machine can ask for any."""


class Stopped(FalseMatchError):
    """The work was stopped with the Stop button."""


@dataclass(eq=False)
class Job:
    """Work that was started.

    Attributes:
        done, total: its progress; total is 0 if it is not known.
        queue: the queue in which it waits for its turn.
        began: when its turn came; 0 before.
        finished: whether it ended, in any way; it did so at ``ended``.
        dropped: whether its turn came after everybody had left.
        stopped: whether it was asked to end.
        result, error: its outcome.
        seen: when each session last asked about it.
    """

    queue: WorkQueue = field(default_factory=WorkQueue)
    started: float = field(default_factory=time.monotonic)
    began: float = 0.0
    ended: float = 0.0
    done: int = 0
    total: int = 0
    finished: bool = False
    stopped: bool = False
    dropped: bool = False
    result: Any = None
    error: str = ""
    seen: dict[str, float] = field(default_factory=dict)

    def report(self, done: int, total: int) -> None:
        """Note the progress, and end the work if Stop was pressed."""
        self.done, self.total = done, total
        if self.stopped:
            raise Stopped("stopped. What was finished is kept; start it again to go on.")

    def is_wanted(self) -> bool:
        """Tell whether anybody may still be waiting for it."""
        last = max(self.seen.values(), default=self.started)
        return not self.stopped and time.monotonic() - last < LEFT_SECONDS

    def note_waiting(self, session: str) -> None:
        """Note that a session is waiting for the work."""
        self.seen[session] = time.monotonic()

    def stop_waiting(self, session: str) -> None:
        """Note that a session stopped waiting; the work ends unless another one is waiting."""
        self.seen.pop(session, None)
        if not any(time.monotonic() - last < ABSENT_SECONDS for last in self.seen.values()):
            self.stopped = True


def counted(done: int, total: int) -> str:
    """Return progress in pieces: 12 of 459."""
    return _("{done} of {total}").format(done=number(done), total=number(total))


def in_megabytes(done: int, total: int) -> str:
    """Return progress of a download: 12.0 of 230.0 MB."""
    return _("{done} of {total} MB").format(
        done=number(done / MEGABYTE, 1), total=number(total / MEGABYTE, 1)
    )


def in_percent(done: int, total: int) -> str:
    """Return progress as a percentage, for pieces that mean nothing to a reader."""
    return percent(done / total, 0)


@st.cache_resource(show_spinner=False)
def _jobs() -> dict[str, Job]:
    return {}


@st.cache_resource(show_spinner=False)
def _queues() -> dict[str, WorkQueue]:
    return {name: WorkQueue() for name in (CALCULATIONS, AT_LEISURE)}


def result_or_progress(
    key: str,
    title: str,
    work: Callable[[Progress], Any],
    shown: ProgressText = counted,
    queue: str = CALCULATIONS,
) -> Any:
    """Return the result of work, or None while it is under way; the page then shows its progress.

    Args:
        key: identifies the work; its result is stored under this key.
        title: what is being done, for the reader.
        work: called in a thread with a function that takes (done, total).
        shown: puts those two numbers into words.
        queue: where it waits for its turn.

    Raises:
        FalseMatchError: the work failed, or too much is waiting.
    """
    jobs, session = _jobs(), _session()
    job = jobs.get(key)
    if job is not None and job.error and time.monotonic() - job.ended > ERROR_SECONDS:
        job = None
    if job is not None and job.dropped:
        job = None
    if was_stopped_here(key) or (job is not None and job.stopped):
        again = _("Start again: {title}").format(title=title)
        if not st.button(again, key=f"again-{key}"):
            return None
        st.session_state[_stopped_key(key)] = False
        if job is not None and job.stopped:
            job = None
    if job is None:
        job = _start(work, _queues()[queue])
        jobs.pop(key, None)
        jobs[key] = job
        _wait_briefly(job, 0.3)
    if not job.finished:
        job.note_waiting(session)
        _progress(key, title, shown)
        return None
    if job.error:
        raise FalseMatchError(job.error)
    # The result read last is dropped last.
    jobs[key] = jobs.pop(key, job)
    _forget_oldest(jobs)
    return job.result


def under_way(key: str) -> bool:
    """Tell whether work with that key was started and is not finished."""
    job = _jobs().get(key)
    return job is not None and not (job.finished or job.stopped)


def forget(key: str) -> None:
    """Drop the work and its result, so that it can be done again."""
    _jobs().pop(key, None)


def was_stopped_here(key: str) -> bool:
    """Tell whether this session pressed Stop and has not asked again."""
    return bool(st.session_state.get(_stopped_key(key)))


def restart(key: str) -> None:
    """Ask for the work again, whatever its outcome was before."""
    if not under_way(key):
        forget(key)
    st.session_state[_stopped_key(key)] = False


def _stopped_key(key: str) -> str:
    return f"left-{key}"


def forget_finished() -> None:
    """Drop all results after the data changed; they are calculated again when asked for."""
    jobs = _jobs()
    for key in [key for key, job in list(jobs.items()) if job.finished]:
        jobs.pop(key, None)


def forget_older() -> None:
    """Drop the results that were read longest ago, where memory is short.

    A page that compares searches needs some at once: if each began by dropping the others, none of
    them would ever be shown.
    """
    jobs = _jobs()
    for key in [key for key, job in list(jobs.items()) if job.finished][:-KEPT_ON_SHORTAGE]:
        jobs.pop(key, None)


on_shortage("jobs", forget_older)


def _wait_briefly(job: Job, seconds: float) -> None:
    """Give short work the chance to finish before a progress bar appears."""
    until = time.monotonic() + seconds
    while not job.finished and time.monotonic() < until:
        time.sleep(0.01)


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _start(work: Callable[[Progress], Any], queue: WorkQueue) -> Job:
    job = Job(queue)
    queue.join(job)
    # The thread uses the language of the page that asked.
    speaking = contextvars.copy_context()
    threading.Thread(target=speaking.run, args=(_run, job, work), daemon=True).start()
    return job


def _run(job: Job, work: Callable[[Progress], Any]) -> None:
    with job.queue.turn(job, job.is_wanted) as its_turn:
        if its_turn:
            _work(job, work)
        else:
            job.dropped = not job.stopped
    job.ended = time.monotonic()
    job.finished = True


def _work(job: Job, work: Callable[[Progress], Any]) -> None:
    job.began = time.monotonic()
    make_room()
    try:
        job.result = work(job.report)
    except Stopped:
        job.stopped = True
    except FalseMatchError as error:
        job.error = str(error)
    except Exception as error:  # noqa: BLE001 - in a thread it would be lost otherwise
        reason = f"{type(error).__name__}: {error}"
        job.error = _("the work ended unexpectedly ({reason}). Try again.").format(reason=reason)
    release_freed_memory()


def _forget_oldest(jobs: dict[str, Job]) -> None:
    done = [key for key, job in list(jobs.items()) if job.finished]
    for key in done[:-MOST_RESULTS]:
        jobs.pop(key, None)


@st.fragment(run_every=REFRESH_SECONDS)
def _progress(key: str, title: str, shown: ProgressText) -> None:
    page_language.speak_as_chosen()
    job = _jobs().get(key)
    if job is None or job.finished or job.stopped:
        st.rerun()
    job.note_waiting(_session())
    share = min(job.done / job.total, 1.0) if job.total else 0.0
    st.progress(share, text=f"{title}: {', '.join(_parts(job, shown))}")
    if st.button(_("Stop"), key=f"stop-{key}"):
        # The thread ends at its next report; the work it finished is saved.
        job.stop_waiting(_session())
        st.session_state[_stopped_key(key)] = True
        st.rerun()


def _parts(job: Job, shown: ProgressText) -> list[str]:
    """Return how far the work is: its place in the queue, or its progress; and the seconds."""
    seconds = _("{seconds} s").format(seconds=number(int(time.monotonic() - job.started)))
    ahead = job.queue.ahead(job)
    if not job.began and ahead:
        waiting = ngettext(
            "waiting: {count} other calculation comes first",
            "waiting: {count} other calculations come first",
            ahead,
        ).format(count=number(ahead))
        return [waiting, seconds]
    return [shown(job.done, job.total), seconds] if job.total else [seconds]
