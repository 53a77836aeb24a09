"""Finding things by a few words, all kinds in one statement, always as far as the viewer may see.

Households are found by their number or that of their paper of consent, never by name: that would unmask them.
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, cast, func, literal, null, or_, select, union_all
from sqlalchemy import String as Characters
from sqlalchemy.orm import Session, aliased

from tracker.cases.extractions.models import REQUESTS, ExtractionRequest
from tracker.cases.extractions.visibility import request_scope
from tracker.cases.incidents import queries as incidents
from tracker.cases.incidents.models import INCIDENTS, Incident
from tracker.core import text_search
from tracker.core.permissions import Can, permits
from tracker.core.vietnamese import clean, fold, retoned, sort_key
from tracker.core.viewer import Reach, Viewer
from tracker.portal.search.rules import Hit, HitKind, rank
from tracker.register.cameras.models import CAMERAS, Camera
from tracker.register.cameras.queries import CameraCriteria, by_faster_way, conditions, of_code, scope
from tracker.register.networks import queries as networks
from tracker.register.networks.models import NETWORKS, Network
from tracker.register.owners import queries as owners
from tracker.register.owners.models import OWNERS, Owner
from tracker.register.places import queries as places
from tracker.register.places.models import PLACES, InstallationPoint
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import RECORDERS, Recorder
from tracker.register.visibility import ward_condition
from tracker.territory.wards.models import Ward

MOST, CANDIDATES = 10, 120
MOST_TEXTS = 5  # that a kind shows of a hit, its code among them
NEWEST_FIRST = (HitKind.INCIDENT, HitKind.REQUEST)
COMPARED = 1_000  # of many that have the words, so many are asked for their tones


def cameras(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Cameras by code, name, place, address: some of the nearest, and some of the very tones."""
    criteria = by_faster_way(session, CameraCriteria(q=typed))
    matching = select(Camera.id).where(*conditions(reach, criteria)).correlate(None)
    so_coded = select(Camera.id).where(scope(reach), of_code(typed)).correlate(None)
    parts = [so_coded.order_by(Camera.id), *text_search.nearest(session, CAMERAS, matching, typed)]
    if not typed.isascii():  # whoever types tones wants them; whoever types none takes any
        texts = (Camera.name, InstallationPoint.address)
        toned_conditions = [
            text.contains(spelling, autoescape=True) for spelling in sorted(retoned(typed)) for text in texts
        ]
        with_point = select(Camera.id).join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        first = select(text_search.ordered(session, CAMERAS, matching).limit(COMPARED).subquery())
        parts.append(with_point.where(Camera.id.in_(first), or_(*toned_conditions)))
    parts.append(text_search.ordered(session, CAMERAS, _merged(reach, typed)))
    survivor = aliased(Camera)  # what one that was merged leads to
    target: tuple[Any, ...] = (func.coalesce(survivor.id, Camera.id), Camera.code, "→ " + survivor.code)
    return (
        select(*target, Camera.name, InstallationPoint.address, Ward.name)
        .outerjoin(survivor, survivor.id == Camera.merged_into_id)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .join(Ward, Ward.id == Camera.ward_id)
        .where(Camera.id.in_(_first_of(parts)))
    )


def _merged(reach: Reach, typed: str) -> Select[int]:
    """Cameras that were merged into others: few, so they are asked for words and ward one by one."""
    words = (term.plain for term in text_search.with_words(CAMERAS, typed))
    visible = (ward_condition(reach, Camera.ward_id + 0), Camera.voided_at.is_not(None))
    return select(Camera.id).where(Camera.merged_into_id.is_not(None), *visible, *words)


def networks_of(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Networks by code and name."""
    has_words = text_search.conditions(session, NETWORKS, text_search.with_words(NETWORKS, typed))
    columns: tuple[Any, ...] = (Network.id, Network.code, Network.name, Ward.name)
    return select(*columns).join(Ward, Ward.id == Network.ward_id).where(networks.scope(reach), *has_words)


def recorders_of(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Recorders by code, and by place as it is written."""
    either = recorders.code_with(clean(typed))
    for small_letters, spellings in groupby(sorted(retoned(typed), key=str.lower), str.lower):
        has_spelling = or_(*(Recorder.place.contains(spelling, autoescape=True) for spelling in spellings))
        either |= text_search.term(RECORDERS, [small_letters], has_spelling)
    columns: tuple[Any, ...] = (Recorder.id, Recorder.code, Recorder.place, Ward.name)
    statement = select(*columns).join(Ward, Ward.id == Recorder.ward_id)
    return statement.where(recorders.scope(reach), *text_search.conditions(session, RECORDERS, [either]))


def places_of(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Installation points by name and address."""
    columns: tuple[Any, ...] = (InstallationPoint.id, InstallationPoint.name, InstallationPoint.address, Ward.name)
    has_words = text_search.conditions(session, PLACES, text_search.with_words(PLACES, typed))
    matching = select(InstallationPoint.id).where(places.scope(reach), *has_words).correlate(None)
    ids = _first_of(text_search.nearest(session, PLACES, matching, typed))
    statement = select(*columns).join(Ward, Ward.id == InstallationPoint.ward_id)
    return statement.where(InstallationPoint.id.in_(ids))


def _first_of(parts: Sequence[Select[int]]) -> Select[Any]:
    ids = union_all(*(select(part.limit(CANDIDATES).subquery()) for part in parts)).subquery()
    return select(ids.c.id)


def owners_of(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Owners by their number («#12») or the whole number of their paper of consent; those not sealed by their name."""
    paper, number = clean(typed).lower(), clean(typed).removeprefix("#")
    either = text_search.term(OWNERS, [paper], func.lower(Owner.consent_paper) == paper)
    if number.isdecimal() and len(number) < 10:
        either |= text_search.by_key([number], Owner.id, select(literal(int(number))))
    words = fold(typed).split()
    has_words = and_(Owner.search_key != "", *(Owner.search_key.contains(word, autoescape=True) for word in words))
    either |= text_search.term(OWNERS, words, has_words)
    name = case((Owner.search_key != "", Owner.name), else_=Owner.consent_paper)
    columns: tuple[Any, ...] = (Owner.id, "#" + cast(Owner.id, Characters), name, Ward.name)
    statement = select(*columns).join(Ward, Ward.id == Owner.ward_id)
    return statement.where(owners.scope(reach), *text_search.conditions(session, OWNERS, [either]))


def incidents_of(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Incidents by code, summary and place, the newest first."""
    has_words = text_search.conditions(session, INCIDENTS, text_search.with_words(INCIDENTS, typed))
    columns: tuple[Any, ...] = (Incident.id, Incident.code, Incident.summary, Incident.place)
    return (
        select(*columns)
        .where(incidents.scope(reach, bindparam("viewer_id")), Incident.voided_at.is_(None), *has_words)
        .order_by(Incident.occurred_from.desc(), Incident.id.desc())
    )


def requests_of(session: Session, reach: Reach, typed: str) -> Select[Any]:
    """Requests by their code and the number of their paper; not by what the incident's page would say."""
    word = clean(typed).lower()
    columns: tuple[Any, ...] = (ExtractionRequest.code, ExtractionRequest.paper_number)
    has_word = or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
    terms = [text_search.term(REQUESTS, [word], has_word)]
    are_few = text_search.index_for(session, REQUESTS, terms) is not None
    statement: Select[Any] = select(ExtractionRequest.id, *columns).where(
        request_scope(reach, bindparam("viewer_id"), one_by_one=are_few), ExtractionRequest.voided_at.is_(None)
    )
    statement = statement.where(*text_search.conditions(session, REQUESTS, terms))
    return statement.order_by(ExtractionRequest.id.desc())


SOURCES: dict[HitKind, tuple[Can, Callable[[Session, Reach, str], Select[Any]]]] = {
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
    kinds = [(kind, statement) for kind, (can, statement) in SOURCES.items() if permits(viewer, can)]
    parts = [_part(kind, statement(session, viewer.reach, typed)) for kind, statement in kinds]
    hits: dict[HitKind, list[Hit]] = {}
    for kind, number, code, *texts in session.execute(union_all(*parts), {"viewer_id": viewer.id}) if parts else ():
        hit = Hit(HitKind(kind), number, code, tuple(text for text in texts if text))
        hits.setdefault(hit.kind, []).append(hit)
    for of_kind in hits.values():  # Python sorts stably: equals of cases stay as the statement gave them
        of_kind.sort(key=lambda hit: (rank(typed, hit), "" if hit.kind in NEWEST_FIRST else sort_key(hit.code)))
    return {kind: (hits[kind][:MOST], len(hits[kind]) > MOST) for kind in HitKind if kind in hits}


def _part(kind: HitKind, statement: Select[Any]) -> Select[Any]:
    """The hits of a kind as rows of one shape: kind, number, code and texts."""
    number, *texts = statement.limit(3 * CANDIDATES).subquery().columns
    blanks = [cast(null(), Characters)] * (MOST_TEXTS - len(texts))
    return select(literal(kind.value), number, *texts, *blanks)
