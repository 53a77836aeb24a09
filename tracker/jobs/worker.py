"""Actions: carrying jobs out: the office that a worker process, a thread, or a test runs; what one job has at hand."""

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.core import clock, errors
from tracker.core.database import Database, is_unavailable
from tracker.core.i18n import N_, filled
from tracker.core.viewer import Origin, Viewer
from tracker.jobs import actions, queries
from tracker.jobs.models import Job
from tracker.jobs.queue import Carrier
from tracker.jobs.rules import JobKind, JobState, Progress

log = logging.getLogger("tracker.jobs")

BEAT = 5.0  # seconds between signs of life
LOST = timedelta(seconds=60)  # without a sign of life: the worker is dead
SWEEP = 30.0  # seconds between sweeps
POLL = 1.0  # seconds between looks into an empty queue
TOLD = 0.3  # seconds between two notes of progress
FAULT = N_("Hệ thống gặp lỗi, chưa ghi gì. Khi báo lỗi, hãy nêu số %(number)s.")
NO_KEEPER = N_("Tài khoản của người giao việc đã bị khóa.")


class Cancelled(Exception):
    """The person who started the job asked to stop it."""


class Interrupted(Exception):
    """The worker is being stopped; the job will be begun anew."""


class Run:
    """One try at one job. Whatever it writes, it writes in transactions of its own, best in one."""

    def __init__(
        self, job: Job, actor: Viewer, database: Database, carrier: Carrier, stopping: threading.Event
    ) -> None:
        self.id, self.version, self.actor, self.database = job.id, job.version, actor, database
        self.arguments: dict[str, Any] = json.loads(job.arguments)
        self._carrier, self._stopping = carrier, stopping
        self._progress = Progress(since=time.time(), at=time.time())
        self._told = 0.0

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

    def tick(self, done: int, total: int, doing: str = "") -> None:
        """Say how far the work is; cheap enough for every row. Cancelled when the person asked to stop.

        `doing` is what it is busy with now (a translation key); a new one starts the bar anew.
        """
        now = time.monotonic()
        if now - self._told < TOLD:
            return
        self._told = now
        since = self._progress.since if doing == self._progress.doing else time.time()
        self._progress = Progress(done, total, since, time.time(), doing)
        self.beat()
        if self._carrier.asked_to_stop(self.id):
            raise Cancelled()
        if self._stopping.is_set():
            raise Interrupted()

    def beat(self) -> None:
        """Give a sign of life. A store that is out of reach for a moment stops no work."""
        try:
            self._carrier.tell(self.id, replace(self._progress, at=time.time()))
        except Exception:
            log.warning("no progress could be told of job %s", self.id, exc_info=True)


Task = Callable[[Run], Mapping[str, Any]]


class Office:
    """Where the jobs of one database are carried out. `at_once` does so before whoever started one goes on."""

    def __init__(
        self, database: Database, carrier: Carrier, tasks: Mapping[JobKind, Task], *, at_once: bool = False
    ) -> None:
        self.database, self.carrier, self._tasks, self._at_once = database, carrier, tasks, at_once
        self.stopping = threading.Event()
        self._thread: threading.Thread | None = None
        database.kept = self._hand_over

    def _hand_over(self, session: Session) -> None:
        """After a transaction is kept. What goes wrong here is the sweep's to mend."""
        try:
            actions.handed_over(session, self.carry_out if self._at_once else self.carrier.send)
        except Exception:
            log.exception("a job could not be handed over; the sweep will")

    def be_open(self) -> None:
        """Have a thread of this process carry jobs out, unless one does."""
        if self._thread is None:
            self._thread = threading.Thread(target=self.work, name="jobs", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Let the running job put itself back, and end."""
        self.stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def work(self) -> None:
        """Carry out one job after the other until `stopping` is set."""
        swept = float("-inf")
        while not self.stopping.is_set():
            try:
                if time.monotonic() - swept >= SWEEP:
                    swept = time.monotonic()
                    self.sweep()
                job_id = self.carrier.take()
                if job_id is None:
                    self.stopping.wait(POLL)
                else:
                    self.carry_out(job_id)
            except Exception:  # a database or store out of reach: tried again, for ever
                log.exception("the worker stumbled")
                self.stopping.wait(BEAT)

    def sweep(self) -> None:
        """Find jobs whose worker died and jobs that nobody carries; drop old files."""
        now = clock.now()
        with self.database.reading() as session:
            running = list(queries.going(session, JobState.RUNNING))
            queued = [row.id for row in queries.going(session, JobState.QUEUED) if now - row.created_at > LOST]
            old = queries.any_old_file(session, now - actions.FILES_LAST)
        lost = {row.id: row.version for row in running if now.timestamp() - self._alive_at(row) > LOST.total_seconds()}
        if lost or old:
            with self.database.writing() as session:
                queued += actions.recover(session, lost)
                actions.drop_old_files(session, now)
        carried = self.carrier.waiting() if queued else set()
        for job_id in sorted(set(queued) - carried):
            self.carrier.send(job_id)

    def _alive_at(self, row: Any) -> float:
        told = self.carrier.progress(row.id)
        begun: float = row.started_at.timestamp()
        return max(told.at if told else 0.0, begun)

    def carry_out(self, job_id: int) -> None:
        """Do one job, if it is there to be taken."""
        with self.database.writing() as session:
            job = actions.claim(session, job_id)
            actor = queries.owner_of(session, job) if job else None
        if job is None:
            return
        if actor is None:
            self._settle(job, JobState.FAILED, error=NO_KEEPER)
            return
        run = Run(job, actor, self.database, self.carrier, self.stopping)
        with _alive(run):
            self._try(job, run)

    def _try(self, job: Job, run: Run) -> None:
        try:
            if self.carrier.asked_to_stop(job.id):
                raise Cancelled()
            self._settle(job, JobState.DONE, result=self._tasks[job.kind](run))
        except Cancelled:
            self._settle(job, JobState.CANCELLED)
        except Interrupted:
            with self.database.writing() as session:
                actions.put_back(session, job.id, job.version)
            self.carrier.send(job.id)
        except errors.Busy:
            log.warning("job %s: the database was busy; the sweep will try it again", job.id)
        except errors.Refusal as error:
            self._settle(job, JobState.FAILED, error=refusal_words(error))
        except Exception as error:
            self._fail(job, error)

    def _fail(self, job: Job, error: Exception) -> None:
        number = uuid.uuid4().hex[:8]
        log.exception("job %s (%s) failed, number %s", job.id, job.kind, number)
        if not (isinstance(error, DBAPIError) and is_unavailable(error)):  # else the sweep will try it again
            self._settle(job, JobState.FAILED, error=filled(FAULT, {"number": number}))

    def _settle(self, job: Job, state: JobState, *, result: Mapping[str, Any] | None = None, error: str = "") -> None:
        with self.database.writing() as session:
            actions.settle(session, job.id, job.version, state, result=result, error=error)
        self.carrier.forget(job.id)


def refusal_words(error: errors.Refusal) -> str:
    """A refusal in Vietnamese: the words of its fields, or its own."""
    said = list(error.fields.values()) if isinstance(error, errors.Invalid) and error.fields else [error.message]
    return " ".join(filled(words, error.facts) for words in said)


@contextmanager
def _alive(run: Run) -> Iterator[None]:
    """Give signs of life while a job runs, whatever it is busy with."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT):
            run.beat()

    run.beat()
    heart = threading.Thread(target=beat, name=f"job-{run.id}", daemon=True)
    heart.start()
    try:
        yield
    finally:
        ended.set()
        heart.join()
