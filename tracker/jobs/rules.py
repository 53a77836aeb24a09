"""Words of long work. Pure."""

from tracker.words import N_, Word


class JobKind(Word):
    """What long work is about."""

    READ_LIST = "read_list", N_("Đọc thử danh sách camera")
    APPLY_LIST = "apply_list", N_("Nhập danh sách camera")
    UNDO_LIST = "undo_list", N_("Hoàn tác lần nhập")
    EXPORT_LIST = "export_list", N_("Xuất danh sách camera")
    EDIT_ALL = "edit_all", N_("Sửa hàng loạt")


class JobState(Word):
    """Where long work stands."""

    QUEUED = "queued", N_("Đang chờ")
    RUNNING = "running", N_("Đang chạy")
    DONE = "done", N_("Đã xong")
    FAILED = "failed", N_("Không hoàn thành")
    CANCELLED = "cancelled", N_("Đã hủy")
