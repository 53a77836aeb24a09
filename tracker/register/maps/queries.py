"""Reading cameras for the map: those of a filter within a window, as cells from afar, one by one when near."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Row, Select, cast, func, select
from sqlalchemy.orm import Session

from tracker.core.geodesy import distance
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.counts import tallied
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.maps import rules
from tracker.register.maps.rules import Window
from tracker.register.places.models import InstallationPoint
from tracker.register.places.rules import box
from tracker.register.visibility import own_ward_condition, own_wards, ward_condition
from tracker.territory.boundaries import queries as boundaries
from tracker.territory.boundaries import rules as outlines
from tracker.territory.wards import queries as wards

RECENT = 20
SHOWN = ("working", "broken", "unknown")
DRAWN: tuple[Any, ...] = (
    Camera.id,
    Camera.code,
    Camera.name,
    Camera.form,
    Camera.health,
    Camera.checked_at,
    Camera.bearing,
    Camera.view_angle,
    Camera.reach_m,
    Camera.width_px,
    Camera.height_m,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
)
EXTENT: tuple[Any, ...] = (
    func.count().label("cameras"),
    func.count(InstallationPoint.latitude).label("placed"),
    func.min(InstallationPoint.latitude).label("south"),
    func.min(InstallationPoint.longitude).label("west"),
    func.max(InstallationPoint.latitude).label("north"),
    func.max(InstallationPoint.longitude).label("east"),
)


class Stands(NamedTuple):
    """How a place stands to somebody's ward: metres outside of it (None: nobody knows), and the name of another."""

    metres: float | None
    elsewhere: str = ""


def extent(session: Session, viewer: Viewer, criteria: CameraCriteria) -> Row[Any]:
    """How many cameras a filter has, how many with a place (`placed`), and the box around these: one row."""
    filter_conditions = cameras.conditions(viewer.reach, cameras.by_faster_way(session, criteria))
    return session.execute(_with_points(select(*EXTENT)).where(*filter_conditions)).one()


def cells(session: Session, viewer: Viewer, criteria: CameraCriteria, window: Window, zoom: int) -> list[Row[Any]]:
    """The cameras of a filter in a window by cells of a grid: working, broken, unknown, mean latitude and longitude.

    Counted by point first: an index holds all that needs, and far fewer rows are put into cells then.
    """
    counts = [count.label(name) for name, count in zip(SHOWN, tallied(), strict=True)]
    of_points = select(Camera.point_id, func.count().label("cameras"), *counts)
    reach, criteria = cameras.where_filled(session, viewer.reach), cameras.by_faster_way(session, criteria)
    filter_conditions = cameras.conditions(reach, criteria)
    by_point = of_points.where(*filter_conditions, _window_condition(window)).group_by(Camera.point_id).subquery()
    point, size = InstallationPoint, rules.cell(zoom)
    means = [
        (func.sum(place * by_point.c.cameras) / func.sum(by_point.c.cameras)).label(place.key)
        for place in (point.latitude, point.longitude)
    ]
    # PostgreSQL rounds what SQLite cuts off: its grid lies half a cell aside, and is a grid all the same.
    grid = (cast(point.latitude / size, Integer), cast(point.longitude / size, Integer))
    statement = select(*(func.sum(by_point.c[name]).label(name) for name in SHOWN), *means)
    return list(session.execute(statement.join_from(by_point, point, point.id == by_point.c.point_id).group_by(*grid)))


def within(session: Session, viewer: Viewer, criteria: CameraCriteria, window: Window) -> list[Row[Any]] | None:
    """The cameras of a filter in a window, rows of DRAWN; None when they are too many to be drawn one by one."""
    reach, criteria = cameras.where_filled(session, viewer.reach), cameras.by_faster_way(session, criteria)
    filter_conditions = cameras.conditions(reach, criteria)
    statement = _with_points(select(*DRAWN)).where(*filter_conditions, _window_condition(window))
    rows = list(session.execute(statement.limit(rules.MOST_DRAWN + 1)))
    return rows if len(rows) <= rules.MOST_DRAWN else None


def newest_code(session: Session, viewer: Viewer) -> str:
    """The code given last that ends in figures: by somebody's own ward, else by those that went into it; or empty."""
    within, registered = own_ward_condition(viewer.reach, Camera.ward_id), Camera.registered_ward_id == viewer.ward_id
    of_own_ward = (
        Camera.ward_id == viewer.ward_id,
        registered,
        select(Camera.id).where(registered).correlate(None).exists(),
    )
    for conditions in (of_own_ward, ()):
        statement = select(Camera.code).where(within, *conditions).order_by(Camera.id.desc()).limit(RECENT)
        newest = next((code for code in session.scalars(statement) if rules.figures(code)), "")
        if newest:
            return newest
    return ""


def codes_like(session: Session, viewer: Viewer, code: str) -> list[str]:
    """The highest codes of somebody's wards that are written like one, figures aside."""
    within = own_ward_condition(viewer.reach, Camera.ward_id)
    same_beginning = Camera.code.startswith(rules.before_figures(code), autoescape=True)
    statement = select(Camera.code).where(within, same_beginning).order_by(Camera.sort_key.desc())
    return list(session.scalars(statement.limit(RECENT)))


def stands(session: Session, viewer: Viewer, place: tuple[float, float]) -> Stands:
    """Where a place lies for a ward admin: by outlines where there are some, else by the middle of the ward."""
    coordinate_lists = boundaries.of_wards(session, own_wards(viewer.reach))
    if coordinate_lists:
        ward_outlines = [outlines.read(coordinates) for coordinates in coordinate_lists]
        if any(outlines.holds(outline, *place) for outline in ward_outlines):
            return Stands(0)
        return Stands(
            min(rules.metres_off(outline, place) for outline in ward_outlines), boundaries.name_at(session, *place)
        )
    middle = _middle(session, viewer)
    return Stands(max(0.0, distance(*middle, *place) - rules.WIDE_M) if middle else None)


def area(session: Session, viewer: Viewer) -> Window | None:
    """What a map that looks for a place begins with: the person's ward; None where nobody knows where that is."""
    frame = boundaries.frame(session, own_wards(viewer.reach))
    if frame is not None:
        return frame.south, frame.west, frame.north, frame.east
    middle = _middle(session, viewer) or _known_place(session, viewer)
    if middle is None:
        return None
    south, north, west, east = box(*middle, rules.WIDE_M / 2)
    return south, west, north, east


def _middle(session: Session, viewer: Viewer) -> tuple[float, float] | None:
    ward = wards.get(session, viewer.ward_id) if viewer.ward_id else None
    if ward is None or ward.latitude is None or ward.longitude is None:
        return None
    return ward.latitude, ward.longitude


def _known_place(session: Session, viewer: Viewer) -> tuple[float, float] | None:
    """Where a point of the person's wards is, or of all that they see: as good a beginning as any."""
    point = InstallationPoint
    within = ward_condition(viewer.reach, point.ward_id)
    statement = select(point.latitude, point.longitude).where(within, point.latitude.is_not(None))
    row = session.execute(statement.limit(1)).first()
    return (row.latitude, row.longitude) if row else None


def _with_points(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Camera).join(InstallationPoint, InstallationPoint.id == Camera.point_id)


def _window_condition(window: Window) -> ColumnElement[bool]:
    south, west, north, east = window
    point = InstallationPoint
    inside = select(point.id).where(point.latitude.between(south, north), point.longitude.between(west, east))
    return Camera.point_id.in_(inside.correlate(None))
