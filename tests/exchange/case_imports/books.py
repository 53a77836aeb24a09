"""Paper books to be taken over: their headers, rows, and how they are sent."""

from typing import Any

from tests.cast import Cast
from tracker.core.viewer import Viewer
from tracker.exchange.imports import commands
from tracker.exchange.imports.field_sets import ImportKind
from tracker.exchange.imports.rules import Report

# As a ward's book of extractions is ruled.
HEADER = (
    "STT;Ngày giờ tiếp nhận;Loại vụ việc;Nội dung vụ việc;Nơi xảy ra;Thời gian xảy ra;Địa bàn;Kênh tin;Cán bộ thụ lý;"
    "Số phiếu/số công văn;Căn cứ;Mã camera/điểm;Khung giờ từ;Khung giờ đến;Ngày giờ yêu cầu;Người duyệt;Ngày duyệt;"
    "Ngày bảo toàn;Ngày trích xuất;Ngày bàn giao;Người nhận;Không có dữ liệu – lý do;Kết quả sử dụng;Kết quả vụ việc;"
    "Ngày kết thúc"
)
THEFT = (
    "1;07:30 04/09/2025;Trộm cắp;Mất xe máy trước chợ;Chợ Vườn Hoa;20:30 03/09/2025;Hạc Thành;Đường dây nóng;"
    "Mai Hồng Sơn;15/YC;Tin báo;CAM-1;20h;21h;09:00 04/09/2025;Lê Tiến Dũng;10:00 04/09/2025;09:30 04/09/2025;"
    "14:00 04/09/2025;05/09/2025;Nguyễn Văn Tám;;Có ích;Hòa giải;20/09/2025"
)
# The same request goes on: what is the same is left blank.
SECOND_LINE = "2;;;;;;;;;;;CAM-2;20h;21h;;;;;;;;Hỏng;;;"
FIGHT = (
    "3;10/10/2025;Đánh nhau;Xô xát ở quán;Quán Tư;09/10/2025;14797;Trực tiếp;Trần Văn Cũ;16/YC;Vi phạm hành chính;"
    "CAM-1;22h00;23h30;11/10/2025;;;;;;;;;;"
)
INCIDENT_HEADER = (
    "Số vụ việc;Ngày giờ tiếp nhận;Loại vụ việc;Nội dung vụ việc;Nơi xảy ra;Thời gian xảy ra;Địa bàn;Kênh tin;"
    "Cán bộ thụ lý;Kết quả vụ việc;Ngày kết thúc"
)
INCIDENT = "7/TB;07:30 04/09/2025;Trộm cắp;Mất xe;Chợ;20:30 03/09/2025;Hạc Thành;113;Mai Hồng Sơn;Đã làm rõ;20/09/2025"


def book(*rows: str, header: str = HEADER) -> bytes:
    """A book as CSV."""
    return "\n".join((header, *rows)).encode("utf-8-sig")


def taken_over(cast: Cast, who: Viewer, content: bytes, **values: Any) -> Report:
    """Take a book over as the command does; the report."""
    facts: dict[str, Any] = {"kind": ImportKind.REQUESTS, "mapping": {}, "blanks": {}, "dry_run": False, **values}
    with cast.database.writing() as session:
        return commands.import_book(session, who, file_name="so.csv", content=content, **facts)


def faults(report: Report) -> list[tuple[int, str, str]]:
    """(row, header, words) of what is wrong."""
    return [(fault.line, fault.header, fault.text) for fault in report.faults]
