"""Carrying jobs out: once, whole, again after a crash, never against the will of whoever started it."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text

from tests.cast import Cast
from tests.crowd import meanwhile
from tracker.accounts import actions as accounts
from tracker.accounts.models import User
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.jobs import actions, queries
from tracker.jobs.models import Job
from tracker.jobs.progress_store import ProgressStore
from tracker.jobs.rules import JobKind, JobState, Progress
from tracker.jobs.worker import NO_KEEPER, Run, Worker

KIND = JobKind.EXPORT_LIST
LATER = timedelta(minutes=2)


@pytest.fixture
def worker(database: Database) -> Iterator[Worker]:
    """A worker as in real life, with one kind of work, which says what it was told."""
    own_worker = Worker(database, ProgressStore(database), {KIND: lambda run: {"lines": [run.arguments["said"]]}})
    yield own_worker
    own_worker.progress.close()


def started(cast: Cast, word: str = "xin chào") -> Job:
    with cast.database.writing() as session:
        return actions.start(session, cast.lan, KIND, "camera.xlsx", said=word)


def is_now(cast: Cast, job: Job) -> Job:
    return cast.fresh(job)


def work_is(worker: Worker, task: Any) -> None:
    worker._tasks = {KIND: task}  # type: ignore[assignment]


def test_what_is_not_kept_is_not_started(worker: Worker, cast: Cast) -> None:
    with pytest.raises(errors.Busy), cast.database.writing() as session:
        actions.start(session, cast.lan, KIND, "camera.xlsx")
        raise errors.Busy()
    assert not worker.carry_out_next()


def test_what_is_kept_is_done(worker: Worker, cast: Cast) -> None:
    job = started(cast)
    assert worker.carry_out_next()
    assert not worker.carry_out_next()
    assert (is_now(cast, job).state, is_now(cast, job).result) == (JobState.DONE, '{"lines": ["xin ch\\u00e0o"]}')


def test_jobs_are_done_in_the_order_in_which_they_were_started(worker: Worker, cast: Cast) -> None:
    worked: list[str] = []
    work_is(worker, lambda run: worked.append(run.arguments["said"]) or {})
    for word in ("một", "hai"):
        started(cast, word)
    while worker.carry_out_next():
        pass
    assert worked == ["một", "hai"]


def test_a_thread_begins_a_job_within_two_seconds(worker: Worker, cast: Cast) -> None:
    has_begun = threading.Event()
    work_is(worker, lambda run: has_begun.set() or {})
    worker.start()
    started(cast)
    assert has_begun.wait(2)
    worker.stop()


def test_lan_sees_how_far_a_job_is_while_it_holds_the_write_lock(worker: Worker, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        with run.writing() as session:
            actions.keep_file(session, run.id, "a.csv", "text/csv", b"half")
            run.report_progress(1, 2, "Ghi")
            seen = ProgressStore(cast.database)  # as the process of a page
            progresses.append(seen.progress(run.id))
            seen.close()
        return {}

    progresses: list[Progress | None] = []
    work_is(worker, task)
    job = started(cast)
    worker.carry_out_next()
    assert [(progress.done, progress.total, progress.doing) for progress in progresses if progress] == [(1, 2, "Ghi")]
    assert worker.progress.progress(job.id) is None  # forgotten once it is done


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_progress_file_of_an_older_version_is_made_anew(cast: Cast) -> None:
    older = ProgressStore(cast.database)
    older.request_cancel(1)
    with older._database.writing() as session:
        session.execute(text("ALTER TABLE job_progress DROP COLUMN doing"))
    older.close()
    newer = ProgressStore(cast.database)
    assert not newer.cancel_requested(1)
    newer.report(1, Progress(1, 2, clock.now(), clock.now()))
    newer.close()


def test_two_workers_never_do_the_same_job(worker: Worker, cast: Cast) -> None:
    job_ids = []
    work_is(worker, lambda run: job_ids.append(run.id) or {})
    job = started(cast)
    both = [threading.Thread(target=worker.carry_out, args=(job.id,)) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert job_ids == [job.id]


def test_a_job_stops_when_lan_asks_and_keeps_nothing(worker: Worker, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        with run.writing() as session:
            actions.keep_file(session, run.id, "a.csv", "text/csv", b"half")
            run.report_progress(1, 2)
        return {}

    work_is(worker, task)
    job = started(cast)
    worker.progress.request_cancel(job.id)
    worker.carry_out(job.id)
    with cast.database.reading() as session:
        assert not queries.has_file(session, job.id)
    assert is_now(cast, job).state is JobState.CANCELLED


def test_cancel_is_heard_in_the_middle_of_the_work(worker: Worker, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        worker.progress.request_cancel(run.id)
        run.report_progress(1, 2)
        return {}

    work_is(worker, task)
    job = started(cast)
    worker.carry_out(job.id)
    assert is_now(cast, job).state is JobState.CANCELLED


def test_a_job_of_a_dead_worker_is_begun_anew(worker: Worker, cast: Cast) -> None:
    job = started(cast)
    with cast.database.writing() as session:
        actions.claim(session, job.id)
    worker.sweep()
    assert is_now(cast, job).state is JobState.RUNNING  # it may be alive yet
    with time_machine.travel(clock.now() + LATER):
        worker.sweep()
    assert is_now(cast, job).state is JobState.QUEUED


def test_a_job_that_gives_signs_of_life_is_left_alone(worker: Worker, cast: Cast) -> None:
    job = started(cast)
    with cast.database.writing() as session:
        actions.claim(session, job.id)
    with time_machine.travel(clock.now() + LATER):
        worker.progress.report(job.id, Progress(1, 2, clock.now(), clock.now()))
        worker.sweep()
    assert is_now(cast, job).state is JobState.RUNNING


def test_after_three_dead_workers_a_job_is_given_up(worker: Worker, cast: Cast) -> None:
    job = started(cast)
    for tried in range(1, 4):
        with time_machine.travel(clock.now() + LATER * tried * 2, tick=False), cast.database.writing() as session:
            actions.claim(session, job.id)
        with time_machine.travel(clock.now() + LATER * (tried * 2 + 1), tick=False):
            worker.sweep()
    assert (is_now(cast, job).state, is_now(cast, job).error) == (JobState.FAILED, actions.WORN_OUT)


def test_what_a_worker_lost_it_can_no_longer_write(worker: Worker, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        with cast.database.writing() as session:
            actions.recover(session, {run.id: run.version})
        with run.writing() as session:
            actions.keep_file(session, run.id, "a.csv", "text/csv", b"twice")
        return {}

    work_is(worker, task)
    job = started(cast)
    worker.carry_out(job.id)
    with cast.database.reading() as session:
        assert not queries.has_file(session, job.id)
    assert is_now(cast, job).state is JobState.QUEUED


def test_a_job_that_was_begun_anew_meanwhile_is_not_taken_from_its_new_worker(worker: Worker, cast: Cast) -> None:
    job = started(cast)
    with cast.database.writing() as session:
        lost = actions.claim(session, job.id)
        assert lost is not None
        actions.recover(session, {job.id: lost.version})
    with cast.database.writing() as session:
        actions.claim(session, job.id)
        actions.recover(session, {job.id: lost.version})
    assert is_now(cast, job).state is JobState.RUNNING


def test_nobody_takes_a_job_over_while_its_worker_writes(worker: Worker, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        def take_over() -> None:
            with cast.database.writing() as session:
                actions.recover(session, {run.id: run.version})

        with run.writing() as session:
            other = meanwhile(cast.database, take_over)
            waited.append(other.is_alive())
            actions.keep_file(session, run.id, "a.csv", "text/csv", b"once")
        other.join()
        return {}

    waited: list[bool] = []
    work_is(worker, task)
    worker.carry_out(started(cast).id)
    assert waited == [True]


def test_nothing_is_done_for_somebody_whose_account_was_locked_meanwhile(worker: Worker, cast: Cast) -> None:
    done: list[int] = []
    work_is(worker, lambda run: done.append(run.id) or {})
    job = started(cast)
    with cast.database.writing() as session:
        accounts.set_active(session, cast.binh, session.get_one(User, cast.lan.id), False)
    worker.carry_out(job.id)
    assert done == []
    assert (is_now(cast, job).state, is_now(cast, job).error) == (JobState.FAILED, NO_KEEPER)


@pytest.mark.failing_job
def test_a_refusal_is_told_in_words_and_a_fault_by_number(worker: Worker, cast: Cast) -> None:
    def refuses(run: Run) -> dict[str, Any]:
        raise errors.Invalid({"file": "Tệp trống."})

    def breaks(run: Run) -> dict[str, Any]:
        raise KeyError("secret")

    messages = []
    for task in (refuses, breaks):
        work_is(worker, task)
        job = started(cast)
        worker.carry_out(job.id)
        messages.append(is_now(cast, job).error)
    assert messages[0] == "Tệp trống."
    assert messages[1].startswith("Hệ thống gặp lỗi")
    assert "secret" not in messages[1]


def test_a_worker_that_is_stopped_puts_its_job_back(worker: Worker, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        worker.stopping.set()
        run.report_progress(1, 2)
        return {}

    work_is(worker, task)
    job = started(cast)
    worker.run()
    assert (is_now(cast, job).state, is_now(cast, job).tries) == (JobState.QUEUED, 0)
