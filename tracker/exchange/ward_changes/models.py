"""Changes of wards, and the moves of what stands in them."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.exchange.ward_changes.rules import ChangeState, MovedThing
from tracker.register.cameras.models import Camera
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.territory.wards.models import Ward


class WardChange(IdMixin, OptimisticLock, Base):
    """Wards that end, begin and succeed one another on a day. `journal` is JSON: what has to be taken back to undo it.

    `content` is the file of units and successions; empty where the register of wards already knew them.
    `created_by_id` is who prepared it; empty at the command line.
    """

    __tablename__ = "ward_changes"

    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    effective_on: Mapped[date]
    basis: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    state: Mapped[ChangeState]
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    counts: Mapped[str] = mapped_column(Text)
    journal: Mapped[str] = mapped_column(Text, deferred=True)

    @property
    def label(self) -> str:
        """Its legal basis and its day."""
        return f"{self.basis} ({self.effective_on:%d/%m/%Y})"


def _of(thing: str, *columns: str) -> Index:
    """An index of the moves of one kind of thing: three of four rows have no place in it."""
    condition = text(f"{thing}_id IS NOT NULL")
    return Index(f"ix_moves_{thing}", f"{thing}_id", *columns, sqlite_where=condition, postgresql_where=condition)


class Move(IdMixin, Base):
    """From which ward to which something went on a day: by a change of wards, or (without one) by a person's decision.

    Where it stood on a day: `to_ward_id` of the last move until then, else `from_ward_id` of the first one after, else
    its ward today.
    """

    __tablename__ = "moves"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN camera_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN point_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN recorder_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN owner_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="of_one_thing",
        ),
        _of("camera", "effective_on"),
        _of("point"),
        _of("recorder"),
        _of("owner"),
        Index("ix_moves_change", "change_id"),
    )

    change_id: Mapped[int | None] = mapped_column(ForeignKey(WardChange.id))
    camera_id: Mapped[int | None] = mapped_column(ForeignKey(Camera.id, ondelete="CASCADE"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey(InstallationPoint.id, ondelete="CASCADE"))
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey(Recorder.id, ondelete="CASCADE"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(Owner.id, ondelete="CASCADE"))
    from_ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    to_ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    effective_on: Mapped[date]
    decided_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(300))


Table = type[Camera] | type[InstallationPoint] | type[Recorder] | type[Owner]
TABLES: Mapping[MovedThing, Table] = {
    MovedThing.CAMERA: Camera,
    MovedThing.POINT: InstallationPoint,
    MovedThing.RECORDER: Recorder,
    MovedThing.OWNER: Owner,
}
NOTED: Mapping[MovedThing, InstrumentedAttribute[int | None]] = {
    MovedThing.CAMERA: Move.camera_id,
    MovedThing.POINT: Move.point_id,
    MovedThing.RECORDER: Move.recorder_id,
    MovedThing.OWNER: Move.owner_id,
}
