"""Words of long work, and what its progress says. Pure."""

from dataclasses import dataclass

from tracker.core.i18n import N_, LabeledEnum, Look

MOST_TRIES = 3


class JobKind(LabeledEnum):
    """What long work is about."""

    READ_LIST = "read_list", N_("Đọc thử danh sách camera")
    APPLY_LIST = "apply_list", N_("Nhập danh sách camera")
    UNDO_LIST = "undo_list", N_("Hoàn tác lần nhập")
    EXPORT_LIST = "export_list", N_("Xuất danh sách camera")
    EDIT_ALL = "edit_all", N_("Sửa hàng loạt")
    CHANGE_WARDS = "change_wards", N_("Sắp xếp đơn vị hành chính")


class JobState(LabeledEnum):
    """Where long work stands."""

    QUEUED = "queued", N_("Đang chờ"), Look.NEUTRAL, "clock"
    RUNNING = "running", N_("Đang chạy"), Look.NEUTRAL, "hourglass-split"
    DONE = "done", N_("Đã xong"), Look.SUCCESS, "check-circle"
    FAILED = "failed", N_("Không hoàn thành"), Look.DANGER, "exclamation-triangle"
    CANCELLED = "cancelled", N_("Đã hủy"), Look.NEUTRAL, "slash-circle"

    @property
    def going(self) -> bool:
        """Whether it has not ended yet."""
        return self in GOING


GOING = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True)
class Progress:
    """How far a running job is: `done` of `total`, since when and at what moment (seconds of the epoch).

    `doing` is what it is busy with, a translation key.
    """

    done: int = 0
    total: int = 0
    since: float = 0.0
    at: float = 0.0
    doing: str = ""

    @property
    def rate(self) -> int | None:
        """How many a second; None before it can be told."""
        return round(self.done / (self.at - self.since)) or None if self.done and self.at - self.since >= 1 else None

    @property
    def left(self) -> int | None:
        """How many seconds are left at that rate; None before it can be told."""
        rate = self.rate
        return round((self.total - self.done) / rate) if rate and self.total >= self.done else None
