"""Rules: the figures of networks or wards as CSV, which a Vietnamese spreadsheet opens; no cell is a formula."""

import csv
import io
from collections.abc import Iterator, Sequence

from tracker.core.i18n import N_
from tracker.exchange.exports.rules import Cell, csv_cell
from tracker.reports.rules import Part, PartKind

NAMES = {PartKind.NETWORKS: "ty-le-theo-mo-hinh", PartKind.WARDS: "ty-le-theo-phuong-xa"}
_FIRST = {PartKind.NETWORKS: (N_("Mô hình"),), PartKind.WARDS: (N_("Phường, xã"), N_("Đến ngày"))}
_COUNTS = (
    N_("Vụ làm rõ"),
    N_("Vụ đã yêu cầu"),
    N_("Lượt trích xuất"),
    N_("Lượt yêu cầu"),
    N_("Lượt có kết quả"),
    N_("Lượt bàn giao"),
)


def headers(kind: PartKind) -> tuple[str, ...]:
    """The columns of the file. No rates: whoever computes one sees of how few incidents."""
    return *_FIRST[kind], *_COUNTS


def write(kind: PartKind, headers: Sequence[str], parts: Sequence[Part]) -> bytes:
    """A row for each part below the columns as the reader calls them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([csv_cell(cell, comma=True) for cell in _cells(kind, part)] for part in parts)
    return out.getvalue().encode("utf-8-sig")


def _cells(kind: PartKind, part: Part) -> Iterator[Cell]:
    tally = part.tally
    yield part.name
    if kind is PartKind.WARDS:
        yield part.until
    yield from (tally.incidents_clarified, tally.incidents_asked, tally.extractions, tally.lines_asked)
    yield from (tally.judged, tally.handed_over)
