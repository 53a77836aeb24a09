"""Rules: what a list to be filled in says about each of its columns."""

from collections.abc import Mapping

from tracker.exchange.imports.rules import COLUMNS, Field

NAME = "Hướng dẫn"
HEADERS = ("Cột", "Ghi gì", "Ví dụ một", "Ví dụ hai")
# By the field's code: what to write, and two cameras as they could stand there. Sideways, so that nobody imports them.
_GUIDE: Mapping[str, tuple[str, str, str]] = {
    "code": ("Bắt buộc. Mỗi camera một mã, như ghi trên nhãn.", "CAM-001", "0012"),
    "name": ("Tên mọi người quen gọi.", "Ngã tư Nguyễn Trãi – Hạc Thành", "Cổng chợ Vườn Hoa"),
    "ward_code": ("Để trống nếu là phường, xã của bạn.", "", "14797"),
    "place": ("Nơi treo camera; để trống nếu giống tên.", "", "Cột điện 12"),
    "address": ("Số nhà, đường, tổ dân phố.", "2 Nguyễn Trãi", "Phố Lê Hoàn"),
    "latitude": ("Độ, hệ WGS 84.", "19,8067", "19,8101"),
    "longitude": ("Độ, hệ WGS 84.", "105,7852", "105,7790"),
    "network_code": ("Mã của mô hình, xem trang «Mô hình».", "", ""),
    "connection": ("Chọn trong danh sách; trống là kết nối về Công an.", "Kết nối về Công an", ""),
    "form": ("Chọn trong danh sách.", "Cố định", "Quay quét"),
    "bearing": ("Độ, 0 là bắc, 90 là đông; hoặc Bắc, Đông Bắc…", "90", "Đông Nam"),
    "view_angle": ("Độ, thường 70–110.", "90", ""),
    "reach_m": ("Mét; trống thì tính theo độ phân giải và góc nhìn.", "60", ""),
    "width_px": ("Số điểm ảnh ngang, 1920×1080, 1080p hoặc 2 MP.", "1920", "4 MP"),
    "height_m": ("Mét, từ mặt đất.", "4", ""),
    "night": ("Chọn trong danh sách.", "Có hồng ngoại", "Chưa rõ"),
    "model": ("Hãng và kiểu máy.", "Hikvision DS-2CD2143", ""),
    "storage": ("Chọn trong danh sách.", "Đầu ghi", "Thẻ nhớ"),
    "recorder_code": ("Mã đầu ghi trong sổ; để trống nếu không có.", "", ""),
    "retention_days": ("Số ngày giữ được hình.", "15", "7"),
    "manager": ("Ai quản lý camera.", "Công an phường", ""),
    "installed_on": ("Ngày/tháng/năm.", "01/06/2023", ""),
    "note": ("Không ghi họ tên, số điện thoại của chủ hộ.", "", "Dùng chung nguồn với đèn"),
}


def guide(field: Field) -> tuple[str, str, str]:
    """What to write into a column, and two examples; what the form hints at where nothing else is told."""
    form_input = COLUMNS[field][0].input
    return _GUIDE.get(field.value, (form_input.hint if form_input else "", "", ""))
