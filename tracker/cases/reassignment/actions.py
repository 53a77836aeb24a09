"""Actions: giving one incident, or all that somebody has open, to a colleague. Who asked for footage stays who asked.

A hand-over is no step of a case: nothing of the case changes but who works on it. The log keeps it, with the reason.
"""

from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.accounts.rules import login_key
from tracker.audit_log.actions import record
from tracker.cases.access import seals
from tracker.cases.incidents import actions as incident_actions
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.cases.reassignment import queries
from tracker.cases.reassignment.rules import Colleague, Work
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer

NOT_THERE = N_(
    "Người nhận phải là cán bộ điều tra đang công tác ở đơn vị thụ lý hoặc đơn vị cấp trên, khác người giao."
)
DECIDED_IT = N_("Người này đã quyết định phiếu %(codes)s nên không thể thụ lý phiếu ấy. Hãy chọn người khác.")
NOTHING_OPEN = N_("Người này không có vụ việc hay phiếu nào đang mở.")
LOCK_FIRST = N_("Tài khoản còn dùng thì cán bộ hoặc lãnh đạo đơn vị tự chuyển việc; quản trị chỉ chuyển khi đã khóa.")


def read(session: Session, actor: Viewer, incident_id: int) -> Incident:
    """One incident that the actor may give to somebody else, its reading written down."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.HAND_OVER_WORK, incident)
    record(session, actor, "incident:read", incident)
    return incident


def colleagues(session: Session, person_id: int, work: Work) -> list[Colleague]:
    """Who may go on with a piece of somebody's work."""
    return queries.colleagues(session, work.unit_ids, clock.today(), person_id)


def work_in(session: Session, incident: Incident) -> Work:
    """An incident with the requests on which its investigator works."""
    return Work([incident], queries.requests_in(session, incident.investigator_id, incident.id))


def hand_over(session: Session, actor: Viewer, incident_id: int, version: int, to: str, reason: str) -> Incident:
    """Give an incident with its requests to the colleague of a log-in name.

    404 not visible, 403 not permitted, 409 stale or voided, 422 nobody who may go on with it, or a sealed incident
    would be left without anybody to approve.
    """
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.HAND_OVER_WORK, incident)
    check_version(incident, version)
    incident_actions.check_live(incident)
    _give(session, actor, incident.investigator, work_in(session, incident), to, reason)
    return incident


def open_work(session: Session, actor: Viewer | None, person: User) -> Work:
    """What somebody has open and the actor may give to others; `actor` is None at the command line.

    NotFound where that is nothing, unless it is the actor's own; WrongState for an administrator while the account
    is in use.
    """
    if actor is None or permissions.permits(actor, Can.HAND_OVER_WORK, person):
        return queries.open_work(session, person.id)
    permissions.require(actor, Can.HAND_OVER_WORK)
    work = _permitted(actor, queries.visible_work(session, actor, person.id))
    if not work and permissions.permits(actor, Can.MANAGE_ACCOUNTS):
        raise errors.WrongState(LOCK_FIRST)
    if not work and person.id != actor.id:
        raise errors.NotFound(user=person.id)
    return work


def _permitted(actor: Viewer, work: Work) -> Work:
    incidents = [row for row in work.incidents if permissions.permits(actor, Can.HAND_OVER_WORK, row)]
    ids = {incident.id for incident in incidents}
    requests = (r for r in work.requests if r.incident_id in ids or permissions.permits(actor, Can.HAND_OVER_WORK, r))
    return Work(incidents, list(requests))


def read_open_work(session: Session, actor: Viewer, person: User) -> Work:
    """What somebody has open, its reading written down."""
    work = open_work(session, actor, person)
    ids = [incident.id for incident in work.incidents]
    record(session, actor, "incident:list", kind="Incident", person=person.login, ids=ids)
    return work


def hand_over_all(session: Session, actor: Viewer | None, person: User, to: str, reason: str) -> Work:
    """Give all that somebody has open, as far as the actor may, to the colleague of a log-in name. What it was."""
    work = open_work(session, actor, person)
    if not work:
        raise errors.WrongState(NOTHING_OPEN)
    _give(session, actor, person, work, to, reason)
    return work


def _give(session: Session, actor: Viewer | None, person: User, work: Work, to: str, reason: str) -> None:
    successor = session.get_one(User, _successor(session, person, work, to).id)
    for request in work.requests:
        request.responsible = successor
    for incident in work.incidents:
        incident.investigator = successor
    session.flush()
    names = [person.name, successor.name]
    for request in work.requests:
        record(session, actor, "request:hand-over", request, reason=reason, changed={"responsible": names})
    for incident in work.incidents:
        record(session, actor, "incident:hand-over", incident, reason=reason, changed={"investigator": names})
    seals.follow_work(session, actor, work.incident_ids, person, successor, reason)


def _successor(session: Session, person: User, work: Work, to: str) -> Colleague:
    key = login_key(to)
    successor = next((colleague for colleague in colleagues(session, person.id, work) if colleague.login == key), None)
    if successor is None:
        raise errors.Invalid({"to": NOT_THERE})
    decided = [request.code for request in work.requests if request.approver_id == successor.id]
    if decided:
        raise errors.Invalid({"to": DECIDED_IT}, codes=", ".join(decided))
    return successor
