"""Making exports: a file of cameras written out, and the fact that it left noted down."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

from sqlalchemy.orm import Session

from tracker.audit_log.actions import record
from tracker.core import clock, errors, permissions
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.exchange.exports import file_writers, queries, rules
from tracker.exchange.exports.rules import Cell, FileKind
from tracker.exchange.imports import queries as imports
from tracker.jobs import actions as jobs
from tracker.jobs.models import Job
from tracker.jobs.rules import JobKind
from tracker.register.cameras.queries import CameraCriteria

TOO_LONG = N_("Một trang Excel chỉ chứa được 1.048.575 camera. Hãy chọn CSV hoặc thu hẹp bộ lọc.")
ProgressCallback = Callable[[int, int], None]


def export(
    session: Session,
    actor: Viewer,
    criteria: CameraCriteria,
    kind: FileKind,
    out: BinaryIO,
    tick: ProgressCallback = lambda *_: None,
) -> int:
    """Write the cameras of a filter into `out`; how many. Nothing is noted down yet: see `note`.

    Invalid at `format` when the file cannot hold them.
    """
    permissions.require(actor, Can.EXPORT_CAMERAS)
    total = queries.count(session, actor, criteria)
    if kind is FileKind.XLSX and total > rules.SHEET:
        raise errors.Invalid({"format": TOO_LONG})
    rows = _with_progress(queries.rows(session, actor, criteria), total, tick)
    now = clock.local(clock.now())
    rounded = not permissions.permits(actor, Can.EXPORT_EXACT_PLACES)
    notes = rules.notes(actor.name, f"{now:%H:%M} ngày {now:%d/%m/%Y}", total, rounded=rounded)
    file_writers.write(kind, out, rules.fields_seen_by(actor), rows, notes, rounded=rounded)
    return total


def note(session: Session, actor: Viewer | None, kind: FileKind, filter_args: Mapping[str, str], count: int) -> None:
    """Note that a list left: who took which, how many, as what."""
    record(session, actor, "camera:export", kind="Camera", filter=dict(filter_args), count=count, format=kind.value)


def start(session: Session, actor: Viewer, kind: FileKind, filter_args: Mapping[str, str], title: str) -> Job:
    """Have a long export made as a job. `filter_args` is the list's query string, name by name."""
    permissions.require(actor, Can.EXPORT_CAMERAS)
    return jobs.start(session, actor, JobKind.EXPORT_LIST, title, format=kind.value, asked=dict(filter_args))


def template(session: Session, actor: Viewer, out: BinaryIO) -> None:
    """An empty list to be filled in, with what the actor may choose from."""
    permissions.require(actor, Can.REGISTER_CAMERAS)
    known_networks = imports.networks_known(session, actor.reach)
    file_writers.write_template(out, [(row.code, row.name) for row in known_networks if row.closed_on is None])


def _with_progress(rows: Iterator[list[Cell]], total: int, tick: ProgressCallback) -> Iterator[Sequence[Cell]]:
    for number, row in enumerate(rows, 1):
        tick(number, total)
        yield row
