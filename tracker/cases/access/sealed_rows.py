"""Queries: which rows of the log are about a sealed incident, its requests and their lines."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.jobs.files.models import FileLink
from tracker.jobs.files.rules import FileOwner

_SEALED = Incident.sealed_at.is_not(None)


def _incidents() -> Select[Any]:
    return select(Incident.id).where(_SEALED)


def _requests() -> Select[Any]:
    return select(ExtractionRequest.id).join(Incident, Incident.id == ExtractionRequest.incident_id).where(_SEALED)


def _lines() -> Select[Any]:
    return select(ExtractionLine.id).where(ExtractionLine.request_id.in_(_requests()))


def _files() -> Select[Any]:
    of_incidents = FileLink.owner_id.in_(_incidents())
    return select(FileLink.file_id).where(FileLink.owner_kind == FileOwner.INCIDENT, of_incidents)


# The ids of what belongs to sealed incidents, by what the log calls such a thing.
_IDS: Mapping[str, tuple[Any, Callable[[], Select[Any]]]] = {
    "Incident": (Incident.id, _incidents),
    "ExtractionRequest": (ExtractionRequest.id, _requests),
    "ExtractionLine": (ExtractionLine.id, _lines),
    "StoredFile": (FileLink.file_id, _files),
}


def sealed_subjects(session: Session, subjects: Iterable[tuple[str, int | None]]) -> set[tuple[str, int]]:
    """Those of some things, (kind, id) as the log has them, that belong to a sealed incident."""
    ids_by_kind: dict[str, set[int]] = {}
    for kind, subject_id in subjects:
        if kind in _IDS and subject_id is not None:
            ids_by_kind.setdefault(kind, set()).add(subject_id)
    return {
        (kind, sealed_id)
        for kind, ids in ids_by_kind.items()
        for sealed_id in session.scalars(_IDS[kind][1]().where(_IDS[kind][0].in_(ids)))
    }


def sealed_codes(session: Session, codes: Iterable[str]) -> set[str]:
    """Those of some codes that are a sealed incident's, or a request's in one."""
    known_codes = set(codes)
    of_incidents = select(Incident.code).where(_SEALED, Incident.code.in_(known_codes))
    requests = _requests().with_only_columns(ExtractionRequest.code)
    of_requests = requests.where(ExtractionRequest.code.in_(known_codes))
    return {*session.scalars(of_incidents), *session.scalars(of_requests)} if known_codes else set()


def not_sealed(kind: Any, subject_id: Any) -> ColumnElement[bool]:
    """The condition that a row of the log, of such columns, is about nothing that belongs to a sealed incident."""
    return ~or_(*(and_(kind == name, subject_id.in_(ids())) for name, (_, ids) in _IDS.items()))
