"""Schemas: the field of a code. Which codes there are is data: an operation's action looks them up."""

from typing import Any

from tracker.territory.code_lists.rules import CodeList
from tracker.web.fields import Text

LONGEST = 32


class Code(Text):
    """A code of a list; the description says where the list is read, and no closed list of values."""

    def __init__(self, code_list: CodeList, **options: Any) -> None:
        described = {"description": f"A code of GET /api/v1/code-lists/{code_list.value}"}
        super().__init__(most=LONGEST, metadata=described, **options)
