"""Words of faults, what a fault means for the footage, amounts of money as people write them. Pure."""

import re
from decimal import Decimal

from tracker.core.i18n import N_, LabeledEnum


class FaultKind(LabeledEnum):
    """What is wrong with a camera or a recorder."""

    NO_PICTURE = "no_picture", N_("Không có hình")
    CABLE = "cable", N_("Đứt dây, lỏng dắc")
    POWER = "power", N_("Mất điện")
    NETWORK = "network", N_("Mất mạng")
    DISK = "disk", N_("Hỏng ổ cứng, thẻ nhớ; không ghi hình")
    CLOCK = "clock", N_("Sai giờ")
    BLURRED = "blurred", N_("Hình mờ, nhòe ban đêm")
    TURNED = "turned", N_("Lệch hướng")
    CONTRACT = "contract", N_("Chưa thanh toán, hết hợp đồng")
    PASSWORD = "password", N_("Mất mật khẩu, người lắp không bàn giao")
    MISSING = "missing", N_("Không tìm thấy tại chỗ")
    OTHER = "other", N_("Khác")


class FaultState(LabeledEnum):
    """Which faults a list shows."""

    OPEN = "open", N_("Chưa sửa xong")
    CLOSED = "closed", N_("Đã sửa xong")


class FaultyThing(LabeledEnum):
    """What a fault is of."""

    CAMERA = "camera", N_("Camera")
    RECORDER = "recorder", N_("Đầu ghi")


# Faults under which footage is still recorded: the camera is not called broken for them.
STILL_RECORDS = frozenset(
    {FaultKind.CLOCK, FaultKind.BLURRED, FaultKind.TURNED, FaultKind.CONTRACT, FaultKind.PASSWORD}
)
STOPPING = frozenset(FaultKind) - STILL_RECORDS


def stops(kind: FaultKind) -> bool:
    """Whether a fault of this kind means that there is no footage from then on."""
    return kind in STOPPING


def read_dong(typed: str) -> int | None:
    """An amount in đồng as people write it («1.200.000 đ», «1,2 triệu», «350k»), or None."""
    match = re.fullmatch(
        r"([0-9][0-9., ]*?)\s*(triệu|tr|nghìn|ngàn|k)?\s*(?:đồng|đ|vnđ|vnd)?", typed.strip().casefold()
    )
    if match is None:
        return None
    number, unit = match.groups()
    if unit is None:
        return int(re.sub(r"[., ]", "", number)) if re.fullmatch(r"\d+|\d{1,3}([., ])\d{3}(\1\d{3})*", number) else None
    if not re.fullmatch(r"\d{1,6}([.,]\d{1,3})?", number):
        return None
    return int(Decimal(number.replace(",", ".")) * (1_000_000 if unit in ("triệu", "tr") else 1_000))
