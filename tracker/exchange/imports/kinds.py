"""Actions: the kinds of lists that can be imported. A new kind is one row here, with its fields and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from tracker.core import permissions
from tracker.core.permissions import Can
from tracker.core.viewer import Viewer
from tracker.exchange.case_imports import planner as cases
from tracker.exchange.case_imports import undo as case_undo
from tracker.exchange.case_imports import writer as case_writer
from tracker.exchange.case_imports.drafts import CasePlan
from tracker.exchange.case_imports.rules import INCIDENT_FIELDS, REQUEST_FIELDS
from tracker.exchange.imports import camera_undo, plan_writer, queries
from tracker.exchange.imports.field_sets import FieldSet, ImportKind, MappedColumn
from tracker.exchange.imports.models import ListImport
from tracker.exchange.imports.plan_types import ImportPlan, UndoObstacle
from tracker.exchange.imports.planner import ProgressCallback, build_plan
from tracker.exchange.imports.rules import CAMERA_FIELDS, ListSheet, Report, RowFault
from tracker.register.networks import queries as networks
from tracker.territory.wards import queries as wards
from tracker.territory.wards.models import Ward


class Plan(Protocol):
    """What an import would write, whatever its kind."""

    columns: tuple[MappedColumn, ...]
    faults: list[RowFault]

    def report(self) -> Report: ...
    def digest(self) -> str: ...


@dataclass(frozen=True)
class ListKind:
    """One kind of list: what its columns can mean, whoever `can` import it, and what is done with it.

    `action` is its name in the log, `about` the class of the rows it writes; `is_current` tells whether what a plan was
    drawn up on has not changed since.
    """

    fields: FieldSet
    can: Can
    action: str
    about: str
    plan: Callable[[Session, Viewer, ListImport, ListSheet, bool, ProgressCallback], Any]
    is_current: Callable[[Session, Any], bool]
    write: Callable[[Session, Viewer, Any, ListImport, ProgressCallback], None]
    size: Callable[[Session, int], int]
    obstacles: Callable[[Session, int], list[UndoObstacle]]
    undo: Callable[[Session, int, ProgressCallback], None]


@dataclass(frozen=True)
class _CamerasOfWard:
    """What a permission is asked about: a ward's cameras."""

    ward_id: int


def plan_cameras(
    session: Session, actor: Viewer | None, sheet: ListSheet, ward: Ward | None, network_id: int | None, **options: Any
) -> ImportPlan:
    """The plan of a list of cameras, with all that the actor must be permitted for it."""
    plan = build_plan(session, actor, sheet, ward, network_id, **options)
    if actor is not None:
        networks.id_within(session, actor, network_id)
        for ward_id in plan.wards:
            permissions.require(actor, Can.REGISTER_CAMERAS, _CamerasOfWard(ward_id))
    return plan


def _plan_cameras(
    session: Session, actor: Viewer, import_: ListImport, sheet: ListSheet, near: bool, tick: ProgressCallback
) -> ImportPlan:
    ward = wards.get(session, import_.ward_id or 0)
    return plan_cameras(session, actor, sheet, ward, import_.network_id, by_near=near, tick=tick)


def _cameras_stand(session: Session, plan: ImportPlan) -> bool:
    return plan.state == queries.state_of(session, plan.scope)


def _write_cameras(
    session: Session, actor: Viewer, plan: ImportPlan, import_: ListImport, tick: ProgressCallback
) -> None:
    plan_writer.write(session, plan, import_.id, tick)


def _plan_cases(
    session: Session, actor: Viewer, import_: ListImport, sheet: ListSheet, near: bool, tick: ProgressCallback
) -> CasePlan:
    return cases.build_plan(session, actor, import_.unit_id or 0, sheet, tick)


def _drawn_up_anew(session: Session, plan: CasePlan) -> bool:
    """A book is matched with cases, cameras, people, wards and units: it is drawn up again before it is written."""
    return False


def _write_cases(session: Session, actor: Viewer, plan: CasePlan, import_: ListImport, tick: ProgressCallback) -> None:
    case_writer.write(session, actor, plan, import_.id, tick)


def _cases(fields: FieldSet) -> ListKind:
    return ListKind(
        fields,
        Can.IMPORT_CASES,
        "case:import",
        "Incident",
        _plan_cases,
        _drawn_up_anew,
        _write_cases,
        case_undo.size,
        case_undo.obstacles,
        case_undo.remove,
    )


KINDS: Mapping[ImportKind, ListKind] = {
    ImportKind.CAMERAS: ListKind(
        CAMERA_FIELDS,
        Can.REGISTER_CAMERAS,
        "camera:import",
        "Camera",
        _plan_cameras,
        _cameras_stand,
        _write_cameras,
        camera_undo.size,
        camera_undo.obstacles,
        camera_undo.put_back,
    ),
    ImportKind.INCIDENTS: _cases(INCIDENT_FIELDS),
    ImportKind.REQUESTS: _cases(REQUEST_FIELDS),
}


def kind_of(import_: ListImport) -> ListKind:
    """The kind of an import's list."""
    return KINDS[import_.kind]


def kinds_for(actor: Viewer) -> list[ImportKind]:
    """What somebody may import."""
    return [kind for kind, row in KINDS.items() if permissions.permits(actor, row.can)]
