"""Actions: the units that answer for wards are told, as units, that lines wait for them: whoever is on duty sees it."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.overwriting import GONE_AT, OVERWRITE_AT
from tracker.core import clock
from tracker.core.i18n import N_
from tracker.jobs.outbox import actions as outbox
from tracker.jobs.outbox.rules import Notice
from tracker.register.cameras.models import Camera
from tracker.territory.units import queries as units

SUBJECT = N_("Phiếu %(code)s chờ đơn vị trả lời")
BODY = N_(
    "%(count)s camera của địa bàn trong phiếu %(code)s chờ bảo toàn. Đoạn hình sớm nhất bắt đầu mất lúc %(moment)s."
)


def tell_units(session: Session, request: ExtractionRequest) -> None:
    """Tell each unit that answers for a ward asked how many of its cameras wait, and when the first begins to vanish.

    Of what by its clock is gone nobody is told: nothing can be saved, as where the past is entered late.
    """
    camera_counts, first_moments = Counter[int](), dict[int, datetime]()
    for ward_id, camera_count, overwrite_at in session.execute(_saveable(request.id)):
        for unit_id in accounts.units_answering_for(session, ward_id):
            camera_counts[unit_id] += camera_count
            first_moments[unit_id] = min(first_moments.get(unit_id, overwrite_at), overwrite_at)
    for unit_id, camera_count in sorted(camera_counts.items()):
        moment = f"{clock.local(first_moments[unit_id]):%H:%M %d/%m/%Y}"
        notice = Notice.of(SUBJECT, BODY, code=request.code, count=camera_count, moment=moment)
        outbox.tell_unit(session, units.get(session, unit_id).code, notice)


def _saveable(request_id: int) -> Select[*tuple[int, int, datetime]]:
    """By ward: how many lines of a request can still be saved, and when the first begins to vanish."""
    columns = (ExtractionLine.ward_id, func.count(), func.min(OVERWRITE_AT))
    statement = select(*columns).join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
    statement = statement.join(Camera, Camera.id == ExtractionLine.camera_id)
    of_request = (ExtractionLine.request_id == request_id, clock.now() < GONE_AT)
    return statement.where(*of_request).group_by(ExtractionLine.ward_id)
