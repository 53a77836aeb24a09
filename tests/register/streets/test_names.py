"""What the names of places say, in the spellings of real registers."""

import pytest

from tracker.register.streets.names import PlaceName, read
from tracker.register.streets.rules import NameKind


def streets(name: str) -> list[str]:
    """The streets of a name, as they are written."""
    return [street.name for street in read(name).streets]


@pytest.mark.parametrize(
    "name",
    [
        *("Ngã tư Lê Lai – Phan Chu Trinh", "Phan Chu Trinh - Lê Lai", "Lê Lai-Phan Chu Trinh 2"),
        *("Lê Lai x Phan Chu Trinh", "ngã 4 Lê Lai giao Phan Chu Trinh", "Lê Lai & Phan Chu Trinh (Q3)"),
        *("LÊ LAI/PHAN CHU TRINH", "le lai va phan chu trinh"),
        *("Đường Lê Lai - đường Phan Chu Trinh, phường Hạc Thành", "Lê Lai giao với Phan Chu Trinh camera 3"),
    ],
)  # fmt: skip
def test_a_crossing_is_the_same_however_it_is_written(name: str) -> None:
    assert (read(name).kind, read(name).key) == (NameKind.CROSSING, "le lai | phan chu trinh")


@pytest.mark.parametrize(
    ("name", "expected_streets"),
    [
        ("Quốc lộ 1-Đinh Tiên Hoàng", ["Đinh Tiên Hoàng", "Quốc lộ 1"]),
        ("QL1A - Võ Văn Ngân", ["Quốc lộ 1A", "Võ Văn Ngân"]),
        ("CMT8-Bắc Hải", ["Bắc Hải", "Cách Mạng Tháng Tám"]),
        ("Đường C 18 - Cộng Hòa", ["Cộng Hòa", "Đường C 18"]),
        ("Trường Chinh - Cộng Hòa 1", ["Cộng Hòa", "Trường Chinh"]),
        ("Ngô Quyền – Dương Đình Nghệ", ["Dương Đình Nghệ", "Ngô Quyền"]),
        ("3 Tháng 2 - Lê Hồng Phong", ["3 Tháng 2", "Lê Hồng Phong"]),
        ("Bến Vân Đồn – Hồ Tùng Mậu", ["Bến Vân Đồn", "Hồ Tùng Mậu"]),
    ],
)
def test_words_that_only_look_like_landmarks_or_numbers_are_streets(name: str, expected_streets: list[str]) -> None:
    assert (read(name).kind, streets(name)) == (NameKind.CROSSING, expected_streets)


@pytest.mark.parametrize(
    ("name", "kind", "key", "number"),
    [
        ("Số 12/3 Lê Lai", NameKind.HOUSE, "house 12/3 le lai", 12),
        ("Trước số nhà 12 đường Lê Lai, phường Hạc Thành", NameKind.HOUSE, "house 12 le lai", 12),
        ("12-14 Lê Lai", NameKind.HOUSE, "house 12-14 le lai", 12),
        ("22 Dương Văn Cam", NameKind.HOUSE, "house 22 duong van cam", 22),
        ("Đầu ngõ 65 Lê Hoàn", NameKind.LANE, "lane 65 le hoan", 65),
        ("Hẻm 146", NameKind.LANDMARK, "hem 146", None),
        ("Đường 26", NameKind.STREET, "duong 26", None),
        ("Đường số 2", NameKind.STREET, "duong so 2", None),
        ("Đường Cầu Giấy", NameKind.STREET, "cau giay", None),
        ("Đường 3/2", NameKind.STREET, "3/2", None),
        ("Trường Thi", NameKind.NAME, "truong thi", None),
        ("Số 5", NameKind.NAME, "so 5", None),
    ],
)
def test_houses_lanes_and_streets_are_told_apart(name: str, kind: NameKind, key: str, number: int | None) -> None:
    place_name = read(name)
    assert (place_name.kind, place_name.key, place_name.number) == (kind, key, number)


@pytest.mark.parametrize(
    ("name", "key", "expected_streets"),
    [
        ("Cổng chợ Vườn Hoa", "cho vuon hoa", []),
        ("cho vuon hoa", "cho vuon hoa", []),
        ("Chợ Vườn Hoa, số 2 Nguyễn Trãi", "cho vuon hoa", ["Nguyễn Trãi"]),
        ("Cầu Cốc - Trần Phú", "cau coc", ["Trần Phú"]),
        ("Ngã 6 Dân Chủ 1", "nga sau dan chu", []),
        ("Cầu vượt nút giao thông Gò Dưa", "cau vuot nut giao thong go dua", []),
        ("Trường Chính trị tỉnh", "truong chinh tri tinh", []),
        ("Phạm Văn Đồng - ĐH Mỹ thuật", "dai hoc my thuat", ["Phạm Văn Đồng"]),
        ("Nhà văn hóa thôn 3", "nha van hoa thon 3", []),
        ("Tổ 5", "to 5", []),
        ("", "", []),
    ],
)
def test_a_landmark_keeps_its_name_and_the_street_beside_it(name: str, key: str, expected_streets: list[str]) -> None:
    assert (read(name).kind, read(name).key, streets(name)) == (NameKind.LANDMARK, key, expected_streets)


def test_three_streets_of_one_crossing_are_all_told_and_one_street_twice_is_one() -> None:
    assert read("Ngã sáu Âu Cơ – Hồng Lạc – Thoại Ngọc Hầu").key == "au co | hong lac | thoai ngoc hau"
    assert read("Lê Lai - đường Lê Lai") == PlaceName(NameKind.NAME, "le lai", read("Lê Lai").streets)
