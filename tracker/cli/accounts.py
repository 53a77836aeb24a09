"""`flask user`: accounts, made and mended by whoever holds the machine."""

import sys

import click
from flask import current_app
from sqlalchemy.orm import Session

from tracker.accounts import actions, posts, queries, rules
from tracker.accounts.models import User
from tracker.accounts.passwords import Passwords
from tracker.cases.reassignment import actions as reassignment
from tracker.cases.reassignment.rules import Work
from tracker.cli.frame import Commands, be_migrated, day_option, reading, writing
from tracker.core import clock, errors, post_rules
from tracker.core.permissions import Position, Role
from tracker.territory.units.rules import alive

user = Commands("user", help="Tài khoản người dùng.")
ROLES = {role.value: role for role in Role}
POSITIONS = {position.value: position for position in Position}
must_change = click.option("--must-change", is_flag=True, help="Buộc đổi mật khẩu ở lần đăng nhập tới.")
from_stdin = click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ dòng đầu của đầu vào chuẩn.")


@user.command()
@click.argument("login")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="Vai trò.")
@click.option("--unit", default="", help="Tên hoặc mã đơn vị; mã phường, xã thì là Công an phường, xã đó.")
@click.option("--position", default=None, type=click.Choice(list(POSITIONS)), help="Cán bộ, cấp phó, cấp trưởng.")
@must_change
@from_stdin
def create(
    login: str, name: str, role: str, unit: str, position: str | None, must_change: bool, password_stdin: bool
) -> None:
    """Tạo tài khoản LOGIN."""
    be_migrated()
    password_hash = _hashed(login, password_stdin)
    with writing() as session:
        actions.create_user(
            session,
            None,
            login=login,
            name=name,
            role=ROLES[role],
            password_hash=password_hash,
            unit=unit,
            position=POSITIONS[position] if position else None,
            must_change_password=must_change,
        )
    click.echo(f"Đã tạo tài khoản {rules.login_key(login)} ({ROLES[role].text}).")


@user.command()
@click.argument("login")
@must_change
@from_stdin
def password(login: str, must_change: bool, password_stdin: bool) -> None:
    """Đặt mật khẩu mới cho LOGIN; mọi phiên đang mở của họ kết thúc."""
    with reading() as session:
        _user_of_login(session, login)
    password_hash = _hashed(login, password_stdin)
    with writing() as session:
        account = _user_of_login(session, login)
        actions.set_password(session, None, account, password_hash, must_change=must_change)
    click.echo(f"Đã đổi mật khẩu của {rules.login_key(login)}. Mọi phiên cũ đã kết thúc.")


@user.command()
@click.argument("login")
@click.option("--reason", required=True, help="Lý do.")
def disable(login: str, reason: str) -> None:
    """Khóa tài khoản LOGIN; phiên và khóa truy cập của họ hết hiệu lực ngay. Liệt kê việc còn mở của họ."""
    with writing() as session:
        account = _user_of_login(session, login)
        actions.disable(session, None, account, reason)
        work = reassignment.open_work(session, None, account)
    click.echo(f"Đã khóa tài khoản {rules.login_key(login)}.")
    if work:
        _tell_left(rules.login_key(login), work)


def _tell_left(login: str, work: Work) -> None:
    """What a locked account leaves behind: codes and counts."""
    click.echo(f"Còn mở {len(work.incidents)} vụ việc, {len(work.requests)} phiếu:")
    for code, requests in work.counted:
        click.echo(f"{code}\t{requests} phiếu")
    for code in work.elsewhere:
        click.echo(code)
    click.echo(f"Chuyển cho người khác: flask user hand-over {login} NGƯỜI-NHẬN --reason LÝ-DO")


@user.command()
@click.argument("login")
def enable(login: str) -> None:
    """Mở lại tài khoản LOGIN."""
    with writing() as session:
        actions.set_active(session, None, _user_of_login(session, login), True)
    click.echo(f"Đã mở lại tài khoản {rules.login_key(login)}.")


@user.command("post")
@click.argument("login")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="Vai trò.")
@click.option("--unit", default="", help="Tên hoặc mã đơn vị; mã phường, xã thì là Công an phường, xã đó.")
@click.option("--position", default=None, type=click.Choice(list(POSITIONS)), help="Cán bộ, cấp phó, cấp trưởng.")
@click.option("--from", "since", default="", help="Từ ngày; trống là hôm nay.")
@click.option("--to", "until", default="", help="Đến hết ngày; trống là chưa biết.")
def give_post(login: str, role: str, unit: str, position: str | None, since: str, until: str) -> None:
    """Giao thêm nhiệm vụ cho LOGIN."""
    position_held = POSITIONS[position] if position else post_rules.default_position(ROLES[role])
    new = posts.NewPost(
        ROLES[role], unit, position_held, day_option("from", since) or clock.today(), day_option("to", until)
    )
    with writing() as session:
        posts.add(session, None, _user_of_login(session, login), new)
    click.echo(f"Đã giao nhiệm vụ {ROLES[role].text} cho {rules.login_key(login)}.")


@user.command("posts")
@click.argument("login")
def list_posts(login: str) -> None:
    """Liệt kê nhiệm vụ của LOGIN: số, vai trò, chức vụ, từ ngày, đến ngày, đơn vị."""
    with reading() as session:
        for post in queries.get(session, _user_of_login(session, login).id).posts:
            unit = post.unit.name if post.unit else "-"
            days = (str(post.valid_from), str(post.valid_to or ""))
            click.echo("\t".join((str(post.id), post.role.value, post.position.value, *days, unit)))


@user.command("end-post")
@click.argument("login")
@click.argument("number", type=int)
@click.option("--on", default="", help="Ngày cuối cùng; trống là hôm nay.")
@click.option("--reason", required=True, help="Lý do.")
def end_post(login: str, number: int, on: str, reason: str) -> None:
    """Kết thúc nhiệm vụ số NUMBER của LOGIN."""
    with writing() as session:
        posts.end(session, None, _user_of_login(session, login), number, day_option("on", on) or clock.today(), reason)
    click.echo(f"Đã kết thúc nhiệm vụ {number} của {rules.login_key(login)}.")


@user.command("hand-over")
@click.argument("login")
@click.argument("to")
@click.option("--reason", required=True, help="Lý do.")
def hand_over(login: str, to: str, reason: str) -> None:
    """Chuyển mọi vụ việc, phiếu đang mở của LOGIN cho TO."""
    with writing() as session:
        work = reassignment.hand_over_all(session, None, _user_of_login(session, login), to, reason)
        click.echo(f"Đã chuyển {len(work.incidents)} vụ việc, {len(work.requests)} phiếu cho {rules.login_key(to)}.")


@user.command("list")
def list_users() -> None:
    """Liệt kê mọi tài khoản: tên đăng nhập, các vai trò hôm nay, tình trạng, họ tên, đơn vị."""
    with reading() as session:
        for account in queries.all_users(session):
            state = "đang dùng" if account.active else "đã khóa"
            current = [post for post in account.posts if alive(post.valid_from, post.valid_to, clock.today())]
            roles = ",".join(sorted({post.role.value for post in current})) or "-"
            unit_names = ", ".join(dict.fromkeys(post.unit.name for post in current if post.unit)) or "-"
            click.echo("\t".join((account.login, roles, state, account.name, unit_names)))


def _user_of_login(session: Session, login: str) -> User:
    account = queries.by_login(session, login)
    if account is None:
        raise errors.NotFound(f"Không có tài khoản {login}.")
    return account


def _hashed(login: str, from_input: bool) -> str:
    """The hash of a password typed twice or piped in; made outside any transaction, because it is slow on purpose."""
    if from_input:
        typed = sys.stdin.readline().rstrip("\r\n")
    else:
        typed = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    fault = rules.password_fault(typed, login)
    if fault:
        raise errors.Invalid({"password": fault})
    passwords: Passwords = current_app.extensions["tracker_passwords"]
    return passwords.hash(typed)
