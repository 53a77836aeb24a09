"""Shapes of changes to many cameras."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load, validates_schema

from tracker.exchange.bulk_edits.rules import CLEARABLE, Part
from tracker.register.cameras.rules import Connection, Form
from tracker.register.places.rules import Sign
from tracker.register.recorders.rules import Storage
from tracker.web.fields import REQUIRED, Choice, Day, Many, Shape, Text, Whole
from tracker.web.paging import Cursor

UNTICKED = _l("Đã nhập nhưng chưa đánh dấu đổi mục này. Hãy đánh dấu, hoặc xóa điều đã nhập.")
SIGNS: Mapping[Sign, bool | None] = {Sign.POSTED: True, Sign.MISSING: False, Sign.UNKNOWN: None}


class NewEdit(Shape):
    """What is to be set of all cameras of a filter: only the `chosen` parts. Loads to {changes, reason}."""

    chosen = Many(Choice(Part), load_default=list)
    network_id = Whole(least=1, load_default=None, allow_none=True)
    connection = Choice(Connection, load_default=None)
    form = Choice(Form, load_default=None)
    model = Text(most=100)
    recorder_id = Whole(least=1, load_default=None, allow_none=True)
    storage = Choice(Storage, load_default=None)
    retention_days = Whole(least=1, most=3650, load_default=None, allow_none=True)
    owner_id = Whole(least=1, load_default=None, allow_none=True)
    manager = Text()
    sign_posted = Choice(Sign, load_default=None)
    note = Text(most=1000, lines=True)
    removed_on = Day(load_default=None, allow_none=True)
    reason = Text(required=True, most=300)
    draft = Whole(least=1, load_default=None, allow_none=True)

    @validates_schema
    def _say_what_is_meant(self, facts: dict[str, Any], **_: Any) -> None:
        """What is typed is chosen, and what is chosen is typed where nothing would mean nothing."""
        chosen = facts["chosen"]
        typed = {part for part in Part if facts[part.value] not in (None, "")}
        wrong = {part.value: [str(UNTICKED)] for part in Part if part in typed and part not in chosen}
        wrong |= {part.value: [str(REQUIRED)] for part in chosen if part not in typed and part not in CLEARABLE}
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def _only_the_chosen(self, made: dict[str, Any], **_: Any) -> dict[str, Any]:
        changes = {part.value: made[part.value] for part in Part if part in made["chosen"]}
        if "sign_posted" in changes:
            changes["sign_posted"] = SIGNS[changes["sign_posted"]]
        return {"changes": changes, "reason": made["reason"], "draft": made["draft"]}


class Seen(Shape):
    """The version of a change that somebody looked at, and the figures that were shown."""

    version = Whole(required=True)
    seen = Text(most=40)


class EditFilter(Shape):
    """The query string of a list of changes, or of the cameras of one."""

    after = Cursor(int)
