"""Actions: what steps do to an incident besides moving it; which does what, their rows say."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from tracker.cases.extractions import of_incident as requests
from tracker.cases.incidents.models import Incident
from tracker.cases.incidents.rules import OTHERWISE, agrees
from tracker.cases.incidents.steps import IncidentEffect
from tracker.cases.transitions import check_complete
from tracker.core import clock, errors
from tracker.core.i18n import N_
from tracker.core.viewer import Viewer
from tracker.territory.code_lists import queries as codes
from tracker.territory.code_lists.rules import CodeList

Facts = Mapping[str, Any]
UNANSWERED = N_("Còn camera chưa được trả lời: %(cameras)s. Vẫn kết thúc thì đánh dấu dưới đây.")


def keep_ending(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    """Keep how an incident ended.

    Invalid where a result by procedure says otherwise and, once, while wards still have to answer for its cameras.
    """
    cameras = requests.unanswered_cameras(session, incident.id)
    if cameras and not facts.get("confirmed"):
        raise errors.Invalid({"confirmed": UNANSWERED}, cameras=", ".join(cameras))
    incident.result_code = _result(session, facts)
    incident.ending_note = facts.get("note", "")


def _result(session: Session, facts: Facts) -> str | None:
    """The code of the result, of the day on which it was reached. Invalid where the list counts it otherwise."""
    code: str = facts.get("result_code", "")
    if not code:
        return None
    ended_on = clock.local(facts.get("happened_at") or clock.now()).date()
    result = codes.require(session, CodeList.INCIDENT_RESULT, code, ended_on, "result_code")
    if not agrees(facts["status"], result.attributes["counts_as_clarified"]):
        raise errors.Invalid({"result_code": OTHERWISE})
    return code


def clear_ending(session: Session, actor: Viewer, incident: Incident, facts: Facts) -> None:
    """Forget when and how an incident ended; that stays among its events."""
    incident.ended_at, incident.result_code, incident.ending_note = None, None, ""


INCIDENT_EFFECTS: Mapping[IncidentEffect, Callable[[Session, Viewer, Incident, Facts], None]] = {
    IncidentEffect.KEEP_ENDING: keep_ending,
    IncidentEffect.CLEAR_ENDING: clear_ending,
}
check_complete(INCIDENT_EFFECTS, IncidentEffect)
