"""`flask worker`: carrying out long work, in a process of its own. `flask jobs`: what it did and what is due."""

import logging
import signal
from datetime import datetime
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli.frame import Commands, be_migrated, reading
from tracker.core import clock
from tracker.jobs import queries
from tracker.jobs.schedule import queries as schedule
from tracker.jobs.worker import Worker

jobs = Commands("jobs", help="Việc chạy nền và việc theo lịch.")


@click.command()
@with_appcontext
def worker() -> None:
    """Làm các việc chạy nền, việc theo lịch và gửi tin ra ngoài cho đến khi bị dừng."""
    be_migrated()
    runner: Worker = current_app.extensions["tracker_worker"]

    def stop(number: int, frame: FrameType | None) -> None:
        runner.stopping.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    click.echo("Đang chờ việc. Nhấn Ctrl+C để dừng.")
    runner.run()


@jobs.command("list")
@click.option("--limit", default=20, type=click.IntRange(1, 1000), help="Số việc mới nhất.")
def list_jobs(limit: int) -> None:
    """Liệt kê các việc chạy nền mới nhất."""
    with reading() as session:
        for job in queries.newest(session, limit):
            by = "hệ thống" if job.created_by_id is None else f"người dùng {job.created_by_id}"
            click.echo(f"{job.id}\t{_moment(job.created_at)}\t{job.kind.value}\t{job.state.text}\t{by}\t{job.error}")


@jobs.command("schedule")
def show_schedule() -> None:
    """Cho biết việc theo lịch nào sẽ chạy lúc nào, lần trước ra sao."""
    with reading() as session:
        for task in schedule.tasks(session):
            ended = "đang chạy" if task.running_job_id else _moment(task.ended_at)
            problem = f"lỗi {task.failures} lần: {task.error}" if task.failures else ""
            click.echo(f"{task.name}\tlần tới {_moment(task.next_run_at)}\t{ended}\t{problem}".rstrip())


def _moment(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H:%M %d/%m/%Y}" if moment else "chưa chạy"
