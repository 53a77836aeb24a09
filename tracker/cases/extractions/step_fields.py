"""Rules: what the steps of requests and of lines ask for. Pure."""

from tracker.cases.extractions.rules import PreservationWay, UnavailableReason
from tracker.cases.handovers.rules import CopyKind
from tracker.cases.transitions import NEEDED, Field
from tracker.core.i18n import N_

SURE = N_("Hãy đánh dấu để xác nhận.")
OPINION = Field("note", N_("Ý kiến"), N_("Bắt buộc khi từ chối"), rows=2)
ASK_AGAIN = Field("ask_again_on", N_("Hẹn ngày hỏi lại"), N_("Chỉ cần khi còn camera chưa ghi kết quả (dd/mm/yyyy)"))

# Drawn only where something speaks against the request.
CAUTION_REASON = Field(
    "caution_reason", N_("Lý do vẫn yêu cầu"), N_("Ghi vào từng camera được nhắc và vào nhật ký"), rows=2
)
WITHOUT_CONSENT = Field(
    "without_consent", N_("Có căn cứ khác, không cần sự đồng ý của chủ camera"), tick=True, late=True
)

NOTE = Field("note", N_("Ghi chú"), rows=2)
REASON = Field(
    "reason",
    N_("Vì sao không có"),
    N_("Chọn «hỏng» thì hệ thống tự ghi camera này là hỏng."),
    missing=NEEDED,
    choices=tuple(UnavailableReason),
    blank=N_("Chọn lý do"),
)
HASH_OWED = Field("hash_owed", N_("Chưa tính được mã băm: ghi sau, hệ thống sẽ nhắc"), tick=True, late=True)
HANDOVER = (
    (
        Field("file_name", N_("Tên tệp"), missing=NEEDED),
        Field("bytes", N_("Dung lượng (byte)"), missing=NEEDED, mode="numeric"),
    ),
    (
        Field(
            "sha256",
            N_("Mã băm SHA-256"),
            N_("Chọn tệp ở trên thì được tính sẵn; hoặc chép từ đầu ghi, từ lệnh certutil: 64 ký tự"),
        ),
    ),
    (HASH_OWED,),
    (
        Field("copy_kind", N_("Dạng tệp"), choices=tuple(CopyKind), blank=N_("Chưa rõ")),
        Field("copies", N_("Số bản sao"), mode="numeric"),
    ),
    (Field("played", N_("Đã mở thử, xem được"), tick=True),),
    (
        Field("medium", N_("Phương tiện lưu trữ"), N_("Ví dụ: USB Kingston 32 GB, số sê-ri …"), missing=NEEDED),
        Field("seal_number", N_("Số niêm phong")),
        Field("minutes_number", N_("Số biên bản giao nhận")),
    ),
    (
        Field(
            "clock_offset_seconds",
            N_("Đồng hồ đầu ghi lệch (giây)"),
            N_("Dương là chạy nhanh, âm là chạy chậm, trống là chưa đo"),
            mode="text",
        ),
        Field("received_by", N_("Người nhận"), missing=NEEDED),
        Field("witness", N_("Người chứng kiến")),
    ),
)

# Asked where footage should be gone by the clock.
STILL_THERE = (
    Field("days_kept", N_("Đầu ghi thật ra giữ được (ngày)"), mode="numeric", late=True),
    Field("days_reason", N_("Vì sao biết"), late=True),
)
SECURED = (
    (
        Field("preserved_how", N_("Cách bảo toàn"), choices=tuple(PreservationWay), blank=N_("Như lần trước")),
        Field("preserved_by", N_("Người thực hiện, người nhận yêu cầu")),
    ),
    (
        Field("preserved_until", N_("Giữ đến hết ngày"), N_("Ngày tới, ví dụ 30/12"), mode="numeric"),
        Field("unlimited", N_("Không thời hạn"), tick=True),
    ),
    STILL_THERE,
    (NOTE,),
)
