"""Folding and sorting Vietnamese. The expected order is ICU's for Vietnamese (the collation vi-x-icu of PostgreSQL)."""

import random
import re
import unicodedata

import pytest

from tracker.core import vietnamese

AS_ICU_SORTS = re.split(
    r"\|",
    "12 Lê Lợi|a|à|ả|ã|á|ạ|an|anh|ăn|ân|ẩn|Bên Em|Bến En|da|Dông|dường|đa|Đông|Đông Sơn|Đồng Tiến|Đông Vệ|đường|"
    "ga|gả|gà con|Hạ Long|Ha Noi|Hà Nội|hoa|hòa|Hoàng Quang|Hoằng Quang|Huế|huệ|Hùng|Hưng|ích|Kỳ Anh|Lê Lai|lê lợi|"
    "nga|ngà|Nghi Sơn|o|ô|ốc|ôn|ơ|ở|ơn|Quỳ|Quý|Tân|Tấn|Thọ|Thơ|Tiến|u|un|ư|Ưu|Xuân|y|ỳ",
)


def test_words_sort_as_vietnamese_sorts_them() -> None:
    shuffled = random.Random(5).sample(AS_ICU_SORTS, len(AS_ICU_SORTS))
    assert sorted(shuffled, key=vietnamese.sort_key) == AS_ICU_SORTS
    assert sorted(shuffled) != AS_ICU_SORTS  # the order of code points would not do


def test_numbers_sort_by_their_size() -> None:
    typed = ["Phố 100", "Phố 10A", "Phố 2", "Phố 10"]
    assert sorted(typed, key=vietnamese.sort_key) == ["Phố 2", "Phố 10", "Phố 10A", "Phố 100"]


def test_a_sort_key_is_ascii_so_that_every_database_sorts_it_alike() -> None:
    assert all(vietnamese.sort_key(word).isascii() for word in [*AS_ICU_SORTS, "東京", "😀", ""])


def test_letters_typed_on_a_mac_become_the_letters_typed_on_windows() -> None:
    on_a_mac = unicodedata.normalize("NFD", "Đông Vệ")
    assert on_a_mac != "Đông Vệ"
    assert vietnamese.clean(on_a_mac) == "Đông Vệ"
    assert vietnamese.sort_key(on_a_mac) == vietnamese.sort_key("Đông Vệ")


@pytest.mark.parametrize("typed", ["  Hạc \t Thành\n", "Hạc\u00a0Thành", "Hạc\u200b Thành\ufeff", "\u202eHạc Thành"])
def test_blanks_and_what_nobody_sees_are_taken_out(typed: str) -> None:
    assert vietnamese.clean(typed) == "Hạc Thành"


def test_a_longer_text_keeps_its_lines() -> None:
    assert vietnamese.clean_lines(" một \r\n\r\n hai  ba ") == "một\n\nhai ba"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ĐƯỜNG Nguyễn Huệ", "duong nguyen hue"), ("đa", "da"), ("Ưu ở Ơn", "uu o on"), ("CAM-07", "cam-07")],
)
def test_searching_needs_no_diacritics_and_no_capitals(text: str, folded: str) -> None:
    assert vietnamese.fold(text) == folded


def test_all_five_tones_fold_to_the_same_letter_and_sort_apart() -> None:
    tones = ["má", "ma", "mạ", "mã", "mà", "mả"]
    assert {vietnamese.fold(word) for word in tones} == {"ma"}
    assert sorted(tones, key=vietnamese.sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_a_search_key_joins_texts_and_passes_over_those_not_there() -> None:
    assert vietnamese.search_key("CAM-07", None, "", "Chợ Vườn Hoa") == "cam-07 cho vuon hoa"


@pytest.mark.parametrize("pair", [("hoà", "hòa"), ("KHOẺ", "khỏe"), ("Thuỷ", "thủy"), ("quí", "QUÍ")])
def test_a_tone_is_the_same_wherever_it_is_written(pair: tuple[str, str]) -> None:
    on_a_mac = unicodedata.normalize("NFD", pair[0])
    assert vietnamese.toned(pair[0]) == vietnamese.toned(pair[1]) == vietnamese.toned(on_a_mac)


@pytest.mark.parametrize("pair", [("hoa", "hòa"), ("đa", "da"), ("quy", "quý"), ("o", "ơ")])
def test_another_tone_or_letter_is_another_word(pair: tuple[str, str]) -> None:
    assert vietnamese.toned(pair[0]) != vietnamese.toned(pair[1])


def test_a_word_may_have_been_written_in_either_way() -> None:
    assert {"hòa", "hoà", "Hòa", "HOÀ"} <= vietnamese.retoned("Hoà")
    assert vietnamese.retoned("quý") == {"quý", "Quý", "QUÝ"}
    assert vietnamese.retoned("hoàn") == {"hoàn", "Hoàn", "HOÀN"}
