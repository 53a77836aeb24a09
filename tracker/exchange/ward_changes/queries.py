"""Reading changes of wards: what they would move; and where a camera stood when.

A change is the administrator's, who reads no register content: only numbers come out of here.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.accounts.models import Post, User
from tracker.core import errors
from tracker.core.paging import Page, page
from tracker.exchange.ward_changes import ward_accounts
from tracker.exchange.ward_changes.models import NOTED, TABLES, Move, WardChange
from tracker.exchange.ward_changes.moves import fits_into_ward
from tracker.exchange.ward_changes.rules import MoveCounts, MovedThing, MoveStep, MoveWay, Node, SuccessionMap
from tracker.register.cameras.models import Camera
from tracker.territory.units.models import Unit
from tracker.territory.wards import queries as wards
from tracker.territory.wards.change_plan import WardChangePlan
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent


class UnitName(NamedTuple):
    """A ward by its code and name."""

    code: str
    name: str


class Account(NamedTuple):
    """An account of a ward that ends, and what becomes of it. `ward_id` is where its post goes, if it does."""

    id: int
    login: str
    name: str
    ward: str
    way: MoveWay
    ward_id: int | None
    post_id: int


@dataclass
class Flow:
    """What goes into one ward by itself, or waits in one that was split: from or into which wards, how many things.

    `earlier`: it waits already, since another change.
    """

    unit: UnitName
    others: list[str] = field(default_factory=list)
    counts: MoveCounts = field(default_factory=MoveCounts)
    accounts: int = 0
    earlier: bool = False


@dataclass
class Preview:
    """What a change would do. `moving` by target, `waiting` by the old ward that was split."""

    begins: list[UnitName] = field(default_factory=list)
    ends: list[UnitName] = field(default_factory=list)
    moving: list[Flow] = field(default_factory=list)
    waiting: list[Flow] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    @property
    def going(self) -> int:
        """How many cameras move by themselves."""
        return sum(flow.counts.of(MovedThing.CAMERA) for flow in self.moving)

    @property
    def staying(self) -> int:
        """How many cameras begin to wait for a person."""
        return sum(flow.counts.of(MovedThing.CAMERA) for flow in self.waiting if not flow.earlier)

    @property
    def locked(self) -> int:
        """How many accounts end."""
        return sum(account.way is MoveWay.ENDS for account in self.accounts)


def get(session: Session, change_id: int) -> WardChange:
    """One change. NotFound when there is none."""
    change = session.get(WardChange, change_id)
    if change is None:
        raise errors.NotFound(change=change_id)
    return change


def listing(session: Session, after: tuple[int] | None = None) -> Page[Row[Any]]:
    """One page of changes, newest first."""
    columns: tuple[Any, ...] = (WardChange.id, WardChange.effective_on, WardChange.basis, WardChange.file_name)
    state_columns: tuple[Any, ...] = (WardChange.state, WardChange.created_at, WardChange.applied_at)
    return page(session, select(*columns, *state_columns), (WardChange.id,), after, descending=True)


def proposals(session: Session) -> list[tuple[date, str, int]]:
    """(day, basis, wards) of the changes that the register of wards knows and that things have not followed yet."""
    still_there = (
        exists().where(table.ward_id == Succession.old_id, *fits_into_ward(thing, Succession.new_id))
        for thing, table in TABLES.items()
    )
    statement = (
        select(Succession.effective_on, func.max(Succession.basis), func.count(Succession.old_id.distinct()))
        .join(Ward, Ward.id == Succession.old_id)
        .where(Succession.extent == Extent.WHOLE, Ward.valid_to.is_not(None), or_(*still_there))
        .group_by(Succession.effective_on)
        .order_by(Succession.effective_on)
    )
    return [(day, basis, number) for day, basis, number in session.execute(statement)]


def days(session: Session, until: date) -> list[date]:
    """The days up to `until` on which wards as a whole became others, oldest first."""
    statement = select(Succession.effective_on).where(Succession.effective_on <= until).distinct()
    return list(session.scalars(statement.order_by(Succession.effective_on)))


def preview(session: Session, on: date, plan: WardChangePlan | None) -> Preview:
    """What a change of a day would do; `plan` if it comes from a file."""
    ended_ids = frozenset(plan.ended) if plan else frozenset[int]()
    counts = standing(session, on, ended_ids)
    steps = _steps(session, [*counts, *ended_ids], plan)
    names = _units(session, steps, plan)
    figures = Preview(accounts=accounts(session, on, plan))
    moving, waiting = _flows(counts, SuccessionMap(steps, on), names)
    for node, flow in waiting.items():
        flow.earlier = (SuccessionMap(steps, on).split_on(node) or on) < on
    figures.moving, figures.waiting = _sorted(moving.values()), _sorted(waiting.values())
    if plan:
        figures.begins = [UnitName(unit.code, unit.name) for unit in plan.new.values()]
        figures.ends = [UnitName(ward.code, ward.name) for ward in plan.ended.values()]
    for ward_id, number in ward_accounts.how_many(session, [node for node in moving if isinstance(node, int)]).items():
        moving[ward_id].accounts = number
    return figures


def _sorted(flows: Iterable[Flow]) -> list[Flow]:
    return sorted(flows, key=lambda flow: (-flow.counts.all, flow.unit))


def _flows(
    counts: Mapping[int, MoveCounts], routes: SuccessionMap, names: Mapping[Node, UnitName]
) -> tuple[dict[Node, Flow], dict[Node, Flow]]:
    """(by target, by split ward): what moves, and what stays undecided."""
    moving, waiting = dict[Node, Flow](), dict[Node, Flow]()
    for ward_id, ward_counts in counts.items():
        hops = routes.whole(ward_id)
        end = hops[-1].new if hops else ward_id
        if hops:
            _add_counts(moving.setdefault(end, Flow(names[end])), ward_counts, [names[ward_id].name])
        if parts := routes.parts(end):
            _add_counts(waiting.setdefault(end, Flow(names[end])), ward_counts, [names[part].name for part in parts])
    return moving, waiting


def _add_counts(flow: Flow, counts: MoveCounts, other_names: Iterable[str]) -> None:
    for thing, number in counts.by_thing.items():
        flow.counts.add(thing, number)
    flow.others += [name for name in other_names if name not in flow.others]


def standing(session: Session, until: date, further_ids: Collection[int] = ()) -> dict[int, MoveCounts]:
    """How many things stand in wards that ended before a day, or are among `further_ids`: by ward id."""
    counts: dict[int, MoveCounts] = {}
    for thing, table in TABLES.items():
        has_ended = or_(Ward.valid_to < until, Ward.id.in_(further_ids))
        statement = select(table.ward_id, func.count()).join(Ward, Ward.id == table.ward_id).where(has_ended)
        for ward_id, number in session.execute(statement.group_by(table.ward_id)):
            counts.setdefault(ward_id, MoveCounts()).add(thing, number)
    return counts


def _steps(session: Session, ward_ids: Collection[int], plan: WardChangePlan | None) -> list[MoveStep]:
    known_steps = [
        MoveStep(step.old_id, step.new_id, step.extent, step.effective_on)
        for step in wards.steps_from(session, ward_ids)
    ]
    return known_steps + ([MoveStep(step.old, step.new, step.extent, plan.on) for step in plan.steps] if plan else [])


def _units(session: Session, steps: Iterable[MoveStep], plan: WardChangePlan | None) -> dict[Node, UnitName]:
    ids = {node for step in steps for node in (step.old, step.new) if isinstance(node, int)}
    rows = session.execute(select(Ward.id, Ward.code, Ward.name).where(Ward.id.in_(ids)))
    names: dict[Node, UnitName] = {id_: UnitName(code, name) for id_, code, name in rows}
    return names | {unit.code: UnitName(unit.code, unit.name) for unit in (plan.new.values() if plan else ())}


def accounts(session: Session, on: date, plan: WardChangePlan | None = None) -> list[Account]:
    """The living accounts of ward admins whose ward ends by a change or ended before it, and what becomes of each."""
    ended_ids = frozenset(plan.ended) if plan else frozenset[int]()
    statement = ward_accounts.answering(User.id, User.login, User.name, Post.id.label("post_id"), Ward)
    ended = or_(Ward.valid_to < on, Ward.id.in_(ended_ids))
    rows = list(session.execute(statement.join(Ward, Ward.id == Unit.ward_id).where(ended)))
    steps = _steps(session, {row.Ward.id for row in rows}, plan)
    routes, alone = SuccessionMap(steps, on), _renamed_only(session, steps, plan)
    accounts_met = []
    for row in sorted(rows, key=lambda row: row.login):
        hops = routes.whole(row.Ward.id)
        becomes_one = bool(hops) and all(step.new in alone for step in hops)
        end = hops[-1].new if becomes_one and isinstance(hops[-1].new, int) else None
        accounts_met.append(
            Account(
                row.id,
                row.login,
                row.name,
                row.Ward.name,
                MoveWay.MOVES if becomes_one else MoveWay.ENDS,
                end,
                row.post_id,
            )
        )
    return accounts_met


def _renamed_only(session: Session, steps: Iterable[MoveStep], plan: WardChangePlan | None) -> set[Node]:
    """The wards that began as one other ward and nothing else: its territory under a new name, kind or code."""
    ids = {step.new for step in steps if isinstance(step.new, int)}
    began_there = and_(Ward.id == Succession.new_id, Ward.valid_from == Succession.effective_on)
    single = (
        select(Succession.new_id).join(Ward, began_there).where(Succession.new_id.in_(ids)).group_by(Succession.new_id)
    )
    alone: set[Node] = set(session.scalars(single.having(func.count() == 1)))
    new_nodes = [step.new for step in plan.steps] if plan else []
    return {node for node in alone if node not in new_nodes} | {
        node for node in new_nodes if _is_single(node, new_nodes)
    }


def _is_single(node: Node, new_nodes: list[int | str]) -> bool:
    return isinstance(node, str) and new_nodes.count(node) == 1


def carried(session: Session, change: WardChange) -> list[Flow]:
    """What an applied change brought into which wards; a ward that was only passed through is left out."""
    numbers = (func.count(moved_column) for moved_column in NOTED.values())
    arrived = (Move.change_id == change.id, or_(Ward.valid_to.is_(None), Ward.valid_to >= change.effective_on))
    statement = select(Ward.id, Ward.code, Ward.name, *numbers).join(Ward, Ward.id == Move.to_ward_id).where(*arrived)
    flows = {}
    for ward_id, code, name, *kind_counts in session.execute(statement.group_by(Ward.id, Ward.code, Ward.name)):
        flows[ward_id] = Flow(UnitName(code, name), counts=MoveCounts(dict(zip(NOTED, kind_counts, strict=True))))
    for ward_id, number in ward_accounts.how_many(session, list(flows)).items():
        flows[ward_id].accounts = number
    return _sorted(flows.values())


def of_camera(session: Session, camera_id: int) -> list[Row[Any]]:
    """The wards a camera went through, newest first: effective_on, came_from, went_to, decided_at, decided_by, reason,
    and change_id, which is None where a person decided."""
    old, new = aliased(Ward), aliased(Ward)
    columns: tuple[Any, ...] = (
        Move.effective_on,
        old.name.label("came_from"),
        new.name.label("went_to"),
        Move.decided_at,
    )
    decision_columns: tuple[Any, ...] = (Move.decided_by, Move.reason, Move.change_id)
    statement = (
        select(Move.id, *columns, *decision_columns)
        .join(old, old.id == Move.from_ward_id)
        .join(new, new.id == Move.to_ward_id)
        .where(Move.camera_id == camera_id)
    )
    return list(session.execute(statement.order_by(Move.effective_on.desc(), Move.id.desc())))


def ward_on(session: Session, camera_ids: Collection[int], day: date) -> dict[int, int]:
    """In which ward each camera stood on a day, as models.Move tells it: {camera id: ward id}. One statement."""
    of_same_camera = Move.camera_id == Camera.id
    last = (
        select(Move.to_ward_id)
        .where(of_same_camera, Move.effective_on <= day)
        .order_by(Move.effective_on.desc(), Move.id.desc())
        .limit(1)
    )
    first = (
        select(Move.from_ward_id)
        .where(of_same_camera, Move.effective_on > day)
        .order_by(Move.effective_on, Move.id)
        .limit(1)
    )
    ward_then = func.coalesce(last.scalar_subquery(), first.scalar_subquery(), Camera.ward_id)
    rows = session.execute(select(Camera.id, ward_then).where(Camera.id.in_(camera_ids)))
    return {camera_id: int(ward_id) for camera_id, ward_id in rows}
