"""The dated seed files, read without a database."""

from collections import Counter
from datetime import date

import pytest

from tracker.territory.wards import seed
from tracker.territory.wards.rules import UNRECORDED_START, Extent, kind_of
from tracker.territory.wards.seed import Key

FIRST_OF_THE_NEW = date(2025, 7, 1)
CITY = (
    *("14755", "14758", "14761", "14764", "14767", "14770", "14773", "14776", "14779", "14782", "14785", "14788"),
    *("14791", "14794", "14797", "14800", "14803", "14806", "15850", "15856", "15859", "15913", "15922", "15925"),
    *("15970", "16396", "16429", "16432", "16435", "16441", "16459", "16507", "16522", "16525"),
)


def test_every_ward_that_ended_went_somewhere() -> None:
    history = seed.history()
    ended = {key for key, ward in history.wards.items() if ward.valid_to}
    assert ended == {passage.old for passage in history.passages}


def test_a_ward_goes_whole_into_one_or_in_parts_into_several() -> None:
    goes = Counter(passage.old for passage in seed.history().passages)
    for passage in seed.history().passages:
        assert (passage.extent is Extent.WHOLE) == (goes[passage.old] == 1), passage


def test_every_name_says_its_kind_and_every_code_has_five_digits() -> None:
    for key, ward in seed.history().wards.items():
        assert kind_of(ward.name)
        assert len(key.code) == 5
        assert key.code.isdecimal()


def test_thanh_hoa_city_had_34_units_in_2024_of_which_four_were_communes() -> None:
    history = seed.history(until=date(2024, 12, 31))
    city = [history.wards[Key(code, UNRECORDED_START)].name for code in CITY]
    assert len(city) == 34
    assert sum(name.startswith("Xã ") for name in city) == 4


def test_eleven_provinces_ran_on_through_2025() -> None:
    provinces = seed.history(until=date(2026, 8, 31)).provinces.values()
    ran_on = [
        province.name
        for province in provinces
        if province.key.valid_from == UNRECORDED_START and province.valid_to is None
    ]
    assert len(ran_on) == 11
    assert "Tỉnh Thanh Hóa" in ran_on


def test_islands_without_a_commune_code_begin_as_special_zones() -> None:
    history = seed.history()
    for code in ("11948", "19742", "20333", "21548", "26732"):
        assert history.wards[Key(code, FIRST_OF_THE_NEW)].name.startswith("Đặc khu ")
        assert Key(code, UNRECORDED_START) not in history.wards


def test_a_code_that_is_still_held_cannot_be_given_away() -> None:
    units: dict[Key, seed.SeedUnit] = {}
    held = {"14797": Key("14797", UNRECORDED_START)}
    with pytest.raises(ValueError, match="14797"):
        seed._open(units, held, seed.SeedUnit(Key("14797", FIRST_OF_THE_NEW), "Phường Hạc Thành"))
