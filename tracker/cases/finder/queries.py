"""Finding the cameras that could have seen something."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Subquery, case, func, select
from sqlalchemy.orm import Session

from tracker.cases.extractions.models import ExtractionLine, ExtractionRequest
from tracker.cases.extractions.queries import LIVE
from tracker.cases.extractions.rules import USEFUL
from tracker.cases.extractions.visibility import case_scope
from tracker.cases.finder import rules
from tracker.cases.finder.rules import Candidate, Sighting
from tracker.core import clock
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras import nearest
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.cameras.rules import Health, health_on_page
from tracker.register.cameras.sight import Sight, View, sight
from tracker.register.places.rules import street_names
from tracker.register.recorders.rules import overwritten_at


@dataclass(frozen=True)
class Search:
    """What cameras are looked for with: footage of `window`, within `metres` of a `scene`, and what has these `words`.

    `chosen` are cameras that were ticked before and stay on the list.
    """

    window: tuple[datetime, datetime]
    scene: tuple[float, float] | None = None
    metres: float = 0
    words: str = ""
    chosen: Collection[int] = ()


@dataclass(frozen=True)
class Found:
    """Cameras, best first. `nearest`: there were more around the scene than the so many nearest that were looked at."""

    candidates: list[Candidate]
    nearest: int | None = None


def search(session: Session, viewer: Viewer, terms: Search) -> Found:
    """Cameras around a scene, those of a name or along a street, and those that were chosen, best first.

    Ranked by what decides the rank alone: all else is read of those only that are shown.
    """
    asked_for = [*_named(session, viewer, terms), *_chosen(session, viewer, terms)]
    sightings, nearest_count = _around(session, viewer, terms)
    best = rules.best({each.id: each for each in asked_for}, sightings, clock.now())
    facts = {row.id: row for row in _facts(session, viewer, [each.id for each in best], terms.window[0])}
    return Found([_candidate(each, facts[each.id]) for each in best], nearest_count)


def _around(session: Session, viewer: Viewer, terms: Search) -> tuple[list[Sighting], int | None]:
    scene, since = terms.scene, terms.window[0]
    if scene is None or not terms.metres:
        return [], None
    rows = nearest.near(session, viewer, scene, terms.metres, since)
    within = [(row, toward) for row in rows if (toward := _sight(row, scene)).metres <= terms.metres]
    dark = _dark(terms.window)
    sightings = [
        _sighting(row, toward, _health(row, since), terms.window, dark=dark)
        for row, toward in within[: nearest.NEAREST]
    ]
    return sightings, nearest.NEAREST if len(within) > nearest.NEAREST else None


def _named(session: Session, viewer: Viewer, terms: Search) -> list[Sighting]:
    """Cameras whose code, name or address has the words: along a street, or where nobody noted a place."""
    if not terms.words:
        return []
    since = terms.window[0]
    rows = cameras.matching(session, viewer, terms.words, rules.MOST, since)
    return _sightings(session, rows or _along_streets(session, viewer, terms.words, since), terms)


def _chosen(session: Session, viewer: Viewer, terms: Search) -> list[Sighting]:
    if not terms.chosen:
        return []
    return _sightings(session, cameras.by_ids(session, viewer, terms.chosen, terms.window[0]), terms)


def _sightings(session: Session, rows: Collection[Row[Any]], terms: Search) -> list[Sighting]:
    """Cameras that were not looked for by their place."""
    scene, dark = terms.scene, _dark(terms.window)
    alive = cameras.health_at(session, [row.id for row in rows], terms.window[0])
    return [
        _sighting(
            row,
            _sight(row, scene) if scene and row.latitude is not None else None,
            alive.get(row.id, Health.UNKNOWN),
            terms.window,
            dark=dark,
        )
        for row in rows
    ]


def _facts(session: Session, viewer: Viewer, camera_ids: Collection[int], moment: datetime) -> Sequence[Row[Any]]:
    """What is told of cameras, with how many of their lines somebody judged or found useful, of cases that one sees."""
    statement = cameras.findable(viewer.reach, moment).where(Camera.id.in_(camera_ids))
    worth = _worth(viewer.reach, viewer.id, camera_ids)
    with_worth = statement.outerjoin(worth, worth.c.camera_id == Camera.id).add_columns(worth.c.judged, worth.c.useful)
    return session.execute(with_worth).all()


def _worth(reach: Reach, viewer_id: int, camera_ids: Collection[int]) -> Subquery:
    useful = func.sum(case((ExtractionLine.outcome.in_(USEFUL), 1), else_=0))
    statement = (
        select(ExtractionLine.camera_id, func.count().label("judged"), useful.label("useful"))
        .join(ExtractionRequest, ExtractionRequest.id == ExtractionLine.request_id)
        .where(ExtractionLine.camera_id.in_(camera_ids), ExtractionLine.outcome.is_not(None))
        .where(case_scope(reach, viewer_id), LIVE)
    )
    return statement.group_by(ExtractionLine.camera_id).subquery("worth")


def _along_streets(session: Session, viewer: Viewer, place: str, moment: datetime) -> list[Row[Any]]:
    """Cameras of any of the streets in words about a place, where none has all of these words."""
    matches = (cameras.matching(session, viewer, name, rules.MOST, moment) for name in street_names(place))
    rows = {row.id: row for rows_of_street in matches for row in rows_of_street}
    return list(rows.values())[: rules.MOST]


def _sight(row: Row[Any], scene: tuple[float, float]) -> Sight:
    return sight((row.latitude, row.longitude), scene, View.of(row))


def _health(row: Row[Any], moment: datetime) -> Health:
    return Health.UNKNOWN if row.health is None else health_on_page(row.health, row.known, moment)


def _dark(window: tuple[datetime, datetime]) -> bool:
    since, until = window
    return rules.in_the_dark(clock.local(since + (until - since) / 2))


def _sighting(
    row: Row[Any], sight_of_scene: Sight | None, alive: Health, window: tuple[datetime, datetime], *, dark: bool
) -> Sighting:
    since, until = window
    return Sighting(
        id=row.id,
        code=row.code,
        sight=sight_of_scene,
        alive=alive,
        overwrite_at=overwritten_at(since, row.days_kept),
        gone_at=overwritten_at(until, row.days_kept),
        night=row.night,
        dark=dark,
    )


def _candidate(sighting: Sighting, row: Row[Any]) -> Candidate:
    return Candidate(
        **{field.name: getattr(sighting, field.name) for field in fields(Sighting)},
        name=row.name,
        place=row.place,
        ward=row.ward,
        network=row.network,
        connection=row.connection,
        form=row.form,
        bearing=row.bearing,
        view_angle=row.view_angle,
        reach=View.of(row).reach,
        removed_on=row.removed_on,
        consent_scope=row.consent_scope,
        consent_withdrawn_on=row.consent_withdrawn_on,
        owner_id=row.owner_id,
        judged=row.judged or 0,
        useful=row.useful or 0,
    )
