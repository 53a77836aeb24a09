"""Rules: a list of each kind to begin with: its headers and one row. Pure."""

from collections.abc import Mapping

from tracker.exchange.imports.field_sets import ImportKind

_INCIDENT = {
    "Số vụ việc": "12/TB",
    "Ngày giờ tiếp nhận": "07:30 04/09/2024",
    "Loại vụ việc": "Trộm cắp tài sản",
    "Nội dung vụ việc": "Mất xe máy trước cửa chợ",
    "Nơi xảy ra": "Chợ Vườn Hoa",
    "Thời gian xảy ra": "20:30 03/09/2024",
    "Địa bàn": "Phường Lam Sơn",
    "Kênh tin": "Trực tiếp",
    "Cán bộ thụ lý": "Nguyễn Văn A",
    "Kết quả vụ việc": "Đã làm rõ",
    "Ngày kết thúc": "20/09/2024",
}
_REQUEST = {
    "Số phiếu": "15/YC",
    "Căn cứ": "Xác minh tố giác, tin báo về tội phạm",
    "Ngày giờ yêu cầu": "09:00 04/09/2024",
    "Người duyệt": "Trần Văn B",
    "Ngày duyệt": "10:00 04/09/2024",
    "Mã camera hoặc tên điểm": "CAM-001",
    "Khung giờ từ": "20:00 03/09/2024",
    "Khung giờ đến": "21:00 03/09/2024",
    "Ngày bảo toàn": "09:30 04/09/2024",
    "Ngày trích xuất": "14:00 04/09/2024",
    "Ngày bàn giao": "05/09/2024",
    "Người nhận": "Nguyễn Văn A",
    "Không có dữ liệu – lý do": "",
    "Kết quả sử dụng": "Có giá trị hỗ trợ",
}
SAMPLES: Mapping[ImportKind, Mapping[str, str]] = {
    ImportKind.CAMERAS: {
        "Mã camera": "CAM-001",
        "Tên camera": "Ngã tư Nguyễn Trãi – Hạc Thành",
        "Địa chỉ": "2 Nguyễn Trãi",
        "Vĩ độ": "19,8067",
        "Kinh độ": "105,7852",
        "Hướng nhìn (độ)": "90",
        "Nguồn": "Kết nối về Công an",
        "Kiểu camera": "Cố định",
        "Số ngày lưu": "15",
        "Đơn vị quản lý": "",
        "Ghi chú": "",
    },
    ImportKind.INCIDENTS: _INCIDENT,
    ImportKind.REQUESTS: _INCIDENT | _REQUEST,
}
