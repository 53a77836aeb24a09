"""`flask worker`: carrying out long work, in a process of its own."""

import logging
import signal
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.cli.frame import be_migrated
from tracker.jobs.worker import Worker


@click.command()
@with_appcontext
def worker() -> None:
    """Làm các việc chạy nền (nhập, xuất, sửa hàng loạt) cho đến khi bị dừng."""
    be_migrated()
    runner: Worker = current_app.extensions["tracker_worker"]

    def stop(number: int, frame: FrameType | None) -> None:
        runner.stopping.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, stop)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    click.echo("Đang chờ việc. Nhấn Ctrl+C để dừng.")
    runner.run()
