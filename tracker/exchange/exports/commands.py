"""Exports from the command line: understand, call, answer."""

from typing import BinaryIO

from sqlalchemy import text
from sqlalchemy.orm import Session

from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.permissions import Role
from tracker.core.viewer import Viewer, ViewerPost
from tracker.exchange.exports import actions
from tracker.exchange.exports.rules import FileKind
from tracker.exchange.imports import queries as imports
from tracker.register.cameras.queries import CameraCriteria
from tracker.territory.wards import queries as wards

NO_WARD = N_("Không có phường, xã nào mang mã này.")
NO_KIND = N_("Tên tệp cần kết thúc bằng .xlsx hoặc .csv.")


def kind_of(file_name: str) -> FileKind:
    """The kind of file that a name's ending asks for. Invalid at `file`."""
    for kind in (FileKind.XLSX, FileKind.CSV):
        if file_name.lower().endswith(f".{kind.ending}"):
            return kind
    raise errors.Invalid({"file": NO_KIND})


def export_file(session: Session, out: BinaryIO, kind: FileKind, ward: str) -> int:
    """Write the cameras of a ward and its predecessors, or all of them; how many. `ward` is a code, or empty."""
    if session.get_bind().dialect.name == "postgresql":  # a long list is written longer than a page may idle
        session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    return actions.export(session, _operator(session, ward), CameraCriteria(), kind, out)


def note(session: Session, kind: FileKind, ward: str, count: int) -> None:
    """Note that a list left."""
    actions.note(session, None, kind, {"ward": ward} if ward else {}, count)


def _operator(session: Session, ward: str) -> Viewer:
    """The operator of the machine, who sees what the ward's own admin does, or without a ward what investigators do."""
    if not ward:
        return Viewer(id=0, login="", name="-", posts=(ViewerPost(Role.INVESTIGATOR),))
    own_ward = imports.wards_of_codes(session, [ward]).get(ward)
    if own_ward is None:
        raise errors.Invalid({"ward": NO_WARD})
    within = wards.predecessors(session, own_ward.id)
    post = ViewerPost(Role.WARD_ADMIN, ward_id=own_ward.id)
    return Viewer(id=0, login="", name="-", posts=(post,), wards=within)
