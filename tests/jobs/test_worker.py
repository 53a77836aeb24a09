"""Carrying jobs out: once, whole, again after a crash, never against the will of whoever started it."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.cast import Cast
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.jobs import actions, queries
from tracker.jobs.models import Job
from tracker.jobs.queue import Carrier
from tracker.jobs.rules import JobKind, JobState, Progress
from tracker.jobs.worker import Office, Run

KIND = JobKind.EXPORT_LIST
LATER = timedelta(minutes=2)


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """An office with a carrier as in real life, and one kind of work, which says what it was told."""
    made = Office(database, Carrier(database), {KIND: lambda run: {"lines": [run.arguments["said"]]}})
    yield made
    made.carrier.close()


def started(cast: Cast, said: str = "xin chào") -> Job:
    with cast.database.writing() as session:
        return actions.start(session, cast.lan, KIND, "camera.xlsx", said=said)


def is_now(cast: Cast, job: Job) -> Job:
    return cast.fresh(job)


def work_is(office: Office, task: Any) -> None:
    office._tasks = {KIND: task}  # type: ignore[assignment]


def test_what_is_not_kept_is_not_started(office: Office, cast: Cast) -> None:
    with pytest.raises(errors.Busy), cast.database.writing() as session:
        actions.start(session, cast.lan, KIND, "camera.xlsx")
        raise errors.Busy()
    assert office.carrier.waiting() == set()


def test_what_is_kept_is_handed_over_and_done(office: Office, cast: Cast) -> None:
    job = started(cast)
    assert office.carrier.take() == job.id
    office.carry_out(job.id)
    assert (is_now(cast, job).state, is_now(cast, job).result) == (JobState.DONE, '{"lines": ["xin ch\\u00e0o"]}')


def test_two_workers_never_do_the_same_job(office: Office, cast: Cast) -> None:
    done = []
    work_is(office, lambda run: done.append(run.id) or {})
    job = started(cast)
    both = [threading.Thread(target=office.carry_out, args=(job.id,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert done == [job.id]


def test_a_job_stops_when_lan_asks_and_keeps_nothing(office: Office, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        with run.writing() as session:
            actions.keep_file(session, run.id, "a.csv", "text/csv", b"half")
            run.tick(1, 2)
        return {}

    work_is(office, task)
    job = started(cast)
    office.carrier.ask_to_stop(job.id)
    office.carry_out(job.id)
    with cast.database.reading() as session:
        assert not queries.has_file(session, job.id)
    assert is_now(cast, job).state is JobState.CANCELLED


def test_cancel_is_heard_in_the_middle_of_the_work(office: Office, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        office.carrier.ask_to_stop(run.id)
        run.tick(1, 2)
        return {}

    work_is(office, task)
    job = started(cast)
    office.carry_out(job.id)
    assert is_now(cast, job).state is JobState.CANCELLED


def test_a_job_of_a_dead_worker_is_begun_anew(office: Office, cast: Cast) -> None:
    job = started(cast)
    office.carrier.take()
    with cast.database.writing() as session:
        actions.claim(session, job.id)
    office.sweep()
    assert is_now(cast, job).state is JobState.RUNNING  # it may be alive yet
    with time_machine.travel(clock.now() + LATER):
        office.sweep()
    assert (is_now(cast, job).state, office.carrier.waiting()) == (JobState.QUEUED, {job.id})


def test_a_job_that_gives_signs_of_life_is_left_alone(office: Office, cast: Cast) -> None:
    job = started(cast)
    with cast.database.writing() as session:
        actions.claim(session, job.id)
    with time_machine.travel(clock.now() + LATER):
        office.carrier.tell(job.id, Progress(1, 2, 0.0, clock.now().timestamp()))
        office.sweep()
    assert is_now(cast, job).state is JobState.RUNNING


def test_after_three_dead_workers_a_job_is_given_up(office: Office, cast: Cast) -> None:
    job = started(cast)
    for tried in range(1, 4):
        with time_machine.travel(clock.now() + LATER * tried * 2, tick=False), cast.database.writing() as session:
            actions.claim(session, job.id)
        with time_machine.travel(clock.now() + LATER * (tried * 2 + 1), tick=False):
            office.sweep()
    assert (is_now(cast, job).state, is_now(cast, job).error) == (JobState.FAILED, actions.WORN_OUT)


def test_a_job_that_nobody_carries_is_handed_over_again(office: Office, cast: Cast) -> None:
    job = started(cast)
    office.carrier.take()  # and died before claiming it
    with time_machine.travel(clock.now() + LATER):
        office.sweep()
        office.sweep()
    assert office.carrier.waiting() == {job.id}
    assert office.carrier.take() == job.id
    assert office.carrier.waiting() == set()  # sent again once, not with every sweep


def test_what_a_worker_lost_it_can_no_longer_write(office: Office, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        with cast.database.writing() as session:
            actions.recover(session, {run.id: run.version})
        with run.writing() as session:
            actions.keep_file(session, run.id, "a.csv", "text/csv", b"twice")
        return {}

    work_is(office, task)
    job = started(cast)
    office.carry_out(job.id)
    with cast.database.reading() as session:
        assert not queries.has_file(session, job.id)
    assert is_now(cast, job).state is JobState.QUEUED


@pytest.mark.failing_job
def test_a_refusal_is_told_in_words_and_a_fault_by_number(office: Office, cast: Cast) -> None:
    def refuses(run: Run) -> dict[str, Any]:
        raise errors.Invalid({"file": "Tệp trống."})

    def breaks(run: Run) -> dict[str, Any]:
        raise KeyError("secret")

    told = []
    for task in (refuses, breaks):
        work_is(office, task)
        job = started(cast)
        office.carry_out(job.id)
        told.append(is_now(cast, job).error)
    assert told[0] == "Tệp trống."
    assert told[1].startswith("Hệ thống gặp lỗi")
    assert "secret" not in told[1]


def test_a_worker_that_is_stopped_puts_its_job_back(office: Office, cast: Cast) -> None:
    def task(run: Run) -> dict[str, Any]:
        office.stopping.set()
        run.tick(1, 2)
        return {}

    work_is(office, task)
    job = started(cast)
    office.work()
    assert (is_now(cast, job).state, is_now(cast, job).tries) == (JobState.QUEUED, 0)
    assert office.carrier.waiting() == {job.id}
