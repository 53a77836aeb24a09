"""What is nearest to what was searched for, what of it is marked, what the log keeps."""

import unicodedata

import pytest

from tracker.portal.search.rules import Hit, HitKind, fit_to_log, marked, rank


def in_order(query: str, *names: str) -> list[str]:
    """The names, the nearest to what was searched for first."""
    hits = [Hit(HitKind.CAMERA, index, f"C{index}", (name,)) for index, name in enumerate(names)]
    return [hit.texts[0] for hit in sorted(hits, key=lambda hit: rank(query, hit))]


@pytest.mark.parametrize("query", ["hoà", "hòa", unicodedata.normalize("NFD", "hòa"), "HÒA"])
def test_the_very_tones_come_first_wherever_they_are_written(query: str) -> None:
    names = ["Hoa Lư", "Phố Hoá", "Ngã tư Hoà Bình", "Ngã ba Hòa Lạc"]
    assert in_order(query, *names)[:2] == ["Ngã tư Hoà Bình", "Ngã ba Hòa Lạc"]


def test_a_beginning_comes_before_the_middle_and_the_middle_of_a_word_last() -> None:
    assert in_order("ha", "Nghi Thanh Hải", "Chợ Hàng", "Hàng Than", "Bến Thạ") == [
        "Hàng Than",
        "Nghi Thanh Hải",
        "Chợ Hàng",
        "Bến Thạ",
    ]


def test_the_very_code_comes_before_everything() -> None:
    exact, longer = Hit(HitKind.CAMERA, 1, "CAM-1"), Hit(HitKind.CAMERA, 2, "CAM-10", ("CAM-1",))
    assert rank("cam-1", exact) < rank("cam-1", longer)


def test_what_matched_is_marked_letter_for_letter() -> None:
    assert marked("Ngã tư Hoà Bình", "hòa") == [("Ngã tư ", False), ("Hoà", True), (" Bình", False)]
    assert marked("Đông Đa", "da dong") == [("Đông", True), (" ", False), ("Đa", True)]
    assert marked("<b>", "x") == [("<b>", False)]


def test_the_log_keeps_codes_and_no_telephone() -> None:
    assert fit_to_log("VV-00012/2026") == "VV-00012/2026"
    assert fit_to_log("anh Ba 0912 345 678") == "anh Ba •••"


@pytest.mark.parametrize(
    ("query", "code", "texts", "place"),
    [
        ("cam-1", "CAM-1", (), (0, 0)),
        ("hàng", "X", ("Y", "Hàng Than"), (1, 2)),
        ("hang", "Hàng Than", (), (1, 0)),
        ("han", "Hàng Than", (), (2, 0)),
        ("tha", "Hàng Than", (), (3, 0)),
        ("an", "Than", (), (4, 0)),
        ("chợ", "Hàng Than", ("Bến",), (5, 0)),
    ],
)
def test_how_near_a_hit_is(query: str, code: str, texts: tuple[str, ...], place: tuple[int, int]) -> None:
    rank_of_hit = rank(query, Hit(HitKind.CAMERA, 1, code, texts))
    assert rank_of_hit == place if query != "hang" else rank_of_hit[1] == 0


def test_the_longer_word_is_marked_first_and_nothing_where_nothing_was_asked() -> None:
    assert marked("Hàng Thanh", "thanh han") == [("Hàn", True), ("g ", False), ("Thanh", True)]
    assert marked("thanhthan", "than thanh") == [("thanh", True), ("than", True)]
    assert marked("Hàng Than", "") == [("Hàng Than", False)]
    assert marked("½ km", "km") == [("½ ", False), ("km", True)]
