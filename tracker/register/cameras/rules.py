"""Words about cameras, and what may be claimed of their health. Pure."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from tracker.core.i18n import N_, LabeledEnum, Look

# Not looked at for so long, a camera is "not checked" and never counted as working: networks report once a month, so
# whatever nobody saw since the last report is not known. (The definition of the figure in the product's own terms.)
STALE_AFTER = timedelta(days=30)


VOIDED = N_("Camera này đã hủy: không ghi gì thêm vào đó nữa.")


class Connection(LabeledEnum):
    """How the police come by a camera's footage. The two are never added up in one figure."""

    POLICE = "police", N_("Kết nối về Công an")
    MOBILISABLE = "mobilisable", N_("Huy động khi cần trích xuất")


class CameraForm(LabeledEnum):
    """The build of a camera."""

    FIXED = "fixed", N_("Cố định")
    DOME = "dome", N_("Bán cầu")
    PTZ = "ptz", N_("Quay quét")
    PANORAMIC = "panoramic", N_("Toàn cảnh 360°")
    UNKNOWN = "unknown", N_("Chưa rõ")

    @property
    def all_round(self) -> bool:
        """Whether it looks everywhere, and needs no bearing."""
        return self in ALL_ROUND


ALL_ROUND = (CameraForm.PTZ, CameraForm.PANORAMIC)


class Health(LabeledEnum):
    """Whether a camera works, as last seen by somebody."""

    WORKING = "working", N_("Hoạt động"), Look.SUCCESS, "check-circle"
    BROKEN = "broken", N_("Hỏng"), Look.DANGER, "camera-video-off"
    UNKNOWN = "unknown", N_("Chưa kiểm tra"), Look.NEUTRAL, "question-circle"

    @property
    def is_broken(self) -> bool:
        """Whether it was last seen not to work."""
        return self is Health.BROKEN


class Gap(LabeledEnum):
    """What is missing in what the register knows of a camera."""

    PLACE = "place", N_("Chưa có tọa độ")
    BEARING = "bearing", N_("Chưa có hướng nhìn")
    NETWORK = "network", N_("Chưa thuộc mô hình nào")
    RECORDER = "recorder", N_("Chưa gắn đầu ghi")
    CHECK = "check", N_("Chưa từng kiểm tra")
    SIGN = "sign", N_("Chưa có biển báo")


class Sort(LabeledEnum):
    """What a list of cameras may be sorted by."""

    CODE = "code", N_("Mã")
    NAME = "name", N_("Tên")
    WARD = "ward", N_("Phường, xã")
    CHECKED = "checked", N_("Lần kiểm tra")
    INSTALLED = "installed", N_("Ngày lắp")
    REGISTERED = "registered", N_("Thứ tự đăng ký")


class Order(LabeledEnum):
    """Which end of a list comes first."""

    ASC = "asc", N_("Tăng dần")
    DESC = "desc", N_("Giảm dần")


def health_on_page(health: Health, checked_at: datetime | None, now: datetime) -> Health:
    """What may be claimed about a camera now: nobody having looked for 30 days makes it unknown, never working."""
    if health is Health.WORKING and (checked_at is None or now - checked_at > STALE_AFTER):
        return Health.UNKNOWN
    return health


def read_key(sort: Sort, key_text: str) -> Any:
    """What a list was sorted by where its page ended, out of a cursor. ValueError when somebody made it up."""
    if sort is Sort.WARD:
        ward_id, _, key = key_text.partition(":")
        if not re.fullmatch(r"[0-9]{1,15}", ward_id):
            raise ValueError("no ward has such a number")
        return key, int(ward_id)
    if sort is Sort.CHECKED and key_text:
        moment = datetime.fromisoformat(key_text)
        if moment.tzinfo is None or not 1900 < moment.year < 2200:
            raise ValueError("no moment at which a camera was checked")
        return moment
    if sort is Sort.INSTALLED:
        return date.fromisoformat(key_text) if key_text else None
    return key_text if sort is not Sort.CHECKED else None
