"""Words of ward changes and of what they do to cameras. Pure."""

from tracker.words import N_, Word


class ChangeState(Word):
    """Where a change of wards stands."""

    DRAFT = "draft", N_("Xem trước")
    APPLIED = "applied", N_("Đã áp dụng")
    UNDONE = "undone", N_("Đã hoàn tác")
