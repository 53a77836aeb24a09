"""Words of faults and rounds of inspection. Pure."""

from tracker.words import N_, Word


class FaultKind(Word):
    """What is wrong with a camera or a recorder."""

    NO_PICTURE = "no_picture", N_("Không có hình")
    CABLE = "cable", N_("Đứt dây, lỏng dắc")
    POWER = "power", N_("Mất điện")
    NETWORK = "network", N_("Mất mạng")
    DISK = "disk", N_("Hỏng ổ cứng, thẻ nhớ; không ghi hình")
    CLOCK = "clock", N_("Sai giờ")
    BLURRED = "blurred", N_("Hình mờ, nhòe ban đêm")
    TURNED = "turned", N_("Lệch hướng")
    CONTRACT = "contract", N_("Chưa thanh toán, hết hợp đồng")
    PASSWORD = "password", N_("Mất mật khẩu, người lắp không bàn giao")
    MISSING = "missing", N_("Không tìm thấy tại chỗ")
    OTHER = "other", N_("Khác")


class Seen(Word):
    """What an inspection found of one camera."""

    WORKING = "working", N_("Hoạt động")
    BROKEN = "broken", N_("Hỏng")
    NOT_FOUND = "not_found", N_("Không tìm thấy")
