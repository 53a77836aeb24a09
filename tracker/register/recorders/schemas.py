"""Shapes of recorders."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load

from tracker.register.recorders.rules import MOST_DAYS, ClockMethod, Storage, offset_between, read_clock, read_days
from tracker.web.fields import Boolean, Choice, Date, DateTime, Decimal, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit

TEN_YEARS = 10 * 366 * 86_400  # in seconds: a recorder that lost its battery starts its calendar anew


class Days(Integer):
    """Days of footage: a number, or as people tell it («7-10 ngày», «khoảng 15»). In: (lower end, upper or None)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=1, most=MOST_DAYS, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        range_of_days = read_days(value[:60]) if isinstance(value, str) else (value, None)
        if range_of_days is None:
            raise ValidationError(_l("Cần số ngày ít nhất còn giữ được, ví dụ 15 hoặc 7-10."))
        low, high = (
            None if end is None else super(Days, self)._deserialize(end, attr, data, **kwargs) for end in range_of_days
        )
        return low, high


class Gigabytes(Decimal):
    """The size of a disk in GB (10⁹ bytes); «1 TB» is 1000."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=1, most=10**7, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        parsed = re.fullmatch(r"\s*([0-9.,]{1,12})\s*(tb|gb)?\s*", value.casefold()) if isinstance(value, str) else None
        size = super()._deserialize(parsed[1] if parsed else value, attr, data, **kwargs)
        return size * 1000 if parsed and parsed[2] == "tb" else size


class ClockTime(Text):
    """The time that a clock shows, with its day if it is wrong too."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        typed = super()._deserialize(value, attr, data, **kwargs)
        parsed = read_clock(typed)
        if typed and parsed is None:
            raise ValidationError(_l("Cần giờ, phút, giây, ví dụ 20:31:10, hoặc 20:31:10 03/09/2026."))
        return parsed


class NewRecorder(StrictSchema):
    """A recorder to be registered. Days of footage kept; seconds its clock is ahead (+) or behind (-).

    The clock's error may be told by two times instead, which then count: what it showed when the true time was another.
    """

    code = Text(required=True, most=60)
    place = Text(most=300)
    model = Text(most=100)
    storage = Choice(Storage, load_default=Storage.RECORDER)
    retention_days = Days(load_default=None, allow_none=True)
    retention_to = Integer(least=1, most=MOST_DAYS, load_default=None, allow_none=True)
    retention_measured_on = Date(load_default=None, allow_none=True)
    clock_offset_seconds = Integer(least=-TEN_YEARS, most=TEN_YEARS, load_default=None, allow_none=True)
    clock_shown = ClockTime(load_default=None, load_only=True)
    clock_true = ClockTime(load_default=None, load_only=True)
    clock_checked_at = DateTime(load_default=None, allow_none=True)
    clock_method = Choice(ClockMethod, load_default=None, allow_none=True)
    disk_gb = Gigabytes(load_default=None, allow_none=True)
    bitrate_mbps = Decimal(least=0.01, most=1000, load_default=None, allow_none=True)

    @post_load
    def _unify_days_and_clock(self, facts: dict[str, Any], **_: Any) -> dict[str, Any]:
        """One range of days, one error of the clock, however they were told."""
        low, high = facts["retention_days"] or (None, None)
        facts["retention_to"] = _upper(low, high or facts["retention_to"])
        facts["retention_days"] = low
        shown_time, true_time = facts.pop("clock_shown"), facts.pop("clock_true")
        if (shown_time is None) != (true_time is None):
            raise ValidationError(_l("Cần cả hai giờ: giờ trên hình và giờ đúng."), "clock_shown")
        facts["clock_compared"] = shown_time is not None
        if shown_time is not None and true_time is not None:
            facts["clock_offset_seconds"] = offset_between(shown_time, true_time)
        if abs(facts["clock_offset_seconds"] or 0) > TEN_YEARS:
            raise ValidationError(_l("Hai giờ cách nhau quá xa."), "clock_shown")
        return facts


def _upper(low: int | None, high: int | None) -> int | None:
    """The upper end of a range of days: none where it says no more than the lower."""
    if high is not None and (low is None or high < low):
        raise ValidationError(_l("Số ngày nhiều nhất phải lớn hơn số ngày ít nhất."), "retention_to")
    return high if high != low else None


class EditedRecorder(NewRecorder):
    """A recorder as changed, with the version that was seen."""

    version = Integer(required=True)


class Disk(StrictSchema):
    """What a disk's days are reckoned from: GB, Mbps of one camera, how many cameras."""

    disk_gb = Gigabytes(load_default=None)
    bitrate_mbps = Decimal(least=0.01, most=1000, load_default=None)
    eyes = Integer(least=1, most=10_000, load_default=None)


class RecorderFilter(StrictSchema):
    """The query string of a list of recorders."""

    q = Text()
    unmeasured = Boolean(load_default=False)
    after = Cursor(str, int)
    limit = Limit()


class RecorderOut(OutSchema):
    """A recorder as shown to programs."""

    id = Integer()
    version = Integer()
    code = Text()
    ward_id = Integer()
    place = Text()
    model = Text()
    storage = Choice(Storage)
    retention_days = Integer(allow_none=True)
    retention_to = Integer(allow_none=True)
    retention_measured_on = Date(allow_none=True)
    clock_offset_seconds = Integer(least=-TEN_YEARS, most=TEN_YEARS, allow_none=True)
    clock_checked_at = DateTime(allow_none=True)
    clock_method = Choice(ClockMethod, allow_none=True)
    disk_gb = Decimal(least=0, most=10**7, allow_none=True)
    bitrate_mbps = Decimal(least=0, most=1000, allow_none=True)


class RecorderRow(OutSchema):
    """A recorder in a list."""

    id = Integer()
    code = Text()
    ward_id = Integer()
    ward = Text()
    place = Text()
    model = Text()
    storage = Choice(Storage)
    retention_days = Integer(allow_none=True)
    retention_to = Integer(allow_none=True)
    retention_measured_on = Date(allow_none=True)
    clock_offset_seconds = Integer(least=-TEN_YEARS, most=TEN_YEARS, allow_none=True)
    clock_checked_at = DateTime(allow_none=True)
