"""Wards as they stood on a day, and what became of them. Thanh Hóa holds every trap there is."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from tracker.core import cursors
from tracker.territory.wards import actions, queries
from tracker.territory.wards.models import Succession, Ward
from tracker.territory.wards.rules import Extent

IN_2024 = date(2024, 6, 1)
THE_LAST_DAY = date(2025, 6, 30)
NOW = None
HAC_THANH, HAM_RONG, DONG_QUANG, QUANG_PHU = "14797", "14758", "16417", "16522"
INTO_HAC_THANH = (
    *("14764", "14767", "14770", "14773", "14776", "14779", "14782", "14785", "14788", "14794", "14797"),
    *("14758", "16435"),  # Đông Thọ and An Hưng, in part
)

SAME_CODE_OTHER_WARD = (
    ("14797", "Phường Đông Hải", "Phường Hạc Thành"),
    ("14758", "Phường Đông Thọ", "Phường Hàm Rồng"),
    ("15925", "Phường Hoằng Quang", "Phường Nguyệt Viên"),
    ("16378", "Phường Rừng Thông", "Phường Đông Sơn"),
    ("16417", "Xã Đông Văn", "Phường Đông Quang"),
    ("15853", "Xã Thiệu Giao", "Phường Đông Tiến"),
)


@pytest.fixture
def wards(session: Session) -> Session:
    actions.load(session, None, provinces={"38"})
    return session


def held(session: Session, code: str, on: date | None) -> Ward:
    ward = queries.by_code(session, code, on)
    assert ward is not None, f"nobody held {code} on {on}"
    return ward


def names(wards: list[Ward]) -> list[str]:
    return [ward.name for ward in wards]


def test_a_code_is_another_ward_after_the_merger(wards: Session) -> None:
    for code, then, now in SAME_CODE_OTHER_WARD:
        assert held(wards, code, THE_LAST_DAY).name == then
        assert held(wards, code, date(2025, 7, 1)).name == now
        assert held(wards, code, NOW).name == now


def test_the_new_dong_son_is_not_where_lan_used_to_work(wards: Session) -> None:
    lans, new = held(wards, "14785", IN_2024), held(wards, "16378", NOW)
    assert lans.name == new.name == "Phường Đông Sơn"
    assert [ward.code for ward, _ in queries.successors_now(wards, lans.id)] == [HAC_THANH]
    assert lans.id not in queries.predecessors(wards, new.id)


def test_nobody_holds_a_code_that_has_ended(wards: Session) -> None:
    assert queries.by_code(wards, "14785", NOW) is None
    assert queries.by_code(wards, "14788", date(2025, 1, 1)) is None


def test_a_ward_brings_its_province_along(wards: Session) -> None:
    hac_thanh = held(wards, HAC_THANH, NOW)
    wards.expunge_all()
    again = queries.get(wards, hac_thanh.id)
    assert again is not None
    assert again.province.name == "Tỉnh Thanh Hóa"
    assert queries.get(wards, -1) is None


def test_hac_thanh_answers_for_thirteen_wards_before_it_and_itself(wards: Session) -> None:
    before = queries.predecessors(wards, held(wards, HAC_THANH, NOW).id)
    assert before == {held(wards, code, IN_2024).id for code in INTO_HAC_THANH} | {held(wards, HAC_THANH, NOW).id}


def test_a_ward_nothing_went_into_has_only_itself_before_it(wards: Session) -> None:
    dong_ve = held(wards, "14782", IN_2024)
    assert queries.predecessors(wards, dong_ve.id) == {dong_ve.id}


def test_nguyet_vien_reaches_back_through_the_commune_that_became_a_phuong(wards: Session) -> None:
    before = queries.predecessors(wards, held(wards, "15925", NOW).id)
    assert {held(wards, "15925", IN_2024).id, held(wards, "15925", THE_LAST_DAY).id} < before


def test_tan_son_went_by_way_of_phu_son_into_hac_thanh(wards: Session) -> None:
    tan_son = held(wards, "14788", IN_2024)
    assert queries.successors_now(wards, tan_son.id) == [(held(wards, HAC_THANH, NOW), Extent.WHOLE)]


def test_a_split_ward_went_in_parts_and_is_nobodys_alone(wards: Session) -> None:
    for code, into in (("14758", {HAC_THANH, HAM_RONG}), ("16435", {HAC_THANH, DONG_QUANG})):
        split = held(wards, code, IN_2024)
        after = queries.successors_now(wards, split.id)
        assert {(ward.code, extent) for ward, extent in after} == {(code, Extent.PART) for code in into}
        assert queries.successor_map(wards, [split.id]) == {split.id: None}


def test_what_was_split_once_on_the_way_stays_a_part(wards: Session) -> None:
    tan_son = held(wards, "14788", IN_2024)
    wards.execute(update(Succession).where(Succession.old_id == tan_son.id).values(extent=Extent.PART))
    assert queries.successors_now(wards, tan_son.id) == [(held(wards, HAC_THANH, NOW), Extent.PART)]
    assert queries.successor_map(wards, [tan_son.id]) == {tan_son.id: None}


def test_phu_thanh_went_whole_into_nhon_trach_while_a_commune_and_is_whole_in_the_phuong(session: Session) -> None:
    actions.load(session, None, provinces={"75"})
    phu_thanh, nhon_trach = held(session, "26488", IN_2024), held(session, "26485", NOW)
    assert nhon_trach.name == "Phường Nhơn Trạch"
    assert held(session, "26485", date(2026, 4, 29)).name == "Xã Nhơn Trạch"
    assert queries.successors_now(session, phu_thanh.id) == [(nhon_trach, Extent.WHOLE)]


def test_a_ward_that_still_exists_is_its_own_whole_successor(wards: Session) -> None:
    ham_rong = held(wards, HAM_RONG, NOW)
    assert queries.successors_now(wards, ham_rong.id) == [(ham_rong, Extent.WHOLE)]
    assert queries.successor_map(wards, [ham_rong.id]) == {ham_rong.id: ham_rong.id}


def test_read_as_now_every_ward_of_2024_has_one_ward_or_is_undecided(wards: Session) -> None:
    hac_thanh, ham_rong = held(wards, HAC_THANH, NOW), held(wards, HAM_RONG, NOW)
    dong_ve, tan_son, old_ham_rong, dong_tho = (
        held(wards, code, IN_2024).id for code in ("14782", "14788", "14755", "14758")
    )
    assert queries.successor_map(wards, {dong_ve, tan_son, old_ham_rong, dong_tho}) == {
        dong_ve: hac_thanh.id,
        tan_son: hac_thanh.id,
        old_ham_rong: ham_rong.id,
        dong_tho: None,
    }


def test_quang_phu_kept_code_and_name_but_is_another_ward_of_seven(wards: Session) -> None:
    then, now = held(wards, QUANG_PHU, THE_LAST_DAY), held(wards, QUANG_PHU, NOW)
    assert then.name == now.name
    assert then.id != now.id
    assert len(queries.predecessors(wards, now.id)) == 1 + 7


def test_an_eaten_zero_is_put_back(session: Session) -> None:
    actions.load(session, None, provinces={"01"})
    assert held(session, "4", NOW).name == "Phường Ba Đình"


def test_minh_finds_the_ward_whose_tones_he_typed_first(wards: Session) -> None:
    dong_tien_phuong, dong_tien_xa = "Phường Đông Tiến", "Xã Đồng Tiến"
    assert names(queries.search(wards, "Đông Tiến", NOW)) == [dong_tien_phuong, dong_tien_xa]
    assert names(queries.search(wards, "ĐÔNG  TIẾN", NOW)) == [dong_tien_phuong, dong_tien_xa]
    assert names(queries.search(wards, "đồng tiến", NOW)) == [dong_tien_xa, dong_tien_phuong]
    assert names(queries.search(wards, "xã đồng tiến", NOW)) == [dong_tien_xa]


def test_minh_in_a_hurry_types_no_tones_and_finds_both(wards: Session) -> None:
    assert set(names(queries.search(wards, "dong tien", NOW))) == {"Phường Đông Tiến", "Xã Đồng Tiến"}


def test_minh_finds_a_ward_by_its_code(wards: Session) -> None:
    assert names(queries.search(wards, "14797", NOW)) == ["Phường Hạc Thành"]
    assert names(queries.search(wards, "14797", IN_2024)) == ["Phường Đông Hải"]


def test_a_search_for_nothing_or_for_a_wildcard_finds_nothing(wards: Session) -> None:
    assert queries.search(wards, "  ", NOW) == []
    assert queries.search(wards, "%", NOW) == []


def test_a_search_gives_no_more_than_was_asked_for(wards: Session) -> None:
    assert len(queries.search(wards, "thành", NOW, limit=3)) == 3


def test_wards_stand_in_vietnamese_order(wards: Session) -> None:
    order = [own_name for _, own_name in (name.split(" ", 1) for name in names(queries.present(wards, NOW)))]
    dinh_to_dong = [name for name in order if name[0] in "DĐ"]
    assert dinh_to_dong.index("Đào Duy Từ") < dinh_to_dong.index("Điền Lư") < dinh_to_dong.index("Đông Quang")
    assert dinh_to_dong.index("Đông Tiến") < dinh_to_dong.index("Đồng Tiến")
    assert order.index("Cổ Lũng") < order.index("Đào Duy Từ") < order.index("Hạc Thành") < order.index("Yên Định")


def test_166_units_of_thanh_hoa_are_present(wards: Session) -> None:
    assert len(queries.present(wards, NOW)) == len(queries.present(wards, date(2026, 11, 1))) == 166
    assert [province.name for province in queries.provinces(wards, NOW)] == ["Tỉnh Thanh Hóa"]


def test_pages_of_the_list_follow_on_without_gap_or_repetition(wards: Session) -> None:
    (province,) = queries.provinces(wards, IN_2024)
    all_rows, _ = queries.listing(wards, province_id=province.id, on=IN_2024, limit=1000)
    pages, following = queries.listing(wards, province_id=province.id, on=IN_2024, limit=100)
    while following:
        after = cursors.read(following, (str, int))
        rows, following = queries.listing(wards, province_id=province.id, on=IN_2024, after=after, limit=100)
        pages += rows
    assert pages == all_rows
    assert [row.id for row in all_rows] == [
        ward.id for ward in queries.present(wards, IN_2024, province_id=province.id)
    ]


def test_the_list_can_be_narrowed_by_a_folded_word(wards: Session) -> None:
    rows, _ = queries.listing(wards, q="hac thanh")
    assert [(row.name, row.province) for row in rows] == [("Phường Hạc Thành", "Tỉnh Thanh Hóa")]
