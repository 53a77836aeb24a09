"""Single values as people write them: Vietnamese dates, coordinates, phones, text in NFC. For forms and JSON alike."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, ValidationError, fields

from tracker.core import clock, days, moments, phones, vietnamese
from tracker.core.i18n import LabeledEnum, filled
from tracker.web.limits import is_storable

REQUIRED = _l("Cần điền mục này.")
UNKNOWN = _l("Không có mục này.")
_TOO_LONG = _l("Dài quá {max} ký tự.")
_CHARACTERS = _l("Có ký tự không dùng được.")


class StrictSchema(Schema):
    """Base of every shape: what it does not know is refused."""

    class Meta:
        unknown = RAISE

    error_messages = {
        "unknown": UNKNOWN,
        "type": _l("Dữ liệu gửi lên không đúng dạng."),
    }


class OutSchema(StrictSchema):
    """Base of shapes that only go out: none of their fields is ever missing."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Tell readers of the description so."""
        field_obj.required = True


class VietnameseMessages:
    """Mixed into fields: the words of refusal in Vietnamese."""

    default_error_messages = {
        "required": REQUIRED,
        "null": REQUIRED,
        "invalid": _l("Không đọc được giá trị này."),
        "validator_failed": _l("Giá trị không đúng."),
    }


class Text(VietnameseMessages, fields.String):
    """One line of text, NFC, blanks collapsed. `required` also means not empty, unless it `may_be_blank`."""

    def __init__(self, *, most: int = 200, lines: bool = False, **options: Any) -> None:
        if not options.get("required"):
            options.setdefault("load_default", "")
        super().__init__(**options)
        self.most, self.lines = most, lines
        self.may_be_blank = not self.required

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if not is_storable(typed):
            raise ValidationError(_CHARACTERS)
        cleaned = vietnamese.clean_lines(typed) if self.lines else vietnamese.clean(typed)
        if not self.may_be_blank and not cleaned:
            raise self.make_error("required")
        if len(cleaned) > self.most:
            raise ValidationError(str(_TOO_LONG).format(max=self.most))
        return cleaned


class Password(VietnameseMessages, fields.String):
    """A password: taken as it is, of characters that can be hashed."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = str(super()._deserialize(value, attr, data, **kwargs))
        if not is_storable(typed):
            raise ValidationError(_CHARACTERS)
        return typed


class Boolean(VietnameseMessages, fields.Boolean):
    """Yes or no."""


class List(VietnameseMessages, fields.List[Any]):
    """A list of values."""


class Integer(VietnameseMessages, fields.Integer):
    """A whole number within bounds that the database can hold."""

    default_error_messages = {
        "invalid": _l("Cần một số nguyên."),
        "too_large": _l("Số quá lớn."),
        "range": _l("Cần một số từ {least} đến {most}."),
    }

    def __init__(self, *, least: int = 0, most: int = 2**53, **options: Any) -> None:
        options.setdefault("metadata", {"minimum": least, "maximum": most})
        super().__init__(strict=True, **options)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, bool) or len(str(value)) > 30:
            raise self.make_error("invalid")
        if isinstance(value, str) and not re.fullmatch(r"\s*[+-]?[0-9]+\s*", value):
            raise self.make_error("invalid")
        number = super()._deserialize(int(value) if isinstance(value, str) else value, attr, data, **kwargs)
        if number is None or not self.least <= number <= self.most:
            raise ValidationError(str(self.error_messages["range"]).format(least=self.least, most=self.most))
        return number


class Decimal(VietnameseMessages, fields.Float):
    """A number with a point or a Vietnamese comma, within bounds."""

    default_error_messages = {
        "invalid": _l("Cần một số, ví dụ 19,8067."),
        "special": _l("Cần một số, ví dụ 19,8067."),
        "too_large": _l("Số quá lớn."),
        "range": _l("Cần một số từ {least} đến {most}."),
    }

    def __init__(self, *, least: float, most: float, **options: Any) -> None:
        options.setdefault("metadata", {"minimum": least, "maximum": most})
        super().__init__(**options)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> float:
        if isinstance(value, bool):
            raise self.make_error("invalid")
        if isinstance(value, str):
            value = value.strip().rstrip("°").strip().replace(",", ".")
            if not re.fullmatch(r"[+-]?[0-9]{1,12}(\.[0-9]{0,20})?", value):
                raise self.make_error("invalid")
        number = super()._deserialize(value, attr, data, **kwargs)
        if number is None or not math.isfinite(number):
            raise self.make_error("invalid")
        if not self.least <= number <= self.most:
            raise ValidationError(str(self.error_messages["range"]).format(least=self.least, most=self.most))
        return number

    @staticmethod
    def written(value: float) -> str:
        """With a decimal comma, as Vietnamese write it."""
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", ",")


class Date(VietnameseMessages, fields.Field[date]):
    """A day as `core.days` reads it; `ahead`: one without a year is the next, not the last. Out: ISO 8601."""

    default_error_messages = {"invalid": _l(days.UNREADABLE)}

    def __init__(self, *, ahead: bool = False, **options: Any) -> None:
        options.setdefault("metadata", {"type": "string", "format": "date"})
        super().__init__(**options)
        self.ahead = ahead
        self.reads = "coming_day" if ahead else "day"

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return days.read_day(value, clock.today(), ahead=self.ahead)
        except days.Unreadable as error:
            raise unreadable(error) from error

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if value else None

    @staticmethod
    def written(value: date) -> str:
        """dd/mm/yyyy."""
        return value.strftime("%d/%m/%Y")


class DateTime(VietnameseMessages, fields.Field[datetime]):
    """A moment as `core.moments` reads it on a Vietnamese clock, also ISO 8601. Out: ISO 8601 in UTC."""

    default_error_messages = {"invalid": _l(moments.UNREADABLE)}
    reads = "moment"

    def __init__(self, **options: Any) -> None:
        options.setdefault("metadata", {"type": "string", "format": "date-time"})
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return moments.read_moment(value, clock.local(clock.now())).astimezone(UTC)
        except days.Unreadable as error:
            raise unreadable(error) from error

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat().replace("+00:00", "Z") if value else None

    @staticmethod
    def written(value: datetime) -> str:
        """HH:MM dd/mm/yyyy on a Vietnamese clock."""
        return clock.local(value).strftime("%H:%M %d/%m/%Y")


def unreadable(error: days.Unreadable) -> ValidationError:
    """What is wrong with a day or a moment, in the reader's language."""
    facts = {name: gettext(fact) if isinstance(fact, str) else fact for name, fact in error.facts.items()}
    return ValidationError(filled(gettext(error.message), facts))


class Phone(VietnameseMessages, fields.String):
    """A Vietnamese phone number, kept as +84…; short service numbers stay as they are."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("load_default", "")
        super().__init__(**options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        try:
            return phones.read_phone(str(super()._deserialize(value, attr, data, **kwargs)))
        except phones.NoPhone as error:
            raise ValidationError(filled(gettext(error.message), error.facts)) from error


class Pattern(VietnameseMessages, fields.String):
    """A text that must wholly match a pattern after blanks are dropped and letters made small; else `words`."""

    def __init__(self, pattern: re.Pattern[str], words: str, **options: Any) -> None:
        super().__init__(**options)
        self.pattern, self.words = pattern, words

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = "".join(str(super()._deserialize(value, attr, data, **kwargs)).split()).lower()
        if not self.pattern.fullmatch(typed):
            raise ValidationError(gettext(self.words))
        return typed


class Choice(VietnameseMessages, fields.Field[LabeledEnum]):
    """One of a list of coded words, by its code. Out: the code."""

    default_error_messages = {"invalid": _l("Hãy chọn một giá trị trong danh sách.")}

    def __init__(self, words: type[LabeledEnum], **options: Any) -> None:
        options.setdefault("metadata", {"type": "string", "enum": [word.value for word in words]})
        super().__init__(**options)
        self.words = words

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> LabeledEnum:
        try:
            return self.words(value)
        except ValueError as error:
            raise self.make_error("invalid") from error

    def _serialize(self, value: LabeledEnum | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.value if value is not None else None
