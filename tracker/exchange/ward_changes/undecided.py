"""Queries: reading the queue: what stands in a ward that was split and waits until a person says where it belongs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.core.paging import Page, page
from tracker.core.viewer import Reach, Viewer
from tracker.exchange.ward_changes.models import NOTED, TABLES, Move
from tracker.exchange.ward_changes.rules import MovedThing
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.visibility import own_ward_condition
from tracker.territory.boundaries import rules as outlines
from tracker.territory.boundaries.models import Boundary
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

MOST_OTHERS = 50  # recorders, and owners, that wait by themselves and are shown
SHOWN = 4  # camera codes told of a point
LINKS = {MovedThing.CAMERA: Camera.id, MovedThing.RECORDER: Camera.recorder_id, MovedThing.OWNER: Camera.owner_id}
POINT = InstallationPoint
NAMED = (
    MovedThing.POINT,
    MovedThing.RECORDER,
    MovedThing.OWNER,
)  # what a person decides on; cameras go with their points
COLUMNS: tuple[Any, ...] = (
    *(POINT.id, POINT.version, POINT.name, POINT.address, POINT.latitude, POINT.longitude),
    *(POINT.ward_id, Ward.name.label("ward")),
)


@dataclass
class Waiting:
    """One thing of the queue: where it stands, the wards it may belong to, the one its coordinates lie in if known.

    `codes` are the first cameras of a point, `cameras` how many there are.
    """

    thing: MovedThing
    id: int
    version: int
    name: str
    address: str
    ward_id: int
    ward: str
    successors: list[Ward]
    proposal: int | None = None
    cameras: int = 0
    codes: list[str] = field(default_factory=list)


Splits = dict[int, list[Ward]]


def splits(session: Session, viewer: Viewer) -> Splits:
    """The old wards a person answers for that were split, each with the wards of today that hold its parts."""
    part = exists().where(Succession.old_id == Ward.id, Succession.extent == Extent.PART)
    return wards.whole_successors(session, _ended_wards(viewer.reach).where(part))


def waiting(session: Session, viewer: Viewer, split: Splits | None = None) -> int:
    """How many cameras wait until somebody says which ward they belong to; `split` as `splits` gave them, if it did."""
    split = splits(session, viewer) if split is None else split
    return (session.scalar(select(func.count()).where(Camera.ward_id.in_(split))) or 0) if split else 0


def points(
    session: Session,
    viewer: Viewer,
    ward_id: int | None,
    after: tuple[str, int] | None,
    split: Splits | None = None,
) -> Page[Waiting]:
    """One page of the points that wait, by name."""
    every = splits(session, viewer) if split is None else split
    split = {old: successors for old, successors in every.items() if ward_id in (None, old)}
    statement = select(*COLUMNS).join(Ward, Ward.id == POINT.ward_id).where(POINT.ward_id.in_(split))
    rows, following = page(session, statement, (POINT.sort_key, POINT.id), after)
    waiting_points = [_point(row, split[row.ward_id]) for row in rows]
    if waiting_points:
        _tell_cameras(session, waiting_points)
        _propose(session, waiting_points, rows, split)
    return Page(waiting_points, following)


def _point(row: Row[Any], successors: list[Ward]) -> Waiting:
    facts = (row.id, row.version, row.name, row.address, row.ward_id, row.ward)
    return Waiting(MovedThing.POINT, *facts, successors)


def _tell_cameras(session: Session, waiting_points: Sequence[Waiting]) -> None:
    of_points = (
        Camera.point_id.in_([row.id for row in waiting_points]),
        Camera.ward_id.in_({row.ward_id for row in waiting_points}),
    )
    place = func.row_number().over(partition_by=Camera.point_id, order_by=(Camera.sort_key, Camera.id)).label("place")
    number = func.count().over(partition_by=Camera.point_id).label("number")
    ranked = select(Camera.point_id, Camera.code, place, number).where(*of_points).subquery()
    by_id = {row.id: row for row in waiting_points}
    first = select(ranked).where(ranked.c.place <= SHOWN).order_by(ranked.c.place)
    for point_id, code, _place, cameras in session.execute(first):
        by_id[point_id].codes.append(code)
        by_id[point_id].cameras = cameras


def _propose(
    session: Session, waiting_points: Sequence[Waiting], rows: Iterable[Row[Any]], split: Mapping[int, Any]
) -> None:
    drawn_outlines = Drawn(session, split)
    for waiting_point, row in zip(waiting_points, rows, strict=True):
        waiting_point.proposal = drawn_outlines.holder(row.ward_id, row.latitude, row.longitude)


class Drawn:
    """The outlines of the wards that old wards were split into, read once."""

    def __init__(self, session: Session, split: Mapping[int, list[Ward]]) -> None:
        self._successors = {old: [ward.id for ward in successors] for old, successors in split.items()}
        ids = {ward_id for successors in self._successors.values() for ward_id in successors}
        rows = session.scalars(select(Boundary).where(Boundary.ward_id.in_(ids)))
        self._outlines = {row.ward_id: (row, outlines.read(row.coordinates)) for row in rows}

    def holder(self, old_id: int, latitude: float | None, longitude: float | None) -> int | None:
        """The one part whose outline holds a place; None where none does, or two do: nothing is guessed."""
        if latitude is None or longitude is None:
            return None
        parts = [part for part in self._successors[old_id] if self._holds(part, latitude, longitude)]
        return parts[0] if len(parts) == 1 else None

    def _holds(self, ward_id: int, latitude: float, longitude: float) -> bool:
        if ward_id not in self._outlines:
            return False
        box, outline = self._outlines[ward_id]
        inside = box.south <= latitude <= box.north and box.west <= longitude <= box.east
        return inside and outlines.holds(outline, latitude, longitude)


def placed(session: Session, viewer: Viewer) -> tuple[dict[tuple[int, int], list[int]], int]:
    """The waiting points that lie within one outline, as {(old ward, ward): ids}, and how many lie in none."""
    split, ids_by_pair, unplaced = splits(session, viewer), dict[tuple[int, int], list[int]](), 0
    drawn_outlines = Drawn(session, split)
    statement = select(POINT.id, POINT.ward_id, POINT.latitude, POINT.longitude).where(POINT.ward_id.in_(split))
    for id_, old_id, latitude, longitude in session.execute(statement.order_by(POINT.id)):
        holder = drawn_outlines.holder(old_id, latitude, longitude)
        if holder is None:
            unplaced += 1
        else:
            ids_by_pair.setdefault((old_id, holder), []).append(id_)
    return ids_by_pair, unplaced


def others(session: Session, viewer: Viewer, split: Splits | None = None) -> list[Waiting]:
    """The recorders and owners that wait by themselves: none of their cameras stands in an old ward any more.

    Also recorders that a change left behind because their code was taken. At most MOST_OTHERS of each.
    """
    split = splits(session, viewer) if split is None else split
    return [*_recorders(session, viewer, split), *_owners(session, split)]


def _recorders(session: Session, viewer: Viewer, split: Splits) -> list[Waiting]:
    other_recorder = aliased(Recorder)
    succession = (Succession.old_id == Recorder.ward_id, Succession.extent == Extent.WHOLE)
    clash = exists().where(
        *succession, other_recorder.ward_id == Succession.new_id, other_recorder.code == Recorder.code
    )
    left_behind = and_(own_ward_condition(viewer.reach, Recorder.ward_id), Ward.valid_to.is_not(None), clash)
    used = select(Camera.recorder_id).where(Camera.ward_id.in_(_ended_wards(viewer.reach)))
    unused = Recorder.id.not_in(used.where(Camera.recorder_id.is_not(None)))
    statement = select(Recorder, Ward.name).join(Ward, Ward.id == Recorder.ward_id)
    statement = statement.where(or_(Recorder.ward_id.in_(split), left_behind), unused)
    rows = list(session.execute(statement.order_by(Recorder.code, Recorder.id).limit(MOST_OTHERS)))
    elsewhere = {row.ward_id for row, _ in rows} - split.keys()
    successors = {**(wards.whole_successors(session, elsewhere) if elsewhere else {}), **split}
    facts_of_rows = [(row.id, row.version, row.code, row.place, row.ward_id, ward) for row, ward in rows]
    return _with_cameras(
        session, [Waiting(MovedThing.RECORDER, *facts, successors.get(facts[4], [])) for facts in facts_of_rows]
    )


def _owners(session: Session, split: Splits) -> list[Waiting]:
    used = select(Camera.owner_id).where(Camera.ward_id.in_(split), Camera.owner_id.is_not(None))
    statement = (
        select(Owner, Ward.name)
        .join(Ward, Ward.id == Owner.ward_id)
        .where(Owner.ward_id.in_(split), Owner.id.not_in(used))
    )
    rows = session.execute(statement.order_by(Owner.id).limit(MOST_OTHERS))
    facts_of_rows = [(row.id, row.version, row.label, "", row.ward_id, ward) for row, ward in rows]
    return _with_cameras(session, [Waiting(MovedThing.OWNER, *facts, split[facts[4]]) for facts in facts_of_rows])


def _ended_wards(reach: Reach) -> Select[int]:
    return select(Ward.id).where(own_ward_condition(reach, Ward.id), Ward.valid_to.is_not(None))


def _with_cameras(session: Session, waiting_things: list[Waiting]) -> list[Waiting]:
    """How many cameras hang on each; the ward that all of them stand in is the proposal."""
    if not waiting_things:
        return []
    link = LINKS[waiting_things[0].thing]
    statement = select(link, func.count(), func.min(Camera.ward_id), func.max(Camera.ward_id)).group_by(link)
    numbers = {
        row[0]: row
        for row in session.execute(statement.where(link.in_([waiting_thing.id for waiting_thing in waiting_things])))
    }
    for waiting_thing in waiting_things:
        _, waiting_thing.cameras, first, last = numbers.get(waiting_thing.id, (0, 0, None, None))
        waiting_thing.proposal = (
            first if first == last and first in [ward.id for ward in waiting_thing.successors] else None
        )
    return waiting_things


@dataclass
class Decided:
    """One thing that a person put into a ward, and where else it might belong."""

    thing: MovedThing
    id: int
    version: int
    name: str
    ward: str
    move: Move
    successors: list[Ward]


def decided(session: Session, viewer: Viewer, after: tuple[int] | None) -> Page[Decided]:
    """One page of what people decided and still holds, in the viewer's wards, newest first."""
    later = aliased(Move)
    moved_again = or_(*(getattr(later, NOTED[thing].key) == NOTED[thing] for thing in NAMED))
    columns: tuple[Any, ...] = (Move, Ward.name, InstallationPoint, Recorder, Owner)
    statement = select(*columns).join(Ward, Ward.id == Move.to_ward_id)
    for thing in NAMED:
        statement = statement.outerjoin(TABLES[thing], TABLES[thing].id == NOTED[thing])
    statement = statement.where(
        Move.change_id.is_(None),
        Move.camera_id.is_(None),
        own_ward_condition(viewer.reach, Move.to_ward_id),
        ~exists().where(later.id > Move.id, moved_again),
    )
    rows, following = page(session, statement, (Move.id,), after, descending=True)
    return Page(_decided_things(session, rows), following)


def _decided_things(session: Session, rows: Sequence[Row[Any]]) -> list[Decided]:
    decided_things: list[Decided] = []
    for found_row in rows:
        move, ward, *candidates, _key = tuple[Any, ...](found_row)
        thing, row = next((thing, row) for thing, row in zip(NAMED, candidates, strict=True) if row)
        decided_things.append(Decided(thing, row.id, row.version, row.label, ward, move, []))
    _tell_other_wards(session, decided_things)
    return decided_things


def _tell_other_wards(session: Session, decided_things: Sequence[Decided]) -> None:
    first_wards: dict[tuple[MovedThing, int], int] = {}
    for thing in {decided_thing.thing for decided_thing in decided_things}:
        of_kind = [decided_thing.id for decided_thing in decided_things if decided_thing.thing is thing]
        first_wards |= {(thing, id_): ward_id for id_, (ward_id, _) in origins(session, thing, of_kind).items()}
    successors = wards.whole_successors(session, set(first_wards.values())) if first_wards else {}
    for decided_thing in decided_things:
        first_ward = first_wards[decided_thing.thing, decided_thing.id]
        decided_thing.successors = [
            ward for ward in successors.get(first_ward, []) if ward.id != decided_thing.move.to_ward_id
        ]


def told(session: Session, thing: MovedThing, thing_id: int) -> str:
    """A thing and the ward in which it stands, as a sentence's beginning needs them: "Ngã ba → Phường Hạc Thành"."""
    row: Any = session.get_one(TABLES[thing], thing_id)
    return f"{row.label} → {session.get_one(Ward, row.ward_id).name}"


def origins(session: Session, thing: MovedThing, ids: Collection[int]) -> dict[int, tuple[int, date]]:
    """Out of which old ward a person first took each of some things, and since when it holds: {id: (ward id, day)}."""
    statement = (
        select(NOTED[thing].label("thing"), Move.from_ward_id, Move.effective_on, Ward.valid_to)
        .join(Ward, Ward.id == Move.from_ward_id)
        .where(Move.change_id.is_(None), NOTED[thing].in_(ids))
    )
    first_wards, since = dict[int, int](), dict[int, date]()
    for row in session.execute(statement.order_by(Move.id)):
        if row.valid_to is not None:
            first_wards.setdefault(row.thing, row.from_ward_id)
        since[row.thing] = row.effective_on
    return {id_: (ward_id, since[id_]) for id_, ward_id in first_wards.items()}
