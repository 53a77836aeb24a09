"""Queries: the requests of an incident and what they wait for, seen or not: what is done to it concerns all of them."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.queries import LIVE
from tracker.cases.extractions.rules import PRESERVABLE, unsettled
from tracker.register.cameras.models import Camera


def by_ids(session: Session, request_ids: Collection[int]) -> Sequence[ExtractionRequest]:
    """Requests by their ids."""
    return session.scalars(select(ExtractionRequest).where(ExtractionRequest.id.in_(request_ids))).all()


def live_of_incident(session: Session, incident_id: int) -> Sequence[ExtractionRequest]:
    """The requests of an incident that were not voided, seen or not."""
    live_requests = select(ExtractionRequest).where(ExtractionRequest.incident_id == incident_id, LIVE)
    return session.scalars(live_requests.order_by(ExtractionRequest.id)).all()


def unanswered_cameras(session: Session, incident_id: int) -> Sequence[str]:
    """The codes of the cameras for which wards still have to answer in an incident."""
    statement = select(Camera.code).join(ExtractionLine, ExtractionLine.camera_id == Camera.id)
    statement = statement.join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
    waiting = (ExtractionLine.status.in_(unsettled()), ExtractionRequest.status.in_(PRESERVABLE), LIVE)
    waiting_cameras = statement.where(ExtractionRequest.incident_id == incident_id, *waiting)
    return session.scalars(waiting_cameras.order_by(Camera.code).distinct()).all()
