"""An uploaded list between its preview and its end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.exchange.imports.field_sets import ImportKind
from tracker.jobs.models import Job
from tracker.register.networks.models import Network
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward


class ListImport(IdMixin, OptimisticLock, Base):
    """One file on its way into the register or among a unit's cases. The content is dropped when the import ends.

    A list of cameras is a ward's, one of cases a unit's. The table has its name from when there were only cameras.
    """

    __tablename__ = "camera_imports"
    __table_args__ = (CheckConstraint("(ward_id IS NULL) <> (unit_id IS NULL)", name="whose"),)

    created_by_id: Mapped[int] = mapped_column(ForeignKey(User.id), index=True)
    kind: Mapped[ImportKind]
    ward_id: Mapped[int | None] = mapped_column(ForeignKey(Ward.id))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    network_id: Mapped[int | None] = mapped_column(ForeignKey(Network.id))
    file_name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    encoding: Mapped[str] = mapped_column(String(20), default="")
    job_id: Mapped[int | None] = mapped_column(ForeignKey(Job.id))
    counts: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text, default="", deferred=True)

    @property
    def label(self) -> str:
        """The file's name."""
        return self.file_name


class ImportEntry(Base):
    """What an import did to one camera. `made`: it made it; else `before` is JSON of what it wrote over.

    `version` is the camera's after the import: as long as it stays, nothing newer was written on top. `point_id` is a
    point that the import made for it; `mended` is JSON of what it wrote over in a point that was there.
    """

    __tablename__ = "import_entries"
    __table_args__ = (Index("ix_import_entries_camera", "camera_id"),)

    import_id: Mapped[int] = mapped_column(ForeignKey(ListImport.id), primary_key=True)
    camera_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    made: Mapped[bool]
    point_id: Mapped[int | None]
    before: Mapped[str] = mapped_column(Text)
    mended: Mapped[str] = mapped_column(Text)


class KnownColumn(IdMixin, Base):
    """What a header, in its plain words, means in a ward's or a unit's lists of a kind, as somebody there once said."""

    __tablename__ = "known_columns"
    __table_args__ = (
        CheckConstraint("(ward_id IS NULL) <> (unit_id IS NULL)", name="whose"),
        UniqueConstraint("ward_id", "kind", "header"),
        UniqueConstraint("unit_id", "kind", "header"),
    )

    kind: Mapped[ImportKind]
    ward_id: Mapped[int | None] = mapped_column(ForeignKey(Ward.id))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey(Unit.id))
    header: Mapped[str] = mapped_column(String(100))
    field: Mapped[str] = mapped_column(String(40))
