"""Shapes of cameras."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, post_load
from marshmallow.fields import Nested

from tracker.register.cameras.rules import CameraForm, Connection, Gap, Health, Order, Sort, read_key
from tracker.register.owners.rules import OwnerKind
from tracker.register.recorders.rules import Storage
from tracker.web.fields import Boolean, Choice, Date, DateTime, Decimal, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor

OTHER_ORDER = _l("Trang này thuộc một cách sắp xếp khác. Hãy xem lại từ đầu danh sách.")


class NewCamera(StrictSchema):
    """A camera to be registered. Degrees clockwise from north; metres; days."""

    code = Text(required=True, most=60)
    name = Text(required=True)
    place = Text()
    address = Text(most=300)
    latitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)  # beyond 90: swapped, said in words
    longitude = Decimal(least=-180, most=180, load_default=None, allow_none=True)
    connection = Choice(Connection, load_default=Connection.POLICE)
    form = Choice(CameraForm, load_default=CameraForm.UNKNOWN)
    bearing = Decimal(least=0, most=360, load_default=None, allow_none=True)
    view_angle = Decimal(least=1, most=360, load_default=None, allow_none=True)
    reach_m = Decimal(least=1, most=2000, load_default=None, allow_none=True)
    storage = Choice(Storage, load_default=Storage.RECORDER)
    retention_days = Integer(least=1, most=3650, load_default=None, allow_none=True)
    network_id = Integer(least=1, load_default=None, allow_none=True)
    recorder_id = Integer(least=1, load_default=None, allow_none=True)
    owner_id = Integer(least=1, load_default=None, allow_none=True)
    installed_on = Date(load_default=None, allow_none=True)
    model = Text(most=100)
    manager = Text()
    note = Text(most=2000, lines=True)

    @post_load
    def _full_circle(self, made: dict[str, Any], **_: Any) -> dict[str, Any]:
        """360° is north, as 0° is."""
        return {**made, "bearing": made["bearing"] % 360} if made["bearing"] is not None else made


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


class Box(fields.Field[tuple[float, float, float, float]]):
    """A stretch of the map in a query string: «south,west,north,east» in degrees."""

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
    sort = Choice(Sort, load_default=Sort.CODE)
    order = Choice(Order, load_default=Order.ASC)
    after = Cursor(str, str, int)
    limit = Integer(least=1, most=200, load_default=50)

    @post_load
    def _read_cursor(self, made: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A cursor holds for one order only."""
        if made["after"] is None:
            return made
        made_for, key, at = made["after"]
        if made_for != f"{made['sort']}.{made['order']}":
            raise ValidationError(
                {"after": [_l("Trang này thuộc một cách sắp xếp khác. Hãy xem lại từ đầu danh sách.")]}
            )
        try:
            return {**made, "after": (read_key(made["sort"], key), at)}
        except ValueError as error:
            raise ValidationError({"after": [str(self.fields["after"].error_messages["invalid"])]}) from error


class CameraOut(StrictSchema):
    """A camera as shown to programs."""

    id = Integer()
    version = Integer()
    code = Text()
    name = Text()
    ward_id = Integer()
    point_id = Integer()
    recorder_id = Integer(allow_none=True)
    network_id = Integer(allow_none=True)
    owner_id = Integer(allow_none=True)
    connection = Choice(Connection)
    form = Choice(CameraForm)
    model = Text()
    manager = Text()
    bearing = Decimal(least=0, most=360, allow_none=True)
    view_angle = Decimal(least=0, most=360, allow_none=True)
    reach_m = Decimal(least=0, most=2000, allow_none=True)
    storage = Choice(Storage)
    retention_days = Integer(allow_none=True)
    installed_on = Date(allow_none=True)
    removed_on = Date(allow_none=True)
    health = Choice(Health)
    checked_at = DateTime(allow_none=True)
    note = Text()


class CameraRow(StrictSchema):
    """A camera in a list. `shown` is what may be claimed of its health today."""

    id = Integer()
    code = Text()
    name = Text()
    ward_id = Integer()
    ward = Text()
    place = Text()
    address = Text()
    latitude = Decimal(least=-90, most=90, allow_none=True)
    longitude = Decimal(least=-180, most=180, allow_none=True)
    network_id = Integer(allow_none=True)
    network = Text(allow_none=True)
    connection = Choice(Connection)
    form = Choice(CameraForm)
    bearing = Decimal(least=0, most=360, allow_none=True)
    view_angle = Decimal(least=0, most=360, allow_none=True)
    reach_m = Decimal(least=0, most=2000, allow_none=True)
    health = Choice(Health)
    checked_at = DateTime(allow_none=True)
    shown = Choice(Health)
    model = Text()
    manager = Text()
    storage = Choice(Storage)
    retention_days = Integer(allow_none=True)
    recorder_id = Integer(allow_none=True)
    recorder = Text(allow_none=True)
    installed_on = Date(allow_none=True)
    removed_on = Date(allow_none=True)


class CameraPage(StrictSchema):
    """A page of cameras."""

    items = List(Nested(CameraRow))
    next = Text(allow_none=True)
