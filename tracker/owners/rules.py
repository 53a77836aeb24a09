"""Words of owners and their consent, and how their names and numbers are masked. Pure."""

from datetime import date

from tracker.words import N_, Word

LEAST_REASON = 10  # characters: enough that somebody who reads the log later understands it
MASK = "•••"
SEALED = ("name", "phone", "address")

AHEAD = N_("Ngày này không thể ở tương lai.")
NEVER_GIVEN = N_("Cần ngày đồng ý trước khi ghi việc rút đồng ý.")
BEFORE_GIVEN = N_("Ngày rút đồng ý trước ngày đồng ý.")


class OwnerKind(Word):
    """Whose camera it is."""

    WARD = "ward", N_("Công an, UBND phường/xã")
    HOUSEHOLD = "household", N_("Hộ gia đình")
    FIRM = "firm", N_("Doanh nghiệp, cửa hàng")
    ASSOCIATION = "association", N_("Tổ chức, khu dân cư")


class Consent(Word):
    """Whether an owner lets footage be taken."""

    GIVEN = "given", N_("Đã đồng ý")
    WITHDRAWN = "withdrawn", N_("Đã rút đồng ý")
    MISSING = "missing", N_("Chưa có đồng ý")


class ConsentScope(Word):
    """What an owner agreed to."""

    ASK_EACH_TIME = "ask_each_time", N_("Trích xuất khi có vụ việc, hỏi từng lần")
    ON_REQUEST = "on_request", N_("Trích xuất khi có phiếu yêu cầu, không cần hỏi lại")
    CONNECTED = "connected", N_("Kết nối thường xuyên về Công an")


def consent(given_on: date | None, withdrawn_on: date | None) -> Consent:
    """How an owner's consent stands."""
    if withdrawn_on is not None:
        return Consent.WITHDRAWN
    return Consent.GIVEN if given_on is not None else Consent.MISSING


def consent_faults(given_on: date | None, withdrawn_on: date | None, today: date) -> dict[str, str]:
    """What is wrong with the days of a consent, by field; empty when nothing is."""
    faults = {}
    if given_on is not None and given_on > today:
        faults["consent_on"] = AHEAD
    if withdrawn_on is None:
        return faults
    if given_on is None:
        faults["consent_on"] = NEVER_GIVEN
    if withdrawn_on > today:
        faults["consent_withdrawn_on"] = AHEAD
    elif given_on is not None and withdrawn_on < given_on:
        faults["consent_withdrawn_on"] = BEFORE_GIVEN
    return faults


def masked_name(name: str) -> str:
    """A name by its initials: «Nguyễn Thị Hoa» → «N. T. H.»."""
    return " ".join(f"{word[0]}." for word in name.split())


def masked_phone(phone: str) -> str:
    """A phone number as dialled in Viet Nam, by its first two and last three digits."""
    phone = phone.replace("+84", "0", 1)
    return f"{phone[:2]}{'•' * max(0, len(phone) - 5)}{phone[-3:]}" if phone else ""


def masked_address(address: str) -> str:
    """That there is an address, and nothing of it."""
    return MASK if address else ""
