"""Finding the cameras that could have seen something."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.cases.finder import rules
from tracker.cases.finder.rules import Candidate
from tracker.core import clock
from tracker.core.viewer import Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.rules import Health, Sight, sight
from tracker.register.places.rules import street_names
from tracker.register.recorders.rules import overwritten_at


def around(
    session: Session,
    viewer: Viewer,
    scene: tuple[float, float],
    metres: float,
    window: tuple[datetime, datetime],
) -> list[Candidate]:
    """Cameras within `metres` of `scene` (latitude, longitude), best first, for footage of `window`."""
    rows = cameras.near(session, viewer, *scene, metres, window[0])
    sights = {row.id: _sight(row, scene) for row in rows}
    within_radius = [row for row in rows if sights[row.id].metres <= metres]
    return _candidates(session, within_radius, sights, window)


def named(
    session: Session, viewer: Viewer, text: str, window: tuple[datetime, datetime], scene: tuple[float, float] | None
) -> list[Candidate]:
    """Cameras whose code, name or address has these words: along a street, or where nobody noted a place."""
    rows = cameras.matching(session, viewer, text, rules.MOST, window[0])
    rows = rows or _along_streets(session, viewer, text, window[0])
    located = [row for row in rows if scene and row.latitude is not None]
    return _candidates(session, rows, {row.id: _sight(row, scene) for row in located if scene}, window)


def _along_streets(session: Session, viewer: Viewer, place: str, moment: datetime) -> list[Row[Any]]:
    """Cameras of any of the streets in words about a place, where none has all of these words."""
    matches = (cameras.matching(session, viewer, name, rules.MOST, moment) for name in street_names(place))
    rows = {row.id: row for rows_of_street in matches for row in rows_of_street}
    return list(rows.values())[: rules.MOST]


def _sight(row: Row[Any], scene: tuple[float, float]) -> Sight:
    place = (row.latitude, row.longitude)
    return sight(place, scene, form=row.form, facing=row.bearing, view=row.view_angle, reach=row.reach_m)


def _candidates(
    session: Session, rows: list[Row[Any]], sights: dict[int, Sight], window: tuple[datetime, datetime]
) -> list[Candidate]:
    alive = cameras.health_at(session, [row.id for row in rows], window[0])
    candidates = [
        Candidate(
            id=row.id,
            code=row.code,
            name=row.name,
            place=row.place,
            ward=row.ward,
            network=row.network,
            connection=row.connection,
            form=row.form,
            bearing=row.bearing,
            view_angle=row.view_angle,
            sight=sights.get(row.id),
            alive=alive.get(row.id, Health.UNKNOWN),
            overwrite_at=overwritten_at(window[0], row.days_kept),
            gone_at=overwritten_at(window[1], row.days_kept),
            removed_on=row.removed_on,
            consent_scope=row.consent_scope,
            consent_withdrawn_on=row.consent_withdrawn_on,
        )
        for row in rows
    ]
    return rules.ranked(candidates, clock.now())
