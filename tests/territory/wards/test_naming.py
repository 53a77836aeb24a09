"""Which ward somebody means: by code, by name, by a name that ended, by one that lives on in another province."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cast import MERGER, Cast
from tracker.core import errors
from tracker.core.vietnamese import search_key, sort_key
from tracker.territory.wards import naming
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.naming import Near
from tracker.territory.wards.rules import UNRECORDED_START, Extent, WardKind

TODAY = date(2026, 11, 30)
THANH_HOA, NINH_BINH = Near(19.8067, 105.7852), Near(20.43, 106.17)


def _ward(cast: Cast, code: str, name: str, province_id: int, middle: Near, until: date | None = None) -> Ward:
    facts: dict[str, Any] = {"code": code, "name": name, "kind": WardKind.PHUONG, "province_id": province_id}
    facts |= {"district": "", "basis": "", "latitude": middle.latitude, "longitude": middle.longitude}
    facts |= {"valid_from": UNRECORDED_START if until else MERGER, "valid_to": until}
    return cast.add(Ward(**facts, search_key=search_key(name), sort_key=sort_key(name)))  # type: ignore[no-any-return]


@pytest.fixture(autouse=True)
def truong_thi(cast: Cast) -> dict[str, Ward]:
    """Trường Thi of Thanh Hóa went into Hạc Thành; Trường Thi of Ninh Bình is the only one of that name today."""

    facts = {"code": "37", "name": "Tỉnh Ninh Bình", "valid_from": UNRECORDED_START, "valid_to": None}
    other = cast.add(Province(**facts, sort_key=sort_key("Ninh Bình")))
    old = _ward(cast, "14770", "Phường Trường Thi", cast.province.id, THANH_HOA, until=MERGER - timedelta(days=1))
    passage = {"old_id": old.id, "new_id": cast.hac_thanh.id, "extent": Extent.WHOLE, "effective_on": MERGER}
    cast.add(Succession(**passage, basis="1686"))
    return {"old": old, "other": _ward(cast, "13777", "Phường Trường Thi", other.id, NINH_BINH)}


def asked(session: Session, typed: str, near: Near | None = None, on: date = TODAY) -> str:
    """With what a name is refused."""
    with pytest.raises(errors.Invalid) as refused:
        naming.meant_ward(session, typed, on, near)
    return str(refused.value.fields["ward_code"] % refused.value.facts)


@pytest.mark.parametrize("typed", ["Phường Trường Thi", "trường thi", "Phuong Truong Thi"])
@pytest.mark.parametrize("near", [None, THANH_HOA], ids=["anywhere", "in Thanh Hóa"])
def test_the_only_namesake_of_a_ward_that_ended_is_not_taken_silently(
    session: Session, typed: str, near: Near | None
) -> None:
    assert asked(session, typed, near) == (
        "Phường Trường Thi (Tỉnh Thanh Hóa) đã nhập vào 14797 Phường Hạc Thành, Tỉnh Thanh Hóa từ 01/07/2025; "
        "trùng tên hiện nay: 13777 Phường Trường Thi, Tỉnh Ninh Bình. Hãy nhập mã hoặc thêm tên tỉnh."
    )


@pytest.mark.parametrize("typed", ["Phường Trường Thi, Thanh Hóa", "14770", "Trường Thi (tỉnh Thanh Hóa)"])
def test_of_a_ward_that_ended_it_is_said_what_it_went_into(session: Session, typed: str) -> None:
    assert asked(session, typed) == (
        "Phường Trường Thi (Tỉnh Thanh Hóa) đã nhập vào 14797 Phường Hạc Thành, Tỉnh Thanh Hóa từ 01/07/2025. "
        "Hãy nhập mã hoặc tên của đơn vị mới."
    )


def test_a_ward_that_never_was_is_refused(session: Session) -> None:
    for typed in ("99999", "Phường Không Có", "Phường Trường Thi, Cà Mau", ""):
        assert asked(session, typed).startswith("Không có phường, xã này")


def test_the_province_the_code_or_the_coordinates_say_which_one_is_meant(
    session: Session, truong_thi: dict[str, Ward]
) -> None:
    other = truong_thi["other"].id
    for typed, near in (
        ("Phường Trường Thi, Ninh Bình", None), ("Trường Thi - tỉnh Ninh Bình", None), ("13777", None),
        ("Phường Trường Thi", NINH_BINH),
    ):  # fmt: skip
        assert naming.meant_ward(session, typed, TODAY, near).id == other


def test_coordinates_near_an_ended_namesake_too_do_not_decide(cast: Cast, truong_thi: dict[str, Ward]) -> None:
    province_id = truong_thi["other"].province_id
    old = _ward(cast, "13600", "Phường Trường Thi", province_id, NINH_BINH, until=MERGER - timedelta(days=1))
    heir = _ward(cast, "13601", "Phường Nam Định", province_id, NINH_BINH)
    cast.add(Succession(old_id=old.id, new_id=heir.id, extent=Extent.WHOLE, effective_on=MERGER, basis="1687"))
    with cast.database.reading() as session:
        assert "13601 Phường Nam Định" in asked(session, "Phường Trường Thi", NINH_BINH)


def test_before_the_merger_the_old_ward_is_meant_and_asked_apart_from_no_other(
    session: Session, truong_thi: dict[str, Ward]
) -> None:
    assert naming.meant_ward(session, "Phường Trường Thi", date(2024, 3, 1)).id == truong_thi["old"].id


def test_a_ward_that_holds_the_old_territory_under_the_old_name_is_meant(cast: Cast, session: Session) -> None:
    facts = {"code": "14101", "name": "Phường Hàm Rồng", "kind": WardKind.PHUONG, "province_id": cast.province.id}
    facts |= {"district": "", "basis": "", "latitude": None, "longitude": None, "valid_from": UNRECORDED_START}
    keys = {"search_key": search_key("Phường Hàm Rồng"), "sort_key": sort_key("Phường Hàm Rồng")}
    old = Ward(**facts, **keys, valid_to=MERGER - timedelta(days=1))
    session.add(old)
    session.flush()
    session.add(
        Succession(old_id=old.id, new_id=cast.ham_rong.id, extent=Extent.PART, effective_on=MERGER, basis="1686")
    )
    session.flush()
    assert naming.meant_ward(session, "Phường Hàm Rồng", TODAY).id == cast.ham_rong.id


def test_a_place_far_from_the_middle_of_its_ward_is_told_in_kilometres(
    session: Session, truong_thi: dict[str, Ward], cast: Cast
) -> None:
    assert naming.is_far(session, truong_thi["other"], THANH_HOA) == 80
    assert naming.is_far(session, truong_thi["other"], NINH_BINH) is None
    assert naming.is_far(session, cast.hac_thanh, NINH_BINH) is None  # nobody noted where its middle is


@pytest.fixture
def old_city(cast: Cast) -> None:
    """Đông Sơn and Đông Vệ lay in the city of Thanh Hóa; there were two districts of Châu Thành."""
    with cast.database.writing() as session:
        for old in (cast.old_dong_son, cast.old_dong_ve):
            session.get_one(Ward, old.id).district = "Thành phố Thanh Hóa"
    ended = MERGER - timedelta(days=1)
    for code, name in (("80", "Tỉnh Tiền Giang"), ("82", "Tỉnh Long An")):
        facts = {"code": code, "name": name, "valid_from": UNRECORDED_START, "valid_to": ended}
        province = cast.add(Province(**facts, sort_key=sort_key(name)))
        ward = _ward(cast, f"28{code}1", f"Xã Tân {code}", province.id, THANH_HOA, until=ended)
        with cast.database.writing() as session:
            session.get_one(Ward, ward.id).district = "Huyện Châu Thành"


@pytest.mark.usefixtures("old_city")
@pytest.mark.parametrize("typed", ["TP Thanh Hóa", "tp. thanh hoa", "thành phố Thanh Hóa", "TP Thanh Hóa, Thanh Hóa"])
def test_a_city_of_the_past_is_answered_with_the_wards_that_hold_it_today(session: Session, typed: str) -> None:
    assert asked(session, typed) == (
        "Thành phố Thanh Hóa có các phường, xã: 14797 Phường Hạc Thành. Hãy nhập mã hoặc tên của một nơi trong đó."
    )
    assert "14785 Phường Đông Sơn; 14782 Phường Đông Vệ" in asked(session, typed, on=date(2024, 3, 1))


@pytest.mark.usefixtures("old_city")
def test_of_several_districts_of_one_name_the_province_is_asked_for(session: Session) -> None:
    known = "Huyện Châu Thành, Tỉnh Tiền Giang; Huyện Châu Thành, Tỉnh Long An"
    assert known in asked(session, "h. chau thanh")
    assert "28801" not in asked(session, "Châu Thành, Long An")


@pytest.fixture
def new_commune(cast: Cast) -> None:
    """A commune whose name has the province's within."""
    _ward(cast, "22546", "Xã Thanh Hóa Mới", cast.province.id, THANH_HOA)


@pytest.mark.usefixtures("new_commune")
def test_a_province_is_no_ward_even_if_a_wards_name_has_it_within(session: Session) -> None:
    for typed in ("thanh hoa", "Tỉnh Thanh Hóa"):
        assert asked(session, typed) == "Tỉnh Thanh Hóa là cấp tỉnh. Hãy nhập mã hoặc tên phường, xã."


@pytest.mark.parametrize("typed", ["Quận 1", "TP Nowhere", "1"])
def test_what_nothing_is_called_is_still_nothing(session: Session, typed: str) -> None:
    assert "Không có phường, xã này" in asked(session, typed)
