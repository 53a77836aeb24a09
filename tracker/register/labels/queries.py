"""Reading what stands on labels, as far as the viewer may see."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from tracker.core.paging import Page, beyond, cut
from tracker.core.viewer import Reach, Viewer
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.models import Camera
from tracker.register.labels.rules import MOST
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.territory.wards.models import Ward

COLUMNS: tuple[Any, ...] = (
    Camera.id,
    Camera.code,
    Camera.sort_key,
    Ward.name.label("ward"),
    Network.name.label("network"),
    InstallationPoint.name.label("place"),
    Owner.kind,
)


@dataclass(frozen=True)
class LabelSelection:
    """Whose labels: those of a list's filter, or one camera's. `following` is where the last PDF ended."""

    listed: cameras.CameraCriteria
    camera_id: int | None = None
    following: tuple[str, int] | None = None


def count(session: Session, viewer: Viewer, selection: LabelSelection) -> int:
    """How many labels there are in all, printed before or not."""
    return session.scalar(select(func.count(Camera.id)).where(*_conditions(session, viewer.reach, selection))) or 0


def batch(session: Session, viewer: Viewer, selection: LabelSelection) -> Page[Row[Any]]:
    """The labels of one PDF by code, as rows of COLUMNS."""
    keys = (Camera.sort_key, Camera.id)
    after = [beyond(keys, selection.following)] if selection.following else []
    first = select(Camera.id).where(*_conditions(session, viewer.reach, selection), *after).order_by(*keys)
    printed = first.limit(MOST + 1).subquery()  # only what is printed is joined with the rest
    statement = (
        cameras.joined(select(*COLUMNS))
        .join(printed, printed.c.id == Camera.id)
        .outerjoin(Owner, Owner.id == Camera.owner_id)
    )
    rows = session.execute(statement.order_by(*keys)).all()
    return cut(rows, MOST, lambda row: (row.sort_key, row.id))


def _conditions(session: Session, reach: Reach, selection: LabelSelection) -> list[ColumnElement[bool]]:
    of_camera = [Camera.id == selection.camera_id] if selection.camera_id is not None else []
    listed = cameras.by_faster_way(session, replace(selection.listed, after=None))
    return [*cameras.conditions(reach, listed), *of_camera]
