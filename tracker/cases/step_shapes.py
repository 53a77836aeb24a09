"""Schemas: the shape of what is sent with a step, made from its row in the step table."""

from copy import deepcopy
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, missing

from tracker.cases.transitions import Field, Transition
from tracker.web.fields import StrictSchema


@cache
def step_shape(step: Transition[Any], kind_shape: type[StrictSchema]) -> type[StrictSchema]:
    """What one step takes: what comes with every step of its kind, and what its row asks for.

    `kind_shape` has a shape, of something that may be left out, for all that any row asks for.
    KeyError names what it lacks.
    """
    kind_fields: dict[str, fields.Field[Any]] = kind_shape().fields
    shapes = {name: deepcopy(kind_fields[name]) for name in step.always}
    shapes |= {field.name: _asked_shape(kind_fields[field.name], field) for field in step.asked}
    name = "".join(word.capitalize() for word in step.operation.split("_"))
    return StrictSchema.from_dict(shapes, name=f"{name}In")  # type: ignore[return-value]


def _asked_shape(kind_field: fields.Field[Any], field: Field) -> fields.Field[Any]:
    """The shape of a field, as one that must be filled in where the row says so."""
    shape = deepcopy(kind_field)
    if field.missing:
        shape.required, shape.load_default, shape.allow_none = True, missing, False
        shape.error_messages = {**shape.error_messages, "required": _l(field.missing), "null": _l(field.missing)}
    return shape
