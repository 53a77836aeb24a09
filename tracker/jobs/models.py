"""Long work: one row each, which says what, for whom, and how it ended."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.models import User
from tracker.core.database import Base, IdMixin, OptimisticLock
from tracker.jobs.rules import JobKind, JobState


class Job(IdMixin, OptimisticLock, Base):
    """One piece of long work. `arguments` and `result` are JSON; how far it is stands in JobProgress.

    What nobody started, `created_by_id` None, the system does.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_created_by", "created_by_id", "id"),
        Index("ix_jobs_state", "state", "id"),
    )

    kind: Mapped[JobKind]
    title: Mapped[str] = mapped_column(String(200))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    arguments: Mapped[str] = mapped_column(Text)
    state: Mapped[JobState]
    tries: Mapped[int]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)

    @property
    def label(self) -> str:
        """What it works on."""
        return self.title


class JobProgress(Base):
    """How far a running job is, and whether somebody asked it to stop; gone when the job has ended.

    Columns as in `rules.Progress`. On SQLite it is used in a file of its own (`progress_store`), where no jobs stand:
    therefore no foreign key. There the table of the main database stays empty.
    """

    __tablename__ = "job_progress"

    job_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    doing: Mapped[str] = mapped_column(String(200), default="")
    cancel_requested: Mapped[bool] = mapped_column(default=False)


class JobFile(Base):
    """The file that a job made, to be fetched within a day; in the database, so that any machine can give it out."""

    __tablename__ = "job_files"
    __table_args__ = (Index("ix_job_files_made", "created_at"),)

    job_id: Mapped[int] = mapped_column(ForeignKey(Job.id), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
