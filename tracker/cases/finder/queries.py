"""Finding the cameras that could have seen something."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from tracker.cases.finder import rules
from tracker.cases.finder.rules import Candidate, Sighting
from tracker.core import clock
from tracker.core.viewer import Viewer
from tracker.register.cameras import nearest
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.rules import Health, Sight, health_on_page, sight
from tracker.register.places.rules import street_names
from tracker.register.recorders.rules import overwritten_at


@dataclass(frozen=True)
class Found:
    """Cameras, best first. `nearest`: there were more around the scene than the so many nearest that were looked at."""

    candidates: list[Candidate]
    nearest: int | None = None


def around(
    session: Session,
    viewer: Viewer,
    scene: tuple[float, float],
    metres: float,
    window: tuple[datetime, datetime],
) -> Found:
    """Cameras within `metres` of `scene` (latitude, longitude), best first, for footage of `window`.

    Ranked by what decides the rank alone: all else is read of those only that are shown.
    """
    rows = nearest.near(session, viewer, scene, metres, window[0])
    sights = [(row, sight_of_scene) for row in rows if (sight_of_scene := _sight(row, scene)).metres <= metres]
    sightings = [
        _sighting(row, camera_sight, _health(row, window[0]), window) for row, camera_sight in sights[: nearest.NEAREST]
    ]
    best = rules.ranked(sightings, clock.now())
    facts = {row.id: row for row in cameras.by_ids(session, viewer, [each.id for each in best], window[0])}
    candidates = [_candidate(each, facts[each.id], window) for each in best]
    return Found(candidates, nearest.NEAREST if len(sights) > nearest.NEAREST else None)


def named(
    session: Session, viewer: Viewer, typed: str, window: tuple[datetime, datetime], scene: tuple[float, float] | None
) -> Found:
    """Cameras whose code, name or address has these words: along a street, or where nobody noted a place."""
    rows = cameras.matching(session, viewer, typed, rules.MOST, window[0])
    rows = rows or _along_streets(session, viewer, typed, window[0])
    alive = cameras.health_at(session, [row.id for row in rows], window[0])
    candidates = []
    for row in rows:
        sight_of_scene = _sight(row, scene) if scene and row.latitude is not None else None
        sighting = _sighting(row, sight_of_scene, alive.get(row.id, Health.UNKNOWN), window)
        candidates.append(_candidate(sighting, row, window))
    return Found(rules.ranked(candidates, clock.now()))


def _along_streets(session: Session, viewer: Viewer, place: str, moment: datetime) -> list[Row[Any]]:
    """Cameras of any of the streets in words about a place, where none has all of these words."""
    matches = (cameras.matching(session, viewer, name, rules.MOST, moment) for name in street_names(place))
    rows = {row.id: row for rows_of_street in matches for row in rows_of_street}
    return list(rows.values())[: rules.MOST]


def _sight(row: Row[Any], scene: tuple[float, float]) -> Sight:
    place = (row.latitude, row.longitude)
    return sight(place, scene, form=row.form, facing=row.bearing, view=row.view_angle, reach=row.reach_m)


def _health(row: Row[Any], moment: datetime) -> Health:
    return Health.UNKNOWN if row.health is None else health_on_page(row.health, row.known, moment)


def _sighting(
    row: Row[Any], sight_of_scene: Sight | None, alive: Health, window: tuple[datetime, datetime]
) -> Sighting:
    return Sighting(row.id, row.code, sight_of_scene, alive, overwritten_at(window[1], row.days_kept))


def _candidate(sighting: Sighting, row: Row[Any], window: tuple[datetime, datetime]) -> Candidate:
    return Candidate(
        id=row.id,
        code=row.code,
        sight=sighting.sight,
        alive=sighting.alive,
        gone_at=sighting.gone_at,
        name=row.name,
        place=row.place,
        ward=row.ward,
        network=row.network,
        connection=row.connection,
        form=row.form,
        bearing=row.bearing,
        view_angle=row.view_angle,
        overwrite_at=overwritten_at(window[0], row.days_kept),
        removed_on=row.removed_on,
        consent_scope=row.consent_scope,
        consent_withdrawn_on=row.consent_withdrawn_on,
    )
