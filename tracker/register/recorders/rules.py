"""Where footage is kept and how long it lasts, what a disk can hold, how wrong a clock is. Pure."""

import re
from datetime import date, datetime, time, timedelta

from tracker.core.i18n import N_, LabeledEnum


class Storage(LabeledEnum):
    """Where footage is kept."""

    CARD = "card", N_("Thẻ nhớ")
    RECORDER = "recorder", N_("Đầu ghi")
    CLOUD = "cloud", N_("Đám mây")
    CENTRAL = "central", N_("Máy chủ trung tâm")


class ClockMethod(LabeledEnum):
    """How a recorder's clock was compared with the true time."""

    PHONE = "phone", N_("So với đồng hồ điện thoại")
    NETWORK = "network", N_("So với giờ mạng (NTP)")
    FOOTAGE = "footage", N_("So với sự việc có giờ chắc chắn trong hình")


# Days of footage assumed where nobody declared or measured any: the short end of what such devices keep, so that the
# clock is never too generous. Cards of 32 to 64 GB at 2 megapixels keep 4 to 15 days (a seller's table, Viettel Store),
# recorders 7 to 30 and cloud contracts 7, 14 or 30 (press, soha.vn 27/09/2025); central servers are bought for 30.
DEFAULT_RETENTION = {Storage.CARD: 7, Storage.RECORDER: 15, Storage.CLOUD: 7, Storage.CENTRAL: 30}


def retention_days(declared: int | None, recorder: int | None, storage: Storage) -> int:
    """Days until footage is overwritten: the camera's own figure, else its recorder's, else the device's usual."""
    return declared or recorder or DEFAULT_RETENTION[storage]


def overwritten_at(recorded_at: datetime, days: int) -> datetime:
    """When a recorder that keeps `days` days writes over what it recorded at a moment: it takes the oldest first."""
    return recorded_at + timedelta(days=days)


FAR_ABOVE = 1.25  # declared above what the disk can hold by a quarter: somebody is mistaken
MOST_DAYS = 3650
HALF_A_DAY = 43_200


def read_days(typed: str) -> tuple[int, int | None] | None:
    """Days of footage as people tell them: (the days to be counted on, the upper end of a range if one was told).

    «7-10 ngày» is (7, 10), «khoảng 15» (15, None), «2 tuần» (14, None). None where there is no lower end to count on
    («dưới 10 ngày»), or no number at all.
    """
    about = r"(?:khoảng|tầm|chừng|từ|hơn|trên|ít nhất|tối thiểu|~|≈|>=|≥|>)?"
    number, unit = r"(\d{1,4})", r"(ngày|ngay|hôm|d|days?|tuần|tuan)?"
    text = typed.strip().casefold()
    match = re.fullmatch(rf"{about}\s*{number}\s*{unit}(?:\s*(?:-|–|—|~|đến|tới|den)\s*{number})?\s*{unit}\.?", text)
    if match is None:
        return None
    low, high = int(match[1]), int(match[3]) if match[3] else None
    times = 7 if str(match[4] or match[2] or "").startswith("tu") else 1
    if high is not None and high < low:
        low, high = high, low
    return low * times, high * times if high is not None and high != low else None


def told_days(days: int | None, upto: int | None) -> str:
    """Days of footage as they are typed: 15, or 7-10."""
    return "" if days is None else f"{days}-{upto}" if upto is not None else str(days)


def computed_days(disk_gb: float | None, mbps: float | None, camera_count: int) -> float | None:
    """Days that `disk_gb` (10⁹ bytes) hold while `camera_count` cameras record `mbps` (10⁶ bit/s) each, day and night.

    1000 GB, 2 Mbps, 4 eyes: 11.6 days. None where something is not known.
    """
    if not disk_gb or not mbps or camera_count < 1:
        return None
    return disk_gb * 1e9 * 8 / (mbps * 1e6 * 86_400 * camera_count)


def overstated(declared: int | None, computed: float | None) -> bool:
    """Whether more days are declared than the disk can hold, by far."""
    return declared is not None and computed is not None and declared > computed * FAR_ABOVE


def read_clock(typed: str) -> tuple[time, date | None] | None:
    """«20:31:10», «20g31» or «20:31:10 03/09/2026» as (time, day if one was told), or None."""
    time_pattern = r"(\d{1,2})\s*[:hg.]\s*(\d{1,2})(?:\s*[:.p]\s*(\d{1,2}))?"
    match = re.fullmatch(rf"\s*{time_pattern}\s*(?:(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}}))?\s*", typed.casefold())
    if match is None:
        return None
    try:
        clock_time = time(int(match[1]), int(match[2]), int(match[3] or 0))
        return clock_time, date(int(match[6]), int(match[5]), int(match[4])) if match[6] else None
    except ValueError:
        return None


def offset_between(shown_time: tuple[time, date | None], true_time: tuple[time, date | None]) -> int:
    """Seconds by which a clock that shows `shown_time` at the true time `true_time` is ahead (+) or behind (-).

    Without both days the difference is taken the short way round midnight.
    """
    ahead = _seconds(shown_time[0]) - _seconds(true_time[0])
    if shown_time[1] is not None and true_time[1] is not None:
        return ahead + (shown_time[1] - true_time[1]).days * 86_400
    return (ahead + HALF_A_DAY) % 86_400 - HALF_A_DAY


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second
