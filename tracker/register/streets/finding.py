"""Queries: a place found by typing its name, with how far it may be off; what is only guessed says so."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Row, and_, func, select
from sqlalchemy.orm import Session, aliased

from tracker.core.geodesy import distance
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.models import Camera
from tracker.register.places import queries as places
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import lines, names, rules
from tracker.register.streets.models import PlaceTerm, StreetLine
from tracker.register.streets.nodes import NamedPoint, Node, nodes
from tracker.register.streets.rules import FoundBy, LineStyle, NameKind
from tracker.register.visibility import ward_condition
from tracker.territory.wards import areas, centres
from tracker.territory.wards.models import Ward

PROPOSED, MOST_POINTS = 8, 300  # places at most that are proposed, and points of which they are made
POINT = InstallationPoint
COLUMNS: tuple[Any, ...] = (POINT.id, POINT.name, POINT.latitude, POINT.longitude, Ward.code, Ward.name.label("ward"))


class FoundPlace(NamedTuple):
    """A place that somebody may mean. It lies within `ring_m` metres; `cameras` hang there.

    `apart_m`: how far it is from the nearest other of its name, where several are called so.
    """

    name: str
    ward: str
    latitude: float
    longitude: float
    ring_m: int
    found_by: FoundBy
    cameras: int = 0
    apart_m: float | None = None

    @property
    def place(self) -> tuple[float, float]:
        """(latitude, longitude)."""
        return self.latitude, self.longitude


def find(session: Session, viewer: Viewer, text: str, ward: Ward | None = None) -> list[FoundPlace]:
    """The places that somebody may mean by what was typed, the likeliest first. `ward`: the one named beside it.

    The first alone is sure only if it is KNOWN and the only one.
    """
    by_name = _by_terms(session, viewer.reach, text) or _by_words(session, viewer, text)
    return by_name or _by_ward(session, text, ward)


def _by_terms(session: Session, reach: Reach, text: str) -> list[FoundPlace]:
    is_street = _terms(session, reach, text)
    terms, place_name = list(is_street), names.read(text)
    if not terms:
        return []
    if place_name.kind not in (NameKind.NAME, NameKind.STREET):
        is_exact = and_(PlaceTerm.term == terms[0], PlaceTerm.key == place_name.key)
        exact_places = _places(session, reach, is_exact, FoundBy.KNOWN)
        if exact_places:
            return exact_places
    if len(terms) == 1:
        found_by = FoundBy.STREET if is_street[terms[0]] else FoundBy.KNOWN
        return _places(session, reach, PlaceTerm.term == terms[0], found_by)
    return _places(session, reach, _names_all(terms), FoundBy.KNOWN) or _of_any(session, reach, is_street)


def _of_any(session: Session, reach: Reach, is_street: dict[str, bool]) -> list[FoundPlace]:
    """Where no place is called by all that was typed: where two streets may meet, and the places of each."""
    guessed_places = _guess(session, reach, [term for term in is_street if is_street[term]])
    return [*guessed_places, *_places(session, reach, PlaceTerm.term.in_(is_street), FoundBy.STREET)][:PROPOSED]


def _terms(session: Session, reach: Reach, text: str) -> dict[str, bool]:
    """The terms that occur in what was typed, but for those that are part of a longer one; whether each is a street."""
    runs = names.runs(text)
    statement = _visible(select(PlaceTerm.term, PlaceTerm.is_street), reach).where(PlaceTerm.term.in_(runs)).distinct()
    rows = list(session.execute(statement))
    streets, all_terms = {row.term for row in rows if row.is_street}, {row.term for row in rows}
    terms: dict[str, bool] = {}
    for run in runs:
        if run in all_terms and not any(f" {run} " in f" {longer} " for longer in terms):
            terms[run] = run in streets
    return terms


def _visible(statement: Any, reach: Reach) -> Any:
    """A statement about terms, of the points with a place that somebody may know of."""
    joined = statement.join(POINT, POINT.id == PlaceTerm.point_id)
    return joined.where(places.scope(reach), POINT.latitude.is_not(None))


def _names_all(terms: Sequence[str]) -> ColumnElement[bool]:
    point_ids = select(PlaceTerm.point_id).where(PlaceTerm.term.in_(terms)).group_by(PlaceTerm.point_id)
    return PlaceTerm.point_id.in_(point_ids.having(func.count() == len(terms)))


def _places(session: Session, reach: Reach, condition: ColumnElement[bool], found_by: FoundBy) -> list[FoundPlace]:
    columns = (*COLUMNS, PlaceTerm.key)
    statement = _visible(select(*columns).select_from(PlaceTerm), reach).join(Ward, Ward.id == POINT.ward_id)
    rows = list(session.execute(statement.where(condition).distinct().order_by(POINT.id).limit(MOST_POINTS)))
    by_id = {row.id: row for row in rows}
    points = (NamedPoint(row.id, row.key, row.latitude, row.longitude) for row in rows)
    largest = sorted(nodes(points), key=lambda node: (-len(node.points), node.key))[:PROPOSED]
    cameras = _cameras(session, [point.id for node in largest for point in node.points])
    return [_of_node(node, by_id, cameras, found_by)._replace(apart_m=_apart(node, largest)) for node in largest]


def _of_node(node: Node, rows: dict[int, Row[Any]], cameras: dict[int, int], found_by: FoundBy) -> FoundPlace:
    row = rows[node.points[0].id]
    name = min((rows[point.id].name for point in node.points), key=lambda name: (len(name), name))
    latitude, longitude = (round(part, 6) for part in node.place)
    ring_m, count = round(max(rules.KNOWN_M, node.spread_m)), sum(cameras.get(point.id, 0) for point in node.points)
    return FoundPlace(name, f"{row.code} {row.ward}", latitude, longitude, ring_m, found_by, count)


def _apart(node: Node, found_nodes: Sequence[Node]) -> float | None:
    """How far a place is from the nearest other one of its name; None where there is none."""
    namesakes = [each for each in found_nodes if each.key == node.key and each is not node]
    return min((distance(*node.place, *each.place) for each in namesakes), default=None)


def _cameras(session: Session, point_ids: Sequence[int]) -> dict[int, int]:
    """How many cameras hang at points that may be known of."""
    alive = Camera.removed_on.is_(None), Camera.voided_at.is_(None)
    statement = select(Camera.point_id, func.count().label("cameras")).where(Camera.point_id.in_(point_ids), *alive)
    return {row.point_id: row.cameras for row in session.execute(statement.group_by(Camera.point_id))}


def _guess(session: Session, reach: Reach, streets: Sequence[str]) -> list[FoundPlace]:
    """Where two streets meet by their lines, both of many places: no more than a guess."""
    if len(streets) != 2:
        return []
    first, second = aliased(POINT), aliased(POINT)
    statement = (
        select(StreetLine.street, StreetLine.name, StreetLine.path)
        .join(first, first.id == StreetLine.first_id)
        .join(second, second.id == StreetLine.second_id)
        .where(StreetLine.street.in_(streets), StreetLine.style == LineStyle.SOLID)
        .where(StreetLine.places >= rules.GUESS_PLACES)
        .where(ward_condition(reach, first.ward_id), ward_condition(reach, second.ward_id))
    )
    rows = list(session.execute(statement.order_by(StreetLine.street, StreetLine.id)))
    paths = [[orjson.loads(row.path) for row in rows if row.street == street] for street in streets]
    place = lines.meeting(*paths) if all(paths) else None
    name = " – ".join(dict.fromkeys(row.name for row in rows))
    return [FoundPlace(name, "", *place, rules.NEAR_PLACE_M, FoundBy.GUESS)] if place else []


def _by_words(session: Session, viewer: Viewer, text: str) -> list[FoundPlace]:
    points = places.named(session, viewer, text, PROPOSED)
    return [FoundPlace(point.name, point.ward.label, *point.place, rules.KNOWN_M, FoundBy.WORDS) for point in points]


def _by_ward(session: Session, text: str, ward: Ward | None) -> list[FoundPlace]:
    centre = centres.of_ward(session, ward) if ward and text else None
    if ward is None or centre is None:
        return []
    ring_m = round(areas.radius_m(ward.code) or rules.WARD_M)
    return [FoundPlace(ward.name, ward.label, *centre, ring_m, FoundBy.WARD)]
