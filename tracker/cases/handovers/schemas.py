"""Shapes of a file that is told and not sent."""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import ValidationError

from tracker.cases.handovers.rules import MOST_BYTES, FileMatch, is_of_no_file
from tracker.core.i18n import N_
from tracker.web.fields import Choice, DateTime, Integer, OutSchema, Pattern, StrictSchema, Text

OF_NO_FILE = N_("Đây là mã của tệp rỗng hoặc mã toàn số 0. Hãy tính lại từ tệp thật.")


class Sha256(Pattern):
    """The hash of a file that has something in it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(re.compile(r"[0-9a-f]{64}"), N_("SHA-256 gồm 64 ký tự 0–9, a–f."), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        typed = super()._deserialize(value, attr, data, **kwargs)
        if is_of_no_file(typed):
            raise ValidationError(gettext(OF_NO_FILE))
        return typed


class HashIn(StrictSchema):
    """The hash of a file that was handed over without one, and its size again, so that no other file's is taken."""

    bytes = Integer(least=1, most=MOST_BYTES, required=True)
    sha256 = Sha256(required=True)


class ReceivedFile(HashIn):
    """The file that was received."""

    file_name = Text(most=255, required=True)


class HandoverCheckOut(OutSchema):
    """A check of a received file."""

    id = Integer()
    checked_at = DateTime()
    file_name = Text()
    bytes = Integer()
    sha256 = Text()
    result = Choice(FileMatch)
