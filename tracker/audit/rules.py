"""The chain: how a row is hashed, how a chain is checked; and the words in which the log is shown. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.words import N_, Word

FIRST = "0" * 64
ORIGIN = "camera-footage-tracker audit"


class Ending(Word):
    """How what was tried ended."""

    DONE = "done", N_("đã làm")
    REFUSED = "refused", N_("bị từ chối")


def canonical(row: Mapping[str, Any]) -> bytes:
    """The one byte string that stands for a row: JSON, keys sorted, no blanks, moments as ISO 8601 in UTC."""
    plain = {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def chained(previous: str, row: Mapping[str, Any]) -> str:
    """The hash of `row` after a row whose hash was `previous`: SHA-256 in hex."""
    return hashlib.sha256(b"\x00" + previous.encode() + canonical(row)).hexdigest()


@dataclass(frozen=True)
class Checkpoint:
    """A note of how far the log had grown and what its last hash was, to be kept where the log's keeper can't reach."""

    seq: int
    hash: str
    at: str

    def note(self) -> str:
        """The checkpoint as four lines of text."""
        return f"{ORIGIN}\n{self.seq}\n{self.hash}\n{self.at}\n"

    @classmethod
    def read(cls, note: str) -> "Checkpoint":
        """The checkpoint in a note. ValueError when the text is not one."""
        lines = note.split("\n")
        if len(lines) < 4 or lines[0] != ORIGIN or not lines[1].isdecimal() or len(lines[2]) != 64:
            raise ValueError("this is not a checkpoint of this log")
        return cls(int(lines[1]), lines[2], lines[3])


class Fault(Word):
    """What can be wrong with a chain."""

    MISSING = "missing", N_("thiếu dòng")
    CHANGED = "changed", N_("nội dung đã bị sửa ở dòng")
    UNLIKE = "unlike", N_("khác với mốc kiểm tra đã lưu, ở dòng")
    CUT = "cut", N_("bị cắt mất phần cuối, từ dòng")


@dataclass(frozen=True)
class Verdict:
    """What checking a chain found: how many rows were read, and what is wrong at which row, if anything."""

    rows: int
    fault: Fault | None = None
    seq: int | None = None


def verify(rows: Iterable[tuple[int, str, str, Mapping[str, Any]]], checkpoint: Checkpoint | None = None) -> Verdict:
    """Check `rows` of (seq, previous hash, hash, content) in order of seq, against a checkpoint where there is one."""
    previous, count = FIRST, 0
    for seq, before, own, content in rows:
        if seq != count + 1:
            return Verdict(count, Fault.MISSING, count + 1)
        if before != previous or chained(previous, content) != own:
            return Verdict(count, Fault.CHANGED, seq)
        if checkpoint and checkpoint.seq == seq and checkpoint.hash != own:
            return Verdict(count, Fault.UNLIKE, seq)
        previous, count = own, seq
    if checkpoint and count < checkpoint.seq:
        return Verdict(count, Fault.CUT, count + 1)
    return Verdict(count)


# What was done, in words. A test sees to it that every action recorded anywhere has its words here.
DEEDS: Mapping[str, str] = {
    "audit:read": N_("xem nhật ký"),
    "audit:verify": N_("kiểm tra chuỗi nhật ký"),
    "camera:edit": N_("sửa camera"),
    "camera:health": N_("ghi tình trạng camera"),
    "camera:import": N_("nhập camera từ bảng tính"),
    "camera:register": N_("đăng ký camera"),
    "camera:take-down": N_("tháo dỡ camera"),
    "demo:load": N_("nạp dữ liệu trình diễn"),
    "import:columns": N_("chọn nghĩa các cột của tệp nhập"),
    "import:discard": N_("bỏ tệp nhập camera"),
    "import:upload": N_("tải lên tệp nhập camera"),
    "incident:edit": N_("sửa vụ việc"),
    "incident:end": N_("ghi kết quả giải quyết vụ việc"),
    "incident:list": N_("xem danh sách vụ việc"),
    "incident:log": N_("lập vụ việc"),
    "incident:read": N_("xem vụ việc"),
    "incident:reopen": N_("mở lại vụ việc"),
    "line:ask": N_("thêm camera vào phiếu"),
    "line:extract": N_("trích xuất dữ liệu"),
    "line:hand-over": N_("bàn giao dữ liệu"),
    "line:judge": N_("ghi kết quả sử dụng dữ liệu"),
    "line:list": N_("xem danh sách lượt trích xuất"),
    "line:preserve": N_("bảo toàn dữ liệu"),
    "line:read": N_("xem lượt trích xuất"),
    "line:remove": N_("bỏ camera khỏi phiếu"),
    "line:unavailable": N_("trả lời không có dữ liệu"),
    "login:done": N_("đăng nhập"),
    "login:ended": N_("đăng xuất"),
    "login:refused": N_("đăng nhập sai tên hoặc mật khẩu"),
    "login:throttled": N_("bị chặn vì thử đăng nhập quá nhiều lần"),
    "network:close": N_("kết thúc mô hình"),
    "network:edit": N_("sửa mô hình"),
    "network:extend": N_("thêm điểm nhân rộng"),
    "network:launch": N_("ra mắt mô hình"),
    "network:withdraw": N_("kết thúc điểm nhân rộng"),
    "owner:edit": N_("sửa chủ camera"),
    "owner:register": N_("ghi chủ camera"),
    "owner:reveal": N_("xem danh tính, liên hệ của chủ camera"),
    "place:edit": N_("sửa điểm lắp đặt"),
    "place:register": N_("thêm điểm lắp đặt"),
    "recorder:edit": N_("sửa đầu ghi"),
    "recorder:register": N_("đăng ký đầu ghi"),
    "refused:NotAllowed": N_("làm việc không có quyền"),
    "refused:NotFound": N_("mở nội dung không có hoặc ngoài phạm vi"),
    "refused:Stale": N_("sửa trên bản đã cũ"),
    "refused:WrongState": N_("làm bước không hợp trạng thái"),
    "report:rows": N_("mở danh sách phía sau một con số báo cáo"),
    "request:approve": N_("phê duyệt phiếu"),
    "request:close": N_("đóng phiếu"),
    "request:complete": N_("phiếu đã được trả lời đủ"),
    "request:draft": N_("lập phiếu yêu cầu trích xuất"),
    "request:file": N_("gửi phiếu"),
    "request:list": N_("xem danh sách phiếu"),
    "request:read": N_("xem phiếu"),
    "request:refuse": N_("từ chối phiếu"),
    "request:withdraw": N_("rút phiếu"),
    "token:create": N_("tạo khóa truy cập"),
    "token:revoke": N_("thu hồi khóa truy cập"),
    "user:create": N_("tạo tài khoản"),
    "user:disable": N_("khóa tài khoản"),
    "user:enable": N_("mở lại tài khoản"),
    "user:password": N_("đổi mật khẩu"),
    "ward:load": N_("nạp danh mục đơn vị hành chính"),
}

# What things are called in the log.
KINDS: Mapping[str, str] = {
    "AuditEvent": N_("Nhật ký"),
    "Camera": N_("Camera"),
    "CameraImport": N_("Tệp nhập camera"),
    "Demo": N_("Dữ liệu trình diễn"),
    "ExtractionLine": N_("Lượt trích xuất"),
    "ExtractionRequest": N_("Phiếu yêu cầu trích xuất"),
    "Incident": N_("Vụ việc"),
    "InstallationPoint": N_("Điểm lắp đặt"),
    "Network": N_("Mô hình"),
    "Owner": N_("Chủ camera"),
    "Recorder": N_("Đầu ghi"),
    "ReplicationPoint": N_("Điểm nhân rộng"),
    "Route": N_("Đường dẫn"),
    "Token": N_("Khóa truy cập"),
    "User": N_("Tài khoản"),
    "Ward": N_("Phường, xã"),
}

# What the columns of a change, and the other details of a row, are called.
FIELDS: Mapping[str, str] = {
    "action": N_("Việc"),
    "address": N_("Địa chỉ"),
    "basis": N_("Căn cứ pháp lý"),
    "bearing": N_("Hướng nhìn"),
    "camera": N_("Camera"),
    "cameras": N_("Camera"),
    "channel": N_("Nguồn tin"),
    "clock_checked_at": N_("Đo đồng hồ lúc"),
    "clock_offset_seconds": N_("Sai số đồng hồ (giây)"),
    "closed_on": N_("Ngày kết thúc"),
    "closing_decision": N_("Quyết định kết thúc"),
    "code": N_("Mã"),
    "columns": N_("Các cột"),
    "connection": N_("Nguồn"),
    "consent_on": N_("Ngày đồng ý"),
    "consent_paper": N_("Văn bản đồng ý"),
    "consent_withdrawn_on": N_("Ngày rút đồng ý"),
    "count": N_("Số lượng"),
    "counts": N_("Số lượng"),
    "ended": N_("Đã kết thúc"),
    "ended_on": N_("Ngày kết thúc"),
    "ending": N_("Kết cục"),
    "ending_note": N_("Ghi chú kết quả"),
    "evidence": N_("Căn cứ"),
    "fault": N_("Lỗi của chuỗi"),
    "file": N_("Tệp"),
    "filter": N_("Bộ lọc"),
    "first": N_("Từ ngày"),
    "form": N_("Kiểu camera"),
    "group": N_("Nhóm"),
    "health": N_("Tình trạng"),
    "ids": N_("Số thứ tự đã xem"),
    "incident": N_("Vụ việc"),
    "installed_on": N_("Ngày lắp"),
    "kind": N_("Loại"),
    "last": N_("Đến ngày"),
    "latitude": N_("Vĩ độ"),
    "launch_decision": N_("Quyết định ra mắt"),
    "launched_on": N_("Ngày ra mắt"),
    "lead": N_("Đơn vị chủ trì"),
    "login": N_("Tên đăng nhập"),
    "longitude": N_("Kinh độ"),
    "manager": N_("Đơn vị quản lý"),
    "method": N_("Cách gửi"),
    "mine": N_("Chỉ của mình"),
    "model": N_("Hãng, kiểu máy"),
    "name": N_("Tên"),
    "needs": N_("Quyền cần có"),
    "network": N_("Mô hình"),
    "network_id": N_("Mô hình"),
    "newest": N_("Bản mới nhất"),
    "note": N_("Ghi chú"),
    "occurred_from": N_("Xảy ra lúc"),
    "occurred_to": N_("Đến lúc"),
    "on": N_("Ngày"),
    "outcome": N_("Kết quả sử dụng"),
    "owner_id": N_("Chủ camera"),
    "path": N_("Đường dẫn"),
    "person": N_("Người"),
    "phone": N_("Điện thoại"),
    "place": N_("Nơi"),
    "point_id": N_("Điểm lắp đặt"),
    "provinces": N_("Tỉnh, thành phố"),
    "q": N_("Từ tìm"),
    "reach_m": N_("Tầm nhìn (mét)"),
    "recorder_id": N_("Đầu ghi"),
    "removed_on": N_("Ngày tháo dỡ"),
    "request": N_("Phiếu"),
    "retention_days": N_("Số ngày lưu"),
    "retention_measured_on": N_("Ngày đo thời gian lưu"),
    "role": N_("Vai trò"),
    "rows": N_("Số dòng"),
    "scope": N_("Phạm vi"),
    "seen": N_("Phiên bản đã mở"),
    "seq": N_("Dòng"),
    "set": N_("Tập dữ liệu"),
    "sha256": N_("SHA-256"),
    "shown": N_("Các dòng đã xem"),
    "sign_posted": N_("Có biển báo"),
    "since": N_("Từ ngày"),
    "started_on": N_("Ngày bắt đầu"),
    "status": N_("Trạng thái"),
    "step": N_("Bước"),
    "storage": N_("Nơi lưu dữ liệu"),
    "subject": N_("Đối tượng"),
    "successions": N_("Lượt sáp nhập"),
    "summary": N_("Tóm tắt"),
    "type": N_("Loại việc"),
    "unavailable_reason": N_("Lý do không có"),
    "units": N_("Đơn vị"),
    "until": N_("Đến ngày"),
    "version": N_("Phiên bản"),
    "view_angle": N_("Góc nhìn"),
    "ward": N_("Phường, xã"),
    "ward_id": N_("Phường, xã"),
    "wards": N_("Phường, xã"),
    "was": N_("Trạng thái khi đó"),
}
