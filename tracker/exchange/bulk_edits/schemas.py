"""Shapes of changes to many cameras."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load, validates_schema

from tracker.exchange.bulk_edits.rules import CLEARABLE, EditPart
from tracker.register.cameras.rules import CameraForm, Connection
from tracker.register.places.rules import Sign
from tracker.register.recorders.rules import Storage
from tracker.web.fields import REQUIRED, Choice, Date, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor

UNTICKED = _l("Đã nhập nhưng chưa đánh dấu đổi mục này. Hãy đánh dấu, hoặc xóa điều đã nhập.")
SIGNS: Mapping[Sign, bool | None] = {Sign.POSTED: True, Sign.MISSING: False, Sign.UNKNOWN: None}


class NewEdit(StrictSchema):
    """What is to be set of all cameras of a filter: only the `chosen` parts. Loads to {changes, reason}."""

    chosen = List(Choice(EditPart), load_default=list)
    network_id = Integer(least=1, load_default=None, allow_none=True)
    connection = Choice(Connection, load_default=None)
    form = Choice(CameraForm, load_default=None)
    model = Text(most=100)
    recorder_id = Integer(least=1, load_default=None, allow_none=True)
    storage = Choice(Storage, load_default=None)
    retention_days = Integer(least=1, most=3650, load_default=None, allow_none=True)
    owner_id = Integer(least=1, load_default=None, allow_none=True)
    manager = Text()
    sign_posted = Choice(Sign, load_default=None)
    note = Text(most=1000, lines=True)
    removed_on = Date(load_default=None, allow_none=True)
    reason = Text(required=True, most=300)
    draft = Integer(least=1, load_default=None, allow_none=True)

    @validates_schema
    def _say_what_is_meant(self, facts: dict[str, Any], **_: Any) -> None:
        """What is typed is chosen, and what is chosen is typed where nothing would mean nothing."""
        chosen = facts["chosen"]
        typed = {part for part in EditPart if facts[part.value] not in (None, "")}
        wrong = {part.value: [str(UNTICKED)] for part in EditPart if part in typed and part not in chosen}
        wrong |= {part.value: [str(REQUIRED)] for part in chosen if part not in typed and part not in CLEARABLE}
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _only_the_chosen(self, made: dict[str, Any], **_: Any) -> dict[str, Any]:
        changes = {part.value: made[part.value] for part in EditPart if part in made["chosen"]}
        if "sign_posted" in changes:
            changes["sign_posted"] = SIGNS[changes["sign_posted"]]
        return {"changes": changes, "reason": made["reason"], "draft": made["draft"]}


class SeenEdit(StrictSchema):
    """The version of a change that somebody looked at, and the figures that were shown."""

    version = Integer(required=True)
    seen = Text(most=40)


class EditFilter(StrictSchema):
    """The query string of a list of changes, or of the cameras of one."""

    after = Cursor(int)
