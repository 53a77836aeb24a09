"""Where footage is kept and how long it lasts. Pure."""

from datetime import datetime, timedelta

from tracker.words import N_, Word


class Storage(Word):
    """Where footage is kept."""

    CARD = "card", N_("Thẻ nhớ")
    RECORDER = "recorder", N_("Đầu ghi")
    CLOUD = "cloud", N_("Đám mây")
    CENTRAL = "central", N_("Máy chủ trung tâm")


class ClockMethod(Word):
    """How a recorder's clock was compared with the true time."""

    PHONE = "phone", N_("So với đồng hồ điện thoại")
    NETWORK = "network", N_("So với giờ mạng (NTP)")
    FOOTAGE = "footage", N_("So với sự việc có giờ chắc chắn trong hình")


# Days of footage assumed where nobody declared or measured any: the short end of what such devices keep.
DEFAULT_RETENTION = {Storage.CARD: 7, Storage.RECORDER: 15, Storage.CLOUD: 7, Storage.CENTRAL: 30}


def retention_days(declared: int | None, recorder: int | None, storage: Storage) -> int:
    """Days until footage is overwritten: the camera's own figure, else its recorder's, else the device's usual."""
    return declared or recorder or DEFAULT_RETENTION[storage]


def overwrite_at(window_to: datetime, days: int) -> datetime:
    """The moment at which a recorder that keeps `days` days begins to write over the last of a window."""
    return window_to + timedelta(days=days)


def in_recorder_time(moment: datetime, offset_seconds: int | None) -> datetime:
    """The moment as the recorder's own clock shows it; `offset_seconds` is how far that clock is ahead."""
    return moment + timedelta(seconds=offset_seconds or 0)
