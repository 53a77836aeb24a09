"""Loading the reference data: all of it, a part of it, again, and over something that contradicts it."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from tracker.audit_log import queries as audit
from tracker.core.database import Database
from tracker.core.i18n import LabeledEnum
from tracker.territory.wards import actions, queries
from tracker.territory.wards.models import Province, Succession, Ward
from tracker.territory.wards.rules import Extent, WardKind

THANH_HOA = {"38"}
BECAME_PHUONG = ("25270", "25357", "25363", "26116", "26170", "26248", "26326", "26368", "26425", "26485")

NEW_WARDS = "Lộc Ninh|Tân Khai|Đồng Phú|Tân Phú|Trị An|Trảng Bom|Dầu Giây|Long Thành|Xuân Lộc|Nhơn Trạch"


def test_the_whole_country_has_3321_units_in_34_provinces(session: Session) -> None:
    first = actions.load(session, None)
    assert (first.provinces, first.wards, first.successions) == (63 + 25, 10_036 + 2 + 3_321 + 22, 10_597 + 3 + 22)
    assert _present_by_kind(session) == {WardKind.XA: 2_599, WardKind.PHUONG: 709, WardKind.DAC_KHU: 13}
    provinces = session.scalars(select(Province.name).where(Province.valid_to.is_(None))).all()
    assert Counter(name.split()[0] for name in provinces) == {"Tỉnh": 25, "Thành": 9}
    assert session.scalars(_of_dong_nai(date(2026, 4, 30))).all() == [WardKind.PHUONG] * 10
    statement = select(Ward.name).where(Ward.valid_from == date(2026, 4, 30)).order_by(Ward.code)
    assert [name.removeprefix("Phường ") for name in session.scalars(statement)] == NEW_WARDS.split("|")
    assert session.scalars(_of_dong_nai(date(2025, 7, 1))).all() == [WardKind.XA] * 10
    assert not actions.load(session, None)


def test_quang_ninh_and_bac_ninh_became_cities_and_their_wards_went_with_them(session: Session) -> None:
    actions.load(session, None, provinces={"22", "24"}, until=date(2026, 8, 31))
    province, ward = _province(session, "22"), _ward(session, "07294", date(2026, 8, 31))
    assert (province.name, ward.name) == ("Tỉnh Quảng Ninh", "Xã Bố Hạ")
    counts = actions.load(session, None, provinces={"22", "24"})
    assert (counts.provinces, counts.wards, counts.ended) == (2, 12, 2 + 12)
    assert counts.renamed == 54 + 99 - 12
    session.expire_all()
    assert [_province(session, code).name for code in ("22", "24")] == ["Thành phố Quảng Ninh", "Thành phố Bắc Ninh"]
    assert province.valid_to == date(2026, 8, 31)
    assert _ward(session, "07294", date(2026, 9, 20)).name == "Phường Bố Hạ"
    for id_ in (province.id, _province(session, "22").id):
        assert len(queries.present(session, date(2026, 1, 1), province_id=id_)) == 54
    assert not actions.load(session, None, provinces={"22", "24"})
    assert not actions.load(session, None, provinces={"22", "24"}, until=date(2026, 8, 31))


def _province(session: Session, code: str) -> Province:
    return session.scalars(select(Province).where(Province.code == code, Province.valid_to.is_(None))).one()


def test_loading_again_changes_nothing_and_is_not_noted_again(database: Database) -> None:
    for _ in range(2):
        with database.writing() as session:
            counts = actions.load(session, None, provinces=THANH_HOA)
    assert counts == actions.LoadCounts()
    with database.reading() as session:
        (event,) = audit.listing(session, after=None, limit=10).items
    assert (event["action"], event["subject_type"], event["actor_name"]) == ("ward:load", "Ward", "-")
    assert event["detail"]["wards"] == 548 + 2 + 166


def test_a_part_of_the_country_can_be_filled_up_later(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA)
    more = actions.load(session, None, provinces={"38", "40"})
    assert more.wards > 0
    assert not actions.load(session, None, provinces=THANH_HOA)


def test_the_merger_of_2025_ends_the_wards_that_stood_open(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA, until=date(2025, 6, 30))
    then = _ward(session, "14797", date(2025, 6, 30))
    assert (then.name, then.valid_to) == ("Phường Đông Hải", None)
    merged = actions.load(session, None, provinces=THANH_HOA)
    session.expire_all()
    assert merged.ended == 547
    assert then.valid_to == date(2025, 6, 30)


def test_an_older_release_does_not_reopen_what_a_newer_one_ended(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA)
    assert not actions.load(session, None, provinces=THANH_HOA, until=date(2025, 1, 1))


def test_hoang_quang_became_a_phuong_on_new_years_day_2025_and_kept_its_code(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA)
    commune, phuong = _ward(session, "15925", date(2024, 12, 31)), _ward(session, "15925", date(2025, 1, 1))
    assert (commune.name, commune.kind) == ("Xã Hoằng Quang", WardKind.XA)
    assert (phuong.name, phuong.kind) == ("Phường Hoằng Quang", WardKind.PHUONG)
    assert phuong.basis == "Nghị quyết 1238/NQ-UBTVQH15"
    assert session.get_one(Succession, (commune.id, phuong.id)).extent is Extent.WHOLE


def test_phu_son_took_in_tan_son_and_stayed_the_same_ward(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA)
    assert _ward(session, "14770", date(2024, 6, 1)) is _ward(session, "14770", date(2025, 6, 1))


@pytest.mark.parametrize(
    "wrong", [{"name": "Phường Bịa Đặt"}, {"valid_to": date(2025, 3, 1)}], ids=["another name", "another last day"]
)
def test_a_ward_told_otherwise_is_refused_by_its_code(session: Session, wrong: dict[str, object]) -> None:
    actions.load(session, None, provinces=THANH_HOA)
    session.execute(update(Ward).where(Ward.code == "14782").values(wrong))
    with pytest.raises(actions.Contradiction) as refused:
        actions.load(session, None, provinces=THANH_HOA)
    assert refused.value.facts["units"] == ["14782 (1900-01-01)"]


def test_two_wards_cannot_hold_one_code_on_one_day(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA, until=date(2025, 6, 30))
    session.execute(update(Ward).where(Ward.code == "14788").values(code="14797", valid_from=date(2023, 1, 1)))
    with pytest.raises(actions.Contradiction) as refused:
        actions.load(session, None, provinces=THANH_HOA)
    assert refused.value.facts["units"] == ["14797 (1900-01-01)"]


def test_a_split_told_as_whole_is_refused(session: Session) -> None:
    actions.load(session, None, provinces=THANH_HOA)
    split = _ward(session, "14758", date(2024, 6, 1))
    session.execute(update(Succession).where(Succession.old_id == split.id).values(extent=Extent.WHOLE))
    with pytest.raises(actions.Contradiction, match="trái với"):
        actions.load(session, None, provinces=THANH_HOA)


def test_whoever_waits_is_told_how_far_it_is(session: Session) -> None:
    steps: list[tuple[int, int]] = []
    counts = actions.load(session, None, lambda count, total: steps.append((count, total)), provinces=THANH_HOA)
    total = counts.provinces + counts.wards + counts.successions
    assert steps == [(1, total), (1 + counts.wards, total), (total, total)]


def _present_by_kind(session: Session) -> dict[LabeledEnum, int]:
    statement = select(Ward.kind, func.count()).where(Ward.valid_to.is_(None)).group_by(Ward.kind)
    return {row.kind: row[1] for row in session.execute(statement)}


def _of_dong_nai(since: date) -> Select[LabeledEnum]:
    return select(Ward.kind).where(Ward.code.in_(BECAME_PHUONG), Ward.valid_from == since)


def _ward(session: Session, code: str, on: date) -> Ward:
    ward = queries.by_code(session, code, on)
    assert ward is not None
    return ward
