"""Requests and their lines."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.accounts.models import User
from tracker.cases.events import StepEvent
from tracker.cases.extractions.rules import (
    LineStatus,
    Outcome,
    PreservationWay,
    RequestStatus,
    UnavailableReason,
    clock_runs,
)
from tracker.cases.handovers.models import Handover
from tracker.cases.incidents.models import Incident
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.core.text_search import Book
from tracker.core.voiding import Voidable
from tracker.register.cameras.models import Camera
from tracker.register.networks.models import Network
from tracker.register.recorders.rules import overwritten_at
from tracker.territory.code_lists.models import CodeEntry
from tracker.territory.units.models import Unit
from tracker.territory.wards.models import Ward

NOT_ENDED = text("ended_at IS NULL")
UNDECIDED = "status NOT IN ('approved', 'refused', 'answered', 'closed')"
_IN_BOOK = text("external_number <> ''")  # only what came out of a book has a number there
NUMBERED: dict[str, Any] = {"unique": True, "sqlite_where": _IN_BOOK, "postgresql_where": _IN_BOOK}


class ExtractionRequest(Voidable, IdMixin, OptimisticLock, Base):
    """A request for footage against one incident, asked by `requester_id` out of a unit.

    `responsible_id` works on it now: the requester, until the work is handed over. Neither of them approves it.
    `taken_over_at`: an import took it over out of a book, from its `external_number` there. People without an account
    stand in `requester_name`, `approver_name`; the requester is then whoever took it over, and nobody the approver.
    `follows_id` is the one that it goes on from: it asks again what was refused or withdrawn, or asks for more.
    """

    __tablename__ = "extraction_requests"
    __table_args__ = (
        CheckConstraint("approver_id IS NULL OR approver_id <> requester_id", name="approver_is_not_requester"),
        CheckConstraint("approver_id IS NULL OR approver_id <> responsible_id", name="approver_is_not_responsible"),
        CheckConstraint("status = 'draft' OR status = 'withdrawn' OR filed_at IS NOT NULL", name="filed"),
        CheckConstraint(f"{UNDECIDED} OR approver_id IS NOT NULL OR taken_over_at IS NOT NULL", name="decided"),
        Index("ix_extraction_requests_incident", "incident_id"),
        Index("ix_extraction_requests_filed", "filed_at", "id"),
        Index("ix_extraction_requests_requester", "requester_id", "id"),
        Index("ix_extraction_requests_status", "status", "id"),
        Index("ix_extraction_requests_responsible", "responsible_id", "id"),
        Index("ix_extraction_requests_unit", "unit_id", "id"),
        Index("ix_extraction_requests_import", "import_id"),
        Index("uq_extraction_requests_external_number", "unit_id", "external_number", **NUMBERED),
    )

    code: Mapped[str] = mapped_column(String(32), unique=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey(Incident.id))
    requester_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    status: Mapped[RequestStatus]
    legal_basis: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(Text)
    paper_number: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    approver_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None]
    ask_again_on: Mapped[date | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey(Unit.id))
    responsible_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    external_number: Mapped[str] = mapped_column(String(60), default="")
    requester_name: Mapped[str] = mapped_column(String(100), default="")
    approver_name: Mapped[str] = mapped_column(String(100), default="")
    taken_over_at: Mapped[datetime | None]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("camera_imports.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("extraction_requests.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("extraction_requests.id"))

    incident: Mapped[Incident] = relationship(lazy="raise")
    requester: Mapped[User] = relationship(lazy="raise", foreign_keys=requester_id)
    responsible: Mapped[User] = relationship(lazy="raise", foreign_keys=responsible_id)
    unit: Mapped[Unit] = relationship(lazy="raise")
    approver: Mapped[User | None] = relationship(lazy="raise", foreign_keys=approver_id)
    follows: Mapped["ExtractionRequest | None"] = relationship(
        lazy="raise", foreign_keys=follows_id, remote_side="ExtractionRequest.id"
    )
    merged_into: Mapped["ExtractionRequest | None"] = relationship(
        lazy="raise", foreign_keys=merged_into_id, remote_side="ExtractionRequest.id"
    )

    @property
    def label(self) -> str:
        """The request's code."""
        return self.code


REQUESTS = Book(
    ExtractionRequest.id,
    (
        ExtractionRequest.code,
        ExtractionRequest.paper_number,
    ),
)


class ExtractionLine(IdMixin, OptimisticLock, Base):
    """One camera and one window of a request: the counting unit «lượt trích xuất».

    Ward and network are those of the day it was asked, and stay so. `retention_days` are those known when it was
    asked and, once it is settled or its request ended, those known then; while it is open `days_kept` counts, which is
    known today. Its footage was secured by `preserved_by` in the way `preserved_how`, until the end of the day
    `preserved_until`, or without end.
    """

    __tablename__ = "extraction_lines"
    __table_args__ = (
        UniqueConstraint("request_id", "camera_id", "window_from"),
        CheckConstraint("window_to > window_from", name="window"),
        CheckConstraint("(status = 'unavailable') = (unavailable_reason IS NOT NULL)", name="reason"),
        CheckConstraint("outcome IS NULL OR status = 'handed_over'", name="outcome"),
        Index("ix_extraction_lines_camera", "camera_id", "window_from"),
        Index("ix_extraction_lines_ward_clock", "ward_id", "status", "window_from"),
        Index("ix_extraction_lines_clock", "status", "window_from"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey(ExtractionRequest.id))
    camera_id: Mapped[int] = mapped_column(ForeignKey(Camera.id))
    ward_id: Mapped[int] = mapped_column(ForeignKey(Ward.id))
    network_id: Mapped[int | None] = mapped_column(ForeignKey(Network.id))
    window_from: Mapped[datetime]
    window_to: Mapped[datetime]
    retention_days: Mapped[int]
    status: Mapped[LineStatus]
    preserved_at: Mapped[datetime | None]
    preserved_how: Mapped[PreservationWay | None]
    preserved_by: Mapped[str] = mapped_column(String(100), default="")
    preserved_until: Mapped[date | None]
    extracted_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    unavailable_at: Mapped[datetime | None]
    unavailable_reason: Mapped[UnavailableReason | None]
    note: Mapped[str] = mapped_column(Text)
    outcome: Mapped[Outcome | None]
    outcome_at: Mapped[datetime | None]
    # What spoke against asking for it ({"kind", "facts"} of each), and why it was asked all the same.
    cautions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    caution_reason: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[ExtractionRequest] = relationship(lazy="raise")
    camera: Mapped[Camera] = relationship(lazy="raise")
    ward: Mapped[Ward] = relationship(lazy="raise")
    handover: Mapped[Handover | None] = relationship(
        lazy="raise",
        viewonly=True,
        primaryjoin="and_(Handover.line_id == ExtractionLine.id, Handover.voided_at.is_(None))",
    )

    @property
    def label(self) -> str:
        """The line's number; its request and camera stand beside it."""
        return f"#{self.id}"

    @property
    def days_kept(self) -> int:
        """Days until its footage is overwritten. Request, camera and recorder must be loaded."""
        return self.camera.days_kept if clock_runs(self.status, self.request.status) else self.retention_days

    @property
    def overwrite_at(self) -> datetime:
        """When its recorder begins to write over the window, oldest first."""
        return overwritten_at(self.window_from, self.days_kept)

    @property
    def gone_at(self) -> datetime:
        """When nothing of the window is left."""
        return overwritten_at(self.window_to, self.days_kept)

    @property
    def responsible_id(self) -> int:
        """Who works on the request that the line belongs to. The request must be loaded."""
        return self.request.responsible_id


class SharedLine(IdMixin, Base):
    """That an incident uses a line which was asked for another one, until `ended_at`."""

    __tablename__ = "shared_lines"
    __table_args__ = (
        Index("ix_shared_lines_incident", "incident_id"),
        Index(
            "ux_shared_lines_standing",
            "line_id",
            "incident_id",
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        ),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey(ExtractionLine.id))
    incident_id: Mapped[int] = mapped_column(ForeignKey(Incident.id))
    joined_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    joined_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    ended_at: Mapped[datetime | None]

    line: Mapped[ExtractionLine] = relationship(lazy="raise")


class RequestEvent(StepEvent, Base):
    """A step of a request."""

    __tablename__ = "request_events"
    __table_args__ = (
        CheckConstraint("happened_at <= recorded_at", name="order"),
        Index("ix_request_events_request", "request_id", "id"),
    )
    subject = "request_id"

    request_id: Mapped[int] = mapped_column(ForeignKey(ExtractionRequest.id))
    reverted_by_id: Mapped[int | None] = mapped_column(ForeignKey("request_events.id"))
    reverts_id: Mapped[int | None] = mapped_column(ForeignKey("request_events.id"))


class LineEvent(StepEvent, Base):
    """A step of a line."""

    __tablename__ = "line_events"
    __table_args__ = (
        CheckConstraint("happened_at <= recorded_at", name="order"),
        Index("ix_line_events_line", "line_id", "id"),
        Index("ix_line_events_actor", "actor_id", "id"),
    )
    subject = "line_id"

    line_id: Mapped[int] = mapped_column(ForeignKey(ExtractionLine.id))
    reverted_by_id: Mapped[int | None] = mapped_column(ForeignKey("line_events.id"))
    reverts_id: Mapped[int | None] = mapped_column(ForeignKey("line_events.id"))


class LineOutcome(IdMixin, Base):
    """What was said of a line's footage, each time: the newest stands in the line. None: the one before was a slip.

    `happened_on` is the day on which it was found out.
    """

    __tablename__ = "line_outcomes"
    __table_args__ = (Index("ix_line_outcomes_line", "line_id", "id"),)

    line_id: Mapped[int] = mapped_column(ForeignKey(ExtractionLine.id))
    outcome: Mapped[Outcome | None]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    reason: Mapped[str] = mapped_column(Text)

    author: Mapped[User] = relationship(lazy="raise")


class RequestBasis(Base):
    """An article of law under which a request asks, as it stood on the request's day."""

    __tablename__ = "request_bases"

    request_id: Mapped[int] = mapped_column(ForeignKey(ExtractionRequest.id, ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(CodeEntry.id), primary_key=True, index=True)
