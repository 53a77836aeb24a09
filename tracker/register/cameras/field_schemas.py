"""Schemas: the fields of a camera as marshmallow fields, made from their descriptions: as typed, and as shown."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from marshmallow.fields import Field

from tracker.core.i18n import LabeledEnum
from tracker.register.cameras.field_types import TEXTS, CameraField, Kind
from tracker.register.cameras.optics import read_width
from tracker.web.fields import Choice, Date, DateTime, Decimal, Integer, Text

Fields = dict[str, Field[Any]]
UNREADABLE_WIDTH = _l("Không hiểu độ phân giải này. Ghi số điểm ảnh ngang (1920), 1920×1080, 1080p hoặc 2 MP.")


class PictureWidth(Integer):
    """How many pixels wide a picture is; a person may also write megapixels or a name of the trade."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, str):
            value = read_width(value)
            if value is None:
                raise ValidationError(str(UNREADABLE_WIDTH))
        return super()._deserialize(value, attr, data, **kwargs)


def typed(field: CameraField, *, default: LabeledEnum | None = None, most: int = 0) -> Field[Any]:
    """A field as a form, a file or a program sends it. Missing: an empty text, `default` of a choice, else None."""
    options: dict[str, Any] = {"load_default": None, "allow_none": True}
    if field.kind in TEXTS:
        return Text(most=most or int(field.most), lines=field.kind is Kind.LINES, required=field.required)
    if field.kind is Kind.CHOICE and field.words is not None:
        return Choice(field.words, load_default=default)
    return _input_shape(field, **options)


def shown(fields: Iterable[CameraField]) -> Fields:
    """Fields as they are sent to programs."""
    return {field.name: _output_shape(field) for field in fields}


def _output_shape(field: CameraField) -> Field[Any]:
    if field.kind in TEXTS:
        return Text()
    if field.kind is Kind.CHOICE and field.words is not None:
        return Choice(field.words)
    return _input_shape(field, allow_none=not field.required)


def _input_shape(field: CameraField, **options: Any) -> Field[Any]:
    if field.kind is Kind.INTEGER:
        return Integer(least=int(field.least), most=int(field.most), **options)
    if field.kind is Kind.PIXELS:
        return PictureWidth(least=int(field.least), most=int(field.most), **options)
    if field.kind is Kind.DECIMAL:
        return Decimal(least=field.least, most=field.most, **options)
    if field.kind is Kind.REFERENCE:
        return Integer(least=1, **options)
    return (Date if field.kind is Kind.DATE else DateTime)(**options)
