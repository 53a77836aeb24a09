"""Finding things by a few words, one statement for each kind, always as far as the viewer may see.

Households are found by their number or that of their paper of consent, never by name: that would unmask them.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, cast, func, or_, select, union_all
from sqlalchemy import String as Characters
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from tracker.cases.extractions.models import ExtractionRequest
from tracker.cases.extractions.visibility import request_scope
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import Incident
from tracker.core.permissions import Can, permits
from tracker.core.vietnamese import clean, fold, retoned
from tracker.core.viewer import Reach, Viewer
from tracker.portal.search.rules import Hit, HitKind, rank
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria, conditions
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.owners import queries as owners
from tracker.register.owners.models import Owner
from tracker.register.places import queries as places
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward

MOST, CANDIDATES = 10, 120


def cameras(reach: Reach, typed: str) -> Select[Any]:
    """Cameras by code, name, place, address: some of the nearest, and some of the very tones."""
    matching = select(Camera.id).where(*conditions(reach, CameraCriteria(q=typed))).correlate(None)
    parts = [matching.order_by(_distance(Camera.search_key, typed), Camera.id)]
    if not typed.isascii():  # whoever types tones wants them; whoever types none takes any
        texts = (Camera.name, InstallationPoint.address)
        toned_conditions = [
            text.contains(spelling, autoescape=True) for spelling in sorted(retoned(typed)) for text in texts
        ]
        with_point = select(Camera.id).join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        parts.append(with_point.where(Camera.id.in_(matching), or_(*toned_conditions)))
    voided = conditions(reach, CameraCriteria(q=typed, voided=True))
    parts.append(select(Camera.id).where(*voided, Camera.merged_into_id.is_not(None)).order_by(Camera.id))
    ids = union_all(*(select(part.limit(CANDIDATES).subquery()) for part in parts)).subquery()
    survivor = aliased(Camera)  # what one that was merged leads to
    target: tuple[Any, ...] = (func.coalesce(survivor.id, Camera.id), Camera.code, "→ " + survivor.code)
    return (
        select(*target, Camera.name, InstallationPoint.address, Ward.name)
        .outerjoin(survivor, survivor.id == Camera.merged_into_id)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .join(Ward, Ward.id == Camera.ward_id)
        .where(Camera.id.in_(select(ids.c.id)))
    )


def _distance(key: InstrumentedAttribute[str], typed: str) -> ColumnElement[int]:
    """How near the folded words of a row are, least for the nearest: its code, its beginning, a word's."""
    word = fold(typed)
    beginnings = (key.startswith(f"{word} ", autoescape=True), key.startswith(word, autoescape=True))
    return case((beginnings[0], 0), (beginnings[1], 1), (key.contains(f" {word}", autoescape=True), 2), else_=3)


def networks_of(reach: Reach, typed: str) -> Select[Any]:
    """Networks by code and name."""
    has_words = [Network.search_key.contains(word, autoescape=True) for word in fold(typed).split()]
    columns: tuple[Any, ...] = (Network.id, Network.code, Network.name, Ward.name)
    return select(*columns).join(Ward, Ward.id == Network.ward_id).where(networks.scope(reach), *has_words)


def recorders_of(reach: Reach, typed: str) -> Select[Any]:
    """Recorders by code, and by place as it is written."""
    place_conditions = [Recorder.place.contains(spelling, autoescape=True) for spelling in sorted(retoned(typed))]
    code = func.lower(Recorder.code).contains(clean(typed).lower(), autoescape=True)
    columns: tuple[Any, ...] = (Recorder.id, Recorder.code, Recorder.place, Ward.name)
    statement = select(*columns).join(Ward, Ward.id == Recorder.ward_id)
    return statement.where(recorders.scope(reach), or_(code, *place_conditions))


def places_of(reach: Reach, typed: str) -> Select[Any]:
    """Installation points by name and address."""
    key = InstallationPoint.search_key
    columns: tuple[Any, ...] = (InstallationPoint.id, InstallationPoint.name, InstallationPoint.address, Ward.name)
    has_words = [key.contains(word, autoescape=True) for word in fold(typed).split()]
    matching = select(InstallationPoint.id).where(places.scope(reach), *has_words).correlate(None)
    nearest = matching.order_by(_distance(key, typed), InstallationPoint.id).limit(CANDIDATES).subquery()
    statement = select(*columns)
    return statement.join(Ward, Ward.id == InstallationPoint.ward_id).join(
        nearest, nearest.c.id == InstallationPoint.id
    )


def owners_of(reach: Reach, typed: str) -> Select[Any]:
    """Owners by their number («#12») or the whole number of their paper of consent; those not sealed by their name."""
    number = clean(typed).removeprefix("#")
    same_number: list[ColumnElement[bool]] = [func.lower(Owner.consent_paper) == clean(typed).lower()]
    if number.isdecimal() and len(number) < 10:
        same_number.append(Owner.id == int(number))
    words = [Owner.search_key.contains(word, autoescape=True) for word in fold(typed).split()]
    same_name = and_(Owner.search_key != "", *words)
    name = case((Owner.search_key != "", Owner.name), else_=Owner.consent_paper)
    columns: tuple[Any, ...] = (Owner.id, "#" + cast(Owner.id, Characters), name, Ward.name)
    statement = select(*columns).join(Ward, Ward.id == Owner.ward_id)
    return statement.where(owners.scope(reach), or_(*same_number, same_name))


def incidents_of(reach: Reach, typed: str) -> Select[Any]:
    """Incidents by code, summary and place, the newest first."""
    has_words = [Incident.search_key.contains(word, autoescape=True) for word in fold(typed).split()]
    columns: tuple[Any, ...] = (Incident.id, Incident.code, Incident.summary, Incident.place)
    return (
        select(*columns)
        .where(incidents.scope(reach, bindparam("viewer_id")), Incident.voided_at.is_(None), *has_words)
        .order_by(Incident.occurred_from.desc(), Incident.id.desc())
    )


def requests_of(reach: Reach, typed: str) -> Select[Any]:
    """Requests by their code and the number of their paper; not by what the incident's page would say."""
    word = clean(typed).lower()
    columns: tuple[Any, ...] = (ExtractionRequest.code, ExtractionRequest.paper_number)
    has_word = or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
    statement: Select[Any] = select(ExtractionRequest.id, *columns).where(
        request_scope(reach, bindparam("viewer_id")), ExtractionRequest.voided_at.is_(None), has_word
    )
    return statement.order_by(ExtractionRequest.id.desc())


SOURCES: dict[HitKind, tuple[Can, Callable[[Reach, str], Select[Any]]]] = {
    HitKind.CAMERA: (Can.VIEW_CAMERAS, cameras),
    HitKind.INCIDENT: (Can.VIEW_INCIDENTS, incidents_of),
    HitKind.REQUEST: (Can.VIEW_REQUESTS, requests_of),
    HitKind.NETWORK: (Can.VIEW_NETWORKS, networks_of),
    HitKind.RECORDER: (Can.VIEW_CAMERAS, recorders_of),
    HitKind.PLACE: (Can.VIEW_CAMERAS, places_of),
    HitKind.OWNER: (Can.VIEW_CAMERAS, owners_of),
}


def found(session: Session, viewer: Viewer, typed: str) -> dict[HitKind, tuple[list[Hit], bool]]:
    """The nearest hits of each kind that the viewer may look for, and whether there are more; no empty kinds."""
    groups = {}
    for kind, (can, statement) in SOURCES.items():
        if not permits(viewer, can):
            continue
        rows = session.execute(statement(viewer.reach, typed).limit(3 * CANDIDATES), {"viewer_id": viewer.id})
        hits = [Hit(kind, row[0], row[1], tuple(text for text in row[2:] if text)) for row in rows]
        if hits:
            hits.sort(key=lambda hit: rank(typed, hit))  # Python sorts stably: equals stay as the statement gave them
            groups[kind] = hits[:MOST], len(hits) > MOST
    return groups
