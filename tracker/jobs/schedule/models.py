"""Scheduled work: one row for each entry of the timetable, which says when it is due and how it went."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.database import Base


class ScheduledTask(Base):
    """When one kind of work is due next. `name` is a `JobKind`, as text: an older version's may be unknown by now.

    While `running_job_id` is set, the work is under way; the job says how it went, and may be dropped later.
    """

    __tablename__ = "scheduled_tasks"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    next_run_at: Mapped[datetime]
    running_job_id: Mapped[int | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    failures: Mapped[int]
    error: Mapped[str] = mapped_column(Text)
