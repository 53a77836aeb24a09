"""Words of owners and their consent, and how their names and numbers are masked. Pure."""

import re
from collections.abc import Mapping
from datetime import date, time

from tracker.core.i18n import N_, LabeledEnum, Look
from tracker.core.vietnamese import fold

LEAST_REASON = 10  # characters: enough that somebody who reads the log later understands it
MASK = "•••"
SHORT_NUMBER = 5  # digits that the ends of a longer number show: of a number as short as this they would show all
SEALED = ("name", "phone", "night_phone", "address")
MORNING, EVENING = time(6), time(22)  # between them the day number is dialled, else the one for the night

AHEAD = N_("Ngày này không thể ở tương lai.")
NEVER_GIVEN = N_("Cần ngày đồng ý trước khi ghi việc rút lại sự đồng ý.")
BEFORE_GIVEN = N_("Ngày rút lại sự đồng ý trước ngày đồng ý.")
UNDATED = N_("Có phạm vi đồng ý thì cần ngày đồng ý.")
ERASED = N_("Danh tính của chủ camera này đã xóa. Nếu có chủ mới, hãy ghi một chủ camera mới.")
TYPED_AND_CLEARED = N_("Vừa điền vừa chọn xóa. Hãy bỏ một trong hai.")
NOT_SURE = N_("Hãy đánh dấu rằng bạn hiểu việc này không hoàn lại được.")
NOT_ASKED = N_("Camera của Công an, UBND xã, phường không cần sự đồng ý: hãy để trống.")
TELLS_WHO = N_("Lý do nằm lại trong nhật ký: không ghi tên, số điện thoại, địa chỉ của chủ camera vào đây.")


class OwnerKind(LabeledEnum):
    """Whose camera it is."""

    WARD = "ward", N_("Công an, UBND phường/xã")
    HOUSEHOLD = "household", N_("Hộ gia đình")
    FIRM = "firm", N_("Doanh nghiệp, cửa hàng")
    ASSOCIATION = "association", N_("Tổ chức, khu dân cư")


# Whose identity is sealed: people at home. Offices, firms and associations stand by their names on doors and signs.
SEALED_KINDS = frozenset({OwnerKind.HOUSEHOLD})


class Consent(LabeledEnum):
    """Whether an owner lets footage be taken."""

    GIVEN = "given", N_("Đã đồng ý"), Look.SUCCESS, "check-circle"
    WITHDRAWN = "withdrawn", N_("Đã rút lại sự đồng ý"), Look.DANGER, "x-circle"
    MISSING = "missing", N_("Chưa có đồng ý"), Look.NEUTRAL, "question-circle"
    NOT_NEEDED = "not_needed", N_("Không cần"), Look.NEUTRAL, "slash-circle"


class ConsentScope(LabeledEnum):
    """What an owner agreed to."""

    ASK_EACH_TIME = "ask_each_time", N_("Trích xuất khi có vụ việc, hỏi từng lần")
    ON_REQUEST = "on_request", N_("Trích xuất khi có phiếu yêu cầu, không cần hỏi lại")
    CONNECTED = "connected", N_("Kết nối thường xuyên về Công an")


class Clearable(LabeledEnum):
    """What of an owner's contact can be emptied by itself. A name goes only with everything else."""

    PHONE = "phone", N_("Xóa số ban ngày")
    NIGHT_PHONE = "night_phone", N_("Xóa số ban đêm")
    ADDRESS = "address", N_("Xóa địa chỉ")


def consent(kind: OwnerKind, given_on: date | None, withdrawn_on: date | None) -> Consent:
    """How an owner's consent stands; nobody asks the ward's own police and committee for theirs."""
    if kind is OwnerKind.WARD:
        return Consent.NOT_NEEDED
    if withdrawn_on is not None:
        return Consent.WITHDRAWN
    return Consent.GIVEN if given_on is not None else Consent.MISSING


def consent_faults(
    given_on: date | None, withdrawn_on: date | None, today: date, scope: ConsentScope | None = None
) -> dict[str, str]:
    """What is wrong with the days of a consent, by field; empty when nothing is."""
    faults = {}
    if given_on is not None and given_on > today:
        faults["consent_on"] = AHEAD
    if given_on is None and scope is not None:
        faults["consent_on"] = UNDATED
    if withdrawn_on is None:
        return faults
    if given_on is None:
        faults["consent_on"] = NEVER_GIVEN
    if withdrawn_on > today:
        faults["consent_withdrawn_on"] = AHEAD
    elif given_on is not None and withdrawn_on < given_on:
        faults["consent_withdrawn_on"] = BEFORE_GIVEN
    return faults


def unneeded_consent(kind: OwnerKind, facts: Mapping[str, object]) -> dict[str, str]:
    """What is said of a consent although the owner's kind needs none, by field; empty when nothing is."""
    names = ("consent_scope", "consent_on", "consent_withdrawn_on") if kind is OwnerKind.WARD else ()
    return {name: NOT_ASKED for name in names if facts[name] is not None}


def is_day(now: time) -> bool:
    """Whether people are called on their day number at a time of day."""
    return MORNING <= now < EVENING


def to_dial(phone: str, night_phone: str, now: time) -> str:
    """The number to dial at a time of day: the night's from 22:00 to 06:00; the other one where there is only one."""
    return (phone or night_phone) if is_day(now) else (night_phone or phone)


def tells_who(text: str, name: str, phones: tuple[str, ...], address: str) -> bool:
    """Whether a text that will stand in the log says who an owner is: name, address or number, however written."""
    folded_text, digits = fold(text), re.sub(r"\D", "", text)
    words = [fold(part) for part in (name, address) if len(part) > 3]
    numbers = [re.sub(r"\D", "", phone)[-9:] for phone in phones if len(phone) > 5]
    return any(word in folded_text for word in words) or any(number in digits for number in numbers)


def masked_name(name: str) -> str:
    """A name by its initials: «Nguyễn Thị Hoa» → «N. T. H.»."""
    return " ".join(f"{word[0]}." for word in name.split())


def masked_phone(phone: str) -> str:
    """A phone number as dialled in Viet Nam, by its first two and last three digits; of a short one, nothing."""
    phone = phone.replace("+84", "0", 1)
    if len(phone) <= SHORT_NUMBER:
        return "•" * len(phone)
    return f"{phone[:2]}{'•' * (len(phone) - SHORT_NUMBER)}{phone[-3:]}"


def masked_address(address: str) -> str:
    """That there is an address, and nothing of it."""
    return MASK if address else ""
