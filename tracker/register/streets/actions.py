"""Keeping what the names of points say, and the lines drawn from it. Nothing here is anybody's deed: none is logged."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, cast

import orjson
from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from tracker.core.database import Base
from tracker.core.geodesy import distance
from tracker.register.places.models import InstallationPoint
from tracker.register.streets import names, queries, rules
from tracker.register.streets.lines import Stretch, stretches
from tracker.register.streets.models import PlaceTerm, StreetChange, StreetLine, TownPlan
from tracker.register.streets.nodes import NamedPoint, contradictions, nodes
from tracker.register.streets.rules import NameKind

BATCH = 1_000  # points or streets that one statement is about
DRAWN_AT_ONCE = 100  # changed streets in one transaction: no writer waits for longer
CHANGE: tuple[Any, ...] = (StreetChange.id, StreetChange.street, StreetChange.province_id)
MOST_LETTERS, LONGEST_KEY = 200, 500  # that the columns hold


def take_up(session: Session, point_ids: Collection[int]) -> None:
    """Read the names of points that are new or were changed; the streets that they name or named are drawn later."""
    session.flush()
    for chunk in _batches(sorted(point_ids), BATCH):
        streets = queries.streets_at(session, chunk)
        session.execute(delete(PlaceTerm).where(PlaceTerm.point_id.in_(chunk)))
        _read(session, chunk)
        streets |= queries.streets_at(session, chunk)
        for province_id in queries.provinces_at(session, chunk):
            note_changed(session, streets, province_id)


def note_changed(session: Session, streets: Collection[str], province_id: int | None = None) -> None:
    """Note that streets are to be drawn anew, in one province or all: drawing takes as long as they have points."""
    _insert(session, StreetChange, [{"street": street, "province_id": province_id} for street in sorted(streets)])


def draw_changed(session: Session) -> bool:
    """Draw some of the streets that are noted as changed anew; whether there were any."""
    changes = session.execute(select(*CHANGE).order_by(StreetChange.id).limit(DRAWN_AT_ONCE)).all()
    province_ids = {change.province_id for change in changes}
    redraw(session, {change.street for change in changes}, None if None in province_ids else province_ids)
    session.execute(delete(StreetChange).where(StreetChange.id.in_([change.id for change in changes])))
    return bool(changes)


def rebuild(session: Session) -> int:
    """Read the names of all points and draw all streets anew; how many stretches are drawn."""
    for table in (StreetLine, PlaceTerm, TownPlan, StreetChange):
        session.execute(delete(table))
    for chunk in _batches(session.scalars(select(InstallationPoint.id)).all(), BATCH):
        _read(session, chunk)
    return redraw(session, set(queries.all_streets(session)))


def redraw(session: Session, streets: Collection[str], province_ids: Collection[int] | None = None) -> int:
    """Draw streets anew from the points that name them, in some provinces or all; how many stretches are drawn."""
    line_count, drawn_provinces = 0, set(province_ids or ())
    within = [StreetLine.province_id.in_(province_ids)] if province_ids is not None else []
    for chunk in _batches(sorted(streets), BATCH // 4):
        session.execute(delete(StreetLine).where(StreetLine.street.in_(chunk), *within))
        rows = queries.points_of_streets(session, chunk, province_ids)
        drawn_provinces |= {row.province_id for row in rows}
        lines = [line for street in _by_street(rows) for line in _lines(street)]
        _insert(session, StreetLine, lines)
        line_count += len(lines)
    if streets:
        _judge(session, drawn_provinces)
    return line_count


def _read(session: Session, point_ids: Sequence[int]) -> None:
    statement = select(InstallationPoint.id, InstallationPoint.name).where(InstallationPoint.id.in_(point_ids))
    rows = session.execute(statement).all()
    _insert(session, PlaceTerm, [term for row in rows for term in _terms(row.id, row.name)])


def _terms(point_id: int, name: str) -> Iterator[dict[str, Any]]:
    """The rows of what one name says: one for each street, one for the landmark."""
    place_name = names.read(name)
    facts = {"point_id": point_id, "kind": place_name.kind, "key": place_name.key[:LONGEST_KEY]}
    terms = {street.key[:MOST_LETTERS]: street.name for street in place_name.streets}
    for term, street_name in terms.items():
        number = place_name.number
        yield {**facts, "term": term, "name": street_name[:MOST_LETTERS], "is_street": True, "number": number}
    landmark = names.read(place_name.landmark).key[:MOST_LETTERS]
    if landmark and landmark not in terms:
        landmark_name = place_name.landmark[:MOST_LETTERS]
        yield {**facts, "term": landmark, "name": landmark_name, "is_street": False, "number": None}


def _by_street(rows: Iterable[Any]) -> list[list[Any]]:
    by_street: dict[tuple[int, str], list[Any]] = defaultdict(list)
    for row in rows:
        by_street[row.province_id, row.PlaceTerm.term].append(row)
    return list(by_street.values())


def _lines(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """The rows of the lines of one street. None where a lone name may be no street's, or its crossings contradict."""
    terms = [row.PlaceTerm for row in rows]
    if all(term.kind is NameKind.NAME for term in terms):
        return []
    points = [NamedPoint(row.id, row.PlaceTerm.key, row.latitude, row.longitude, row.PlaceTerm.number) for row in rows]
    street_nodes = nodes(points)
    if contradictions(node for node in street_nodes if names.BETWEEN in node.key):
        return []
    name = _best_name([term.name for term in terms])
    facts = {"province_id": rows[0].province_id, "street": terms[0].term, "name": name}
    return [{**facts, **_line(stretch)} for stretch in stretches(street_nodes)]


def _best_name(written_names: Sequence[str]) -> str:
    """How most write a street; of equals the one with marks, which sorts behind."""
    counts = Counter(written_names)
    return max(counts, key=lambda name: (counts[name], name))


def _line(stretch: Stretch) -> dict[str, Any]:
    latitudes, longitudes = zip(*stretch.path, strict=True)
    return {
        "style": stretch.style,
        "places": stretch.places,
        "path": orjson.dumps(stretch.path).decode(),
        "south": min(latitudes),
        "west": min(longitudes),
        "north": max(latitudes),
        "east": max(longitudes),
        "first_id": stretch.first.points[0].id,
        "second_id": stretch.second.points[0].id,
    }


def _judge(session: Session, province_ids: Collection[int]) -> None:
    """Count the crossings of provinces, and those whose points lie too far apart for one."""
    counts: dict[int, list[int]] = {province_id: [0, 0] for province_id in province_ids}
    for row in queries.crossings_by_province(session, province_ids):
        counts[row.province_id][0] += 1
        counts[row.province_id][1] += rules.contradicts(distance(row.south, row.west, row.north, row.east))
    session.execute(delete(TownPlan).where(TownPlan.province_id.in_(province_ids)))
    rows = [{"province_id": id_, "crossings": all_, "contradicting": apart} for id_, (all_, apart) in counts.items()]
    _insert(session, TownPlan, rows)


def _batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _insert(session: Session, table: type[Base], rows: list[Any]) -> None:
    if rows:
        session.execute(insert(cast(Table, table.__table__)), rows)
