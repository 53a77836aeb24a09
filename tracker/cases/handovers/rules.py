"""Rules: what kind of copy is handed over, which hashes no real file has, whether two files are one. Pure."""

import hashlib

from tracker.core.i18n import N_, LabeledEnum, Look

ZEROS, OF_NOTHING = "0" * 64, hashlib.sha256().hexdigest()
MOST_BYTES = 10**14  # 100 TB: more than any recorder holds


class CopyKind(LabeledEnum):
    """How the file came about: only the first two hold the pictures as the camera wrote them."""

    ORIGINAL = "original", N_("Nguyên bản từ đầu ghi")
    REMUXED = "remuxed", N_("Đổi định dạng, không nén lại")
    TRANSCODED = "transcoded", N_("Nén lại")
    FILMED = "filmed", N_("Quay lại màn hình")


NOT_ORIGINAL = frozenset({CopyKind.TRANSCODED, CopyKind.FILMED})


class FileMatch(LabeledEnum):
    """Whether the file that came is the one that was handed over."""

    SAME = "same", N_("Khớp với tệp đã bàn giao"), Look.SUCCESS, "check-circle"
    DIFFERENT = "different", N_("KHÔNG khớp với tệp đã bàn giao"), Look.DANGER, "x-circle"
    UNKNOWN = "unknown", N_("Chưa có mã băm của bên giao để đối chiếu"), Look.NEUTRAL, "question-circle"


def is_of_no_file(sha256: str) -> bool:
    """Whether a hash is that of an empty file, or nothing but zeros."""
    return sha256 in (ZEROS, OF_NOTHING)


def compare(handed_over: tuple[int, str], received: tuple[int, str]) -> FileMatch:
    """Whether two files, each told by (bytes, SHA-256), are one; a hash that is owed is empty."""
    if handed_over[0] != received[0]:
        return FileMatch.DIFFERENT
    if not handed_over[1]:
        return FileMatch.UNKNOWN
    return FileMatch.SAME if handed_over[1] == received[1] else FileMatch.DIFFERENT
