"""Actions: what steps do to an incident besides moving it; which does what, their rows say."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions import queries as requests
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.steps import IncidentEffect
from tracker.cases.transitions import check_complete
from tracker.core import errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer

Facts = Mapping[str, Any]
UNANSWERED = N_("Còn camera chưa được trả lời: %(cameras)s. Vẫn kết thúc thì đánh dấu dưới đây.")


def keep_ending(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    """Keep how an incident ended. Invalid, once, while wards still have to answer for cameras asked for it."""
    cameras = requests.unanswered_cameras(session, incident.id)
    if cameras and not facts.get("confirmed"):
        raise errors.Invalid({"confirmed": UNANSWERED}, cameras=", ".join(cameras))
    incident.ending_note = facts.get("note", "")


def clear_ending(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    """Forget when and how an incident ended; that stays among its events."""
    incident.ended_at, incident.ending_note = None, ""


INCIDENT_EFFECTS: Mapping[IncidentEffect, Callable[[Session, Viewer, Incident, Facts], None]] = {
    IncidentEffect.KEEP_ENDING: keep_ending,
    IncidentEffect.CLEAR_ENDING: clear_ending,
}
check_complete(INCIDENT_EFFECTS, IncidentEffect)
