"""`flask user`: accounts, made and mended by whoever holds the machine."""

import sys

import click
from flask import current_app
from sqlalchemy.orm import Session

from tracker.accounts import actions, queries, rules
from tracker.accounts.models import User
from tracker.accounts.passwords import Passwords
from tracker.cli.frame import Commands, be_migrated, reading, writing
from tracker.core import errors
from tracker.core.permissions import Role

user = Commands("user", help="Tài khoản người dùng.")
ROLES = {role.value: role for role in Role}
from_stdin = click.option("--password-stdin", is_flag=True, help="Đọc mật khẩu từ dòng đầu của đầu vào chuẩn.")


@user.command()
@click.argument("login")
@click.option("--name", required=True, help="Họ và tên.")
@click.option("--role", required=True, type=click.Choice(list(ROLES)), help="Vai trò.")
@click.option("--ward", default="", help="Mã phường, xã (5 chữ số), bắt buộc với ward_admin.")
@click.option("--unit", default="", help="Đơn vị công tác.")
@from_stdin
def create(login: str, name: str, role: str, ward: str, unit: str, password_stdin: bool) -> None:
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
            ward_code=ward,
            unit=unit,
        )
    click.echo(f"Đã tạo tài khoản {rules.login_key(login)} ({ROLES[role].text}).")


@user.command()
@click.argument("login")
@from_stdin
def password(login: str, password_stdin: bool) -> None:
    """Đặt mật khẩu mới cho LOGIN; mọi phiên đang mở của họ kết thúc."""
    with reading() as session:
        _user_of_login(session, login)
    password_hash = _hashed(login, password_stdin)
    with writing() as session:
        actions.set_password(session, None, _user_of_login(session, login), password_hash)
    click.echo(f"Đã đổi mật khẩu của {rules.login_key(login)}. Mọi phiên cũ đã kết thúc.")


@user.command()
@click.argument("login")
def disable(login: str) -> None:
    """Khóa tài khoản LOGIN; phiên và khóa truy cập của họ hết hiệu lực ngay."""
    with writing() as session:
        actions.set_active(session, None, _user_of_login(session, login), False)
    click.echo(f"Đã khóa tài khoản {rules.login_key(login)}.")


@user.command()
@click.argument("login")
def enable(login: str) -> None:
    """Mở lại tài khoản LOGIN."""
    with writing() as session:
        actions.set_active(session, None, _user_of_login(session, login), True)
    click.echo(f"Đã mở lại tài khoản {rules.login_key(login)}.")


@user.command("list")
def list_users() -> None:
    """Liệt kê mọi tài khoản: tên đăng nhập, vai trò, tình trạng, họ tên, đơn vị."""
    with reading() as session:
        for account in queries.all_users(session):
            state = "đang dùng" if account.active else "đã khóa"
            unit_text = account.ward.name if account.ward else account.unit or "-"
            click.echo("\t".join((account.login, account.role.value, state, account.name, unit_text)))


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
