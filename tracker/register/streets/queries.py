"""Reading what the map draws of a town, and the points that its lines are made of."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session, aliased

from tracker.core import errors
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.counts import tallied
from tracker.register.cameras.filters import CameraCriteria, conditions
from tracker.register.cameras.models import Camera
from tracker.register.places import queries as places
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import rules
from tracker.register.streets.models import PlaceTerm, StreetLine, TownPlan
from tracker.register.streets.names import label
from tracker.register.streets.nodes import NamedPoint, Node, contradictions, nodes
from tracker.register.streets.rules import NameKind
from tracker.register.visibility import seen_wards, ward_condition
from tracker.territory.boundaries.models import Boundary
from tracker.territory.wards.models import Ward

MOST_LINES, MOST_LABELLED, MOST_WARDS = 600, 800, 120  # in one frame; with more in sight nothing could be read
TALLEST = rules.LONGEST_M * 1.2 / 111_195  # degrees that a stretch may reach to the north of its southern end
MOST_ON_SHEET = 1_000  # points of a ward that one sheet of paper has room for
HEALTHS = ("working", "broken", "unknown")
ASKED_AT_ONCE = 2_000  # numbers in one statement
LABELLED = (NameKind.CROSSING, NameKind.LANDMARK)  # never a house or a lane: those are people's addresses
Window = tuple[float, float, float, float]  # south, west, north, east
DRAWN: tuple[Any, ...] = (StreetLine.street, StreetLine.name, StreetLine.style, StreetLine.path)
LABEL: tuple[Any, ...] = (
    PlaceTerm.key,
    InstallationPoint.id,
    InstallationPoint.name,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
)


class PlaceLabel(NamedTuple):
    """The name of a place on the map, and of how many points it is."""

    name: str
    latitude: float
    longitude: float
    points: int


class Contradiction(NamedTuple):
    """Two places of one name so far apart that one of them must stand wrong."""

    first: Row[Any]
    second: Row[Any]
    metres: float


def points_of_streets(
    session: Session, streets: Collection[str], province_ids: Collection[int] | None = None
) -> list[Row[Any]]:
    """Every point with a place that names one of some streets, in some provinces or all: what it says, its province."""
    point = InstallationPoint
    statement = (
        select(PlaceTerm, point.id, point.latitude, point.longitude, Ward.province_id)
        .join(point, point.id == PlaceTerm.point_id)
        .join(Ward, Ward.id == point.ward_id)
        .where(PlaceTerm.term.in_(streets), PlaceTerm.is_street, point.latitude.is_not(None))
    )
    if province_ids is not None:
        statement = statement.where(Ward.province_id.in_(province_ids))
    return list(session.execute(statement.order_by(PlaceTerm.term, point.id)))


def streets_at(session: Session, point_ids: Collection[int]) -> set[str]:
    """The streets that the names of some points name."""
    ids, streets = sorted(point_ids), set[str]()
    for start in range(0, len(ids), ASKED_AT_ONCE):
        of_chunk = PlaceTerm.point_id.in_(ids[start : start + ASKED_AT_ONCE])
        streets |= set(session.scalars(select(PlaceTerm.term).where(of_chunk, PlaceTerm.is_street).distinct()))
    return streets


def provinces_at(session: Session, point_ids: Collection[int]) -> set[int]:
    """The provinces in which some points stand."""
    statement = select(Ward.province_id).join(InstallationPoint, InstallationPoint.ward_id == Ward.id).distinct()
    return set(session.scalars(statement.where(InstallationPoint.id.in_(point_ids))))


def all_streets(session: Session) -> list[str]:
    """Every street that a point names."""
    return list(session.scalars(select(PlaceTerm.term).where(PlaceTerm.is_street).distinct()))


def crossings_by_province(session: Session, province_ids: Collection[int]) -> list[Row[Any]]:
    """Of each crossing of some provinces, the box around the points that are called so."""
    point, crossing = InstallationPoint, PlaceTerm.kind == NameKind.CROSSING
    edges: tuple[Any, ...] = (
        func.min(point.latitude).label("south"),
        func.min(point.longitude).label("west"),
        func.max(point.latitude).label("north"),
        func.max(point.longitude).label("east"),
    )
    statement = (
        select(Ward.province_id, PlaceTerm.key, *edges)
        .join(point, point.id == PlaceTerm.point_id)
        .join(Ward, Ward.id == point.ward_id)
        .where(crossing, point.latitude.is_not(None), Ward.province_id.in_(province_ids))
        .group_by(Ward.province_id, PlaceTerm.key)
    )
    return list(session.execute(statement))


def lines_within(session: Session, reach: Reach, window: Window) -> list[Row[Any]]:
    """The stretches of streets in a window, rows of DRAWN; none where crossings contradict each other too often."""
    south, west, north, east = window
    first, second = aliased(InstallationPoint), aliased(InstallationPoint)
    in_window = (
        StreetLine.south.between(south - TALLEST, north),
        StreetLine.north >= south,
        StreetLine.west <= east,
        StreetLine.east >= west,
    )
    statement = (
        select(*DRAWN)
        .join(first, first.id == StreetLine.first_id)
        .join(second, second.id == StreetLine.second_id)
        .join(TownPlan, TownPlan.province_id == StreetLine.province_id)
        .where(*in_window, _agreeing(), ward_condition(reach, first.ward_id), ward_condition(reach, second.ward_id))
    )
    rows = list(session.execute(statement.order_by(StreetLine.places.desc(), StreetLine.id).limit(MOST_LINES + 1)))
    return rows if len(rows) <= MOST_LINES else []


def _agreeing() -> ColumnElement[bool]:
    return TownPlan.contradicting <= TownPlan.crossings * rules.MOST_CONTRADICTIONS


def labels_within(session: Session, reach: Reach, window: Window) -> list[PlaceLabel]:
    """The crossings and landmarks in a window, those of most points first; none where they are too many to be read."""
    statement = select(*LABEL).join(PlaceTerm, PlaceTerm.point_id == InstallationPoint.id).distinct()
    conditions = (PlaceTerm.kind.in_(LABELLED), _in_window(window), places.scope(reach))
    rows = list(session.execute(statement.where(*conditions).limit(MOST_LABELLED + 1)))
    if len(rows) > MOST_LABELLED:
        return []
    names = {row.id: row.name for row in rows}
    found_nodes = nodes(NamedPoint(row.id, row.key, row.latitude, row.longitude) for row in rows)
    return sorted((_label(node, names) for node in found_nodes), key=lambda each: (-each.points, each.name))


def _label(node: Node, names: dict[int, str]) -> PlaceLabel:
    name = min((names[point.id] for point in node.points), key=lambda name: (len(name), name))
    return PlaceLabel(label(name), round(node.place[0], 6), round(node.place[1], 6), len(node.points))


def _in_window(window: Window) -> ColumnElement[bool]:
    south, west, north, east = window
    point = InstallationPoint
    inside = select(point.id).where(point.latitude.between(south, north), point.longitude.between(west, east))
    return point.id.in_(inside.correlate(None))


def ward_centres(session: Session, window: Window) -> list[Row[Any]]:
    """The wards of today in a window that have a middle but no outline: name, latitude, longitude. Public knowledge."""
    south, west, north, east = window
    columns: tuple[Any, ...] = (Ward.name, Ward.latitude, Ward.longitude)
    statement = (
        select(*columns)
        .outerjoin(Boundary, Boundary.ward_id == Ward.id)
        .where(Ward.valid_to.is_(None), Boundary.id.is_(None))
        .where(Ward.latitude.between(south, north), Ward.longitude.between(west, east))
    )
    rows = list(session.execute(statement.order_by(Ward.id).limit(MOST_WARDS + 1)))
    return rows if len(rows) <= MOST_WARDS else []


def points_of_ward(session: Session, viewer: Viewer, ward_id: int) -> list[Row[Any]]:
    """The points of a ward with a place and their cameras in use by health, those of most cameras first.

    NotFound of a ward that this person may not know of.
    """
    wards = seen_wards(viewer.reach)
    if wards is not None and ward_id not in wards:
        raise errors.NotFound(ward=ward_id)
    point, number = InstallationPoint, func.count().label("cameras")
    counts = [count.label(name) for name, count in zip(HEALTHS, tallied(), strict=True)]
    columns: tuple[Any, ...] = (point.id, point.latitude, point.longitude, *counts)
    statement = (
        select(*columns)
        .join(Camera, Camera.point_id == point.id)
        .where(*conditions(viewer.reach, CameraCriteria(ward_id=ward_id)), point.latitude.is_not(None))
        .group_by(point.id, point.latitude, point.longitude)
    )
    return list(session.execute(statement.order_by(number.desc(), point.id).limit(MOST_ON_SHEET)))


def contradicting(session: Session, viewer: Viewer, limit: int) -> list[Contradiction]:
    """The pairs of crossings of one name of which one must stand wrong, farthest apart first, among what is visible."""
    point = InstallationPoint
    columns: tuple[Any, ...] = (
        PlaceTerm.key,
        point.id,
        point.name,
        point.latitude,
        point.longitude,
        Ward.name.label("ward"),
    )
    statement = (
        select(*columns)
        .join(point, point.id == PlaceTerm.point_id)
        .join(Ward, Ward.id == point.ward_id)
        .where(PlaceTerm.kind == NameKind.CROSSING, point.latitude.is_not(None), places.scope(viewer.reach))
        .where(PlaceTerm.key.in_(_apart(viewer.reach, limit)))
        .distinct()
    )
    rows = {row.id: row for row in session.execute(statement)}
    found_nodes = nodes(NamedPoint(row.id, row.key, row.latitude, row.longitude) for row in rows.values())
    pairs = contradictions(found_nodes)[:limit]
    return [
        Contradiction(rows[first.points[0].id], rows[second.points[0].id], metres) for first, second, metres in pairs
    ]


def _apart(reach: Reach, limit: int) -> Any:
    """The crossings whose points lie farthest from each other, as far as degrees tell without a sum on the globe."""
    point = InstallationPoint
    tall, wide = (func.max(column) - func.min(column) for column in (point.latitude, point.longitude))
    far = rules.CONTRADICTION_M / 111_195 / 2
    statement = select(PlaceTerm.key).join(point, point.id == PlaceTerm.point_id)
    return (
        statement.where(PlaceTerm.kind == NameKind.CROSSING, point.latitude.is_not(None), places.scope(reach))
        .group_by(PlaceTerm.key)
        .having((tall > far) | (wide > far))
        .order_by((tall + wide).desc(), PlaceTerm.key)
        .limit(limit)
    )
