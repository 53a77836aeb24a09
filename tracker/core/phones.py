"""The one reader of telephone numbers, by the Vietnamese numbering of today.

Mobile numbers have ten figures since 15 September 2018 (Quyết định 798/QĐ-BTTTT), numbers of a house eleven, 02 in
front, since 17 June 2017. Which prefixes are given out, the package phonenumbers knows.
"""

import re

import phonenumbers

from tracker.core.i18n import N_, filled
from tracker.core.vietnamese import clean

WRONG = N_("Số điện thoại không đúng, ví dụ 0912 345 678.")
WRONG_LENGTH = N_("Số di động có 10 chữ số, số máy bàn có 11 chữ số (đầu 02); số này có %(count)s.")
OLD_MOBILE = N_("Số 11 chữ số đã đổi từ năm 2018: %(old)s nay là %(new)s. Hãy gọi thử rồi ghi số mới.")
# Old prefix of a mobile number of eleven figures: the one of today. The seven figures behind it stayed.
MOBILE_SINCE_2018 = dict(
    pair.split(":")
    for pair in (
        "0120:070 0121:079 0122:077 0126:076 0128:078 0123:083 0124:084 0125:085 0127:081 0129:082 0162:032 0163:033 "
        "0164:034 0165:035 0166:036 0167:037 0168:038 0169:039 0186:056 0188:058 0199:059"
    ).split()
)
_SHORT = re.compile(r"[1-9]\d{2,4}")  # 113, 1022, and numbers within an exchange
_SERVICE = re.compile(r"1[89]00\d{4,6}")
_WRITTEN = re.compile(r"[+0-9 ().\-‐‑–]{3,24}")
_HOME = re.compile(r"(?:\+|00)?84(?:0(?=\d{9}))?(?=\d{9,10}$)")  # also +84 (0)912…


class NoPhone(ValueError):
    """What was written is no telephone number; `message` (a translation key with places for `facts`) says why."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message, self.facts = message, facts

    @property
    def text(self) -> str:
        """The message in Vietnamese."""
        return filled(self.message, self.facts)


def read_phone(text: str) -> str:
    """A number as it is kept: +84…, of another country +…, short and service numbers as they are dialled. NoPhone."""
    typed = clean(text)
    if not typed:
        return ""
    figures = re.sub(r"[^+0-9]", "", typed)
    if not _WRITTEN.fullmatch(typed) or "+" in figures[1:]:
        raise NoPhone(WRONG)
    return figures if _SHORT.fullmatch(figures) or _SERVICE.fullmatch(figures) else _of_country(figures)


def _of_country(figures: str) -> str:
    figures = _HOME.sub("0", figures)
    if len(figures) == 11 and figures[:4] in MOBILE_SINCE_2018:
        raise NoPhone(OLD_MOBILE, old=figures, new=MOBILE_SINCE_2018[figures[:4]] + figures[4:])
    try:
        number = phonenumbers.parse(figures, "VN")
    except phonenumbers.NumberParseException as error:
        raise NoPhone(WRONG) from error
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    right_length = 11 if figures.startswith("02") else 10
    if re.fullmatch(r"0[235789]\d{6,11}", figures) and len(figures) != right_length:
        raise NoPhone(WRONG_LENGTH, count=len(figures))
    raise NoPhone(WRONG)
