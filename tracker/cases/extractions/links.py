"""Queries: what the page of a request leads to, as far as its reader may know of it, in one statement."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Select, Text, cast, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionRequest, SharedLine
from tracker.cases.extractions.queries import LIVE
from tracker.cases.extractions.rules import RequestStatus
from tracker.cases.extractions.visibility import request_scope
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.core.viewer import Reach, Viewer

INCIDENT, SHARING, FOLLOWER, KNOWN = "incident", "sharing", "follower", "known"
NO_LINE, NO_STATUS = cast(null(), BigInteger), cast(null(), Text)


class Link(NamedTuple):
    """An incident or a request; `status` is a request's."""

    id: int
    code: str
    status: RequestStatus | None


@dataclass
class Links:
    """Whether the request's own incident may be seen; by line the other incidents that use it; the requests that go on
    from it; of the requests asked about, the codes by id."""

    incident_seen: bool = False
    sharing: Mapping[int, list[Link]] = field(default_factory=lambda: defaultdict(list))
    followers: list[Link] = field(default_factory=list)
    known_requests: dict[int, str] = field(default_factory=dict)


def links_of(
    session: Session,
    viewer: Viewer,
    request_id: int,
    incident_id: int,
    line_ids: Collection[int],
    request_ids: Collection[int],
) -> Links:
    """What leads on from a request with these lines, of this incident; and those of `request_ids` that may be seen."""
    links = Links()
    to_incidents = _to_incidents(viewer.reach, viewer.id, incident_id, line_ids)
    to_requests = _to_requests(viewer.reach, viewer.id, request_id, request_ids)
    for kind, line_id, id_, code, status in session.execute(union_all(*to_incidents, *to_requests)):
        link = Link(id_, code, RequestStatus(status) if status else None)
        if kind == INCIDENT:
            links.incident_seen = True
        elif kind == SHARING:
            links.sharing[line_id].append(link)
        elif kind == FOLLOWER:
            links.followers.append(link)
        else:
            links.known_requests[id_] = code
    return links


def _to_incidents(
    reach: Reach, viewer_id: int, incident_id: int, line_ids: Collection[int]
) -> Iterator[Select[*tuple[Any, ...]]]:
    visible = incidents.scope(reach, viewer_id)
    own_incident = select(literal(INCIDENT), NO_LINE, Incident.id, Incident.code, NO_STATUS)
    yield own_incident.where(Incident.id == incident_id, visible)
    if line_ids:
        sharing = select(literal(SHARING), SharedLine.line_id, Incident.id, Incident.code, NO_STATUS)
        sharing = sharing.join(SharedLine, SharedLine.incident_id == Incident.id)
        yield sharing.where(SharedLine.line_id.in_(line_ids), SharedLine.ended_at.is_(None), visible)


def _to_requests(
    reach: Reach, viewer_id: int, request_id: int, request_ids: Collection[int]
) -> Iterator[Select[*tuple[Any, ...]]]:
    visible, table = request_scope(reach, viewer_id), ExtractionRequest
    status = type_coerce(table.status, Text)
    followers = select(literal(FOLLOWER), NO_LINE, table.id, table.code, status)
    yield followers.where(table.follows_id == request_id, LIVE, visible)
    if request_ids:
        asked_about = select(literal(KNOWN), NO_LINE, table.id, table.code, status)
        yield asked_about.where(table.id.in_(request_ids), visible)
