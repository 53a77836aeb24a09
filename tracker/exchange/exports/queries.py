"""Reading the register for an export: one statement, rows as they come, as far as the viewer may see."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from tracker.core import clock
from tracker.core.permissions import Can, permits
from tracker.core.viewer import Viewer
from tracker.exchange.exports import rules
from tracker.exchange.exports.rules import Cell
from tracker.register.cameras import queries as cameras
from tracker.register.cameras.field_types import Kind
from tracker.register.cameras.fields import with_part
from tracker.register.cameras.models import Camera
from tracker.register.cameras.queries import CameraCriteria
from tracker.register.cameras.rules import health_on_page
from tracker.register.networks import queries as networks
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.owners.rules import OwnerKind
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders import queries as recorders
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward

CHUNK = 2_000
Registered = aliased(Ward)
_EXPORTED = [field for field, _ in with_part(lambda field: field.exported) if field.stored]
# What an export says of the camera itself; what it refers to is joined.
PLAIN = (
    *(field.name for field in _EXPORTED if field.kind is not Kind.REFERENCE),
    *("removed_on", "health", "checked_at"),
)


def count(session: Session, viewer: Viewer, criteria: CameraCriteria) -> int:
    """How many cameras a filter matches."""
    statement = (
        select(func.count())
        .select_from(Camera)
        .where(*cameras.conditions(viewer.reach, cameras.by_faster_way(session, criteria)))
    )
    return session.scalar(statement) or 0


def rows(session: Session, viewer: Viewer, criteria: CameraCriteria) -> Iterator[list[Cell]]:
    """The cameras of a filter by code, as cells under `rules.headers` of what the viewer may see, read as they come."""
    columns: tuple[Any, ...] = (
        *(getattr(Camera, name) for name in PLAIN),
        # The code belongs to whoever registered it: with that ward's number it names one camera for ever.
        Registered.code.label("ward_code"),
        Ward.name.label("ward"),
        InstallationPoint.name.label("place"),
        InstallationPoint.address,
        InstallationPoint.latitude,
        InstallationPoint.longitude,
        # Another ward's network or recorder could not be named by this viewer's import; blank means: as it is.
        case((networks.scope(viewer.reach), Network.code), else_=None).label("network_code"),
        case((recorders.scope(viewer.reach), Recorder.code), else_=None).label("recorder_code"),
        Owner.kind.label("owner_kind"),
    )
    statement = (
        cameras.joined(select(*columns))
        .join(Registered, Registered.id == Camera.registered_ward_id)
        .outerjoin(Recorder, Recorder.id == Camera.recorder_id)
        .outerjoin(Owner, Owner.id == Camera.owner_id)
        .where(*cameras.conditions(viewer.reach, cameras.by_faster_way(session, criteria)))
        .order_by(Camera.sort_key, Camera.id)
    )
    exact_places, now, fields = permits(viewer, Can.EXPORT_EXACT_PLACES), clock.now(), rules.fields_seen_by(viewer)
    for row in session.execute(statement.execution_options(yield_per=CHUNK)):
        checked_at = row.checked_at
        facts = {
            **row._mapping,
            "shown": health_on_page(row.health, checked_at, now),
            "checked_on": clock.local(checked_at).date() if checked_at else None,
        }
        sealed = row.owner_kind is OwnerKind.HOUSEHOLD and not exact_places
        yield list(rules.cells(rules.blurred(facts) if sealed else facts, fields))
