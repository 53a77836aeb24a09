"""Camera eyes, and the intervals of their health."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Float,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    case,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.core.database import Base, IdMixin, OptimisticLock, SortKey
from tracker.core.text_search import Book
from tracker.core.voiding import Voidable
from tracker.register.cameras.optics import NightVision
from tracker.register.cameras.rules import CameraForm, Connection, Health
from tracker.register.networks.models import Network
from tracker.register.owners.models import Owner
from tracker.register.places.models import InstallationPoint
from tracker.register.recorders.models import Recorder
from tracker.register.recorders.rules import DEFAULT_RETENTION, Storage, retention_days
from tracker.territory.wards.models import Ward

MERGED = text("merged_into_id IS NOT NULL")


class Camera(Voidable, IdMixin, OptimisticLock, Base):
    """A camera eye: one lens or channel, the counting unit of the register.

    `code` is what the ward calls it, unique within the ward that registered it (`registered_ward_id`, which never
    changes), however it is written: that is `code_key`, as `codes.code_key` makes it. By
    `code_look` and `code_figures` those are found that may be meant by another code. `ward_id` is the ward it stands
    in now. What its columns mean to people is in `fields.FIELDS`.
    One that was entered twice names the other in `merged_into_id`; what was noted of it stays where it is.
    """

    __tablename__ = "cameras"
    __table_args__ = (
        UniqueConstraint("registered_ward_id", "code"),
        Index("uq_cameras_code_key", "registered_ward_id", "code_key", unique=True),
        CheckConstraint("bearing IS NULL OR (bearing >= 0 AND bearing < 360)", name="bearing"),
        CheckConstraint("view_angle IS NULL OR (view_angle > 0 AND view_angle <= 360)", name="view_angle"),
        # One for each order of the list, for one ward and for all.
        Index("ix_cameras_ward_sort", "ward_id", "sort_key", "id"),
        Index("ix_cameras_sort", "sort_key", "id"),
        Index("ix_cameras_ward_name", "ward_id", "name_key", "id"),
        Index("ix_cameras_name", "name_key", "id"),
        Index("ix_cameras_ward_checked", "ward_id", "checked_at", "id"),
        Index("ix_cameras_checked", "checked_at", "id"),
        Index("ix_cameras_ward_installed", "ward_id", "installed_on", "id"),
        Index("ix_cameras_installed", "installed_on", "id"),
        Index("ix_cameras_ward_registered", "ward_id", "id"),
        Index("ix_cameras_code_key", "code_key", "ward_id"),
        Index("ix_cameras_code_look", "ward_id", "code_look"),
        Index("ix_cameras_code_figures", "ward_id", "code_figures"),
        Index("ix_cameras_network_sort", "network_id", "sort_key", "id"),
        # All that a filter asks for: the totals of a ward are counted in the index, without the rows.
        Index(
            "ix_cameras_facts",
            "ward_id",
            "removed_on",
            "connection",
            "health",
            "checked_at",
            "form",
            "storage",
            "network_id",
            "recorder_id",
            "owner_id",
            "point_id",
            "bearing",
            "search_key",
            "voided_at",
        ),
        Index(
            "ix_cameras_network",
            *("network_id", "ward_id", "connection", "health", "checked_at", "removed_on", "voided_at"),
        ),
        Index("ix_cameras_owner", "owner_id"),
        Index("ix_cameras_point", *("point_id", "removed_on", "ward_id", "health", "checked_at", "voided_at")),
        Index("ix_cameras_recorder", "recorder_id"),
        Index("ix_cameras_merged", "merged_into_id", sqlite_where=MERGED, postgresql_where=MERGED),
    )

    code: Mapped[str] = mapped_column(String(60))
    code_key: Mapped[SortKey]
    code_look: Mapped[SortKey]
    code_figures: Mapped[SortKey]
    name: Mapped[str] = mapped_column(String(200))
    registered_ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    point_id: Mapped[int] = mapped_column(ForeignKey(InstallationPoint.id))
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey(Recorder.id))
    network_id: Mapped[int | None] = mapped_column(ForeignKey(Network.id))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey(Owner.id))
    connection: Mapped[Connection]
    form: Mapped[CameraForm]
    model: Mapped[str] = mapped_column(String(100))
    manager: Mapped[str] = mapped_column(String(200))
    bearing: Mapped[float | None] = mapped_column(Float)
    view_angle: Mapped[float | None] = mapped_column(Float)
    reach_m: Mapped[float | None] = mapped_column(Float)
    width_px: Mapped[int | None]
    height_m: Mapped[float | None] = mapped_column(Float)
    night: Mapped[NightVision] = mapped_column(default=NightVision.UNKNOWN)
    storage: Mapped[Storage]
    retention_days: Mapped[int | None]
    installed_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    health: Mapped[Health]
    checked_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(Text)
    search_key: Mapped[str]
    sort_key: Mapped[SortKey]
    name_key: Mapped[SortKey]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cameras.id"))

    ward: Mapped[Ward] = relationship(lazy="raise", foreign_keys=ward_id)
    point: Mapped[InstallationPoint] = relationship(lazy="raise")
    recorder: Mapped[Recorder | None] = relationship(lazy="raise")
    network: Mapped[Network | None] = relationship(lazy="raise")
    owner: Mapped[Owner | None] = relationship(lazy="raise")
    merged_into: Mapped["Camera | None"] = relationship(lazy="raise", remote_side="Camera.id")

    @property
    def label(self) -> str:
        """Code and name."""
        return f"{self.code} {self.name}"

    @hybrid_property
    def days_kept(self) -> int:
        """Days until footage is overwritten, as known today: of a row, whose recorder must be loaded, or as a column.

        Never stored: a corrected recorder is right for all its cameras at once, and no writer can forget it.
        """
        recorder = self.recorder
        days, storage = (recorder.retention_days, recorder.storage) if recorder else (None, self.storage)
        return retention_days(self.retention_days, days, storage)

    @days_kept.inplace.expression
    @classmethod
    def _days_kept_column(cls) -> ColumnElement[int]:
        recorder_days, recorder_storage = (
            select(column).where(Recorder.id == cls.recorder_id).correlate(cls).scalar_subquery()
            for column in (Recorder.retention_days, cast(Recorder.storage, String))
        )
        usual = {storage.value: days for storage, days in DEFAULT_RETENTION.items()}
        kept_in = func.coalesce(recorder_storage, cast(cls.storage, String))
        return func.coalesce(cls.retention_days, recorder_days, case(usual, value=kept_in))


CAMERAS = Book(Camera.id, (Camera.search_key,))


class HealthInterval(IdMixin, Base):
    """From when until when a camera was seen to work, or not. The open one is how it is now.

    `confirmed_at` is when somebody last saw it so, `recorded_at` when its beginning was recorded; both are missing in
    rows older than these columns, the second also where it goes on after a check that came between. `fault_id` is the
    fault that was the reason, or whose repair was.
    """

    __tablename__ = "health_intervals"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="dates"),
        Index("ix_health_intervals_camera", "camera_id", "since"),
        Index(
            "ix_health_intervals_fault",
            "fault_id",
            sqlite_where=text("fault_id IS NOT NULL"),
            postgresql_where=text("fault_id IS NOT NULL"),
        ),
    )

    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id, ondelete="CASCADE"))
    health: Mapped[Health]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    evidence: Mapped[str]
    seen_by: Mapped[str] = mapped_column(String(100))
    fault_id: Mapped[int | None] = mapped_column(ForeignKey("faults.id"), default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)


class Membership(IdMixin, Base):
    """A camera's time in a network. The one without an end is `Camera.network_id`.

    It belongs from the day `joined_on`, and no longer at the end of the day `left_on`.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="dates"),
        Index(
            "ix_memberships_open",
            "camera_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        Index("ix_memberships_camera", "camera_id", "joined_on"),
        Index("ix_memberships_network", "network_id", "joined_on"),
    )

    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id, ondelete="CASCADE"))
    network_id: Mapped[int] = mapped_column(ForeignKey(Network.id))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
    left_reason: Mapped[str] = mapped_column(String(200), default="")
