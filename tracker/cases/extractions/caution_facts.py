"""Queries: what the cautions of lines are judged by, and the cautions of a draft that nobody has answered yet."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.orm import Session

from tracker.accounts import queries as accounts
from tracker.cases.extractions import overlaps
from tracker.cases.extractions.cautions import CameraThen, Caution, Window, cautions, said_key
from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.incidents.models import Incident
from tracker.core import clock
from tracker.core.geodesy import distance
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as register
from tracker.territory.wards import queries as wards


def unanswered(
    session: Session, viewer: Viewer, request: ExtractionRequest, lines: Sequence[ExtractionLine]
) -> dict[int, list[Caution]]:
    """By line of a draft, what speaks against asking for it and was not answered yet. Cameras must be loaded."""
    incident = session.get_one(Incident, request.incident_id)
    by_window: dict[Window, list[ExtractionLine]] = defaultdict(list)
    for line in lines:
        days = (clock.local(line.window_from).date(), clock.local(line.window_to).date())
        by_window[Window(line.window_from, line.window_to, *days)].append(line)
    pending: dict[int, list[Caution]] = {}
    for window, lines_of_window in by_window.items():
        pending |= _pending(session, viewer, incident, window, lines_of_window)
    return pending


def _pending(
    session: Session, viewer: Viewer, incident: Incident, window: Window, lines: Sequence[ExtractionLine]
) -> dict[int, list[Caution]]:
    camera_ids = [line.camera_id for line in lines]
    earlier = overlaps.earlier_lines(session, viewer, incident.id, camera_ids, (window.since, window.until))
    cameras = _cameras(session, incident, window, lines)
    pending = {}
    for line in lines:
        occurred = (incident.occurred_from, incident.occurred_to)
        answered_keys = {said_key(caution) for caution in line.cautions}
        all_cautions = cautions(cameras[line.camera_id], window, occurred, earlier.get(line.camera_id, []))
        pending[line.id] = [caution for caution in all_cautions if caution.key not in answered_keys]
    return {line_id: cautions_of_line for line_id, cautions_of_line in pending.items() if cautions_of_line}


def _cameras(
    session: Session, incident: Incident, window: Window, lines: Sequence[ExtractionLine]
) -> Mapping[int, CameraThen]:
    """By id, what is known of the lines' cameras."""
    broken = register.broken_during(session, [line.camera_id for line in lines], window.since, window.until)
    answered = {ward_id: accounts.is_answered_for(session, ward_id) for ward_id in {line.ward_id for line in lines}}
    provinces = _other_provinces(session, incident.ward_id, answered)
    return {
        line.camera_id: CameraThen(
            installed_on=line.camera.installed_on,
            removed_on=line.camera.removed_on,
            broken=broken.get(line.camera_id, []),
            ward=line.ward.name,
            answered=answered[line.ward_id],
            province=provinces[line.ward_id],
            metres=_metres(incident, line),
        )
        for line in lines
    }


def _metres(incident: Incident, line: ExtractionLine) -> float | None:
    point = line.camera.point
    if incident.latitude is None or incident.longitude is None or point.latitude is None or point.longitude is None:
        return None
    return distance(incident.latitude, incident.longitude, point.latitude, point.longitude)


def _other_provinces(session: Session, ward_id: int, camera_wards: Collection[int]) -> Mapping[int, str]:
    """By ward, its province of today where that is another than the one of `ward_id`; else nothing."""
    provinces = {each: wards.provinces_now(session, each) for each in {ward_id, *camera_wards}}
    return {
        each: "" if provinces[each].keys() & provinces[ward_id].keys() else ", ".join(provinces[each].values())
        for each in camera_wards
    }
