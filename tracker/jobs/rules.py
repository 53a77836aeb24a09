"""Words of long work, and what its progress says. Pure."""

from dataclasses import dataclass
from datetime import datetime

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
    CLEAN_UP = "clean_up", N_("Dọn dữ liệu hết hạn")
    CHECK_LOG = "check_log", N_("Kiểm tra chuỗi nhật ký")
    SCAN_FILES = "scan_files", N_("Quét mã độc trong tệp gửi lên")
    FOLD_TALLIES = "fold_tallies", N_("Cộng dồn số liệu báo cáo")
    DRAW_STREETS = "draw_streets", N_("Vẽ lại đường phố trên bản đồ")
    DROP_FILES = "drop_files", N_("Xóa tệp không còn thuộc nội dung nào")


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
    """How far a running job is: `done` of `total` of what it is `doing` (a translation key) since when.

    `reported_at` is the worker's last sign of life.
    """

    done: int
    total: int
    since: datetime
    reported_at: datetime
    doing: str = ""

    @property
    def rate(self) -> int | None:
        """How many a second; None in the first second."""
        seconds = (self.reported_at - self.since).total_seconds()
        return round(self.done / seconds) or None if seconds >= 1 else None

    @property
    def left(self) -> int | None:
        """How many seconds are left at that rate; None before it can be told."""
        return round((self.total - self.done) / self.rate) if self.rate and self.total >= self.done else None
