"""Rules: columns that nobody should see who imports a list: passwords, telephone and identity numbers. Pure.

Such a column is passed over, unless somebody says that it means something; then no cell of it is shown, kept or logged.
"""

import re
from collections.abc import Iterable, Sequence

from tracker.exchange.imports.field_sets import MappedColumn, plain

_HEADER = re.compile(
    r"\b(?:mat khau|matkhau|pass|passwd|password|pwd|mk|ma pin|pin|secret|token|tai khoan|ten dang nhap|dang nhap|user"
    r"|username|login|sdt|so dt|dt|so dien thoai|dien thoai|dtdd|di dong|phone|mobile|tel|hotline"
    r"|zalo|email|e mail|cccd"
    r"|cmnd|cmt|can cuoc|so dinh danh|ho ten|ho va ten|chu ho|chu nha|ten chu|nguoi lien he|lien he|contact|owner name"
    r"|ngay sinh|nam sinh)\b"
)
_PHONE = re.compile(r"(?<![\d.,])(?:\+?84|0)(?:[ .-]?\d){8,10}(?![\d.,])")
_IDENTITY = re.compile(r"(?<![\d.,])\d{12}(?![\d.,])")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
HIDDEN = "•••"


def private_indexes(columns: Sequence[MappedColumn], rows: Iterable[list[str]]) -> frozenset[int]:
    """The columns that are not read and whose header, or a cell of theirs, says that they are somebody's own affair."""
    unread = [index for index, column in enumerate(columns) if not column.used]
    private = {index for index in unread if _HEADER.search(plain(columns[index].header))}
    for row in rows:
        private.update(index for index in unread if index < len(row) and _is_personal(row[index]))
    return frozenset(private)


def without(row: list[str], private: frozenset[int]) -> list[str]:
    """A row in which the cells of private columns are blank."""
    return [cell if index not in private else "" for index, cell in enumerate(row)] if private else row


def masked(text: str) -> str:
    """A text in which telephone and identity numbers and addresses of mail are covered."""
    for pattern in (_PHONE, _IDENTITY, _EMAIL):
        text = pattern.sub(HIDDEN, text)
    return text


def _is_personal(cell: str) -> bool:
    return (
        any(pattern.search(cell) for pattern in (_PHONE, _IDENTITY, _EMAIL)) if len(cell) >= 9 or "@" in cell else False
    )
