"""Shapes of faults."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError

from tracker.register.faults.rules import FaultKind, FaultState, FaultyThing, read_dong
from tracker.web.fields import Boolean, Choice, DateTime, Integer, OutSchema, StrictSchema, Text
from tracker.web.paging import Cursor, Limit

MOST_COST = 10**12


class Dong(Integer):
    """An amount in đồng, with the dots and words that people write. Out: a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=0, most=MOST_COST, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, str):
            value = read_dong(value[:40])
            if value is None:
                raise ValidationError(_l("Cần số tiền bằng đồng, ví dụ 1.200.000 hoặc 1,2 triệu."))
        return super()._deserialize(value, attr, data, **kwargs)


class NewFault(StrictSchema):
    """A fault of one camera or one recorder: by its number, or by the code on its label."""

    camera_id = Integer(least=1, load_default=None, allow_none=True)
    recorder_id = Integer(least=1, load_default=None, allow_none=True)
    code = Text(most=60)
    kind = Choice(FaultKind, load_default=FaultKind.NO_PICTURE)
    note = Text(most=1000, lines=True)
    opened_at = DateTime(load_default=None, allow_none=True)


class Repair(StrictSchema):
    """That a fault was mended. `works`: picture was seen afterwards. `cost` in đồng."""

    version = Integer(required=True)
    repair = Text(required=True, most=1000, lines=True)
    cost = Dong(load_default=None, allow_none=True)
    closed_at = DateTime(load_default=None, allow_none=True)
    works = Boolean(load_default=False)


class NetworkPage(StrictSchema):
    """Where the last page of networks ended."""

    after = Cursor(str, int)


class FaultFilter(StrictSchema):
    """The query string of a list of faults."""

    state = Choice(FaultState, load_default=FaultState.OPEN)
    kind = Choice(FaultKind, load_default=None)
    of = Choice(FaultyThing, load_default=None)
    network_id = Integer(least=1, load_default=None)
    camera_id = Integer(least=1, load_default=None)
    recorder_id = Integer(least=1, load_default=None)
    after = Cursor(datetime, int)
    limit = Limit()


class FaultyThingAddress(StrictSchema):
    """Of which thing, and of which kind, a fault's form begins with."""

    camera_id = Text(most=15)
    recorder_id = Text(most=15)
    kind = Text(most=40)


class AliveAddress(StrictSchema):
    """Of which camera, and of which moment as somebody wrote it, it is asked whether it was alive."""

    camera_id = Integer(least=1, load_default=None)
    at = Text()


class AliveQuestion(StrictSchema):
    """Whether a camera was alive at a moment."""

    at = DateTime(required=True)


class FaultOut(OutSchema):
    """A fault as shown to programs. Under some kinds the recording goes on; then no camera is called broken for it."""

    id = Integer()
    version = Integer()
    camera_id = Integer(allow_none=True)
    recorder_id = Integer(allow_none=True)
    kind = Choice(FaultKind)
    note = Text()
    opened_at = DateTime()
    opened_by = Text()
    closed_at = DateTime(allow_none=True)
    closed_by = Text()
    repair = Text()
    cost = Integer(allow_none=True)


class FaultRow(FaultOut):
    """A fault in a list, with where it is."""

    code = Text()
    place = Text(allow_none=True)
    ward_id = Integer()
    ward = Text()
    network = Text(allow_none=True)
