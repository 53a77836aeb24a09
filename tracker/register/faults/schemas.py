"""Shapes of faults."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError
from marshmallow.fields import Nested

from tracker.register.faults.rules import FaultKind, FaultState, Thing, read_dong
from tracker.web.fields import Choice, Flag, Many, Moment, Shape, Text, Whole
from tracker.web.paging import Cursor

MOST_COST = 10**12


class Dong(Whole):
    """An amount in đồng, with the dots and words that people write. Out: a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(least=0, most=MOST_COST, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, str):
            value = read_dong(value[:40])
            if value is None:
                raise ValidationError(_l("Cần số tiền bằng đồng, ví dụ 1.200.000 hoặc 1,2 triệu."))
        return super()._deserialize(value, attr, data, **kwargs)


class NewFault(Shape):
    """A fault of one camera or one recorder: by its number, or by the code on its label."""

    camera_id = Whole(least=1, load_default=None, allow_none=True)
    recorder_id = Whole(least=1, load_default=None, allow_none=True)
    code = Text(most=60)
    kind = Choice(FaultKind, load_default=FaultKind.NO_PICTURE)
    note = Text(most=1000, lines=True)
    opened_at = Moment(load_default=None, allow_none=True)


class Repair(Shape):
    """That a fault was mended. `works`: picture was seen afterwards. `cost` in đồng."""

    version = Whole(required=True)
    repair = Text(required=True, most=1000, lines=True)
    cost = Dong(load_default=None, allow_none=True)
    closed_at = Moment(load_default=None, allow_none=True)
    works = Flag(load_default=False)


class FaultFilter(Shape):
    """The query string of a list of faults."""

    state = Choice(FaultState, load_default=FaultState.OPEN)
    kind = Choice(FaultKind, load_default=None)
    of = Choice(Thing, load_default=None)
    network_id = Whole(least=1, load_default=None)
    camera_id = Whole(least=1, load_default=None)
    recorder_id = Whole(least=1, load_default=None)
    after = Cursor(datetime, int)
    limit = Whole(least=1, most=200, load_default=50)


class AliveCamera(Shape):
    """Of which camera it is asked whether it was alive."""

    camera_id = Whole(least=1, load_default=None)


class AliveQuestion(AliveCamera):
    """Whether a camera was alive at a moment."""

    at = Moment(required=True)


class FaultOut(Shape):
    """A fault as shown to programs. Under some kinds the recording goes on; then no camera is called broken for it."""

    id = Whole()
    version = Whole()
    camera_id = Whole(allow_none=True)
    recorder_id = Whole(allow_none=True)
    kind = Choice(FaultKind)
    note = Text()
    opened_at = Moment()
    opened_by = Text()
    closed_at = Moment(allow_none=True)
    closed_by = Text()
    repair = Text()
    cost = Whole(allow_none=True)


class FaultRow(FaultOut):
    """A fault in a list, with where it is."""

    code = Text()
    place = Text(allow_none=True)
    ward_id = Whole()
    ward = Text()
    network = Text(allow_none=True)


class FaultPage(Shape):
    """A page of faults."""

    items = Many(Nested(FaultRow))
    next = Text(allow_none=True)
