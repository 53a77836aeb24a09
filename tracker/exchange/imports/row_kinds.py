"""Rules: which rows of a camera list are cameras, and what the others are. A row must prove that it is one. Pure."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from tracker.core.i18n import N_, LabeledEnum
from tracker.core.vietnamese import fold
from tracker.exchange.imports import cells
from tracker.exchange.imports.field_sets import MappedColumn, plain

PLACED = ("latitude", "longitude", "coordinates")
NAMED = ("code", "name", "place", "address")
LOOKED_AT, HEADS = 200, 6  # rows by which the habits of a list are told; cells by which a repeated header is
_ORDINAL = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "no", "nr", "#", "stt no"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[.)]?")
_ROMAN = re.compile(r"(?:[ivxlc]+|[a-h])[.)]?")
_CODE_LIKE = re.compile(r"\S*\d\S*")  # one word with a figure in it, as codes have
_HEADING = re.compile(
    r"(?:[ivx]+[.)]?\s+|[a-h][.)]\s*)?(?:khu pho|khu dan cu|khu vuc|khu|kdc|pho|to dan pho|tdp|to"
    r"|thon|xom|ban|ap|phuong"
    r"|xa|duong|tuyen|cum|nhom|dia ban|mo hinh|phan|muc)\b.*|(?:[ivx]+|[a-h])[.)]\s+.*"
)
_REMARK = re.compile(r"(?:ghi chu|luu y|chu thich|nguon(?: so lieu)?)\s*:.*|\(?\*+\)?.*")


class RowKind(LabeledEnum):
    """Why a row is no camera."""

    HEADING = "heading", N_("tiêu đề nhóm")
    HEADER = "header", N_("dòng tiêu đề lặp lại")
    TOTAL = "total", N_("dòng tổng cộng, ngày tháng hoặc chữ ký")
    REMARK = "remark", N_("ghi chú")
    NOTHING = "nothing", N_("không có mã, tên hay nơi lắp")
    SHAPE = "shape", N_("không phải một điểm trên bản đồ")
    HIDDEN = "hidden", N_("đang ẩn trong bảng tính")


class PassedRow(NamedTuple):
    """A row that is passed over: its number, what stands in it, and why (a translation key)."""

    line: int
    text: str
    why: str = RowKind.HEADING.text


class RowJudge:
    """Tells the rows of one list apart, by the list's own habits."""

    def __init__(self, columns: Sequence[MappedColumn], rows: Sequence[tuple[int, list[str]]]) -> None:
        headers = [plain(column.header) for column in columns]
        self._heads = [column.header.casefold() for column in columns[:HEADS]]
        fields = [column.field.value if column.field and column.used else "" for column in columns]
        self._named = [(index, name) for index, name in enumerate(fields) if name in NAMED]
        self._placed = [index for index, name in enumerate(fields) if name in PLACED]
        ordinals = [index for index, name in enumerate(fields) if not name and headers[index] in _ORDINAL]
        self.ordinal = ordinals[0] if ordinals else None
        self._code = next((index for index, name in self._named if name == "code"), None)
        first = [(self._proofs(row), self._ordinal_of(row)) for _, row in islice(rows, LOOKED_AT)]
        proofs = sorted(count for count, _ in first)
        self._usual_proofs = proofs[-len(proofs) // 4] if proofs else 0  # as many as one row in four has
        cameras = [ordinal for count, ordinal in first if count > 1]
        self._is_numbered = sum(_NUMBER.fullmatch(ordinal) is not None for ordinal in cameras) * 2 > len(cameras)
        self._signing = False

    def kind(self, row: list[str]) -> RowKind | None:
        """Why a row is no camera; None where it is one."""
        kind = self._kind(row)
        self._signing = (self._signing and kind is not None) or kind is RowKind.TOTAL
        return kind

    def is_blank(self, row: list[str]) -> bool:
        """Whether nothing but the row's own number stands in it, as in forms that wait to be filled in."""
        return not any(cell.strip(cells.DASHES) for index, cell in enumerate(row) if index != self.ordinal)

    def _kind(self, row: list[str]) -> RowKind | None:
        if self._repeats_header(row):
            return RowKind.HEADER
        is_placed = any(self._cell(row, index) for index in self._placed)
        if is_placed and self._code is not None and self._cell(row, self._code):
            return None
        names = [(index, name) for index, name in self._named if self._cell(row, index)]
        if self._is_total(row, names, is_placed=is_placed):
            return RowKind.TOTAL
        if is_placed or len(names) > 1:
            return None
        return self._of_one_name(row, *names[0]) if names else self._nothing(row)

    def _of_one_name(self, row: list[str], index: int, name: str) -> RowKind | None:
        """A row of which one text alone is said, and no place."""
        text = fold(self._cell(row, index))
        if _REMARK.fullmatch(text):
            return RowKind.REMARK
        ordinal = fold(self._ordinal_of(row))
        is_code = name == "code" and _CODE_LIKE.fullmatch(text)
        if self._is_numbered and not _NUMBER.fullmatch(ordinal):
            return None if is_code and not _ROMAN.fullmatch(ordinal) else RowKind.HEADING
        if self._usual_proofs >= 2 and not _NUMBER.fullmatch(ordinal) and _HEADING.fullmatch(text) and not is_code:
            return RowKind.HEADING
        return None

    def _is_total(self, row: list[str], names: list[tuple[int, str]], *, is_placed: bool) -> bool:
        """A total, a date or who signs: by its words, where it has neither a code beside them nor a place."""
        has_code = any(name == "code" for _, name in names)
        if cells.is_remark(row):
            return len(names) < 2 and not is_placed if has_code or self._code is None else True
        return self._signing and not has_code and not is_placed and cells.may_sign(row)

    def _nothing(self, row: list[str]) -> RowKind:
        texts = [fold(cell) for cell in row if cell.strip(cells.DASHES) and not _NUMBER.fullmatch(cell)]
        if any(_REMARK.fullmatch(text) for text in texts[:2]):
            return RowKind.REMARK
        return RowKind.HEADING if any(map(_HEADING.fullmatch, texts[:2])) else RowKind.NOTHING

    def _repeats_header(self, row: list[str]) -> bool:
        """Whether the first cells say what the header says over them, as on every page of a printed list."""
        pairs = zip(row[:HEADS], self._heads, strict=False)
        return sum(cell.casefold() == header for cell, header in pairs if cell) > 1

    def _proofs(self, row: list[str]) -> int:
        name_count = sum(bool(self._cell(row, index)) for index, _ in self._named)
        return name_count + any(self._cell(row, index) for index in self._placed)

    def _ordinal_of(self, row: list[str]) -> str:
        return "" if self.ordinal is None else self._cell(row, self.ordinal)

    @staticmethod
    def _cell(row: list[str], index: int) -> str:
        return row[index].strip(cells.DASHES).strip() if index < len(row) else ""
