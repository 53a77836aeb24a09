"""Actions: what steps do to an incident besides moving it; which does what, their rows say."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.steps import IncidentEffect
from tracker.cases.transitions import check_complete
from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer

Facts = Mapping[str, Any]


def keep_ending(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> dict[str, Any]:
    """Keep when (by default now) and how an incident ended. Invalid before it happened and in the future."""
    now = clock.now()
    ended_at = facts.get("ended_at") or now
    if not incident.occurred_from <= ended_at <= now:
        raise errors.Invalid({"ended_at": N_("Thời điểm kết thúc phải sau khi vụ việc xảy ra và không ở tương lai.")})
    incident.ended_at, incident.ending_note = ended_at, facts.get("note", "")
    return {"note": incident.ending_note}


def clear_ending(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> dict[str, Any]:
    """Forget how an incident ended; that stays in the log."""
    note, incident.ended_at, incident.ending_note = incident.ending_note, None, ""
    return {"reason": facts["reason"], "changed": {"ending_note": [note, ""]}}


# Each gives what the log says besides the change of state.
INCIDENT_EFFECTS: Mapping[IncidentEffect, Callable[[Session, Viewer, Incident, Facts], dict[str, Any]]] = {
    IncidentEffect.KEEP_ENDING: keep_ending,
    IncidentEffect.CLEAR_ENDING: clear_ending,
}
check_complete(INCIDENT_EFFECTS, IncidentEffect)
