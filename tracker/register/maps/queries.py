"""Reading cameras for the map: those of a filter within a window, as cells from afar, one by one when near."""

from typing import Any, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Integer, Row, Select, cast, func, select
from sqlalchemy.orm import Session

from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.counts import tallied
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.maps import rules
from tracker.register.maps.rules import Window
from tracker.register.places.models import InstallationPoint
from tracker.register.places.rules import box, distance
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


def extent(session: Session, viewer: Viewer, wanted: CameraCriteria) -> Row[Any]:
    """How many cameras a filter has, how many with a place (`placed`), and the box around these: one row."""
    return session.execute(_placed(select(*EXTENT)).where(*cameras.conditions(viewer, wanted))).one()


def cells(session: Session, viewer: Viewer, wanted: CameraCriteria, window: Window, zoom: int) -> list[Row[Any]]:
    """The cameras of a filter in a window by cells of a grid: working, broken, unknown, mean latitude and longitude.

    Counted by point first: an index holds all that needs, and far fewer rows are put into cells then.
    """
    counts = [count.label(name) for name, count in zip(SHOWN, tallied(), strict=True)]
    of_points = select(Camera.point_id, func.count().label("cameras"), *counts)
    asked = cameras.conditions(cameras.where_filled(session, viewer), wanted)
    here = of_points.where(*asked, _within(window)).group_by(Camera.point_id).subquery()
    at, size = InstallationPoint, rules.cell(zoom)
    means = [
        (func.sum(place * here.c.cameras) / func.sum(here.c.cameras)).label(place.key)
        for place in (at.latitude, at.longitude)
    ]
    # PostgreSQL rounds what SQLite cuts off: its grid lies half a cell aside, and is a grid all the same.
    grid = (cast(at.latitude / size, Integer), cast(at.longitude / size, Integer))
    statement = select(*(func.sum(here.c[name]).label(name) for name in SHOWN), *means)
    return list(session.execute(statement.join_from(here, at, at.id == here.c.point_id).group_by(*grid)))


def within(session: Session, viewer: Viewer, wanted: CameraCriteria, window: Window) -> list[Row[Any]] | None:
    """The cameras of a filter in a window, rows of DRAWN; None when they are too many to be drawn one by one."""
    asked = cameras.conditions(cameras.where_filled(session, viewer), wanted)
    statement = _placed(select(*DRAWN)).where(*asked, _within(window))
    rows = list(session.execute(statement.limit(rules.MOST_DRAWN + 1)))
    return rows if len(rows) <= rules.MOST_DRAWN else None


def newest_code(session: Session, viewer: Viewer) -> str:
    """The code given last that ends in figures: by somebody's own ward, else by those that went into it; or empty."""
    registered = Camera.registered_ward_id == viewer.ward_id
    own = (Camera.ward_id == viewer.ward_id, registered, select(Camera.id).where(registered).correlate(None).exists())
    for ours in (own, (Camera.ward_id.in_(viewer.wards),)):
        statement = select(Camera.code).where(*ours).order_by(Camera.id.desc()).limit(RECENT)
        found = next((code for code in session.scalars(statement) if rules.figures(code)), "")
        if found:
            return found
    return ""


def codes_like(session: Session, viewer: Viewer, code: str) -> list[str]:
    """The highest codes of somebody's wards that are written like one, figures aside."""
    alike = Camera.code.startswith(rules.before_figures(code), autoescape=True)
    statement = select(Camera.code).where(Camera.ward_id.in_(viewer.wards), alike).order_by(Camera.sort_key.desc())
    return list(session.scalars(statement.limit(RECENT)))


def stands(session: Session, viewer: Viewer, place: tuple[float, float]) -> Stands:
    """Where a place lies for a ward admin: by outlines where there are some, else by the middle of the ward."""
    own = boundaries.of_wards(session, viewer.wards)
    if own:
        drawn = [orjson.loads(coordinates) for coordinates in own]
        if any(outlines.holds(outline, *place) for outline in drawn):
            return Stands(0)
        return Stands(min(rules.metres_off(outline, place) for outline in drawn), boundaries.name_at(session, *place))
    middle = _middle(session, viewer)
    return Stands(max(0.0, distance(*middle, *place) - rules.WIDE_M) if middle else None)


def area(session: Session, viewer: Viewer) -> Window | None:
    """What a map that looks for a place begins with: the person's ward; None where nobody knows where that is."""
    frame = boundaries.frame(session, viewer.wards)
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
    """Where a point of the person's wards is: as good a beginning as any."""
    at = InstallationPoint
    statement = select(at.latitude, at.longitude).where(at.ward_id.in_(viewer.wards), at.latitude.is_not(None))
    found = session.execute(statement.limit(1)).first()
    return (found.latitude, found.longitude) if found else None


def _placed(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(Camera).join(InstallationPoint, InstallationPoint.id == Camera.point_id)


def _within(window: Window) -> ColumnElement[bool]:
    south, west, north, east = window
    at = InstallationPoint
    inside = select(at.id).where(at.latitude.between(south, north), at.longitude.between(west, east))
    return Camera.point_id.in_(inside.correlate(None))
