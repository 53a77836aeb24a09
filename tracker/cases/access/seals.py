"""Actions: sealing an incident to named people, changing who they are, and opening it again. The log keeps all of it.

A sealed incident always has somebody who may approve its requests and works on none of them; who works on it reads it.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.accounts.models import User
from tracker.accounts.rules import login_key
from tracker.audit_log.actions import record
from tracker.cases.access import queries
from tracker.cases.access.models import IncidentReader
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.actions import check_live
from tracker.cases.incidents.models import Incident
from tracker.core import clock, errors, permissions
from tracker.core.database import check_version
from tracker.core.i18n import N_
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer

NOBODY = N_("Không có ai mang tên đăng nhập %(login)s đang điều tra hoặc lãnh đạo ở đơn vị nào.")
NO_APPROVER = N_(
    "Trong những người được xem cần có ít nhất một lãnh đạo của đơn vị thụ lý hoặc cấp trên để phê duyệt phiếu; "
    "người đó không được thụ lý vụ việc hay phụ trách phiếu nào của vụ việc."
)
LEAVES_NO_APPROVER = N_(
    "Vụ việc %(code)s hạn chế người xem: giao cho người này thì không còn lãnh đạo nào phê duyệt được."
)
SEALED_ALREADY = N_("Vụ việc này đã hạn chế người xem.")
NOT_SEALED = N_("Vụ việc này không hạn chế người xem.")
READS_ALREADY = N_("%(name)s đã ở trong danh sách người được xem.")
WORKS_ON_IT = N_("%(name)s đang thụ lý vụ việc hoặc phụ trách phiếu nên luôn được xem. Hãy chuyển việc trước.")


def seal(
    session: Session, actor: Viewer, incident_id: int, version: int, readers: Collection[str], reason: str
) -> Incident:
    """Let nobody know of an incident but the people of some log-in names, those who work on it, and the actor.

    404 not visible, 403 not permitted, 409 voided, sealed or stale, 422 at `readers`: unknown, or no one to approve.
    """
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.SEAL_INCIDENT, incident)
    check_version(incident, version)
    check_live(incident)
    if incident.sealed_at is not None:
        raise errors.WrongState(SEALED_ALREADY)
    user_ids = {_person(session, login, "readers").id for login in readers} | {actor.id}
    user_ids |= queries.workers_of(session, incident)
    if not _approvers(session, incident, user_ids):
        raise errors.Invalid({"readers": NO_APPROVER})
    for each in (incident, *queries.merged_into(session, incident.id)):
        each.sealed_at, each.sealed_by_id, each.seal_reason = clock.now(), actor.id, reason
        session.add_all([_reader(actor, each, user_id) for user_id in sorted(user_ids)])
    session.flush()
    names = ", ".join(reader.user.name for reader in queries.readers_of(session, incident.id))
    record(session, actor, "incident:seal", incident, reason=reason, changed={"readers": ["", names]})
    return incident


def unseal(session: Session, actor: Viewer, incident_id: int, version: int, reason: str) -> Incident:
    """Let everybody know of an incident again who did before it was sealed. 404, 403, 409 not sealed or stale."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.SEAL_INCIDENT, incident)
    check_version(incident, version)
    _check_sealed(incident)
    for each in (incident, *queries.merged_into(session, incident.id)):
        each.sealed_at, each.sealed_by_id, each.seal_reason = None, None, ""
        session.execute(delete(IncidentReader).where(IncidentReader.incident_id == each.id))
    session.flush()
    record(session, actor, "incident:unseal", incident, reason=reason)
    return incident


def add_reader(session: Session, actor: Viewer, incident_id: int, to: str, reason: str) -> Incident:
    """Let somebody know of a sealed incident. 404, 403, 409 not sealed, 422 at `to`: unknown, or reads it already."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.SHARE_INCIDENT, incident)
    _check_sealed(incident)
    person = _person(session, to, "to")
    if person.id in _reader_ids(session, incident):
        raise errors.Invalid({"to": READS_ALREADY}, name=person.name)
    _add(session, actor, incident, session.get_one(User, person.id), reason)
    return incident


def remove_reader(session: Session, actor: Viewer, incident_id: int, user_id: int, reason: str) -> Incident:
    """Let somebody know of a sealed incident no longer. 404, 403, 409 not sealed, works on it, or no one to approve."""
    incident = incidents.get(session, actor, incident_id)
    permissions.require(actor, Can.SEAL_INCIDENT, incident)
    _check_sealed(incident)
    readers = _reader_ids(session, incident)
    if user_id not in readers:
        raise errors.NotFound(user=user_id)
    person = session.get_one(User, user_id)
    if user_id in queries.workers_of(session, incident):
        raise errors.WrongState(WORKS_ON_IT, name=person.name)
    if not _approvers(session, incident, readers - {user_id}):
        raise errors.WrongState(NO_APPROVER)
    _remove(session, actor, incident, person, reason)
    return incident


def follow_work(
    session: Session, actor: Viewer | None, incident_ids: Iterable[int], giver: User, successor: User, reason: str
) -> None:
    """After work was handed over: whoever goes on with sealed incidents reads them, who has no part in them no more.

    Invalid at `to` where nobody would be left to approve.
    """
    for incident in queries.sealed_among(session, frozenset(incident_ids)):
        if successor.id not in _reader_ids(session, incident):
            _add(session, actor, incident, successor, reason)
        readers, workers = _reader_ids(session, incident), queries.workers_of(session, incident)
        able = _approvers(session, incident, readers)
        if not able:
            raise errors.Invalid({"to": LEAVES_NO_APPROVER}, code=incident.code)
        if giver.id in readers - workers - able:
            _remove(session, actor, incident, giver, reason)


def _check_sealed(incident: Incident) -> None:
    if incident.sealed_at is None:
        raise errors.WrongState(NOT_SEALED)


def _person(session: Session, login: str, field: str) -> queries.CasePerson:
    person = queries.case_person(session, login_key(login), clock.today())
    if person is None:
        raise errors.Invalid({field: NOBODY}, login=login)
    return person


def _approvers(session: Session, incident: Incident, user_ids: Collection[int]) -> frozenset[int]:
    """Which of some people may approve what is asked in an incident."""
    able = queries.approvers(session, incident.unit_id, user_ids, clock.today())
    return able - queries.workers_of(session, incident)


def _reader_ids(session: Session, incident: Incident) -> frozenset[int]:
    return frozenset(reader.user_id for reader in queries.readers_of(session, incident.id))


def _reader(actor: Viewer | None, incident: Incident, user_id: int) -> IncidentReader:
    added_by_id = actor.id if actor else user_id  # nobody is signed in at the command line
    return IncidentReader(incident_id=incident.id, user_id=user_id, added_by_id=added_by_id, added_at=clock.now())


def _add(session: Session, actor: Viewer | None, incident: Incident, person: User, reason: str) -> None:
    for each in (incident, *queries.merged_into(session, incident.id)):
        session.add(_reader(actor, each, person.id))
    session.flush()
    record(session, actor, "incident:reader-add", incident, reason=reason, changed={"readers": ["", person.name]})


def _remove(session: Session, actor: Viewer | None, incident: Incident, person: User, reason: str) -> None:
    for each in (incident, *queries.merged_into(session, incident.id)):
        of_person = (IncidentReader.incident_id == each.id, IncidentReader.user_id == person.id)
        session.execute(delete(IncidentReader).where(*of_person))
    session.flush()
    record(session, actor, "incident:reader-remove", incident, reason=reason, changed={"readers": [person.name, ""]})
