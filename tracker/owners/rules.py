"""Words of owners, and how their names and numbers are masked. Pure."""

from tracker.words import N_, Word


class OwnerKind(Word):
    """Whose camera it is."""

    WARD = "ward", N_("Công an, UBND phường/xã")
    HOUSEHOLD = "household", N_("Hộ gia đình")
    FIRM = "firm", N_("Doanh nghiệp, cửa hàng")
    ASSOCIATION = "association", N_("Tổ chức, khu dân cư")


def masked_name(name: str) -> str:
    """A name by its initials: «Nguyễn Thị Hoa» → «N. T. H.»."""
    return " ".join(f"{word[0]}." for word in name.split())


def masked_phone(phone: str) -> str:
    """A phone number by its first two and last three digits."""
    return f"{phone[:2]}{'•' * max(0, len(phone) - 5)}{phone[-3:]}" if phone else ""
