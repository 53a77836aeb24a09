"""Actions: an owner who withdraws consent while a request runs opens the question anew whether it has another basis."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.overwriting import RUNS
from tracker.cases.extractions.queries import LIVE
from tracker.cases.extractions.rules import SETTLED
from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.jobs.outbox import actions as outbox
from tracker.jobs.outbox.rules import Notice
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner

WITHDRAWN_SINCE = N_("Sau khi lập phiếu, chủ camera đã rút lại sự đồng ý: %(cameras)s. Hãy xác nhận có căn cứ khác.")

SUBJECT = N_("Phiếu %(code)s: chủ camera rút lại sự đồng ý")
BODY = N_(
    "Chủ của một camera trong phiếu %(code)s đã rút lại sự đồng ý từ ngày %(day)s. "
    "Hãy mở phiếu: xác nhận có căn cứ khác, hoặc bỏ camera ấy."
)


def tell_requesters(session: Session, owner: Owner) -> None:
    """Tell whoever asked, and whoever works on it now, of each request that still waits for an owner's footage."""
    if owner.consent_withdrawn_on is None:
        return
    waiting = (
        select(ExtractionRequest.id)
        .join(ExtractionLine, ExtractionLine.request_id == ExtractionRequest.id)
        .join(Camera, Camera.id == ExtractionLine.camera_id)
        .where(Camera.owner_id == owner.id, RUNS, LIVE)
    )
    people = User.id.in_((ExtractionRequest.requester_id, ExtractionRequest.responsible_id))
    statement = select(ExtractionRequest.code, User.login).join(User, people).where(ExtractionRequest.id.in_(waiting))
    day = f"{owner.consent_withdrawn_on:%d/%m/%Y}"
    for row in session.execute(statement.order_by(ExtractionRequest.id, User.id)):
        outbox.tell(session, row.login, Notice.of(SUBJECT, BODY, code=row.code, day=day))


def withdrawn_since(lines: Iterable[ExtractionLine], request: ExtractionRequest) -> list[ExtractionLine]:
    """The lines still to be answered whose camera's owner withdrew consent on the day of the request or later.

    Camera and owner must be loaded.
    """
    asked_on = clock.local(request.created_at).date()
    return [line for line in lines if line.status not in SETTLED and _was_withdrawn(line.camera.owner, asked_on)]


def _was_withdrawn(owner: Owner | None, asked_on: date) -> bool:
    return owner is not None and owner.consent_withdrawn_on is not None and owner.consent_withdrawn_on >= asked_on


def check(lines: Iterable[ExtractionLine], request: ExtractionRequest, facts: Mapping[str, Any]) -> None:
    """Invalid at `without_consent` where consent was withdrawn since and nobody says that there is another basis."""
    cameras = [line.camera.code for line in withdrawn_since(lines, request)]
    if cameras and not facts.get("without_consent"):
        raise errors.Invalid({"without_consent": WITHDRAWN_SINCE}, cameras=", ".join(cameras))
