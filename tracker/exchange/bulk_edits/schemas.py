"""Shapes of changes to many cameras."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, post_load, validates_schema

from tracker.exchange.bulk_edits.rules import CLEARABLE, PARTS, EditPart
from tracker.register.cameras.field_schemas import typed
from tracker.register.cameras.schemas import CameraListQuery
from tracker.register.places.rules import Sign
from tracker.web.fields import REQUIRED, Choice, Integer, List, StrictSchema, Text
from tracker.web.paging import Cursor

UNTICKED = _l("Đã nhập nhưng chưa đánh dấu đổi mục này. Hãy đánh dấu, hoặc xóa điều đã nhập.")
SIGNS: Mapping[Sign, bool | None] = {Sign.POSTED: True, Sign.MISSING: False, Sign.UNKNOWN: None}


class NewEdit(StrictSchema):
    """What is to be set of all cameras of a filter: only the `chosen` parts. Loads to {changes, reason}."""

    class Meta(StrictSchema.Meta):
        include = {name: typed(field, most=part.most) for name, (field, part) in PARTS.items()}
        fields = ("chosen", *PARTS, "reason", "draft")  # what is wrong is told in this order

    chosen = List(Choice(EditPart), load_default=list)
    reason = Text(required=True, most=300)
    draft = Integer(least=1, load_default=None, allow_none=True)

    @validates_schema
    def _say_what_is_meant(self, facts: dict[str, Any], **_: Any) -> None:
        """What is typed is chosen, and what is chosen is typed where nothing would mean nothing."""
        chosen_parts = facts["chosen"]
        typed = {part for part in EditPart if facts[part.value] not in (None, "")}
        messages = {part.value: [str(UNTICKED)] for part in EditPart if part in typed and part not in chosen_parts}
        messages |= {
            part.value: [str(REQUIRED)] for part in chosen_parts if part not in typed and part not in CLEARABLE
        }
        if messages:
            raise ValidationError(messages)

    @post_load
    def _only_the_chosen(self, facts: dict[str, Any], **_: Any) -> dict[str, Any]:
        changes = {part.value: facts[part.value] for part in EditPart if part in facts["chosen"]}
        if "sign_posted" in changes:
            changes["sign_posted"] = SIGNS[changes["sign_posted"]]
        return {"changes": changes, "reason": facts["reason"], "draft": facts["draft"]}


class SeenEdit(StrictSchema):
    """The version of a change that somebody looked at, and the figures that were shown."""

    version = Integer(required=True)
    seen = Text(most=40)


class BulkEditQuery(CameraListQuery):
    """The list's filter, and the number of a draft that was begun before."""

    draft = Text(most=15)


class EditFilter(StrictSchema):
    """The query string of a list of changes, or of the cameras of one."""

    after = Cursor(int)
