"""Schemas: the fields of a camera as marshmallow fields, made from their descriptions: as typed, and as shown."""

from collections.abc import Iterable
from typing import Any

from marshmallow.fields import Field

from tracker.core.i18n import LabeledEnum
from tracker.register.cameras.field_types import TEXTS, CameraField, Kind
from tracker.web.fields import Choice, Date, DateTime, Decimal, Integer, Text

Fields = dict[str, Field[Any]]


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
    if field.kind is Kind.DECIMAL:
        return Decimal(least=field.least, most=field.most, **options)
    if field.kind is Kind.REFERENCE:
        return Integer(least=1, **options)
    return (Date if field.kind is Kind.DATE else DateTime)(**options)
