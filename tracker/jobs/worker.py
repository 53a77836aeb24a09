"""Actions: carrying jobs out, in a process of its own, in a thread, or at once; what one job has at hand."""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.core import clock, errors
from tracker.core.database import Database, is_unavailable
from tracker.core.i18n import N_, filled
from tracker.core.viewer import Origin, SystemActor, Viewer
from tracker.jobs import actions, queries
from tracker.jobs.models import Job
from tracker.jobs.progress_store import ProgressStore
from tracker.jobs.rules import JobKind, JobState, Progress

log = logging.getLogger("tracker.jobs")

HEARTBEAT = 5.0  # seconds between signs of life
LOST = timedelta(seconds=60)  # twelve heartbeats missed: the worker is dead
SWEEP = 30.0  # seconds between sweeps: a lost job is queued again within LOST + SWEEP, 90 s
POLL = 1.0  # seconds between looks into an empty queue
REPORT = 0.3  # seconds between two reports of progress: more would not be seen on a page that asks once a second
FAULT = N_("Hệ thống gặp lỗi, chưa ghi gì. Khi báo lỗi, hãy nêu số %(number)s.")
NO_KEEPER = N_("Tài khoản của người giao việc đã bị khóa.")


class Cancelled(Exception):
    """The person who started the job asked to stop it."""


class Interrupted(Exception):
    """The worker is being stopped; the job will be begun anew."""


class Run:
    """One try at one job. Whatever it writes, it writes in transactions of its own, best in one."""

    def __init__(
        self,
        job: Job,
        actor: Viewer | SystemActor,
        database: Database,
        store: ProgressStore,
        stopping: threading.Event,
    ) -> None:
        self.id, self.version, self.done_for, self.database = job.id, job.version, actor, database
        self.arguments: dict[str, Any] = json.loads(job.arguments)
        self._store, self._stopping = store, stopping
        self._progress = Progress(0, 0, since=clock.now(), reported_at=clock.now())
        self._reported = float("-inf")

    @property
    def actor(self) -> Viewer:
        """The person who started the job. NotAllowed where nobody did: this work wants somebody's permission."""
        if not isinstance(self.done_for, Viewer):
            raise errors.NotAllowed()
        return self.done_for

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A writing transaction that is kept only if this job has not been given to another worker meanwhile."""
        with self.database.writing() as session:
            session.info["origin"] = Origin(f"job-{self.id}")
            if not self.database.embedded:  # work that takes long between two statements
                session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            if not actions.still_mine(session, self.id, self.version):
                raise errors.Stale()
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A reading transaction that may take long."""
        with self.database.reading() as session:
            if not self.database.embedded:
                session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            yield session

    def report_progress(self, finished: int, total: int, doing: str = "") -> None:
        """Say how far the work is; cheap enough for every row. Cancelled when the person asked to stop.

        `doing` is what it is busy with now (a translation key); a new one starts the bar anew.
        """
        if time.monotonic() - self._reported < REPORT:
            return
        self._reported = time.monotonic()
        since = self._progress.since if doing == self._progress.doing else clock.now()
        self._progress = Progress(finished, total, since, clock.now(), doing)
        self.heartbeat()
        if self._store.cancel_requested(self.id):
            raise Cancelled()
        if self._stopping.is_set():
            raise Interrupted()

    def heartbeat(self) -> None:
        """Give a sign of life. A store that is out of reach for a moment stops no work."""
        try:
            self._store.report(self.id, replace(self._progress, reported_at=clock.now()))
        except Exception:
            log.warning("the progress of job %s could not be reported", self.id, exc_info=True)


Task = Callable[[Run], Mapping[str, Any]]
Duty = Callable[[], bool]  # one small piece of work beside the jobs; whether there was any


class Worker:
    """What carries out the jobs of one database. `at_once` does so before whoever started one goes on.

    `duties` are done beside the jobs, in a thread of their own: a notice does not wait for an import.
    """

    def __init__(
        self,
        database: Database,
        progress: ProgressStore,
        tasks: Mapping[JobKind, Task],
        *,
        duties: Sequence[Duty] = (),
        at_once: bool = False,
    ) -> None:
        self.database, self.progress, self._tasks, self._duties = database, progress, tasks, duties
        self.stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._swept = float("-inf")
        if at_once:
            database.kept = self._carry_out_started

    def _carry_out_started(self, session: Session) -> None:
        for job_id in actions.started(session):
            self.carry_out(job_id)

    def start(self) -> None:
        """Have a thread of this process carry jobs out, unless one does."""
        if self._thread is None:
            self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Let the running job put itself back, and end the thread."""
        self.stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def run(self) -> None:
        """Carry out one job after the other until `stopping` is set, and the duties beside them."""
        beside = threading.Thread(target=self._repeat, args=(self.do_duties,), name="duties", daemon=True)
        beside.start()
        self._repeat(self._look_for_work)
        beside.join(timeout=10)

    def _repeat(self, work: Callable[[], bool]) -> None:
        """Do some work as long as there is any, and look again every second, until `stopping` is set."""
        while not self.stopping.is_set():
            try:
                if not work():
                    self.stopping.wait(POLL)
            except Exception:  # a database out of reach: tried again, for ever
                log.exception("the worker stumbled")
                self.stopping.wait(HEARTBEAT)

    def _look_for_work(self) -> bool:
        if time.monotonic() - self._swept >= SWEEP:
            self._swept = time.monotonic()
            self.sweep()
        return self.carry_out_next()

    def do_duties(self) -> bool:
        """Do one piece of each duty; whether there was anything to do."""
        answers = [duty() for duty in self._duties]
        return any(answers)

    def sweep(self) -> None:
        """Queue again the jobs whose worker died; drop old files."""
        now = clock.now()
        with self.database.reading() as session:
            running = queries.running(session)
            old_files = queries.any_old_file(session, now - actions.FILES_LAST)
        abandoned = {row.id: row.version for row in running if now - self._last_sign_of_life(row) > LOST}
        if abandoned or old_files:
            with self.database.writing() as session:
                actions.recover(session, abandoned)
                actions.drop_old_files(session, now)

    def _last_sign_of_life(self, row: Any) -> datetime:
        progress = self.progress.progress(row.id)
        started: datetime = row.started_at
        return max(started, progress.reported_at) if progress else started

    def carry_out_next(self) -> bool:
        """Do the job that has waited longest; False when none waits."""
        with self.database.reading() as session:
            job_id = queries.next_queued(session)
        if job_id is None:
            return False
        self.carry_out(job_id)
        return True

    def carry_out(self, job_id: int) -> None:
        """Do one job, if it is there to be taken."""
        with self.database.writing() as session:
            job = actions.claim(session, job_id)
            actor = queries.owner_of(session, job) if job else None
        if job is None:
            return
        if actor is None:
            self._finish(job, JobState.FAILED, error=NO_KEEPER)
            return
        run = Run(job, actor, self.database, self.progress, self.stopping)
        with _heartbeats(run):
            self._try(job, run)

    def _try(self, job: Job, run: Run) -> None:
        try:
            if self.progress.cancel_requested(job.id):
                raise Cancelled()
            self._finish(job, JobState.DONE, result=self._tasks[job.kind](run))
        except Cancelled:
            self._finish(job, JobState.CANCELLED)
        except Interrupted:
            with self.database.writing() as session:
                actions.put_back(session, job.id, job.version)
        except errors.Busy:
            log.warning("job %s: the database was busy; the sweep will try it again", job.id)
        except errors.Refusal as error:
            self._finish(job, JobState.FAILED, error=refusal_words(error))
        except Exception as error:
            self._fail(job, error)

    def _fail(self, job: Job, error: Exception) -> None:
        number = uuid.uuid4().hex[:8]
        log.exception("job %s (%s) failed, number %s", job.id, job.kind, number)
        if not (isinstance(error, DBAPIError) and is_unavailable(error)):  # else the sweep will try it again
            self._finish(job, JobState.FAILED, error=filled(FAULT, {"number": number}))

    def _finish(self, job: Job, state: JobState, *, result: Mapping[str, Any] | None = None, error: str = "") -> None:
        with self.database.writing() as session:
            actions.finish(session, job.id, job.version, state, result=result, error=error)
        self.progress.forget(job.id)


def refusal_words(error: errors.Refusal) -> str:
    """A refusal in Vietnamese: the words of its fields, or its own."""
    messages = list(error.fields.values()) if isinstance(error, errors.Invalid) and error.fields else [error.message]
    return " ".join(filled(words, error.facts) for words in messages)


@contextmanager
def _heartbeats(run: Run) -> Iterator[None]:
    """Give signs of life while a job runs, whatever it is busy with."""
    stop_beating = threading.Event()

    def keep_beating() -> None:
        while not stop_beating.wait(HEARTBEAT):
            run.heartbeat()

    run.heartbeat()
    thread = threading.Thread(target=keep_beating, name=f"job-{run.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop_beating.set()
        thread.join()
