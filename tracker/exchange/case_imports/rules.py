"""What the columns of a unit's paper book mean, which words stand in them, and when what they tell happened. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast

from tracker.cases import moments
from tracker.cases.extractions.rules import LineStatus, Outcome, RequestStatus, UnavailableReason
from tracker.cases.incidents.rules import ENDS, IncidentStatus
from tracker.core.i18n import N_, LabeledEnum
from tracker.exchange.imports.field_sets import IGNORED, FieldSet, ImportKind
from tracker.register.cameras.field_types import Kind
from tracker.territory.code_lists.rules import CodeList

MINUTE = timedelta(minutes=1)


class Part(StrEnum):
    """What a column tells of; one row of the book is one line, or one incident."""

    INCIDENT = "incident"
    REQUEST = "request"
    LINE = "line"


class BookDecision(LabeledEnum):
    """What became of a request on the approver's desk."""

    APPROVED = "approved", N_("Đồng ý")
    REFUSED = "refused", N_("Từ chối")
    WITHDRAWN = "withdrawn", N_("Đã rút")


@dataclass(frozen=True)
class BookColumn:
    """A column of a book. `names` are headers as they are met, as `plain` makes them, with | between them.

    `words` are the coded words that stand in it, `code_list` is the list whose words do; `most`
    the characters of a text.
    """

    part: Part
    label: str
    names: str = ""
    kind: Kind = Kind.TEXT
    words: type[LabeledEnum] | None = None
    most: int = 200
    code_list: CodeList | None = None


_I, _R, _L, _AT, _WORD = Part.INCIDENT, Part.REQUEST, Part.LINE, Kind.MOMENT, Kind.CHOICE
COLUMNS: Mapping[str, BookColumn] = {
    "incident_number": BookColumn(
        _I, N_("Số vụ việc"), "ma vu viec|so vu|so thu ly|so tin bao|so ho so|so tiep nhan", most=60
    ),
    "received_at": BookColumn(
        _I, N_("Ngày giờ tiếp nhận"), "ngay tiep nhan|thoi gian tiep nhan|tiep nhan|tiep nhan luc", _AT
    ),
    "type": BookColumn(
        _I,
        N_("Loại vụ việc"),
        "loai|loai vu|loai viec|loai tin bao",
        _WORD,
        most=300,
        code_list=CodeList.INCIDENT_TYPE,
    ),
    "summary": BookColumn(_I, N_("Nội dung vụ việc"), "noi dung|tom tat|noi dung loai vu viec", Kind.LINES, most=4000),
    "place": BookColumn(_I, N_("Nơi xảy ra"), "dia diem|dia diem xay ra|noi xay ra vu viec", most=300),
    "occurred_from": BookColumn(
        _I, N_("Thời gian xảy ra"), "ngay gio xay ra|xay ra luc|xay ra tu|thoi diem xay ra|ngay xay ra", _AT
    ),
    "occurred_to": BookColumn(_I, N_("Xảy ra đến"), "xay ra den luc", _AT),
    "ward": BookColumn(_I, N_("Địa bàn"), "phuong xa|phuong|xa|dia ban xay ra", most=120),
    "coordinates": BookColumn(_I, N_("Tọa độ nơi xảy ra"), "toa do|gps"),
    "channel": BookColumn(
        _I,
        N_("Nguồn tin"),
        "kenh tin|kenh tiep nhan|hinh thuc tiep nhan",
        _WORD,
        most=300,
        code_list=CodeList.INTAKE_CHANNEL,
    ),
    "investigator": BookColumn(_I, N_("Cán bộ thụ lý"), "nguoi thu ly|dieu tra vien|can bo|thu ly", most=100),
    "unit": BookColumn(_I, N_("Đơn vị"), "don vi thu ly|don vi yeu cau"),
    "status": BookColumn(
        _I, N_("Kết quả vụ việc"), "ket qua giai quyet|ket qua xu ly|ket qua giai quyet vu viec", _WORD, IncidentStatus
    ),
    "ended_at": BookColumn(_I, N_("Ngày kết thúc"), "ngay ket thuc vu viec|ket thuc ngay|ngay giai quyet", _AT),
    "ending_note": BookColumn(_I, N_("Ghi chú kết quả"), "so quyet dinh", Kind.LINES, most=2000),
    "request_number": BookColumn(
        _R, N_("Số phiếu"), "so cong van|so phieu so cong van|so yeu cau|so phieu yeu cau|so phieu cong van", most=60
    ),
    "legal_basis": BookColumn(
        _R,
        N_("Lĩnh vực"),
        "can cu|can cu yeu cau|can cu phap ly",
        _WORD,
        most=300,
        code_list=CodeList.REQUEST_PURPOSE,
    ),
    "purpose": BookColumn(_R, N_("Mục đích"), "noi dung yeu cau|muc dich yeu cau", Kind.LINES, most=2000),
    "requester": BookColumn(_R, N_("Người yêu cầu"), "nguoi de nghi|can bo yeu cau", most=100),
    "requested_at": BookColumn(_R, N_("Ngày giờ yêu cầu"), "ngay yeu cau|yeu cau luc|ngay de nghi|ngay gui", _AT),
    "approver": BookColumn(_R, N_("Người duyệt"), "nguoi phe duyet|lanh dao duyet", most=100),
    "decided_at": BookColumn(_R, N_("Ngày duyệt"), "ngay phe duyet|duyet ngay|ngay gio duyet", _AT),
    "decision": BookColumn(_R, N_("Kết quả duyệt"), "y kien duyet", _WORD, BookDecision),
    "camera": BookColumn(
        _L, N_("Mã camera hoặc tên điểm"), "ma camera|camera|ma camera diem|ma diem|diem camera|diem lap dat"
    ),
    "camera_ward": BookColumn(_L, N_("Địa bàn của camera"), "phuong xa cua camera|dia ban camera", most=120),
    "window": BookColumn(_L, N_("Khung giờ"), "khung gio can trich xuat|doan can trich xuat"),
    "window_from": BookColumn(_L, N_("Khung giờ từ"), "tu gio|tu|tu luc", _AT),
    "window_to": BookColumn(_L, N_("Khung giờ đến"), "den gio|den|den luc", _AT),
    "preserved_at": BookColumn(_L, N_("Ngày bảo toàn"), "bao toan|bao toan luc|ngay gio bao toan", _AT),
    "extracted_at": BookColumn(_L, N_("Ngày trích xuất"), "trich xuat luc|ngay gio trich xuat", _AT),
    "handed_over_at": BookColumn(_L, N_("Ngày bàn giao"), "ban giao|ban giao luc|ngay gio ban giao", _AT),
    "received_by": BookColumn(_L, N_("Người nhận"), "nguoi nhan du lieu|nguoi nhan ban giao", most=100),
    "unavailable_reason": BookColumn(
        _L, N_("Không có dữ liệu – lý do"), "ly do khong co du lieu|khong co du lieu", _WORD, UnavailableReason
    ),
    "unavailable_at": BookColumn(_L, N_("Ngày trả lời không có dữ liệu"), "ngay tra loi", _AT),
    "outcome": BookColumn(
        _L, N_("Kết quả sử dụng"), "gia tri su dung|ket qua su dung du lieu|danh gia|co ich", _WORD, Outcome
    ),
    "outcome_on": BookColumn(_L, N_("Ngày ghi kết quả sử dụng"), "ngay danh gia", _AT),
    "note": BookColumn(_L, N_("Ghi chú"), "ghi chu khac", Kind.LINES, most=2000),
}

# What can be said once for all cells of a column that are blank.
DEFAULTED = ("type", "channel", "legal_basis")


def _words(name: str, columns: Mapping[str, BookColumn]) -> type[LabeledEnum]:
    members = {key.upper(): (key, column.label) for key, column in columns.items()}
    return cast("type[LabeledEnum]", LabeledEnum(name, {**members, "IGNORED": (IGNORED, "")}))  # type: ignore[arg-type]


def _fields(kind: ImportKind, parts: tuple[Part, ...], *keys: str) -> FieldSet:
    columns = {name: column for name, column in COLUMNS.items() if column.part in parts}
    names = {name: column.names for name, column in columns.items()}
    kinds = {name: column.kind for name, column in columns.items()}
    return FieldSet(kind, _words(f"{kind.name.title()}Field", columns), names, kinds, keys)


INCIDENT_FIELDS = _fields(ImportKind.INCIDENTS, (_I,), "incident_number", "occurred_from")
REQUEST_FIELDS = _fields(ImportKind.REQUESTS, (_I, _R, _L), "request_number", "requested_at", "camera")


def part_of(name: str) -> Part:
    """What a field tells of."""
    return COLUMNS[name].part


class ToldTime(NamedTuple):
    """When something happened, as far as a cell says it: a day, a time of the day, or both."""

    day: date | None
    clock: time | None


class BookFault(ValueError):
    """What a book tells cannot be so. `message` is a translation key with places for `facts`."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message, self.facts = message, facts


NO_DAY = N_("Cần ghi cả ngày, ví dụ 20:30 03/09/2024.")
AHEAD = N_("Thời điểm này không thể ở tương lai.")
TOO_EARLY = N_("Không thể trước %(earliest)s, là lúc của việc phải có trước.")


def moment_of(
    cell_time: ToldTime, now: datetime, earliest: datetime | None = None, *same_day: datetime | None
) -> datetime:
    """The moment that a cell means, in the time zone of `now`. BookFault in the future and before `earliest`.

    A day alone is its first moment that is not before what else happened that day (`earliest`, `others`).
    """
    if cell_time.day is None:
        raise BookFault(NO_DAY)
    moment = datetime.combine(cell_time.day, cell_time.clock or time.min, now.tzinfo)
    if cell_time.clock is None:
        known_moments = [
            moment_of_day.astimezone(now.tzinfo) for moment_of_day in (earliest, *same_day) if moment_of_day is not None
        ]
        moment = max(
            [moment, *(moment_of_day for moment_of_day in known_moments if moment_of_day.date() == cell_time.day)]
        )
    if moments.is_ahead(moment, now):
        raise BookFault(AHEAD)
    if earliest is not None and moments.precedes(moment, earliest):
        raise BookFault(TOO_EARLY, earliest=f"{earliest.astimezone(now.tzinfo):%H:%M %d/%m/%Y}")
    return moments.within(moment, earliest or moment, now)


def last_of_day(moment: datetime) -> datetime:
    """The last minute of the day in which a local moment lies."""
    return moment.replace(hour=23, minute=59, second=0, microsecond=0)


def window_of(
    since: ToldTime | None, until: ToldTime | None, about: datetime
) -> tuple[datetime | None, datetime | None]:
    """The two ends of a window, as a book tells them: a clock alone is of the other end's day, else of `about`."""
    if since is None or until is None:
        return None, None
    day = since.day or until.day or about.date()
    start = datetime.combine(day, since.clock or time.min, about.tzinfo)
    end_day = until.day or day
    end = datetime.combine(end_day, until.clock, about.tzinfo) if until.clock else _end_of(end_day, about)
    if end <= start and until.day is None:
        end += timedelta(days=1)
    elif end <= start and since.day is None:
        start -= timedelta(days=1)
    return start, end


def _end_of(day: date, about: datetime) -> datetime:
    return last_of_day(datetime.combine(day, time.min, about.tzinfo))


def line_status(facts: Mapping[str, Any]) -> LineStatus:
    """Where a line stands, by what a book says of it."""
    if facts.get("unavailable_reason"):
        return LineStatus.UNAVAILABLE
    steps = {
        "handed_over_at": LineStatus.HANDED_OVER,
        "extracted_at": LineStatus.EXTRACTED,
        "preserved_at": LineStatus.PRESERVED,
    }
    return next((status for name, status in steps.items() if facts.get(name)), LineStatus.ASKED)


UNANSWERED = {BookDecision.REFUSED: RequestStatus.REFUSED, BookDecision.WITHDRAWN: RequestStatus.WITHDRAWN}
COPIED = (LineStatus.EXTRACTED, LineStatus.HANDED_OVER)


def request_status(
    lines: Sequence[Mapping[str, Any]], *, decision: BookDecision | None, approved: bool, ended: bool
) -> RequestStatus:
    """Where a request stands, by what a book says of it and its lines.

    It was approved where a day or a person is named, or something was copied; it is closed when nothing is left to be
    said: all lines answered, what was handed over judged, its incident ended.
    """
    if decision in UNANSWERED:
        return UNANSWERED[decision]
    statuses = [line["status"] for line in lines]
    settled = all(status in (LineStatus.HANDED_OVER, LineStatus.UNAVAILABLE) for status in statuses)
    if not (approved or settled or any(status in COPIED for status in statuses)):
        return RequestStatus.FILED
    if not settled:
        return RequestStatus.APPROVED
    judged = all(line["outcome"] for line in lines if line["status"] is LineStatus.HANDED_OVER)
    return RequestStatus.CLOSED if judged and ended else RequestStatus.ANSWERED


ENDED = frozenset(ENDS)
