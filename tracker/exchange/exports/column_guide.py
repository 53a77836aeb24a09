"""Rules: what a list to be filled in says about each of its columns."""

from collections.abc import Mapping

from tracker.exchange.imports.rules import Field

NAME = "Hướng dẫn"
HEADERS = ("Cột", "Ghi gì", "Ví dụ một", "Ví dụ hai")
# By field: what to write, and two cameras as they could stand there. Sideways, so that nobody imports them.
COLUMNS: Mapping[Field, tuple[str, str, str]] = {
    Field.CODE: ("Bắt buộc. Mỗi camera một mã, như ghi trên nhãn.", "CAM-001", "0012"),
    Field.NAME: ("Tên mọi người quen gọi.", "Ngã tư Nguyễn Trãi – Hạc Thành", "Cổng chợ Vườn Hoa"),
    Field.WARD: ("Để trống nếu là phường, xã của bạn.", "", "14797"),
    Field.PLACE: ("Nơi treo camera; để trống nếu giống tên.", "", "Cột điện 12"),
    Field.ADDRESS: ("Số nhà, đường, tổ dân phố.", "2 Nguyễn Trãi", "Phố Lê Hoàn"),
    Field.LATITUDE: ("Độ, hệ WGS 84.", "19,8067", "19,8101"),
    Field.LONGITUDE: ("Độ, hệ WGS 84.", "105,7852", "105,7790"),
    Field.NETWORK: ("Mã của mô hình, xem trang «Mô hình».", "", ""),
    Field.CONNECTION: ("Chọn trong danh sách; trống là kết nối về Công an.", "Kết nối về Công an", ""),
    Field.FORM: ("Chọn trong danh sách.", "Cố định", "Quay quét"),
    Field.BEARING: ("Độ, 0 là bắc, 90 là đông; hoặc Bắc, Đông Bắc…", "90", "Đông Nam"),
    Field.VIEW_ANGLE: ("Độ, thường 70–110.", "90", ""),
    Field.REACH: ("Mét.", "60", ""),
    Field.MODEL: ("Hãng và kiểu máy.", "Hikvision DS-2CD2143", ""),
    Field.STORAGE: ("Chọn trong danh sách.", "Đầu ghi", "Thẻ nhớ"),
    Field.RECORDER: ("Mã đầu ghi trong sổ; để trống nếu không có.", "", ""),
    Field.RETENTION: ("Số ngày giữ được hình.", "15", "7"),
    Field.MANAGER: ("Ai quản lý camera.", "Công an phường", ""),
    Field.INSTALLED: ("Ngày/tháng/năm.", "01/06/2023", ""),
    Field.NOTE: ("Không ghi họ tên, số điện thoại của chủ hộ.", "", "Dùng chung nguồn với đèn"),
}
