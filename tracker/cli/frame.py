"""What every command stands on: one transaction on a migrated database, and refusals said in one line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click
from alembic.util.exc import CommandError
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker import tables
from tracker.core import clock, errors
from tracker.core.database import is_unavailable
from tracker.core.days import Unreadable, read_day
from tracker.core.i18n import filled
from tracker.core.viewer import Origin
from tracker.web import request as web

NOT_MIGRATED = "Cơ sở dữ liệu chưa được tạo hoặc chưa nâng cấp. Hãy chạy: flask --app wsgi db upgrade"
ORIGIN = Origin(ip="cli")


class Commands(AppGroup):
    """A group of commands in which a refusal is one Vietnamese line on stderr and exit code 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except errors.Refusal as error:
            stop(said(error))
        except CommandError as error:
            stop(f"Không thực hiện được: {error}")
        except DBAPIError as error:
            if not is_unavailable(error):
                raise
            stop(errors.Busy.message)


def stop(text: str) -> NoReturn:
    """Say why and end with exit code 1."""
    click.echo(text, err=True)
    sys.exit(1)


def said(error: errors.Refusal) -> str:
    """A refusal in one line: the words of its fields, or its own."""
    if isinstance(error, errors.Invalid) and error.fields:
        return " ".join(filled(words, error.facts) for words in error.fields.values())
    units = error.facts.get("units")
    return f"{error.message} ({', '.join(units)})" if isinstance(units, list) else error.message


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that may write, kept when the command ends well."""
    be_migrated()
    with web.database().writing() as session:
        session.info["origin"] = ORIGIN
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A transaction that cannot write."""
    be_migrated()
    with web.database().reading() as session:
        yield session


def be_migrated() -> None:
    """Stop unless the database is there and at the newest migration."""
    if revision() != tables.head():
        stop(NOT_MIGRATED)


def revision() -> str | None:
    """The migration the database stands at; None when it is empty or not there."""
    database = web.database()
    if database.embedded and not Path(str(database.url.database)).exists():
        return None
    with database.reading() as session:
        return tables.current(session.connection())


def day_option(name: str, text: str) -> date | None:
    """The day given with an option, or None where none was. One that cannot be read ends the command."""
    try:
        return read_day(text, clock.today()) if text else None
    except Unreadable as error:
        stop(f"--{name}: {error.text}")
