"""Queries: the cameras nearest to a scene. However many there are around it, no more than NEAREST are ranked."""

import math
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, func, literal, or_, select, text
from sqlalchemy.orm import Session

from tracker.core.database import UTCDateTime
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras.models import Camera, HealthInterval
from tracker.register.cameras.queries import hung, scope
from tracker.register.places.models import InstallationPoint
from tracker.register.places.rules import box

# What a camera is ranked by among those that could have seen a scene, and what is known of it at that moment.
SIGHTED: tuple[Any, ...] = (
    Camera.id,
    Camera.code,
    InstallationPoint.latitude,
    InstallationPoint.longitude,
    Camera.form,
    Camera.bearing,
    Camera.view_angle,
    Camera.reach_m,
    Camera.width_px,
    Camera.height_m,
    Camera.night,
    Camera.days_kept.label("days_kept"),
)
# So many of the nearest cameras are looked at: in the densest ward that is every one within some hundred metres.
NEAREST = 1_000


def near(
    session: Session, viewer: Viewer, scene: tuple[float, float], metres: float, moment: datetime
) -> list[Row[Any]]:
    """The NEAREST cameras, and one more if there is one, that hung at a moment around a scene, the first one nearest.

    All within `metres` are among them where there are no more; some in the corners of the square around may be too.
    Rows of SIGHTED with `health` and `known`, when it was last seen to hold: both None of what nobody had looked at.
    """
    while metres > 1 and _are_many(session, viewer, scene, metres / 2, moment):
        metres /= math.sqrt(2)  # the circle around a square in which there are enough: nothing outside is nearer
    latitude, longitude = scene
    north = InstallationPoint.latitude - latitude
    east = (InstallationPoint.longitude - longitude) * math.cos(math.radians(latitude))
    nearest = _hung_within(select(*SIGHTED, Camera.checked_at), viewer.reach, scene, metres, moment)
    nearest = nearest.add_columns((north * north + east * east).label("apart")).order_by(text("apart"), Camera.id)
    nearest_rows = nearest.limit(NEAREST + 1).subquery("nearest")
    lasted = and_(
        HealthInterval.camera_id == nearest_rows.c.id,
        HealthInterval.since <= moment,
        or_(HealthInterval.until.is_(None), HealthInterval.until > moment),
    )
    known_to = func.coalesce(
        HealthInterval.confirmed_at, HealthInterval.until, nearest_rows.c.checked_at, type_=UTCDateTime()
    )
    statement = select(nearest_rows, HealthInterval.health.label("health"), known_to.label("known"))
    joined_health = statement.outerjoin(HealthInterval, lasted).order_by(nearest_rows.c.apart, nearest_rows.c.id)
    return list(session.execute(joined_health))


def _are_many(session: Session, viewer: Viewer, scene: tuple[float, float], metres: float, moment: datetime) -> bool:
    """Whether there are more than NEAREST cameras in a square. No more than one above are counted."""
    within = _hung_within(select(literal(1)), viewer.reach, scene, metres, moment).limit(NEAREST + 1).subquery()
    return session.execute(select(func.count()).select_from(within)).scalar_one() > NEAREST


def _hung_within(
    statement: Select[Any], reach: Reach, scene: tuple[float, float], metres: float, moment: datetime
) -> Select[Any]:
    """`statement` about the cameras that a person may know of and that hung at a moment in a square around a scene."""
    south, north, west, east = box(*scene, metres)
    return (
        statement.select_from(Camera)
        .join(InstallationPoint, InstallationPoint.id == Camera.point_id)
        .where(
            scope(reach),
            hung(moment),
            InstallationPoint.latitude.between(south, north),
            InstallationPoint.longitude.between(west, east),
        )
    )
