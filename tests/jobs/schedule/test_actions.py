"""Scheduled work: once among all workers, missed runs once, failures tried again, nothing written when idle."""

import threading
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import event, text

from tests.cast import Cast
from tracker import components
from tracker.accounts import actions as accounts
from tracker.accounts.models import LoginAttempt, SignIn
from tracker.audit_log.actions import record
from tracker.audit_log.models import AuditEvent
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.core.viewer import SYSTEM
from tracker.jobs import actions as jobs
from tracker.jobs.models import Job
from tracker.jobs.outbox.models import OutboxMessage
from tracker.jobs.outbox.rules import MessageKind
from tracker.jobs.progress_store import ProgressStore
from tracker.jobs.rules import JobKind, JobState
from tracker.jobs.schedule import actions, tasks
from tracker.jobs.schedule.models import ScheduledTask
from tracker.jobs.schedule.rules import Timetable
from tracker.jobs.schedule.scheduler import Scheduler
from tracker.jobs.worker import Run, Task, Worker

HOURLY = {JobKind.CLEAN_UP: Timetable(every=timedelta(hours=1))}
HOUR = timedelta(hours=1)


def scheduler(cast: Cast, timetables: Mapping[JobKind, Timetable] = HOURLY) -> Scheduler:
    return Scheduler(cast.database, timetables, set(JobKind))


def looks(cast: Cast, times: int = 1, timetables: Mapping[JobKind, Timetable] = HOURLY) -> None:
    for _ in range(times):
        scheduler(cast, timetables).look()


def worker(cast: Cast, task: Task) -> Worker:
    return Worker(cast.database, ProgressStore(cast.database), dict.fromkeys(JobKind, task))


def all_jobs(cast: Cast) -> list[Job]:
    with cast.database.reading() as session:
        return list(session.query(Job).order_by(Job.id))


def task_row(cast: Cast) -> ScheduledTask:
    with cast.database.reading() as session:
        return session.query(ScheduledTask).one()


def carry_out(cast: Cast, task: Task) -> None:
    """Look, and do what is then due, as a worker does."""
    looks(cast, 2)
    done_by = worker(cast, task)
    while done_by.carry_out_next():
        pass
    done_by.progress.close()
    looks(cast)


def failing(run: Run) -> dict[str, Any]:
    raise errors.Busy if run.arguments else errors.WrongState("Chưa làm được.")


def test_work_that_nobody_carries_out_stops_the_start(database: Database) -> None:
    with pytest.raises(ValueError, match="clean_up"):
        Scheduler(database, HOURLY, set())


def test_every_kind_of_job_has_its_task_and_what_runs_by_itself_is_one_of_them(monkeypatch: Any, app: Any) -> None:
    store = app.extensions["tracker_files"]
    assert set(components.tasks(store)) == set(JobKind) > set(components.TIMETABLES)
    monkeypatch.delitem(components.TASKS, JobKind.CHECK_LOG)
    with pytest.raises(ValueError, match="check_log"):
        components.tasks(store)


def test_due_work_becomes_a_job_of_the_system_once(cast: Cast) -> None:
    looks(cast, 5)
    (job,) = all_jobs(cast)
    assert (job.kind, job.created_by_id, job.state) == (JobKind.CLEAN_UP, None, JobState.QUEUED)


def test_of_many_workers_that_look_at_once_one_starts_the_work(cast: Cast) -> None:
    looks(cast)
    both = [threading.Thread(target=looks, args=(cast,)) for _ in range(6)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(all_jobs(cast)) == 1


@pytest.mark.parametrize("runs_still", [True, False])
def test_a_worker_that_looked_too_early_starts_nothing(cast: Cast, runs_still: bool) -> None:
    """Either the work still runs, or it was done since and is due at another time."""
    now, kind = clock.now(), JobKind.CLEAN_UP
    looks(cast)
    due_at = task_row(cast).next_run_at
    with cast.database.writing() as session:
        assert actions.start(session, kind, HOURLY[kind], due_at, now)
        task = session.get_one(ScheduledTask, kind.value, populate_existing=True)
        task.running_job_id, task.next_run_at = (1, due_at) if runs_still else (None, task.next_run_at)
    with cast.database.writing() as session:
        assert not actions.start(session, kind, HOURLY[kind], due_at, now)


def test_the_system_does_it_and_it_is_due_again_later(cast: Cast) -> None:
    done_for = []
    carry_out(cast, lambda run: done_for.append(run.done_for) or {})
    assert done_for == [SYSTEM]
    looks(cast, 3)
    assert len(all_jobs(cast)) == 1
    with time_machine.travel(clock.now() + HOUR):
        looks(cast)
    assert len(all_jobs(cast)) == 2


def test_runs_that_were_missed_are_made_up_once(cast: Cast) -> None:
    carry_out(cast, lambda run: {})
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        carry_out(cast, lambda run: {})
        looks(cast, 3)
        assert len(all_jobs(cast)) == 2
        assert task_row(cast).next_run_at == clock.now() + HOUR


def test_work_that_still_runs_is_not_begun_again(cast: Cast) -> None:
    looks(cast, 2)
    with time_machine.travel(clock.now() + 5 * HOUR):
        looks(cast, 2)
    assert len(all_jobs(cast)) == 1


def test_a_failure_is_noted_and_tried_again_before_the_next_time(cast: Cast) -> None:
    carry_out(cast, failing)
    row = task_row(cast)
    assert (row.failures, row.error, row.running_job_id) == (1, "Chưa làm được.", None)
    assert clock.now() < row.next_run_at <= clock.now() + timedelta(minutes=5)
    with time_machine.travel(row.next_run_at, tick=False):
        carry_out(cast, lambda run: {})
    assert (task_row(cast).failures, task_row(cast).error) == (0, "")


def test_what_no_timetable_names_any_more_is_taken_off(cast: Cast) -> None:
    looks(cast)
    looks(cast, timetables={})
    assert cast.count(ScheduledTask) == 0


def test_an_idle_look_writes_nothing_and_asks_once(cast: Cast) -> None:
    looks(cast, 3)
    asked = list[str]()

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        asked.append(statement.split()[0])

    event.listen(cast.database.engine, "before_cursor_execute", note)
    looks(cast)
    event.remove(cast.database.engine, "before_cursor_execute", note)
    assert asked == ["SELECT"]


def test_a_person_asks_for_what_the_system_does_in_vain(cast: Cast) -> None:
    looks(cast, 2)

    def as_a_person(run: Run) -> dict[str, Any]:
        return {"name": run.actor.name}

    carry_out(cast, as_a_person)
    assert "không có quyền" in task_row(cast).error


def test_what_has_expired_is_dropped_and_the_log_names_the_system(cast: Cast) -> None:
    old = clock.now() - timedelta(days=40)
    with time_machine.travel(old), cast.database.writing() as session:
        for login in ("lan", "lan", "minh"):
            user = accounts.queries.by_login(session, login)
            assert user
            accounts.sign_in(session, user, "127.0.0.1", "")
        accounts.record_login_attempt(session, "ai", "127.0.0.1")
    carry_out(cast, tasks.clean_up(components.EXPIRIES))
    with cast.database.reading() as session:
        left = [row.user_id for row in session.query(SignIn).order_by(SignIn.id)]
        named = [(e.actor_name, e.actor_id) for e in session.query(AuditEvent).filter_by(action="system:clean-up")]
    assert left == [cast.lan.id, cast.minh.id]  # each one's last: when somebody was here last can be asked
    assert cast.count(LoginAttempt) == 0
    assert named == [("Hệ thống", 0)] * 2


def test_old_jobs_of_the_system_go_and_those_of_people_lose_their_results(cast: Cast) -> None:
    with cast.database.writing() as session:
        nobodys = jobs.start_of_system(session, JobKind.CLEAN_UP)
        lans = jobs.start(session, cast.lan, JobKind.EXPORT_LIST, "camera.csv")
    done = worker(cast, lambda run: {"file": "x"})
    for job in (nobodys, lans):
        done.carry_out(job.id)
    done.progress.close()
    with cast.database.writing() as session:
        assert jobs.drop_old_results(session, clock.now() + timedelta(days=89)) == 0
        assert jobs.drop_old_results(session, clock.now() + timedelta(days=91)) == 2
    assert [(job.id, job.result) for job in all_jobs(cast)] == [(lans.id, "")]


def log_of(cast: Cast, rows: int) -> None:
    with cast.database.writing() as session:
        for number in range(rows):
            record(session, cast.lan, "camera:note", kind="Camera", count=number)


def tamper(cast: Cast, statement: str) -> None:
    """Change the log past its triggers, as somebody with the database's password can."""
    with cast.database.writing() as session:
        if cast.database.embedded:
            session.execute(text("DROP TRIGGER IF EXISTS audit_events_no_update"))
            session.execute(text("DROP TRIGGER IF EXISTS audit_events_no_delete"))
        else:
            session.execute(text("ALTER TABLE audit_events DISABLE TRIGGER ALL"))
        session.execute(text(statement))


def check_the_log(cast: Cast) -> list[str]:
    """What the daily check has told the administrators until now."""
    with cast.database.writing() as session:
        job = jobs.start_of_system(session, JobKind.CHECK_LOG)
    checked_by = worker(cast, tasks.check_log)
    checked_by.carry_out(job.id)
    checked_by.progress.close()
    assert cast.fresh(job).state is JobState.DONE
    with cast.database.reading() as session:
        messages = session.query(OutboxMessage).order_by(OutboxMessage.id)
        return [message.payload for message in messages if message.kind is MessageKind.ALARM]


def test_a_whole_log_alarms_nobody(cast: Cast) -> None:
    log_of(cast, 3)
    assert check_the_log(cast) == check_the_log(cast) == []


def test_a_changed_row_alarms_the_administrators(cast: Cast) -> None:
    log_of(cast, 3)
    tamper(cast, "UPDATE audit_events SET actor_name = 'ai khác' WHERE seq = 2")
    (told,) = check_the_log(cast)
    assert '"row": 2' in told


def test_rows_cut_off_since_yesterday_alarm_the_administrators(cast: Cast) -> None:
    log_of(cast, 5)
    assert check_the_log(cast) == []
    tamper(cast, "DELETE FROM audit_events WHERE seq > 3")
    (told,) = check_the_log(cast)
    assert "cắt mất" in told
