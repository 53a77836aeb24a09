"""Reading what stands on labels, as far as the viewer may see."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, tuple_
from sqlalchemy.orm import Session

from tracker.core.viewer import Viewer
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


def count(session: Session, viewer: Viewer, wanted: LabelSelection) -> int:
    """How many labels there are in all, printed before or not."""
    return session.scalar(select(func.count(Camera.id)).where(*_conditions(viewer, wanted))) or 0


def batch(session: Session, viewer: Viewer, wanted: LabelSelection) -> tuple[list[Row[Any]], bool]:
    """The labels of one PDF by code, as rows of COLUMNS, and whether more follow."""
    beyond = [tuple_(Camera.sort_key, Camera.id) > tuple_(*wanted.following)] if wanted.following else []
    first = select(Camera.id).where(*_conditions(viewer, wanted), *beyond).order_by(Camera.sort_key, Camera.id)
    chosen = first.limit(MOST + 1).subquery()  # only what is printed is joined with the rest
    statement = (
        cameras.joined(select(*COLUMNS))
        .join(chosen, chosen.c.id == Camera.id)
        .outerjoin(Owner, Owner.id == Camera.owner_id)
    )
    rows = list(session.execute(statement.order_by(Camera.sort_key, Camera.id)))
    return rows[:MOST], len(rows) > MOST


def _conditions(viewer: Viewer, wanted: LabelSelection) -> list[ColumnElement[bool]]:
    one = [Camera.id == wanted.camera_id] if wanted.camera_id is not None else []
    return [*cameras.conditions(viewer, replace(wanted.listed, after=None)), *one]
