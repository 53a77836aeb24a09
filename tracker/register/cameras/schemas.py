"""Shapes of cameras."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, post_load

from tracker.register.cameras.field_schemas import shown, typed
from tracker.register.cameras.fields import FIELDS, stored
from tracker.register.cameras.rules import CameraForm, Connection, Gap, Health, Order, Sort, read_key
from tracker.register.owners.rules import OwnerKind
from tracker.register.recorders.rules import Storage
from tracker.web.fields import Boolean, Choice, Date, DateTime, Decimal, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit

OTHER_ORDER = _l("Trang này thuộc một cách sắp xếp khác. Hãy xem lại từ đầu danh sách.")


class NewCamera(StrictSchema):
    """A camera to be registered. Degrees clockwise from north; metres; days.

    `code_confirmed`: its code is meant so, though it is like another camera's.
    """

    class Meta(StrictSchema.Meta):
        include = {field.name: typed(field, default=field.default) for field in FIELDS if field.input is not None}

    code_confirmed = Boolean(load_default=False)

    @post_load
    def _full_circle(self, facts: dict[str, Any], **_: Any) -> dict[str, Any]:
        """360° is north, as 0° is."""
        return {**facts, "bearing": facts["bearing"] % 360} if facts["bearing"] is not None else facts


class EditedCamera(NewCamera):
    """A camera as changed, with the version that was seen."""

    version = Integer(required=True)


class HealthNote(StrictSchema):
    """That somebody saw a camera work, or not."""

    health = Choice(Health, required=True)
    seen_at = DateTime(load_default=None, allow_none=True)
    evidence = Text(most=300)


class Removal(StrictSchema):
    """That a camera was taken down."""

    removed_on = Date(required=True)
    version = Integer(required=True)


class Voiding(StrictSchema):
    """Why a camera's entry is voided, or why that is undone."""

    reason = Text(required=True, most=500)
    version = Integer(required=True)


class Merging(Voiding):
    """Into which camera of its ward, by its code, one is merged that was entered twice; and why."""

    into = Text(required=True, most=60)


class Box(fields.Field[tuple[float, float, float, float]]):
    """A stretch of the map in a query string: «south,west,north,east» in degrees."""

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"type": "string"}, **options)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> tuple[float, float, float, float]:
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?(,-?\d{1,3}(\.\d{1,20})?){3}", str(value)):
            raise ValidationError(_l("Khung bản đồ không đúng."))
        south, west, north, east = map(float, str(value).split(","))
        return south, west, north, east


class CameraFilter(StrictSchema):
    """The query string of a list of cameras."""

    q = Text()
    ward_id = Integer(least=1, load_default=None)
    network_id = Integer(least=1, load_default=None)
    recorder_id = Integer(least=1, load_default=None)
    point_id = Integer(least=1, load_default=None)
    owner_id = Integer(least=1, load_default=None)
    connection = Choice(Connection, load_default=None)
    health = Choice(Health, load_default=None)
    form = Choice(CameraForm, load_default=None)
    storage = Choice(Storage, load_default=None)
    owner_kind = Choice(OwnerKind, load_default=None)
    gap = Choice(Gap, load_default=None)
    box = Box(load_default=None)
    removed = Boolean(load_default=False)
    voided = Boolean(load_default=False, metadata={"description": "Those that were voided, and no others"})
    sort = Choice(Sort, load_default=Sort.CODE)
    order = Choice(Order, load_default=Order.ASC)
    after = Cursor(str, str, int)
    limit = Limit()

    @post_load
    def _read_cursor(self, facts: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A cursor holds for one order only."""
        if facts["after"] is None:
            return facts
        made_for, key, last_id = facts["after"]
        if made_for != f"{facts['sort']}.{facts['order']}":
            raise ValidationError({"after": [OTHER_ORDER]})
        try:
            return {**facts, "after": (read_key(facts["sort"], key), last_id)}
        except ValueError as error:
            raise ValidationError({"after": [Cursor.default_error_messages["invalid"]]}) from error


class CameraListQuery(CameraFilter):
    """The address of the list as a page, and of what acts on all cameras of it: its filter and the columns shown."""

    columns = Text(most=500)


class CameraOut(OutSchema):
    """A camera as shown to programs, with the place of its point and what it belongs to by name."""

    class Meta(StrictSchema.Meta):
        include = shown(stored())

    id = Integer()
    version = Integer()
    point_id = Integer()
    place = Text()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    ward = Text()
    network = Text(allow_none=True)
    recorder = Text(allow_none=True)
    voided_at = DateTime(allow_none=True)
    void_reason = Text()
    merged_into_id = Integer(allow_none=True)


class CameraRow(OutSchema):
    """A camera in a list. `shown` is what may be claimed of its health today."""

    class Meta(StrictSchema.Meta):
        include = shown(field for field in stored() if field.in_rows)

    id = Integer()
    ward = Text()
    place = Text()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    network = Text(allow_none=True)
    recorder = Text(allow_none=True)
    shown = Choice(Health)
