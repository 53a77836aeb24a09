"""`flask demo`: the demonstration, loaded on the first run and served from then on."""

import errno
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click
import waitress
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker import tables
from tracker.cli.frame import ORIGIN, said, stop
from tracker.core import clock, errors
from tracker.core.database import Database
from tracker.core.permissions import Role
from tracker.demo import actions, commands, rules
from tracker.demo.actions import DemoState
from tracker.demo.scale import actions as scale_actions
from tracker.demo.scale.sizes import SCALES, Scale
from tracker.demo.scale.territory import SHOWN
from tracker.web.request import config, database

Load = Callable[[Session, actions.Progress], dict[str, int]]
THREADS = 8
SECURE = "Cookie đang đòi HTTPS nên trình duyệt có thể không giữ phiên đăng nhập. Hãy đặt TRACKER_COOKIE_SECURE=off."


@click.command()
@click.option("--no-serve", is_flag=True, help="Chỉ nạp dữ liệu, không mở máy chủ.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535), help="Cổng.")
@click.option("--scale", type=click.Choice(list(SCALES)), help="Sổ giả lập cỡ lớn: thành phố, tỉnh, cả nước.")
@with_appcontext
def demo(no_serve: bool, host: str, port: int, scale: str | None) -> None:
    """Bản trình diễn: thành phố Thanh Hóa năm 2024, mọi số liệu đếm từ dòng thật."""
    load = partial(_load_scale, SCALES[scale]) if scale else _load_story
    try:
        _load(database(), load)
    except errors.Refusal as error:
        stop(said(error))
    logins = {role: login for login, _, role, *_ in reversed(rules.PEOPLE)}
    _print_addresses(host, port, SHOWN if scale else logins)
    if not no_serve:
        _serve(host, port)


def _load(target: Database, load: Load) -> None:
    """Everything, unless it is there already. A database with other work in it is left as it is."""
    target.create_file()
    with target.reading() as session:
        demo_state = actions.state(session)
    if demo_state is DemoState.FOREIGN:
        raise actions.NotDemoDatabase()
    tables.upgrade(target)
    if demo_state is DemoState.OWN:
        click.echo("Dữ liệu trình diễn đã có sẵn.")
        return
    with target.writing() as session, click.progressbar(length=100, label="Nạp dữ liệu trình diễn") as bar:
        session.info["origin"] = ORIGIN
        counts = load(session, lambda share: bar.update(int(share * 100) - bar.pos))
    click.echo(f"Đã nạp {counts['networks']} mô hình, {counts['cameras']} mắt camera, {counts['incidents']} vụ việc.")


def _load_story(session: Session, progress: actions.Progress) -> dict[str, int]:
    """The city of 2024."""
    hash_password = current_app.extensions["tracker_passwords"].hash
    password_hashes = {login: hash_password(rules.PASSWORD) for login, *_ in rules.PEOPLE}
    return commands.load(session, clock.now(), password_hashes, progress)


def _load_scale(scale: Scale, session: Session, progress: actions.Progress) -> dict[str, int]:
    """So much of everything, and one password for everybody."""
    password_hash = current_app.extensions["tracker_passwords"].hash(rules.PASSWORD)
    counts = scale_actions.load(session, scale, clock.now(), password_hash, progress)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
    return counts


def _print_addresses(host: str, port: int, logins: Mapping[Role, str]) -> None:
    """Where it is, and one log-in for each role."""
    click.echo(f"\nĐịa chỉ:  http://{host}:{port}\n")
    for role, login in sorted(logins.items()):
        click.echo(f"  {role.text:<38}{login:<8}{rules.PASSWORD}")
    click.echo()
    if config().cookie_secure:
        click.echo(SECURE, err=True)


def _serve(host: str, port: int) -> None:
    app: Any = current_app
    try:
        listener = socket.create_server((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            stop(f"Cổng {port} đang được dùng. Hãy chọn cổng khác, ví dụ: --port {port + 1}")
        stop(f"Không mở được {host}:{port}: {error.strerror}")
    worker = app.extensions["tracker_worker"]
    worker.start()
    with listener:
        click.echo("Nhấn Ctrl+C để dừng.")
        waitress.create_server(app._get_current_object(), sockets=[listener], threads=THREADS).run()
    worker.stop()
